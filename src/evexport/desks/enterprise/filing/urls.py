"""Addresses of the yearly filing."""

from django.urls import path

from evexport.desks.enterprise.filing import answer, case, check, deeds, models, papers, question, receipt, years

ONE = "filings/<uuid:key>/"

urlpatterns = [
    path("filings/", years.filings, name="filings"),
    path("filings/start/", years.start, name="start-filing"),
    path(ONE, case.filing, name="filing"),
    path(f"{ONE}whole/", case.read, name="filing-read"),
    path(f"{ONE}check/", check.check, name="filing-check"),
    path(f"{ONE}hand-in/", check.declare, name="filing-declare"),
    path(f"{ONE}receipt/", receipt.receipt, name="filing-receipt"),
    path(f"{ONE}receipt.pdf", receipt.paper, name="filing-receipt-paper"),
    path(f"{ONE}answer/", answer.answer, name="filing-answer"),
    path(f"{ONE}papers/", papers.papers, name="filing-papers"),
    path(f"{ONE}papers/<uuid:paper>/", papers.paper, name="filing-paper"),
    path(f"{ONE}papers/<uuid:paper>/take-off/", papers.take_off, name="filing-paper-take-off"),
    path(f"{ONE}models/add/", models.add, name="filing-model-add"),
    path(f"{ONE}models/<int:number>/", models.change, name="filing-model"),
    path(f"{ONE}models/<int:number>/take-out/", models.remove, name="filing-model-remove"),
    path(f"{ONE}sections/<slug:section>/", question.section, name="filing-section"),
    path(f"{ONE}sections/<slug:section>/same/", question.same, name="filing-same"),
    path(f"{ONE}deeds/<slug:verb>/", deeds.deed, name="filing-deed"),
]
