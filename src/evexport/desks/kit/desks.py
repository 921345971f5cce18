"""The desks as data: whose they are, what they are called, which pages stand in their navigation.

Pages are named by route, so that the kit knows of no desk's code. A page shows only to who holds its permission.
"""

from dataclasses import dataclass

from evexport.accounts.roles import Role
from evexport.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Section:
    """A page in a desk's navigation: its name, its route, the permission without which it does not show."""

    label: Text
    route: str
    needs: str = ""
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the people of some roles work."""

    name: str
    label: Text
    home: str
    roles: frozenset[Role]
    sections: tuple[Section, ...]


MINISTRY = (Role.MINISTRY_OFFICER,)

DESKS = (
    Desk(
        "enterprise",
        Text("企业工作台", "Enterprise desk"),
        "enterprise:home",
        frozenset({Role.MAKER, Role.EXPORTER}),
        (
            Section(Text("首页", "Home"), "enterprise:home"),
            Section(Text("年度申报", "Yearly filing"), "enterprise:filings", needs="filing.draft"),
            Section(Text("服务网络", "Service network"), "enterprise:network", needs="network.read"),
            Section(Text("许可证申请", "Applications"), "enterprise:applications"),
            Section(Text("发运计划", "Shipment plans"), "enterprise:plans"),
            Section(Text("许可证", "Licences"), "enterprise:licences"),
            Section(Text("授权", "Authorisations"), "enterprise:authorisations"),
            Section(Text("生产登记", "Production"), "enterprise:production", needs="production.read"),
        ),
    ),
    Desk(
        "officer",
        Text("审核工作台", "Officer desk"),
        "officer:home",
        frozenset({Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER, Role.AGENCY_OFFICER, Role.EXAMINER, Role.APPROVER}),
        (
            Section(Text("工作台", "Work queue"), "officer:home"),
            Section(Text("公示与异议", "Public notices"), "officer:notices", roles=MINISTRY),
            Section(Text("名单公布", "Publish the list"), "officer:publications", roles=MINISTRY),
            Section(Text("名单条目", "Entries"), "officer:listings", roles=MINISTRY),
            Section(Text("企业", "Enterprises"), "officer:enterprises", roles=MINISTRY),
            Section(Text("申报日程", "Rounds"), "officer:rounds", roles=MINISTRY),
            Section(Text("许可证", "Licences"), "officer:licences", "licence.read"),
            Section(Text("规则变更", "Rule changes"), "officer:law", "law.simulate"),
            Section(Text("登记数据", "Registers"), "officer:registers", "register.import"),
        ),
    ),
    Desk(
        "customs",
        Text("海关工作台", "Customs desk"),
        "customs:gate",
        frozenset({Role.CUSTOMS_OFFICER}),
        (
            Section(Text("验放", "Gate"), "customs:gate"),
            Section(Text("报关单", "Declarations"), "customs:declarations"),
            Section(Text("按文件申报", "By file"), "customs:files"),
            Section(Text("查验", "Inspections"), "customs:inspections"),
            Section(Text("布控", "Holds"), "customs:holds"),
            Section(Text("核销", "Write-offs"), "customs:writeoffs"),
            Section(Text("对账", "Reconciliation"), "customs:reconciliation"),
            Section(Text("风险等级", "Risk levels"), "customs:risk"),
        ),
    ),
    Desk(
        "oversight",
        Text("监管工作台", "Oversight desk"),
        "oversight:home",
        frozenset({Role.OVERSIGHT_ANALYST, Role.AUDITOR}),
        (
            Section(Text("概览", "Overview"), "oversight:home"),
            Section(Text("出口", "Exports"), "oversight:exports"),
            Section(Text("许可证", "Licences"), "oversight:licences"),
            Section(Text("办理时限", "Processing times"), "oversight:processing"),
            Section(Text("验放与查验", "Gate"), "oversight:gate"),
            Section(Text("账本", "Ledger"), "oversight:entries"),
            Section(Text("区块", "Blocks"), "oversight:blocks"),
            Section(Text("规则变更", "Rule changes"), "officer:law", "law.simulate"),
            Section(Text("人员", "People"), "administration:people", needs="account.read"),
            Section(Text("密钥", "Keys"), "administration:keys", needs="key.read"),
        ),
    ),
    Desk(
        "administration",
        Text("系统管理", "Administration"),
        "administration:people",
        frozenset({Role.ADMINISTRATOR}),
        (
            Section(Text("人员", "People"), "administration:people"),
            Section(Text("密钥", "Keys"), "administration:keys"),
            Section(Text("单位", "Organisations"), "administration:organisations"),
            Section(Text("登记数据", "Registers"), "officer:registers"),
            Section(Text("未送达的通知", "Undelivered notices"), "administration:deliveries"),
        ),
    ),
)


def desk_of(role: str) -> Desk | None:
    """The desk at which a role works; None for systems and the public."""
    return next((desk for desk in DESKS if role in desk.roles), None)
