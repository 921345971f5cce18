"""The licence wallet: what a firm holds or made the cars for, with what is left of each in numbers, days and clearances."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from evexport.desks.enterprise.licences.common import FIRMS
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Empty
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.marks import LICENCES
from evexport.desks.kit.naming import party_of
from evexport.desks.kit.parts import Balance
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.licensing import wallet
from evexport.licensing.models import Licence
from evexport.licensing.queries import Case, cases
from evexport.notices.own import own
from evexport.store import reading_as

DASH = "—"


@dataclass(frozen=True, slots=True)
class Row:
    """A licence with its case; the country of destination in words."""

    case: Case
    country: Text | str

    @property
    def face(self) -> Licence:
        return self.case.licence


COLUMNS = (
    Column(
        "number",
        Text("许可证号", "Licence"),
        lambda row: row.face.number,
        "code",
        sort=("number",),
        link=lambda row: reverse("enterprise:licence", args=[row.face.number]),
        note=lambda row: Text(f"合同{row.face.contract_no}", f"contract {row.face.contract_no}"),
    ),
    Column("state", Text("状态", "State"), lambda row: LICENCES[row.case.state]),
    Column(
        "balance",
        Text("余额", "Balance"),
        lambda row: Balance(row.case.licensed, row.case.used, row.case.reserved),
        export=lambda row: row.case.left,
    ),
    Column(
        "clearances",
        Text("清关次数", "Clearances"),
        lambda row: Text(
            f"余{row.case.clearances_left}次（已用{row.case.standing.clearances_used}）",
            f"{row.case.clearances_left} left ({row.case.standing.clearances_used} used)",
        ),
        export=lambda row: row.case.clearances_left,
    ),
    Column(
        "until",
        Text("有效期至", "Valid until"),
        lambda row: row.face.valid_until,
        "date",
        sort=("valid_until",),
        note=lambda row: days(row.case),
    ),
    Column("destination", Text("目的地", "Destination"), lambda row: row.country),
    Column(
        "parties",
        Text("出口商", "Exporter"),
        lambda row: party_of(row.face, "exporter"),
        note=lambda row: maker(row.face),
    ),
)


def days(case: Case) -> Text | None:
    if not case.days_left or case.state not in {"in_force", "not_yet_valid", "suspended"}:
        return None
    return Text(f"还剩{case.days_left}天", f"{case.days_left} day{'' if case.days_left == 1 else 's'} left")


def maker(face: Licence) -> Text | None:
    """Whose cars they are, where the exporter is another firm."""
    if face.maker_id in {None, face.exporter_id}:
        return None
    name = party_of(face, "maker")
    return Text(f"生产企业：{name.zh}", f"made by {name.en}")


@post(*FIRMS)
def licences(request: DeskRequest) -> HttpResponse:
    on, mine = china_day(request.at), own(request.actor)
    with reading_as(request.actor):
        codes = Codes(on)

        def dressed(rows: Sequence[Licence]) -> list[Row]:
            return [Row(case, codes.text("country", case.licence.destination)) for case in cases(rows, request.at)]

        states: list[tuple[str, Text]] = [(name, Text(*_label(name))) for name in LICENCES]
        return Listing(
            request,
            columns=COLUMNS,
            rows=wallet.held(mine),
            filters=(
                Filter(
                    "state",
                    Text("状态", "State"),
                    [("ending", Text("即将到期", "Ending soon")), *states],
                    lambda rows, chosen: wallet.ending(rows, on=on) if chosen == "ending" else wallet.worth(rows, chosen, on=on),  # type: ignore[arg-type]
                ),
                Filter(
                    "as",
                    Text("身份", "As"),
                    [("exporter", Text("本企业为出口商", "We export")), ("maker", Text("本企业为生产企业", "We made the cars"))],
                    lambda rows, chosen: rows.filter(**{chosen: mine}),
                ),
            ),
            search=wallet.holding,
            search_label=Text("许可证号、合同号或车型", "Licence, contract or model"),
            dress=dressed,
            empty=Empty(
                Text("还没有许可证", "No licences yet"),
                Text("申请签发后，许可证列在这里。", "They are listed here once applications are granted."),
                Text("申请许可证", "Apply for a licence"),
                reverse("enterprise:new-application"),
            ),
            file_name="licences",
        ).answer("enterprise/licences.html")


def _label(name: str) -> tuple[str, str]:
    label: Any = LICENCES[name].label
    return label.zh, label.en.capitalize()
