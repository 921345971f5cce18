"""Several listed makers beside the house's own, each with applications that passed the first review, and a body with real accounts."""

from dataclasses import dataclass, field
from datetime import date

from tests import factories
from tests.factories import actor, organisation
from tests.licensing import sound
from tests.licensing.house import EARLIER, NOON, OWNER, House, clerk, enterprise

from evexport.accounts.actors import Actor
from evexport.accounts.models import Organisation
from evexport.accounts.roles import Role
from evexport.enterprises.models import Enterprise
from evexport.licensing import actions
from evexport.licensing.models import Application
from evexport.qualification.models import Filing, FilingVersion, ListedFacts, ListedMaker, ListedModel, Listing, MakerStanding
from evexport.registers import models as registers


@dataclass(frozen=True)
class Maker:
    enterprise: Enterprise
    clerk: Actor
    model: str


@dataclass
class Bodies:
    """Body AA with examiner Lin and approvers Zhou and Wu, body SZ with approver Gao; all have accounts."""

    body: Organisation = field(default_factory=lambda: organisation("issuing_body", "AA"))

    def __post_init__(self) -> None:
        self.lin = actor(Role.EXAMINER, self.body, name="林初审")
        self.zhou = actor(Role.APPROVER, self.body, name="周复审")
        self.wu = actor(Role.APPROVER, self.body, name="吴复审")
        self.gao = factories.official(Role.APPROVER, "SZ")


def staffed(house: House) -> House:
    """The house, its officers people with accounts."""
    house.bodies = Bodies()
    house.lin, house.zhou, house.wu, house.gao = (getattr(house.bodies, name) for name in ("lin", "zhou", "wu", "gao"))
    return house


def further_maker(number: int, *, capacity: int = 120_000) -> Maker:
    """A listed maker that exports its own cars."""
    uscc, model = factories.credit_code(), f"DMO7000BEVC{number}"
    made = enterprise(uscc, f"示例第{number}电动汽车有限公司", f"Example EV {number} Co., Ltd.", "440300")
    registers.AnnouncementModel.objects.using(OWNER).create(
        model_code=model, vehicle_name="纯电动轿车", manufacturer_name=made.name_zh, manufacturer_uscc=uscc,
        effective_from=date(2025, 1, 20),
    )  # fmt: skip
    registers.CccCertificate.objects.using(OWNER).create(
        certificate_no=f"2025011102{number:06d}", manufacturer_uscc=uscc, model_code=model, status="valid",
        status_since=date(2025, 5, 2), valid_from=date(2025, 5, 2), valid_until=date(2030, 5, 1),
    )  # fmt: skip
    for year in (2026, 2027):
        _list(made, uscc, model, year, capacity)
    return Maker(made, clerk(Role.MAKER, f"第{number}经办", of=made), model)


def _list(made: Enterprise, uscc: str, model: str, year: int, capacity: int) -> None:
    entry = ListedMaker.objects.using(OWNER).create(
        listing=Listing.objects.using(OWNER).get(year=year), year=year, maker=made, uscc=uscc, category="I", exporter_limit=5,
        listed_at=EARLIER,
    )  # fmt: skip
    ListedModel.objects.using(OWNER).create(listed_maker=entry, model_code=model, vehicle_name="纯电动轿车")
    MakerStanding.objects.using(OWNER).create(entry=entry, maker_id=made.pk, year=year, state="in_force", since=EARLIER)
    filing = Filing.objects.using(OWNER).create(
        department_id=made.pk, maker=made, year=year, state="listed", state_since=EARLIER, authority="4403", started_at=EARLIER
    )
    version = FilingVersion.objects.using(OWNER).create(
        filing=filing, number=1, verb="submit", document={}, digest="sha256:0", law="sha256:0", outcome="met", assessment={},
        by_role="maker", by_name="何经办", at=EARLIER,
    )  # fmt: skip
    ListedFacts.objects.using(OWNER).create(
        listed_maker=entry, version=version, vehicles_per_year=capacity, wmis=["LDM"], last_year={"DE": 2100},
        planned={"DE": 2600}, outlets={"DE": 51}, major_markets=["DE"],
    )  # fmt: skip


def reviewed(house: House, maker: Maker | None = None, *, quantity: int = 10) -> Application:
    """An application that passed the first review: of the house's own exporter, or of a further maker for itself."""
    changes, by = {"line": {"quantity": quantity}}, house.clerk
    if maker is not None:
        uscc, by = maker.enterprise.uscc, maker.clerk
        changes = {
            "applicant_uscc": uscc, "consignor_uscc": uscc, "manufacturer_uscc": uscc,
            "line": {"quantity": quantity, "model_code": maker.model},
        }  # fmt: skip
    draft = actions.draft(house.form(**changes), by=by, at=NOON)
    return house.review(actions.submit(draft.pk, by=by, at=NOON))


__all__ = ["Bodies", "Maker", "further_maker", "reviewed", "sound", "staffed"]
