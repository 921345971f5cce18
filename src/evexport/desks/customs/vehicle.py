"""A car's page: its number taken apart, where it stands, what its maker recorded, and its whole story at customs."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.codes import vin as vins
from evexport.customs import queries
from evexport.customs.models import VinHold
from evexport.desks.customs.found import ON_HOLD
from evexport.desks.kit.deeds import Deeds, Open
from evexport.desks.kit.parts import Answer, Summary
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.story import STANDINGS, tell
from evexport.kernel.clock import china_day
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.registers.models import WmiHolder
from evexport.registers.queries import wmi_holders
from evexport.store import reading_as
from evexport.vehicles.models import ProductionRecord

FORM = {
    vins.VIN_MALFORMED: Text("格式不符", "malformed"),
    vins.VIN_CHECK_DIGIT: Text("校验位不符", "wrong check digit"),
    vins.VIN_NO_CHECK_POSITION: Text("第9位不是校验位", "position 9 holds no check digit"),
}


@post(Role.CUSTOMS_OFFICER)
def vehicle(request: DeskRequest, vin: str) -> HttpResponse:
    vin = vins.normalise(vin)
    with reading_as(request.actor):
        story = queries.story(vin)
        if not story.moments and not vins.well_formed(vin):
            raise NotFound(
                Text(f"没有车辆识别代号为{vin}的记录。", f"Nothing is known of a car {vin}."),
                remedy=Text("请核对车辆识别代号。", "Check the VIN."),
                code="VEHICLE_UNKNOWN",
            )
        hold = VinHold.objects.filter(vin=vin, lifted_at=None).first()
        context = {
            "vin": vin,
            "standing": STANDINGS[story.standing],
            "hold": hold,
            "hold_mark": ON_HOLD,
            "because": Text(hold.because_zh, hold.because_en) if hold else None,
            "facts": facts(vin, request),
            "story": tell(story.moments),
            "deeds": Deeds((_deed(vin, held=hold is not None),)),
        }
    return render(request, "customs/vehicle.html", context)


def _deed(vin: str, *, held: bool) -> Open:
    if held:
        return Open(Text("解除布控", "Lift the hold"), reverse("customs:lift-hold", args=[vin]))
    return Open(Text("布控", "Place a hold"), f"{reverse('customs:place-hold')}?vin={vin}")


def facts(vin: str, request: DeskRequest) -> Summary:
    """The number taken apart, and what registers and maker say of it."""
    today = china_day(request.at)
    faults = vins.check(vin)
    answers = [
        Answer(Text("代号", "The number"), FORM[faults[0]] if faults else Text("格式和校验位相符", "form and check digit hold"))
    ]
    if vins.well_formed(vin):
        wmi = vins.wmi(vin)
        holder = wmi_holders(on=today).filter(wmi=wmi).first()
        year = vins.model_year(vin, latest=today.year + 1)
        answers += [
            Answer(
                Text("厂商代号", "Maker’s identifier"),
                _held_by(wmi, holder),
            ),
            Answer(Text("车型年份", "Model year"), str(year) if year else ""),
        ]
    built = ProductionRecord.objects.select_related("maker").filter(pk=vin).first()
    answers.append(Answer(Text("生产登记", "Production register"), _built(built)))
    return Summary(Text("车辆", "The car"), answers)


def _held_by(wmi: str, holder: WmiHolder | None) -> Text:
    if holder is None:
        return Text(f"{wmi}（未登记）", f"{wmi} (not registered)")
    return Text(f"{holder.holder_name}（{wmi}）", f"{holder.holder_name_en or holder.holder_name} ({wmi})")


def _built(built: ProductionRecord | None) -> Text:
    if built is None:
        return Text("没有登记", "not recorded")
    maker, day = built.maker, built.built_on
    return Text(
        f"{maker.name_zh}，{built.model_code}，{day.year}年{day.month}月{day.day}日下线",
        f"{maker.name_en or maker.name_zh}, {built.model_code}, built on {day:%Y-%m-%d}",
    )
