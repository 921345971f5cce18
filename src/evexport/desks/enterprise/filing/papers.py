"""Papers laid to a filing as evidence: taken in with what they prove, opened again, taken off while it is a draft."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from evexport.accounts.roles import Role
from evexport.desks.enterprise.filing.whose import acts, address, mine, trail
from evexport.desks.kit.deeds import Deed, Plain, deed_page, perform
from evexport.desks.kit.filing import BY_KEY, SECTIONS
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import later, words
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.qualification import own
from evexport.qualification.actions import drafting
from evexport.qualification.actions.drafting import MAX_PAPER, MAX_PAPERS, MEDIA
from evexport.qualification.models import Attachment
from evexport.qualification.states import WITH_MAKER
from evexport.store import reading_as

TITLE = Text("证明材料", "Supporting papers")
PAPER = Text("附件", "paper")


class Lay(forms.Form):
    """A paper, and the section that it proves."""

    section = forms.ChoiceField(
        label=words("证明哪一部分", "Which part it proves"),
        choices=[("", words("请选择", "Choose")), *((one.key, later(one.label)) for one in SECTIONS)],
        error_messages={"required": words("请选择所证明的部分。", "Choose the part that it proves.")},
    )
    content = forms.FileField(
        label=words("文件", "File"),
        help_text=words(
            f"PDF、PNG、JPEG或XLSX，每份不超过{MAX_PAPER // 2**20} MB，最多{MAX_PAPERS}份。",
            f"PDF, PNG, JPEG or XLSX, {MAX_PAPER // 2**20} MB at most; up to {MAX_PAPERS} papers.",
        ),
        error_messages={
            "required": words("请选择文件。", "Choose a file."),
            "empty": words("文件是空的。", "The file is empty."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.xlsx"}),
    )


@post(Role.MAKER)
def papers(request: DeskRequest, key: UUID) -> HttpResponse:
    with reading_as(request.actor):
        filing = mine(key)
        laid = own.papers(key)
    open_ = filing.state in WITH_MAKER
    form = Lay(request.POST, request.FILES) if request.method == "POST" else Lay()
    done = perform(
        request,
        form,
        lambda said: lay(request, key, said),
        told=lambda kept: Text(f"已附上“{kept.name}”。", f"“{kept.name}” is added."),
        to=address(filing, "filing-papers"),
    )
    context = {
        "filing": filing,
        "title": TITLE,
        "trail": trail(filing, TITLE),
        "papers": [(one, called(one)) for one in laid],
        "open": open_,
        "draft": filing.state == "draft",
        "form": form,
        "back": address(filing),
    }
    return done or render(request, "enterprise/papers.html", context, status=422 if form.is_bound and form.errors else 200)


def called(one: Attachment) -> Text:
    """The part that a paper proves."""
    section = BY_KEY.get(one.field.partition(".")[0])
    return section.label if section else Text("其他", "Other")


def lay(request: DeskRequest, key: UUID, said: dict[str, Any]) -> Attachment:
    """The kind is told by the file's first bytes, since browsers name it as they please."""
    content = said["content"].read()
    kind = next((name for name, begins in MEDIA.items() if content.startswith(begins)), said["content"].content_type)
    return drafting.attach(
        key, name=said["content"].name, media_type=kind, content=content, field=said["section"], **acts(request)
    )


@post(Role.MAKER)
def paper(request: DeskRequest, key: UUID, paper: UUID) -> HttpResponse:
    """The paper itself, to be kept, never shown as a page of this site."""
    with reading_as(request.actor):
        one = known(key, paper)
        answer = HttpResponse(bytes(one.content), content_type=one.media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(one.name)}"
    return answer


@post(Role.MAKER)
def take_off(request: DeskRequest, key: UUID, paper: UUID) -> HttpResponse:
    with reading_as(request.actor):
        filing, one = mine(key), known(key, paper)
    title = Text(f"移除附件：{one.name}", f"Remove: {one.name}")
    back = address(filing, "filing-papers")
    form = Plain(request.POST if request.method == "POST" else None)
    done = perform(
        request,
        form,
        lambda _said: drafting.detach(paper, by=request.actor),
        told=Text("附件已移除。", "The paper is removed."),
        to=back,
    )
    deed = Deed(title, Text("移除", "Remove"), back, trail=trail(filing, title), icon="trash")
    return done or deed_page(request, form, deed)


def known(key: UUID, paper: UUID) -> Attachment:
    mine(key)
    one = own.paper(key, paper)
    if one is None:
        raise NotFound(
            Text("未找到该附件。", "There is no such paper."), remedy=Text("请从申报进入。", "Open it from the filing.")
        )
    return one
