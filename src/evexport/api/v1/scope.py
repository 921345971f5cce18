"""Do these goods need a licence, and are these VINs well made? Both without a key: they say nothing of anyone."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from evexport.api.v1.shapes import Strict
from evexport.codes.vin_files import FileVins, check_vins
from evexport.regulation.classify import Goods, Propulsion, classify
from evexport.regulation.law import Law
from evexport.store.moment import now

router = Router(tags=["scope"])


class GoodsIn(Strict):
    """What is known of the goods; what is not given is not assumed."""

    hs: Annotated[str, Field(pattern=r"^[0-9]{10}$")] | None = None
    declared_on: date | None = None
    vehicle_name: Annotated[str, Field(max_length=100)] | None = None
    model_code: Annotated[str, Field(max_length=40)] | None = None
    vin: Annotated[str, Field(max_length=40)] | None = None
    propulsion: Propulsion | None = None
    persons: bool | None = None
    used: bool | None = None


class Vins(Strict):
    vins: Annotated[list[Annotated[str, Field(max_length=60)]], Field(min_length=1, max_length=10_000)]


@router.post("/scope/classify", auth=None)
def classify_goods(request: HttpRequest, body: GoodsIn) -> dict[str, Any]:
    """Whether the goods are in scope, the regime they fall in, and each leg's reason."""
    given = body.dict()
    goods = Goods(hs_code=given.pop("hs"), **given)
    return classify(goods, Law.on(body.declared_on or now().date())).as_dict()


@router.post("/vins/check", auth=None)
def check(request: HttpRequest, body: Vins) -> dict[str, Any]:
    """Form and check digit of each VIN, and repetitions; a row for each that is not valid."""
    report = check_vins(FileVins(list(range(1, len(body.vins) + 1)), body.vins))
    rows = [{"line": row.line, "vin": row.vin, "codes": list(row.codes)} for row in report.rows]
    return {"total": report.total, "valid": report.valid, "rows": rows}
