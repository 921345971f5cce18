"""Organisations: authorities and enterprises, how they are reached, who works there, which keys they hold."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts import actions, directory, queries
from evexport.accounts.actions.organisations import MAX_CONTACT
from evexport.accounts.kinds import Kind
from evexport.accounts.models import Organisation
from evexport.accounts.roles import ROLES, Role
from evexport.desks.administration import keys
from evexport.desks.administration.issuing import trail_of
from evexport.desks.administration.people import KEEPER
from evexport.desks.kit.components import Crumb, Trail
from evexport.desks.kit.deeds import Deed, Deeds, Open, deed_page, perform
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import later, words
from evexport.kernel.text import Text

KINDS = {
    Kind.ENTERPRISE: Text("企业", "enterprise"),
    Kind.COMMERCE_DEPARTMENT: Text("商务主管部门", "commerce department"),
    Kind.MINISTRY: Text("商务部", "ministry"),
    Kind.AGENCY: Text("会商部门", "consulted agency"),
    Kind.ISSUING_BODY: Text("发证机构", "issuing body"),
    Kind.CUSTOMS: Text("海关", "customs"),
    Kind.OVERSIGHT: Text("监管部门", "oversight"),
    Kind.OPERATOR: Text("平台运营单位", "operator"),
}
HERE = Text("单位", "Organisations")
MOST = 100
COLUMNS = (
    Column(
        "name",
        Text("单位", "Organisation"),
        named,
        sort=("name_zh",),
        link=lambda one: reverse("administration:organisation", args=[one.pk]),
    ),
    Column("kind", Text("类型", "Kind"), lambda one: KINDS[Kind(one.kind)], sort=("kind",)),
    Column("code", Text("代码", "Code"), lambda one: one.authority_code, "code", sort=("authority_code",)),
    Column("contact", Text("联系方式", "Contact"), lambda one: one.contact),
)


@post(*KEEPER)
def organisations(request: DeskRequest) -> HttpResponse:
    with directory.reading(request.actor, "account.read"):
        listing = Listing(
            request,
            columns=COLUMNS,
            rows=directory.organisations(),
            filters=(
                Filter(
                    "kind",
                    Text("类型", "Kind"),
                    [(kind.value, label) for kind, label in KINDS.items()],
                    lambda rows, said: rows.filter(kind=said),
                ),
            ),
            search=directory.organisations_found,
            search_label=Text("名称或代码", "Name or code"),
            file_name="organisations",
        )
        return listing.answer("administration/organisations.html")


@post(*KEEPER)
def one(request: DeskRequest, key: UUID) -> HttpResponse:
    with directory.reading(request.actor, "account.read"):
        found = directory.organisation(key)
        people = list(queries.people_of(key)[:MOST])
        held = [(one, keys.TAGS[keys.standing(one, request.at)]) for one in queries.keys_of(key)[:MOST]]
    context = {
        "trail": Trail((Crumb(HERE, reverse("administration:organisations")), Crumb(named(found)))),
        "organisation": found,
        "name": named(found),
        "kind": KINDS[Kind(found.kind)],
        "people": [(member, ROLES[Role(member.role)].label) for member in people],
        "keys": held,
        "deeds": deeds(found),
        "key_roles": [
            (row.label, reverse("administration:issue-key", args=[key, role.value]))
            for role, row in ROLES.items()
            if row.kind == found.kind
        ],
    }
    return render(request, "administration/organisation.html", context)


def deeds(found: Organisation) -> Deeds:
    return Deeds(
        (
            Open(Text("开通用户", "Open an account"), reverse("administration:open-account", args=[found.pk])),
            Open(Text("授予已有用户角色", "Give somebody a role here"), reverse("administration:appoint", args=[found.pk])),
            Open(Text("变更联系方式", "Change the contact"), reverse("administration:contact", args=[found.pk])),
        )
    )


def _contact_field() -> forms.CharField:
    return forms.CharField(
        label=words("联系方式", "Contact"),
        help_text=words(
            "地址、电话、电子邮箱，一行写完；文书照此载明。", "Address, telephone, e-mail in one line, as letters give it."
        ),
        max_length=MAX_CONTACT,
        required=False,
    )


class Contact(forms.Form):
    contact = _contact_field()


@post(*KEEPER)
def contact(request: DeskRequest, key: UUID) -> HttpResponse:
    with directory.reading(request.actor, "account.read"):
        found = directory.organisation(key)
    back = reverse("administration:organisation", args=[key])
    where = named(found)
    title = Text(f"变更{where.zh}的联系方式", f"Change the contact of {where.en}")
    form = Contact(request.POST or None, initial={"contact": found.contact})
    deed = Deed(
        title,
        Text("变更联系方式", "Change the contact"),
        back,
        trail=trail_of(found, title),
        icon="map-pin",
        lead=Text("已发出的文书不变。", "Letters that went out keep what they said."),
    )
    done = perform(
        request,
        form,
        lambda said: actions.change_contact(key, said["contact"], by=request.actor, at=request.at),
        told=Text("联系方式已变更。", "The contact is changed."),
        to=back,
    )
    return done or deed_page(request, form, deed)


class Found(forms.Form):
    """An authority; enterprises are registered by the ministry."""

    kind = forms.ChoiceField(label=words("类型", "Kind"), widget=forms.RadioSelect)
    name_zh = forms.CharField(label=words("中文名称", "Name in Chinese"), max_length=200)
    name_en = forms.CharField(label=words("英文名称", "Name in English"), max_length=200)
    authority_code = forms.CharField(
        label=words("代码", "Code"),
        help_text=words(
            "商务主管部门用行政区划代码前缀，发证机构用两位代码，会商部门用 MIIT、GAC 或 SAMR，海关用关区代码或留空，其余留空。",
            "A commerce department has its division's prefix, an issuing body two characters, an agency MIIT, GAC or SAMR,"
            " customs a district or none; others have none.",
        ),
        max_length=12,
        required=False,
    )
    contact = _contact_field()

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        fields: dict[str, Any] = dict(self.fields)
        fields["kind"].choices = [(kind.value, later(label)) for kind, label in KINDS.items() if kind is not Kind.ENTERPRISE]
        for name in ("kind", "name_zh", "name_en"):
            fields[name].error_messages["required"] = words("请填写此项。", "This is needed.")


@post(*KEEPER)
def found(request: DeskRequest) -> HttpResponse:
    title, back = Text("登记机关单位", "Put an authority on record"), reverse("administration:organisations")
    deed = Deed(
        title,
        Text("登记", "Put on record"),
        back,
        trail=Trail((Crumb(HERE, back), Crumb(title))),
        icon="building-bank",
        lead=Text("企业由商务部登记，不在此办理。", "Enterprises are registered by the ministry, not here."),
    )
    form = Found(request.POST or None)
    done = perform(
        request,
        form,
        lambda said: actions.create_organisation(**said, by=request.actor, at=request.at),
        told=Text("已登记。", "It is on record."),
        to=lambda made: reverse("administration:organisation", args=[made.pk]),
    )
    return done or deed_page(request, form, deed)
