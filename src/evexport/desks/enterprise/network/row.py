"""A row of a filing's table on a page of its own: added, one after another if need be, changed, or taken out."""

from typing import Any

from django import forms
from django.http import HttpResponse

from evexport.accounts.roles import Role
from evexport.desks.enterprise.network.filings import Kept, address, trail
from evexport.desks.enterprise.network.rows import RowForm, bases, initial, one_of, table_named
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.deeds import Deed, deed_page, perform
from evexport.desks.kit.filing import told
from evexport.desks.kit.parts import Answer, Summary
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.clock import china_day
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.qualification import tables
from evexport.qualification.actions import tables as actions
from evexport.qualification.actions.drafting import must_be_editable
from evexport.qualification.tables import Table
from evexport.store import reading_as


@post(Role.MAKER)
def add(request: DeskRequest, year: int, name: str) -> HttpResponse:
    """A row more; “save and add another” comes back to an empty form."""
    table = table_named(name)
    with reading_as(request.actor):
        one = one_of(request, year)
        must_be_editable(one.filing)
    title = Text(f"添加{table.one.zh}", f"Add: {table.one.en}")
    form = (
        RowForm(table.columns, request.POST)
        if request.method == "POST"
        else RowForm(table.columns, initial=fresh(request, table, one))
    )
    here = address(table, year, "add")
    done = perform(
        request,
        form,
        lambda said: put(request, one, table, said, place=None),
        told=lambda _filing: Text(f"已添加{table.one.zh}。", "Added to the table."),
        to=here if "more" in request.POST else address(table, year),
    )
    deed = Deed(title, Text("保存", "Save"), address(table, year), lead=table.why, trail=trail(year, table, Text("添加", "Add")))
    return done or deed_page(
        request, form, deed, template="enterprise/row.html", table=table, bases=bases(table.cites), adding=True
    )


@post(Role.MAKER)
def change(request: DeskRequest, year: int, name: str, place: int) -> HttpResponse:
    table = table_named(name)
    with reading_as(request.actor):
        one = one_of(request, year)
        row = at_place(one, table, place)
        must_be_editable(one.filing)
    title = Text(f"更改{table.one.zh}", f"Change: {table.one.en}")
    form = (
        RowForm(table.columns, request.POST)
        if request.method == "POST"
        else RowForm(table.columns, initial=initial(table, row, one.filing.revision))
    )
    done = perform(
        request,
        form,
        lambda said: put(request, one, table, said, place=place),
        told=Text("已保存。", "Saved."),
        to=address(table, year),
    )
    deed = Deed(title, Text("保存", "Save"), address(table, year), trail=trail(year, table, Text("更改", "Change")))
    remove = address(table, year, "remove", place=place)
    return done or deed_page(
        request, form, deed, template="enterprise/row.html", table=table, bases=bases(table.cites), remove=remove
    )


class Remove(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)


@post(Role.MAKER)
def remove(request: DeskRequest, year: int, name: str, place: int) -> HttpResponse:
    table = table_named(name)
    with reading_as(request.actor):
        one = one_of(request, year)
        row = at_place(one, table, place)
        must_be_editable(one.filing)
        codes = Codes(on=china_day(request.at))
        answers = [Answer(each.label, told(each.name, row.get(each.name), codes)) for each in table.columns]
    form = Remove(request.POST) if request.method == "POST" else Remove(initial={"revision": one.filing.revision})
    done = perform(
        request,
        form,
        lambda said: actions.drop_row(
            one.filing.id, table, place=place, revision=said["revision"], by=request.actor, at=request.at
        ),
        told=Text(f"已删除{table.one.zh}。", "Taken out of the table."),
        to=address(table, year),
    )
    deed = Deed(
        Text(f"删除{table.one.zh}", f"Take out: {table.one.en}"),
        Text("删除", "Take it out"),
        address(table, year),
        lead=Text("仅从草稿中删除；已提交的各版本不受影响。", "It leaves the draft alone; what was handed in before stays."),
        trail=trail(year, table, Text("删除", "Take out")),
        beside=Summary(table.one, answers),
        icon="trash",
    )
    return done or deed_page(request, form, deed)


def put(request: DeskRequest, one: Kept, table: Table, said: dict[str, Any], *, place: int | None) -> Any:
    return actions.put_row(
        one.filing.id, table, said["row"], place=place, revision=said["revision"], by=request.actor, at=request.at
    )


def at_place(one: Kept, table: Table, place: int) -> dict[str, Any]:
    rows = tables.rows_in(one.document, table)
    if place >= len(rows):
        raise NotFound(
            Text("表中没有这一行。", "The table has no such row."), remedy=Text("请从列表中选择。", "Choose one from the list.")
        )
    return rows[place]


def fresh(request: DeskRequest, table: Table, one: Kept) -> dict[str, Any]:
    """An empty row; the market that the list was narrowed to, and the filing's year, are filled in."""
    row: dict[str, Any] = {"year": one.filing.year}
    if market := request.GET.get("market"):
        row["market"] = market
    return initial(table, row, one.filing.revision)
