"""Addresses of the officer desk."""

from django.urls import path

from evexport.desks.officer import applications, home, queue, work

app_name = "officer"

urlpatterns = [
    path("", home.home, name="home"),
    path("assign/", queue.assign, name="assign"),
    path("issue/", queue.issue_many, name="issue-many"),
    path("applications/<uuid:key>/", applications.case, name="application"),
    path("applications/<uuid:key>/<slug:verb>/", applications.deed, name="application-deed"),
    path("work/<uuid:key>/", work.show, name="work"),
    path("work/<uuid:key>/<slug:verb>/", work.deed, name="work-deed"),
]
