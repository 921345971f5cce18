"""What lies on an officer's desk: applications at an issuing body, filings at a department, the ministry or an agency."""

from django.http import HttpResponse

from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.officer import queue
from evexport.desks.officer.filing import queue as filings


@post(*queue.ISSUERS, *filings.REVIEWERS)
def home(request: DeskRequest) -> HttpResponse:
    return queue.page(request) if request.actor.role in queue.ISSUERS else filings.page(request)
