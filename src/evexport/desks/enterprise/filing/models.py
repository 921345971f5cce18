"""The models of a filing: listed with what the criteria find, added from the Announcement or by hand, changed, taken out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.enterprise.filing import fields
from evexport.desks.enterprise.filing.fields import Kept, without_blanks
from evexport.desks.enterprise.filing.tasks import VERBS
from evexport.desks.enterprise.filing.whose import acts, address, called, mine
from evexport.desks.kit.components import Crumb, Tag, Trail
from evexport.desks.kit.deeds import Deed, Plain, deed_page, perform
from evexport.desks.kit.filing import BY_KEY, WORDS
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import say
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput, NotFound
from evexport.kernel.text import Text
from evexport.qualification.actions import drafting
from evexport.qualification.draft import WHOLE, plain, problems
from evexport.qualification.models import Filing
from evexport.registers.queries import Registered, registered_models
from evexport.store import reading_as

if TYPE_CHECKING:
    from evexport.desks.enterprise.filing.question import Question

LABELS = BY_KEY["models"].fields
PROPULSIONS = ("electric", "hybrid", "plug-in-hybrid", "range-extended", "combustion", "fuel-cell")
STATUSES = ("valid", "suspended", "revoked", "cancelled", "expired")
OFFERED = 50


class ModelForm(Kept):
    """One model. Its code is what everything else hangs on, so it alone must be there."""

    model_code = fields.code(LABELS["model_code"], help_text=Text("与《公告》完全一致。", "Exactly as announced."))
    vehicle_name = fields.name(LABELS["vehicle_name"])
    trademark = fields.name(LABELS["trademark"])
    propulsion = fields.one_of(LABELS["propulsion"], [(one, WORDS[one]) for one in PROPULSIONS])
    announcement_batch = fields.count(LABELS["announcement_batch"])
    ccc_certificate = fields.code(LABELS["ccc_certificate"])
    ccc_status = fields.one_of(LABELS["ccc_status"], [(one, WORDS[one]) for one in STATUSES])
    ccc_valid_until = fields.day(LABELS["ccc_valid_until"])

    def clean_model_code(self) -> str:
        if code := str(self.cleaned_data["model_code"]):
            return code
        raise forms.ValidationError(say(Text("请填写车型代号。", "Give the model code.")))

    def row(self) -> dict[str, Any]:
        given: dict[str, Any] = plain(without_blanks({name: self.cleaned_data[name] for name in LABELS}))
        return given


@dataclass(frozen=True, slots=True)
class Row:
    """A model of the filing with what is found about it."""

    number: int
    model: dict[str, Any]
    mark: Tag
    url: str


def listed(request: DeskRequest, asked: "Question") -> HttpResponse:
    """The section's page. Inside the reader's transaction."""
    from evexport.desks.enterprise.filing.question import told

    named = asked.part or []
    found = asked.judged.of_section(asked.section).findings
    rows = [Row(n, one, standing(one, found), address(asked.filing, "filing-model", n)) for n, one in enumerate(named, 1)]
    known = {one.get("model_code") for one in named}
    register = registered_models(asked.filing.maker.uscc, on=china_day(request.at))
    offered = [one for one in register if one.model_code not in known][:OFFERED]
    return render(request, "enterprise/models.html", told(asked) | {"rows": rows, "offered": offered})


def standing(model: dict[str, Any], findings: Any) -> Tag:
    """A model in one word: the worst that is found of it."""
    mine = {one["outcome"] for one in findings if one["subject"].get("model_code") == model.get("model_code")}
    if "not_met" in mine:
        return Tag(Text("不符合", "Not met"), "no", "circle-x")
    if "needs_evidence" in mine:
        return Tag(Text("需补充证明", "Needs evidence"), "note", "help-circle")
    return Tag(Text("符合", "Met"), "yes", "circle-check") if mine else Tag(Text("未判定", "Not judged"), "plain")


def trail(filing: Filing, here: Text) -> Trail:
    models = Crumb(VERBS["models"], address(filing, "filing-section", "models"))
    years = Crumb(Text("年度申报", "Yearly filings"), reverse("enterprise:filings"))
    return Trail((years, Crumb(called(filing), address(filing)), models, Crumb(here)))


@post(Role.MAKER)
def add(request: DeskRequest, key: UUID) -> HttpResponse:
    """A further model; named in the address, it comes as the registers have it."""
    code = request.GET.get("model", "")
    with reading_as(request.actor):
        filing = mine(key)
        register = registered_models(filing.maker.uscc, on=china_day(request.at)) if code else []
    taken = next((as_row(one) for one in register if one.model_code == code), {})
    return page(request, filing, len(filing.document.get("models") or []) + 1, taken, Text("添加车型", "Add a model"))


@post(Role.MAKER)
def change(request: DeskRequest, key: UUID, number: int) -> HttpResponse:
    with reading_as(request.actor):
        filing = mine(key)
    row = numbered(filing, number)
    title = Text(f"车型{row.get('model_code', '')}", f"Model {row.get('model_code', '')}")
    return page(request, filing, number, row, title)


def page(request: DeskRequest, filing: Filing, number: int, row: dict[str, Any], title: Text) -> HttpResponse:
    """The form of one row; saved, it leads back to the list of models."""
    data = request.POST if request.method == "POST" else None
    form = ModelForm(data, initial={**row, "revision": filing.revision})
    back = address(filing, "filing-section", "models")

    def save(said: dict[str, Any]) -> Filing:
        rows = list(filing.document.get("models") or [])
        rows[number - 1 : number] = [form.row()]
        return keep(request, filing, rows, said["revision"])

    done = perform(request, form, save, told=Text("车型已保存。", "The model is saved."), to=back)
    deed = Deed(title, Text("保存", "Save"), back, trail=trail(filing, title))
    taken_out = address(filing, "filing-model-remove", number) if number <= len(filing.document.get("models") or []) else ""
    return done or deed_page(request, form, deed, template="enterprise/model.html", take_out=taken_out)


@post(Role.MAKER)
def remove(request: DeskRequest, key: UUID, number: int) -> HttpResponse:
    with reading_as(request.actor):
        filing = mine(key)
    row = numbered(filing, number)
    code = row.get("model_code", "")
    title = Text(f"从申报中移出车型{code}", f"Take model {code} out of the filing")
    form, back = Plain(request.POST if request.method == "POST" else None), address(filing, "filing-section", "models")
    rest = [one for place, one in enumerate(filing.document["models"], 1) if place != number]
    done = perform(
        request,
        form,
        lambda _said: keep(request, filing, rest, filing.revision),
        told=Text(f"{code}已移出；可再添加。", f"{code} is taken out; it can be added again."),
        to=back,
    )
    return done or deed_page(request, form, Deed(title, Text("移出", "Take out"), back, trail=trail(filing, title), icon="trash"))


def keep(request: DeskRequest, filing: Filing, rows: list[dict[str, Any]], revision: int) -> Filing:
    """Save the models; what cannot be understood is told at its field."""
    wrong = [
        one for one in problems({"year": filing.year, "manufacturer": {}, "models": rows}) if one.section in {"models", WHOLE}
    ]
    if wrong:
        first = wrong[0]
        raise BadInput(first.message, remedy=first.remedy, field=first.field.partition("].")[2] or "model_code", code=first.code)
    return drafting.save_draft(filing.pk, {"models": rows}, revision=revision, **acts(request))


def numbered(filing: Filing, number: int) -> dict[str, Any]:
    rows = filing.document.get("models") or []
    if not 0 < number <= len(rows):
        raise NotFound(
            Text("申报中没有这一车型。", "The filing has no such model."),
            remedy=Text("请从车型列表进入。", "Open it from the list of models."),
        )
    row: dict[str, Any] = rows[number - 1]
    return row


def as_row(one: Registered) -> dict[str, Any]:
    """A model as the registers have it, in the shape of a filing."""
    return without_blanks(
        {
            "model_code": one.model_code,
            "vehicle_name": one.vehicle_name,
            "trademark": one.trademark,
            "announcement_batch": one.batch,
            "ccc_certificate": one.certificate_no,
            "ccc_status": one.status,
            "ccc_valid_until": one.valid_until,
        }
    )
