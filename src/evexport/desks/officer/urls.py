"""Addresses of the officer desk."""

from django.urls import include, path

from evexport.desks.officer import (
    application_finding,
    applications,
    code_changes,
    home,
    impact,
    licence,
    licence_deeds,
    licence_writeoffs,
    licences,
    queue,
    register_import,
    registers,
    work,
)

app_name = "officer"

urlpatterns = [
    path("", home.home, name="home"),
    path("assign/", queue.assign, name="assign"),
    path("issue/", queue.issue_many, name="issue-many"),
    path("filings/", include("evexport.desks.officer.filing.urls")),
    path("", include("evexport.desks.officer.lists.urls")),
    path("applications/<uuid:key>/", applications.case, name="application"),
    path("applications/<uuid:key>/findings/<str:name>/", application_finding.finding, name="application-finding"),
    path("applications/<uuid:key>/<slug:verb>/", applications.deed, name="application-deed"),
    path("licences/", licences.licences, name="licences"),
    path("licences/<str:number>/", licence.licence, name="licence"),
    path("licences/<str:number>/writeoffs/", licence_writeoffs.writeoffs, name="licence-writeoffs"),
    path("licences/<str:number>/<slug:verb>/", licence_deeds.deed, name="licence-deed"),
    path("code-changes/", code_changes.code_changes, name="code-changes"),
    path("code-changes/carry-over/", code_changes.carry_over, name="carry-over"),
    path("law/", impact.law, name="law"),
    path("registers/", registers.index, name="registers"),
    path("registers/<slug:name>/", registers.register, name="register"),
    path("registers/<slug:name>/import/", register_import.edition, name="register-edition"),
    path("uploads/<uuid:key>/", register_import.upload, name="register-upload"),
    path("uploads/<uuid:key>/<slug:verb>/", register_import.decide, name="register-decide"),
    path("work/<uuid:key>/", work.show, name="work"),
    path("work/<uuid:key>/<slug:verb>/", work.deed, name="work-deed"),
]
