"""What every page's frame must know: language and twin, sections, sources, the demonstration's day."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from evexport.accounts.models import Membership
from evexport.accounts.roles import ROLES, Role
from evexport.desks.kit import words
from evexport.desks.kit.components import EXAMPLE, WORKING
from evexport.desks.kit.desks import desk_of
from evexport.desks.kit.posts import MOST_UNREAD
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.store.moment import now

NAME = Text("纯电动乘用车出口许可", "BEV Export Licensing")

SECTIONS = (
    (Text("我需要许可证吗", "Do I need a licence?"), "public:need"),
    (Text("资质名单", "Published list"), "public:lists"),
    (Text("核对授权", "Check an authorisation"), "public:authorisation"),
    (Text("核验许可证", "Check a licence"), "public:verify"),
    (Text("现行规则", "The rules"), "public:law"),
    (Text("登记信息", "Registers"), "public:registers"),
    (Text("统计", "Statistics"), "public:statistics"),
)

SOURCES = (
    (Text("商务部等四部门公告2025年第54号", "Announcement 54 of 2025 (four departments)"), "ANN-54-2025"),
    (Text("商产发〔2012〕318号", "Notice Shang Chan Fa [2012] 318"), "SCF-318-2012"),
    (Text("货物出口许可证管理办法", "Measures on Export Licences for Goods"), "MOFCOM-11-2008"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the frame."""

    label: Text | str
    url: str
    lang: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where the signed-in person works: the desk, the post they have chosen, the others they hold."""

    desk: Text
    home: str
    post: Text
    others: tuple[tuple[str, Text], ...]
    inbox: str = ""
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of one page, as the base template reads it."""

    html_lang: str
    switch: Link
    alternates: tuple[Link, ...]
    sections: tuple[Link, ...]
    sources: tuple[Link, ...]
    home: str
    account: str
    sign_in: str
    about: str
    accessibility: str
    demo_day: date | None
    today: date
    place: Place | None = None
    name: Text = NAME


def context(request: HttpRequest) -> dict[str, object]:
    """Context processor: `frame` on every page, and the two marks that any page may show."""
    here = words.language()
    other = words.TWIN[here]
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    switch = words.twin_path(request.path) + query
    languages = ((here, request.path + query), (other, switch))
    return {
        "frame": Frame(
            html_lang=words.HTML_LANG[here],
            switch=Link(words.OWN_NAME[other], switch, words.HTML_LANG[other]),
            alternates=tuple(Link("", url, words.HTML_LANG[lang]) for lang, url in languages),
            sections=_sections(request),
            sources=tuple(Link(label, reverse("public:instrument", args=[instrument])) for label, instrument in SOURCES),
            home=reverse("public:home"),
            account=reverse("public:account"),
            sign_in=reverse("account_login"),
            about=reverse("public:about"),
            accessibility=reverse("public:accessibility"),
            demo_day=settings.DEMO_DAY,
            today=china_day(now()),
            place=_place(request),
        ),
        "working": WORKING,
        "example": EXAMPLE,
    }


def _sections(request: HttpRequest) -> tuple[Link, ...]:
    """The desk's pages for who works at one, the public ones otherwise. The longest address that fits is the current one."""
    actor = getattr(request, "actor", None)
    desk = desk_of(actor.role) if actor else None
    rows: tuple[tuple[Text, str], ...] = SECTIONS
    if actor is not None and desk is not None:
        rows = tuple(
            (one.label, one.route)
            for one in desk.sections
            if (not one.needs or actor.may(one.needs)) and (not one.roles or actor.role in one.roles)
        )
    urls = [(label, reverse(route)) for label, route in rows]
    here = max((url for _, url in urls if request.path.startswith(url)), key=len, default="")
    return tuple(Link(label, url, current=url == here) for label, url in urls)


def _place(request: HttpRequest) -> Place | None:
    actor = getattr(request, "actor", None)
    desk = desk_of(actor.role) if actor else None
    if actor is None or desk is None:
        return None
    posts = getattr(request, "posts", [])
    mine = next((one for one in posts if one.organisation_id == actor.organisation_id and one.role == actor.role), None)
    others = tuple((str(one.pk), _post(one)) for one in posts if one is not mine)
    inbox = reverse("inbox:notices") if actor.may("notice.read") else ""
    return Place(desk.label, reverse(desk.home), _post(mine) if mine else desk.label, others, inbox, _counted(request))


def _counted(request: HttpRequest) -> str:
    """How many notices wait to be read, as the head shows it; empty where none does."""
    count = getattr(request, "unread", 0)
    return f"{MOST_UNREAD - 1}+" if count >= MOST_UNREAD else str(count or "")


def _post(held: Membership) -> Text:
    label = ROLES[Role(held.role)].label
    name = held.organisation
    return Text(f"{name.name_zh} · {label.zh}", f"{name.name_en or name.name_zh} · {label.en}")
