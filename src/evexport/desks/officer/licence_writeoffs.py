"""What customs wrote off one licence, and what took it back; as a file one row a car."""

from django.http import HttpResponse
from django.urls import reverse

from evexport.customs import worklists
from evexport.customs.models import Declaration
from evexport.desks.kit.components import Crumb, Empty, Trail
from evexport.desks.kit.listing import Column, Listing
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.written_off import CARS, KIND, WHEN, dressed, one_a_car
from evexport.desks.officer.licences import READERS
from evexport.kernel.text import Text
from evexport.licensing import queries
from evexport.store import reading_as

COLUMNS = (
    WHEN,
    KIND,
    Column("declaration", Text("报关单号", "Declaration"), lambda row: row.declaration.declaration_no, "code"),
    *CARS,
)
NOTHING = Empty(
    Text("该证尚无核销", "Nothing was written off this licence yet"),
    Text("海关放行即核销，随后列在这里。", "Customs writes off as it releases; then it is listed here."),
)


@post(*READERS)
def writeoffs(request: DeskRequest, number: str) -> HttpResponse:
    back = reverse("officer:licence", args=[number])
    here = Text("核销", "Write-offs")
    crumbs = (Crumb(Text("许可证", "Licences"), reverse("officer:licences")), Crumb(number, back), Crumb(here))
    with reading_as(request.actor):
        one = queries.by_number(number, request.at).licence
        under = Declaration.objects.filter(licence_id=one.pk).order_by().values("pk")
        rows = worklists.write_offs().filter(declaration_id__in=under)
        listing = Listing(
            request, COLUMNS, rows, empty=NOTHING, file_name=f"write-offs-{number}", dress=dressed, unfold=one_a_car
        )
        return listing.answer("officer/licence_writeoffs.html", {"number": number, "trail": Trail(crumbs)})
