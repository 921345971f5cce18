"""Reading one's authorisations, from the maker's side and from the exporter's: as listed, as they stand, what is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.qualification.models import ExporterStanding, ListChange, ListedExporter, ListedMaker, ListEvent, MakerStanding


@dataclass(frozen=True, slots=True)
class Held:
    """An authorisation as published, its standing now, its maker's, and the removal that is asked, if any."""

    listed: ListedExporter
    standing: ExporterStanding
    maker: MakerStanding
    asked: ListChange | None

    @property
    def entry(self) -> ListedMaker:
        return self.listed.listed_maker


def authorisations(organisation_id: UUID) -> QuerySet[ListedExporter]:
    """All that name this organisation as maker or as exporter, the latest year first."""
    mine = Q(listed_maker__maker_id=organisation_id) | Q(exporter_id=organisation_id)
    rows = ListedExporter.objects.filter(mine).select_related("listed_maker__maker", "exporter")
    return rows.order_by("-listed_maker__year", "listed_maker__uscc", "uscc")


def by_words(rows: QuerySet[ListedExporter], said: str) -> QuerySet[ListedExporter]:
    """Those whose maker or exporter bears these words in its name, or a code that begins with them."""
    sides = ("", "listed_maker__")
    wanted = Q()
    for side in sides:
        for name in ("name_zh__icontains", "name_en__icontains", "uscc__istartswith"):
            wanted |= Q(**{f"{side}{name}": said})
    return rows.filter(wanted)


def held(rows: Sequence[ListedExporter]) -> list[Held]:
    """These authorisations with their standing; three queries, whatever their number."""
    exporters = {one.entry_id: one for one in ExporterStanding.objects.filter(entry_id__in=[row.pk for row in rows])}
    makers = {one.entry_id: one for one in MakerStanding.objects.filter(entry_id__in={row.listed_maker_id for row in rows})}
    changes = ListChange.objects.filter(
        listed_maker_id__in={row.listed_maker_id for row in rows}, kind="remove_exporter", state="proposed"
    )
    asked = {(one.listed_maker_id, one.exporter_id): one for one in changes}
    return [
        Held(row, exporters[row.pk], makers[row.listed_maker_id], asked.get((row.listed_maker_id, row.exporter_id)))
        for row in rows
    ]


def authorisation_of(organisation_id: UUID, listed_id: UUID) -> Held:
    """One of one's own; NotFound else."""
    found = authorisations(organisation_id).filter(pk=listed_id).first()
    if found is None:
        raise NotFound(
            Text("没有这项授权。", "There is no such authorisation."),
            remedy=Text("请从授权列表中选择。", "Choose one from the list of authorisations."),
            code="AUTHORISATION_UNKNOWN",
        )
    return held([found])[0]


def events_of(one: Held) -> list[ListEvent]:
    """What befell the authorisation or its maker's whole entry, in order."""
    rows = ListEvent.objects.filter(Q(exporter_id=one.listed.exporter_id) | Q(exporter_id=None), listed_maker=one.entry)
    return list(rows.exclude(kind="model_withdrawn").order_by("at", "id"))


def changes_of(one: Held) -> list[ListChange]:
    """The removals that were asked of this exporter, with what it answered, in order."""
    rows = ListChange.objects.filter(listed_maker=one.entry, kind="remove_exporter", exporter_id=one.listed.exporter_id)
    return list(rows.order_by("at", "id"))


def change_by_id(change_id: UUID) -> ListChange:
    """A change that was asked, as its parties may see it; NotFound else."""
    found = ListChange.objects.select_related("listed_maker__maker", "exporter").filter(pk=change_id).first()
    if found is None:
        raise NotFound(
            Text("没有这项变更事项。", "There is no such proposed change."),
            remedy=Text("请从授权列表进入。", "Start from the list of authorisations."),
            code="CHANGE_UNKNOWN",
        )
    return found


def entries_of(maker_id: UUID) -> list[ListedMaker]:
    """A maker's entries on the lists, the latest year first."""
    return list(ListedMaker.objects.filter(maker_id=maker_id).order_by("-year"))


def rename_asked(maker_id: UUID) -> ListChange | None:
    """The new name that waits for the ministry."""
    rows = ListChange.objects.filter(maker_id=maker_id, kind="rename", state="proposed")
    return rows.select_related("listed_maker").order_by("-at").first()
