"""Addresses of the public pages; Chinese as they stand here, English under /en/."""

from django.urls import path, re_path

from evexport.desks.public import (
    about,
    account,
    authorisation,
    candidates,
    confirm,
    home,
    law,
    lists,
    need,
    registers,
    statistics,
    verify,
)

app_name = "public"

urlpatterns = [
    path("", home.home, name="home"),
    path("need/", need.need, name="need"),
    path("lists/", lists.latest, name="lists"),
    path("lists/<int:year>/", lists.listing, name="list"),
    path("lists/<int:year>/changes/", lists.changes, name="list-changes"),
    path("lists/<int:year>/<str:uscc>/", lists.maker, name="list-maker"),
    path("candidates/", candidates.candidates, name="candidates"),
    path("candidates/<uuid:key>/", candidates.candidate, name="candidate"),
    path("candidates/<uuid:key>/objected/", candidates.objected, name="objected"),
    path("verify/", verify.verify, name="verify"),
    path("authorisation/", authorisation.authorisation, name="authorisation"),
    re_path(r"^authorisation/firms/(?P<name>maker|exporter)/$", authorisation.suggest, name="authorisation-firms"),
    path("law/", law.parameters, name="law"),
    path("law/changes/", law.changes, name="law-changes"),
    path("law/criteria/", law.criteria, name="law-criteria"),
    path("law/reasons/", law.reasons, name="law-reasons"),
    path("law/instruments/", law.instruments, name="law-instruments"),
    path("law/instruments/<str:id>/", law.instrument, name="instrument"),
    path("registers/", registers.index, name="registers"),
    path("registers/<slug:name>/", registers.register, name="register"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/<int:year>/", statistics.statistics, name="statistics-year"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("notices/confirm/<uuid:channel>/<str:code>/", confirm.confirm, name="confirm-address"),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
