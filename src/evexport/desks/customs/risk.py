"""Risk levels: how strictly each maker's consignments are inspected, set with a reason and an article, with their history."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.customs import actions, worklists
from evexport.customs.models import RiskLevel
from evexport.desks.kit import citations, history
from evexport.desks.kit.components import Crumb, Tag, Trail
from evexport.desks.kit.deeds import Deed, deed_page, perform
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.marks import LEVEL_TAGS
from evexport.desks.kit.naming import named
from evexport.desks.kit.parts import Moment, Timeline
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import later, words
from evexport.enterprises.models import Enterprise
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.ledger.models import Entry
from evexport.ledger.reading import about
from evexport.regulation.criteria.gate_rules import LEVELS
from evexport.regulation.instruments import articles
from evexport.store import reading_as

GROUNDS = ("INSPECTION-LAW", "CUSTOMS-PENALTY")


@dataclass(frozen=True, slots=True)
class Row:
    """A maker with its level; none was set: routine."""

    maker: Enterprise
    set: RiskLevel | None

    @property
    def level(self) -> Tag:
        return LEVEL_TAGS[self.set.level if self.set else "routine"]


COLUMNS = (
    Column(
        "maker",
        Text("生产企业", "Maker"),
        lambda row: named(row.maker),
        sort=("name_zh",),
        link=lambda row: reverse("customs:set-risk", args=[row.maker.pk]),
    ),
    Column("uscc", Text("统一社会信用代码", "Credit code"), lambda row: row.maker.uscc, "code", sort=("uscc",)),
    Column("level", Text("风险等级", "Risk level"), lambda row: row.level),
    Column("because", Text("理由", "Why"), lambda row: row.set.because if row.set else None),
    Column("since", Text("自", "Since"), lambda row: row.set.since if row.set else None, "date"),
)


@post(Role.CUSTOMS_OFFICER)
def makers(request: DeskRequest) -> HttpResponse:
    with reading_as(request.actor):
        listing = Listing(
            request,
            columns=COLUMNS,
            rows=worklists.makers(),
            filters=(Filter("level", Text("风险等级", "Risk level"), list(LEVELS.items()), worklists.makers_at),),
            search=worklists.makers_called,
            search_label=Text("企业名称或统一社会信用代码", "Name or credit code"),
            file_name="risk-levels",
            dress=dressed,
        )
        return listing.answer("customs/risk.html")


def dressed(rows: Sequence[Enterprise]) -> list[Row]:
    levels = worklists.risk_levels([row.pk for row in rows])
    return [Row(row, levels.get(row.pk)) for row in rows]


class Level(forms.Form):
    level = forms.ChoiceField(
        label=words("风险等级", "Risk level"),
        choices=[(name, later(text)) for name, text in LEVELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": words("请选择风险等级。", "Choose a level.")},
    )
    because = forms.CharField(
        label=words("理由", "Reasons"),
        max_length=300,
        help_text=words("写入账本；企业可以看到。", "Kept in the ledger; the maker can read it."),
        error_messages={"required": words("请写明理由。", "Give the reasons.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    citation = forms.ChoiceField(label=words("依据", "Basis"))

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        known = [one for one in articles() if one.partition("#")[0] in GROUNDS]
        self.fields["citation"].choices = [(one, later(citations.short_name(one))) for one in known]  # type: ignore[attr-defined]


@post(Role.CUSTOMS_OFFICER)
def set_level(request: DeskRequest, key: UUID) -> HttpResponse:
    with reading_as(request.actor):
        maker = worklists.makers().filter(pk=key).first()
        if maker is None:
            raise NotFound(
                Text("没有这家生产企业。", "There is no such maker."),
                remedy=Text("请从列表中选择。", "Choose one from the list."),
                code="MAKER_UNKNOWN",
            )
        now = worklists.risk_levels([maker.pk]).get(maker.pk)
        past = Timeline(
            [adjusted(one) for one in about(f"enterprise:{maker.pk}", kinds=("risk.set",))], Text("历次调整", "History")
        )
    name = named(maker)
    begun = {"level": now.level if now else "routine", "citation": "INSPECTION-LAW#spot-check"}
    form = Level(request.POST) if request.method == "POST" else Level(initial=begun)
    title = Text(f"风险等级：{name.zh}", f"Risk level of {name.en}")
    deed = Deed(
        title,
        Text("确定等级", "Set the level"),
        reverse("customs:risk"),
        lead=Text(
            "等级决定目录外商品每十份报关单抽查几份，自确定时起适用。",
            "The level decides how many of ten declarations are checked beside the catalogue; it counts from now on.",
        ),
        trail=Trail((Crumb(Text("风险等级", "Risk levels"), reverse("customs:risk")), Crumb(name))),
        beside=past,
        icon="flag",
    )
    done = perform(
        request,
        form,
        lambda said: actions.set_risk_level(maker.pk, **said, by=request.actor, at=request.at),
        told=Text("风险等级已确定。", "The level is set."),
        to=reverse("customs:set-risk", args=[maker.pk]),
    )
    return done or deed_page(request, form, deed)


def adjusted(entry: Entry) -> Moment:
    """A change of the level as the timeline tells it."""
    before, level = LEVELS[entry.data["before"]], LEVELS[entry.data["level"]]
    what = Text(f"由“{before.zh}”调整为“{level.zh}”", f"From “{before.en}” to “{level.en}”")
    return history.moment(entry, what=what)
