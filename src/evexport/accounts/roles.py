"""Every role: its name, whose people hold it, in whose name it reads and writes, which deeds it may do. The only such table."""

from dataclasses import dataclass
from enum import StrEnum

from evexport.accounts.kinds import Kind
from evexport.kernel.text import Text
from evexport.store.scopes import DbRole


class Role(StrEnum):
    """Whose part a person or a system plays."""

    MAKER = "maker"
    EXPORTER = "exporter"
    PROVINCE_OFFICER = "province_officer"
    MINISTRY_OFFICER = "ministry_officer"
    AGENCY_OFFICER = "agency_officer"
    EXAMINER = "examiner"
    APPROVER = "approver"
    CUSTOMS_OFFICER = "customs_officer"
    CUSTOMS_SYSTEM = "customs_system"
    OVERSIGHT_ANALYST = "oversight_analyst"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    PUBLIC = "public"
    SYSTEM = "system"


class Reach(StrEnum):
    """Which things a role's permissions extend to."""

    OWN = "own"  # those of the actor's own organisation
    AUTHORITY = "authority"  # those that the actor's department or issuing body handles
    ALL = "all"


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role's label, whose people hold it (None: nobody is given it), database role, reach and permissions.

    `machine` roles are held by keys alone.
    """

    label: Text
    kind: Kind | None
    scope: DbRole
    reach: Reach
    permissions: frozenset[str]
    machine: bool = False


def row(zh: str, en: str, kind: Kind | None, scope: DbRole, reach: Reach, *permissions: str, machine: bool = False) -> RoleRow:
    """`filing.{draft,submit}` in one word stands for filing.draft and filing.submit."""
    names = frozenset(name for words in permissions for name in spread(words))
    return RoleRow(Text(zh, en), kind, scope, reach, names, machine)


def spread(words: str) -> list[str]:
    thing, verbs = words.split(".", 1)
    return [f"{thing}.{verb}" for verb in verbs.strip("{}").split(",")]


NOTICES = "notice.{read,manage}"
APPLICANT = (
    "application.{draft,submit,answer,withdraw,read}",
    "licence.{read,amend,return,report_loss,state_case,ask_reconsideration}",
    "declaration.{read,preview}",
    "register.read",
    "ledger.read",
    "letter.read",
    NOTICES,
)

ROLES: dict[Role, RoleRow] = {
    Role.MAKER: row(
        "生产企业经办人", "maker's clerk", Kind.ENTERPRISE, DbRole.TENANT, Reach.OWN,
        "filing.{draft,submit,answer,withdraw,correct,read}", "list.{remove_exporter,consent_removal,rename}",
        "network.{record,read}", "production.{record,read}", "work.{read,steer}", *APPLICANT,
    ),
    Role.EXPORTER: row(
        "授权出口企业经办人", "authorised exporter's clerk", Kind.ENTERPRISE, DbRole.TENANT, Reach.OWN,
        "list.{consent_removal}", *APPLICANT,
    ),
    Role.PROVINCE_OFFICER: row(
        "省级商务主管部门工作人员", "provincial commerce officer", Kind.COMMERCE_DEPARTMENT, DbRole.AUTHORITY, Reach.AUTHORITY,
        "filing.{read,assign,review,forward,return,request}", "register.read", "letter.read", NOTICES,
    ),
    Role.MINISTRY_OFFICER: row(
        "商务部工作人员", "ministry officer", Kind.MINISTRY, DbRole.STAFF, Reach.ALL,
        "filing.{read,assign,consult,nominate,object,decide_objection,list,reject,reconsider,return,publish}",
        "list.{suspend,lift,cancel,lapse,remove_exporter,rename,calendar}", "enterprise.{register,rename,ban}",
        "register.{import,read}", "application.read", "licence.{read,suspend,lift,revoke,reconsider}",
        "declaration.read", "law.simulate", "ledger.read", "letter.read", "statistics.read", NOTICES,
    ),
    Role.AGENCY_OFFICER: row(
        "会商部门工作人员", "consulted agency's officer", Kind.AGENCY, DbRole.AGENCY, Reach.ALL,
        "filing.{read,opine}", "register.read", NOTICES,
    ),
    Role.EXAMINER: row(
        "发证机构初审员", "licence examiner", Kind.ISSUING_BODY, DbRole.AUTHORITY, Reach.AUTHORITY,
        "application.{read,assign,first_review,return,request,refuse}", "licence.read", "register.read", "work.read",
        "letter.read", NOTICES,
    ),
    Role.APPROVER: row(
        "发证机构复审员", "licence approver", Kind.ISSUING_BODY, DbRole.AUTHORITY, Reach.AUTHORITY,
        "application.{read,assign,second_review,return,request,refuse,reconsider}",
        "licence.{read,amend,suspend,lift,revoke,reconsider,return,report_loss,change_code}", "register.read",
        "work.{read,steer}", "letter.read", NOTICES,
    ),
    Role.CUSTOMS_OFFICER: row(
        "海关工作人员", "customs officer", Kind.CUSTOMS, DbRole.CUSTOMS, Reach.ALL,
        "declaration.{decide,preview,read,cancel,correct,return_goods,paper}", "inspection.{order,record}",
        "customs.{hold,risk,reconcile,exchange}", "licence.read", "register.read", "work.{read,steer}", NOTICES,
    ),
    Role.CUSTOMS_SYSTEM: row(
        "海关业务系统", "customs system", Kind.CUSTOMS, DbRole.CUSTOMS, Reach.ALL,
        "declaration.{decide,preview,read,cancel}", "inspection.{order,record}", "customs.{reconcile,exchange}", "licence.read",
        "register.read", NOTICES, machine=True,
    ),
    Role.OVERSIGHT_ANALYST: row(
        "监管分析员", "oversight analyst", Kind.OVERSIGHT, DbRole.STAFF, Reach.ALL,
        "filing.read", "application.read", "licence.read", "declaration.read", "register.read", "network.read",
        "production.read", "law.simulate", "ledger.read", "letter.read", "statistics.read", NOTICES,
    ),
    Role.AUDITOR: row(
        "审计员", "auditor", Kind.OVERSIGHT, DbRole.STAFF, Reach.ALL,
        "ledger.{read,verify}", "letter.read", "filing.read", "licence.read", "declaration.read", "statistics.read",
        "account.read", "key.read", NOTICES,
    ),
    Role.ADMINISTRATOR: row(
        "系统管理员", "administrator", Kind.OPERATOR, DbRole.ADMIN, Reach.ALL,
        "account.{read,manage}", "key.{read,manage}", "signing_key.rotate", "enterprise.{register,rename}",
        "register.{import,read}", "ledger.read", "notice.operate",
    ),
    Role.PUBLIC: row(
        "公众", "the public", None, DbRole.PUBLIC, Reach.OWN,
        "filing.object",
    ),
    Role.SYSTEM: row(
        "系统后台", "the system itself", None, DbRole.SYSTEM, Reach.ALL,
        "licence.announce", "list.lapse", "register.{import,read}", "ledger.seal", "account.manage", "work.run", machine=True,
    ),
}  # fmt: skip

PERMISSIONS: frozenset[str] = frozenset(name for one in ROLES.values() for name in one.permissions)
UNRELATED = frozenset({"filing.object", "register.read", "notice.manage"})
"""Permissions that need no relation to the thing: an objection is always to another's filing, a channel always one's own."""
