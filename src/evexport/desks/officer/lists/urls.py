"""Addresses of the yearly list on the officer desk."""

from django.urls import path

from evexport.desks.officer.lists import enterprise_new, enterprises, entry, entry_deeds, listings, notices, publishing, rounds

urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/<int:year>/", rounds.round_, name="round"),
    path("publication/", publishing.latest, name="publications"),
    path("publication/<int:year>/", publishing.overview, name="publication"),
    path("publication/<int:year>/check/", publishing.check, name="publication-check"),
    path("publication/<int:year>/gazette.pdf", publishing.gazette, name="gazette-draft"),
    path("publication/<int:year>/publish/", publishing.publish, name="publish"),
    path("lists/", listings.makers, name="listings"),
    path("lists/exporters/", listings.exporters, name="exporters"),
    path("lists/changes/<uuid:key>/<slug:verb>/", entry_deeds.of_change, name="change-deed"),
    path("lists/<int:year>/<str:uscc>/", entry.entry, name="entry"),
    path("lists/<int:year>/<str:uscc>/<slug:verb>/", entry_deeds.of_entry, name="entry-deed"),
    path(
        "lists/<int:year>/<str:uscc>/exporters/<str:exporter>/<slug:verb>/",
        entry_deeds.of_authorisation,
        name="authorisation-deed",
    ),
    path("lists/<int:year>/<str:uscc>/models/<str:model>/<slug:verb>/", entry_deeds.of_model, name="model-deed"),
    path("enterprises/", enterprises.enterprises, name="enterprises"),
    path("enterprises/new/", enterprise_new.new, name="enterprise-new"),
    path("enterprises/bans/<uuid:key>/lift/", enterprises.lift_ban, name="lift-ban"),
    path("enterprises/<str:uscc>/", enterprises.enterprise, name="enterprise"),
    path("enterprises/<str:uscc>/ban/", enterprises.ban, name="ban"),
    path("enterprises/<str:uscc>/rename/", enterprises.rename, name="rename"),
]
