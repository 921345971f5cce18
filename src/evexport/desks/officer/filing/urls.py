"""Addresses of filings on the officer desk."""

from django.urls import path

from evexport.desks.officer.filing import deeds, finding, papers, queue, tabs

urlpatterns = [
    path("assign/", queue.assign, name="filings-assign"),
    path("<uuid:key>/", tabs.findings, name="filing"),
    path("<uuid:key>/answers/", tabs.answers, name="filing-answers"),
    path("<uuid:key>/changes/", tabs.what_changed, name="filing-changes"),
    path("<uuid:key>/questions/", tabs.questions, name="filing-questions"),
    path("<uuid:key>/opinions/", tabs.opinions, name="filing-opinions"),
    path("<uuid:key>/timeline/", tabs.happened, name="filing-timeline"),
    path("<uuid:key>/letters/", tabs.letters, name="filing-letters"),
    path("<uuid:key>/papers/<uuid:paper>/", papers.paper, name="filing-paper"),
    path("<uuid:key>/do/<slug:verb>/", deeds.deed, name="filing-deed"),
    path("<uuid:key>/versions/<int:number>/findings/<str:name>/", finding.finding, name="finding"),
    path("objections/<uuid:key>/", deeds.objection, name="objection"),
]
