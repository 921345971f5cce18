"""The transition tables of what is published: list entry, authorisation, listed model, proposed change."""

from typing import Any

from evexport.kernel.states import State, States, row
from evexport.kernel.text import Text

ENTRY = States(
    "list entry",
    Text("名单条目", "list entry"),
    states=[
        State("in_force", Text("有效", "in force")),
        State("suspended", Text("暂停", "suspended")),
        State("cancelled", Text("取消", "cancelled"), final=True),
        State("lapsed", Text("失效", "lapsed"), final=True),
    ],
    steps=[
        row("suspend", ("in_force",), "suspended", "list.suspend", Text("暂停出口资质", "suspend the entry")),
        row("lift", ("suspended",), "in_force", "list.lift", Text("恢复出口资质", "lift the suspension")),
        row(
            "cancel",
            ("in_force", "suspended"),
            "cancelled",
            "list.cancel",
            Text("取消出口资质", "cancel the entry"),
        ),
        row(
            "lapse",
            ("in_force", "suspended"),
            "lapsed",
            "list.lapse",
            Text("登记失效", "record that the entry lapsed"),
        ),
    ],
)


def not_that_exporter(standing: Any, actor: Any) -> Text | None:
    """An authorisation ends with its exporter's own word: not its maker's, nor another's."""
    if actor.organisation_id == standing.exporter_id:
        return None
    return Text("须由被授权出口企业本企业书面答复。", "The answer in writing must be the authorised exporter's own.")


def not_that_maker(standing: Any, actor: Any) -> Text | None:
    """A removal is asked by the maker that gave the authorisation."""
    if actor.organisation_id == standing.maker_id:
        return None
    return Text("只有授权的生产企业可以提请撤销。", "Only the maker that gave the authorisation may ask for its removal.")


AUTHORISATION = States(
    "authorisation",
    Text("出口授权", "authorisation"),
    states=[
        State("in_force", Text("有效", "in force")),
        State("suspended", Text("暂停", "suspended")),
        State("removed", Text("已撤销授权", "removed"), final=True),
    ],
    steps=[
        row(
            "suspend",
            ("in_force",),
            "suspended",
            "list.suspend",
            Text("暂停该出口企业资格", "suspend the authorisation"),
        ),
        row("lift", ("suspended",), "in_force", "list.lift", Text("恢复该出口企业资格", "lift the suspension")),
        row(
            "remove",
            ("in_force", "suspended"),
            "removed",
            "list.consent_removal",
            Text("经被授权企业同意撤销授权", "remove with the exporter's consent"),
            not_that_exporter,
        ),
        *(
            row(
                "propose_removal",
                (state,),
                state,
                "list.remove_exporter",
                Text("提请撤销授权", "ask for the removal"),
                not_that_maker,
            )
            for state in ("in_force", "suspended")
        ),
    ],
)

LISTED_MODEL = States(
    "listed model",
    Text("名单车型", "listed model"),
    states=[
        State("in_force", Text("有效", "in force")),
        State("withdrawn", Text("已撤出名单", "withdrawn"), final=True),
    ],
    steps=[row("withdraw", ("in_force",), "withdrawn", "list.cancel", Text("撤出该车型", "withdraw the model"))],
)


def not_the_exporter(change: Any, actor: Any) -> Text | None:
    """Only the exporter whose authorisation it is may consent or decline: not the maker on its behalf."""
    if change.kind == "remove_exporter" and actor.organisation_id == change.exporter_id:
        return None
    return Text(
        "须由被授权出口企业本企业书面答复。",
        "The answer in writing must be the authorised exporter's own.",
    )


def not_the_ministry(change: Any, actor: Any) -> Text | None:
    if change.kind == "rename" and actor.role == "ministry_officer":
        return None
    return Text("更名由商务部核准登记。", "A new name is recorded by the ministry.")


def not_the_maker(change: Any, actor: Any) -> Text | None:
    if actor.organisation_id == change.maker_id:
        return None
    return Text("只有提出该事项的生产企业可以撤回。", "Only the maker that proposed it may take it back.")


CHANGE = States(
    "proposed change",
    Text("名单变更事项", "proposed change"),
    states=[
        State("proposed", Text("待对方确认", "proposed")),
        State("effective", Text("已生效", "effective"), final=True),
        State("declined", Text("未获同意", "declined"), final=True),
        State("dropped", Text("已撤回", "taken back"), final=True),
    ],
    steps=[
        row(
            "consent",
            ("proposed",),
            "effective",
            "list.consent_removal",
            Text("书面同意撤销授权", "consent to the removal"),
            not_the_exporter,
        ),
        row(
            "decline",
            ("proposed",),
            "declined",
            "list.consent_removal",
            Text("不同意撤销授权", "decline the removal"),
            not_the_exporter,
        ),
        row(
            "record_rename",
            ("proposed",),
            "effective",
            "list.rename",
            Text("核准更名", "record the new name"),
            not_the_ministry,
        ),
        row(
            "refuse_rename",
            ("proposed",),
            "declined",
            "list.rename",
            Text("不予更名", "refuse the new name"),
            not_the_ministry,
        ),
        row(
            "drop",
            ("proposed",),
            "dropped",
            "filing.withdraw",
            Text("撤回变更事项", "take the proposal back"),
            not_the_maker,
        ),
    ],
)
