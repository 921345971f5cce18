"""Addresses of the officer desk."""

from django.urls import include, path

from evexport.desks.officer import applications, home, licence, licence_deeds, licence_writeoffs, licences, queue, work

app_name = "officer"

urlpatterns = [
    path("", home.home, name="home"),
    path("assign/", queue.assign, name="assign"),
    path("issue/", queue.issue_many, name="issue-many"),
    path("filings/", include("evexport.desks.officer.filing.urls")),
    path("", include("evexport.desks.officer.lists.urls")),
    path("applications/<uuid:key>/", applications.case, name="application"),
    path("applications/<uuid:key>/<slug:verb>/", applications.deed, name="application-deed"),
    path("licences/", licences.licences, name="licences"),
    path("licences/<str:number>/", licence.licence, name="licence"),
    path("licences/<str:number>/writeoffs/", licence_writeoffs.writeoffs, name="licence-writeoffs"),
    path("licences/<str:number>/<slug:verb>/", licence_deeds.deed, name="licence-deed"),
    path("work/<uuid:key>/", work.show, name="work"),
    path("work/<uuid:key>/<slug:verb>/", work.deed, name="work-deed"),
]
