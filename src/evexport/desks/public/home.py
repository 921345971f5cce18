"""The front page: what the regime is, where to begin, a car's way, the latest list, figures in force."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evexport.desks.public import published, rulebook
from evexport.kernel.text import Text
from evexport.store.moment import today


@dataclass(frozen=True, slots=True)
class Station:
    """One hand-over on the way of a car; `gate` names the gate that stands before it."""

    title: Text
    body: Text
    who: Text
    gate: Text | None = None


WAY = (
    Station(
        Text("申报", "File"),
        Text(
            "每年一次：基本情况、产能、质量管理、海外服务网络。",
            "Once a year: the firm, capacity, quality, service network abroad.",
        ),
        Text("生产企业", "Maker"),
    ),
    Station(
        Text("审核", "Review"),
        Text(
            "逐条对照规则，各部门会商，向社会公示。",
            "Measured rule by rule, consulted between departments, put to public notice.",
        ),
        Text("商务主管部门等", "Commerce and others"),
    ),
    Station(
        Text("公布名单", "Publish the list"),
        Text(
            "名单列明生产企业、车型和授权出口企业，公布后不改。",
            "Makers, models and authorised exporters; never edited afterwards.",
        ),
        Text("商务部", "Ministry"),
        gate=Text("第一道关：每年", "Gate 1: each year"),
    ),
    Station(
        Text("申领许可证", "Draw a licence"),
        Text(
            "一份合同、一个口岸、一个国家，初审和复审由两人分别办理。",
            "One contract, one district, one country; examined and approved by two people.",
        ),
        Text("生产企业或授权出口企业", "Maker or exporter"),
        gate=Text("第二道关：每份合同", "Gate 2: each contract"),
    ),
    Station(
        Text("海关验放", "Clear customs"),
        Text(
            "核对许可证、车型和每个VIN；不放行必说明理由。",
            "Licence, model and every VIN are checked; a refusal always says why.",
        ),
        Text("海关", "Customs"),
    ),
    Station(
        Text("按车核销", "Write off"),
        Text("每个VIN只出口一次，余量同时扣减。", "Each VIN leaves once; the balance falls with it."),
        Text("系统自动", "Automatic"),
    ),
)


def home(request: HttpRequest) -> HttpResponse:
    context = {"way": WAY, "latest": published.latest(), "figures": rulebook.key_figures(today())}
    return render(request, "public/home.html", context)
