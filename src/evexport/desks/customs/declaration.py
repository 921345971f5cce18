"""A declaration's page: the decision with its reasons, its cars, its inspection, what befell it, and what can be done."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.customs import queries
from evexport.customs.cars import Car, cars
from evexport.customs.models import Declaration, Inspection
from evexport.customs.states import DECLARATION, INSPECTION
from evexport.desks.customs import codes
from evexport.desks.kit import history, verdict
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Crumb, Tag, Trail
from evexport.desks.kit.deeds import Deeds
from evexport.desks.kit.marks import CARS, DECISIONS, LEVEL_TAGS, ROUNDS, STATES
from evexport.desks.kit.parts import Answer, Moment, Summary, Timeline
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.text import Text
from evexport.ledger.models import Entry
from evexport.ledger.reading import about
from evexport.store import reading_as

PAGES = {"cancel": "cancel", "correct": "correct", "return_goods": "return-goods"}
ROUND_PAGES = {"pass": "record", "fail": "record", "rework": "rework", "give_up": "give-up"}
GRAVE = frozenset({"cancel", "return_goods", "give_up"})


@post(Role.CUSTOMS_OFFICER)
def declaration(request: DeskRequest, key: UUID) -> HttpResponse:
    with reading_as(request.actor):
        row = queries.by_id(key)
        inspection = Inspection.objects.filter(declaration=row).first()
        others = [one for one in queries.attempts(row.declaration_no).defer("body", "balance") if one.pk != row.pk]
        listed = cars(row)
        context: dict[str, Any] = {
            "trail": trail(row),
            "row": row,
            "state": STATES[row.state],
            "decision": DECISIONS[row.decision],
            "whys": verdict.whys(row.reasons),
            "facts": facts(row),
            "cars": [(car, CARS[car.standing]) for car in listed],
            "standing": counted(listed),
            "inspection": inspection,
            "round": ROUNDS[inspection.state] if inspection else None,
            "level": LEVEL_TAGS[inspection.level] if inspection else None,
            "results": [(one, result(passed=one.passed)) for one in inspection.results.order_by("round")] if inspection else [],
            "others": [(one, DECISIONS[one.decision]) for one in others],
            "deeds": deeds(request, row, inspection),
            "timeline": Timeline([with_cars(entry) for entry in about(f"declaration:{row.pk}")]),
        }
    return render(request, "customs/declaration.html", context)


def trail(row: Declaration, *here: Text) -> Trail:
    """The way back to the list, and from a deed's page to the declaration."""
    address = reverse("customs:declaration", args=[row.pk])
    above = Crumb(Text("报关单", "Declarations"), reverse("customs:declarations"))
    return Trail((above, Crumb(row.declaration_no, address if here else ""), *(Crumb(one) for one in here)))


def result(*, passed: bool) -> Tag:
    return ROUNDS["passed" if passed else "failed"]


def counted(listed: list[Car]) -> list[tuple[Tag, int]]:
    """How many cars are in each standing, those that are written off first."""
    return [(tag, number) for name, tag in CARS.items() if (number := sum(car.standing == name for car in listed))]


def facts(row: Declaration) -> Summary:
    """What was declared, in words."""
    body = row.body
    names = Codes(on=row.declared_on)
    value = body.get("value")
    answers = [
        Answer(Text("申报日期", "Declared on"), row.declared_on),
        Answer(Text("许可证", "Licence"), row.licence_no or Text("未填报", "none given")),
        Answer(Text("合同号", "Contract"), body.get("contract_no") or ""),
        Answer(Text("出口商", "Exporter"), codes.firm(body["exporter_uscc"])),
        Answer(Text("申报地海关", "Customs office"), names.text("customs_district", body["customs_district"])),
        Answer(Text("最终目的国（地区）", "Final destination"), names.text("country", body["destination"])),
        Answer(Text("监管方式", "Trade mode"), names.text("trade_mode", body["trade_mode"])),
        Answer(Text("运输方式", "Transport mode"), names.text("transport_mode", body["transport_mode"])),
        Answer(Text("商品编号", "Customs code"), body["hs_code"]),
        Answer(Text("货物状态", "Goods"), Text("新车", "new") if body["goods_state"] == "new" else Text("旧车", "used")),
        *([Answer(Text("申报价值", "Declared value"), f"{value['amount']} {value['currency']}")] if value else []),
        *([Answer(Text("纸面放行凭证", "Paper certificate"), row.paper["certificate_no"])] if row.paper else []),
        Answer(Text("报文编号", "Message"), row.message_id),
    ]
    return Summary(Text("申报内容", "What was declared"), answers)


def deeds(request: DeskRequest, row: Declaration, inspection: Inspection | None) -> Deeds:
    """From both tables: what is open on the declaration, and on its inspection while it is held."""

    def page(names: dict[str, str], verb: str) -> str | None:
        return reverse(f"customs:{names[verb]}", args=[row.pk]) if verb in names else None

    def of_round(verb: str) -> str | None:
        address = page(ROUND_PAGES, verb)
        return f"{address}?result={verb}ed" if verb in {"pass", "fail"} else address

    own = Deeds.of(DECLARATION.offered(row, to=request.actor), lambda verb: page(PAGES, verb), grave=GRAVE)
    offered = INSPECTION.offered(inspection, to=request.actor) if inspection and row.state == "held" else []
    rounds = Deeds.of(offered, of_round, grave=GRAVE)
    return Deeds((*rounds.deeds, *own.deeds))


def with_cars(entry: Entry) -> Moment:
    """An entry as the timeline tells it, the cars it is about before its words."""
    said, vins = history.words_of(entry), entry.data.get("vins")
    if not vins:
        return history.moment(entry, said=said)
    shown, more = vins[:3], len(vins) > 3
    numbers = Text("、".join(shown) + "……" * more, ", ".join(shown) + "…" * more)
    return history.moment(entry, said=Text(f"{numbers.zh}：{said}", f"{numbers.en}: {said}") if said else numbers)
