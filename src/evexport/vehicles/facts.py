"""What a maker's cars are checked against: its identifiers and its announced models, each with the days on which they stand."""

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from evexport.enterprises.models import Enterprise, EnterpriseWmi
from evexport.registers.models import AnnouncementModel, WmiHolder
from evexport.regulation.production import Known, Span

ONE_DAY = timedelta(days=1)


def known_of(maker_id: UUID, today: date) -> Known:
    """As the registers stand; the caller's transaction reads."""
    uscc = Enterprise.objects.values_list("uscc", flat=True).get(pk=maker_id)
    wmis, models = defaultdict[str, list[Span]](list), defaultdict[str, list[Span]](list)
    for row in EnterpriseWmi.objects.filter(maker_id=maker_id):
        wmis[row.wmi].append(Span(row.valid_from, row.valid_until + ONE_DAY if row.valid_until else None))
    for held in WmiHolder.objects.filter(maker_uscc=uscc) | WmiHolder.objects.filter(holder_uscc=uscc):
        wmis[held.wmi].append(Span(held.valid_from, held.withdrawn_on))
    for model in AnnouncementModel.objects.filter(manufacturer_uscc=uscc):
        models[model.model_code].append(Span(model.effective_from, model.withdrawn_on))
    return Known(today, dict(wmis), dict(models))
