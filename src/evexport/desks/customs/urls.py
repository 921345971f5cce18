"""Addresses of the customs desk."""

from django.urls import path, re_path

from evexport.desks.customs import (
    afterwards,
    declaration,
    declarations,
    declare,
    exchange,
    files,
    gate,
    holds,
    inspections,
    reconciliation,
    risk,
    vehicle,
    writeoffs,
)

app_name = "customs"

urlpatterns = [
    path("", gate.home, name="gate"),
    path("gate/answers/<uuid:key>/", gate.answer, name="answer"),
    path("gate/declare/", declare.declare, name="declare"),
    path("gate/paper/", declare.paper, name="paper"),
    path("declarations/", declarations.declarations, name="declarations"),
    path("declarations/<uuid:key>/", declaration.declaration, name="declaration"),
    path("declarations/<uuid:key>/cancel/", afterwards.cancel, name="cancel"),
    path("declarations/<uuid:key>/correct/", afterwards.correct, name="correct"),
    path("declarations/<uuid:key>/return/", afterwards.return_goods, name="return-goods"),
    path("declarations/<uuid:key>/inspection/", inspections.record, name="record"),
    path("declarations/<uuid:key>/rework/", inspections.rework, name="rework"),
    path("declarations/<uuid:key>/refuse/", inspections.give_up, name="give-up"),
    path("files/", files.files, name="files"),
    path("files/upload/", files.upload, name="upload"),
    re_path(r"^files/template\.(?P<kind>csv|xlsx|ndjson)$", files.template, name="file-template"),
    path("files/exchange/", exchange.runs, name="exchange"),
    path("files/exchange/upload/", exchange.upload, name="exchange-upload"),
    path("files/exchange/<str:sender>/<int:run>/", exchange.answer, name="exchange-answer"),
    path("files/<uuid:key>/", files.file, name="file"),
    re_path(r"^files/(?P<key>[0-9a-f-]{36})/(?P<verb>pause|resume|cancel)/$", files.steer, name="steer"),
    re_path(r"^files/(?P<key>[0-9a-f-]{36})/to-mend\.(?P<kind>csv|xlsx|ndjson)$", files.bad_lines, name="bad-lines"),
    path("inspections/", inspections.inspections, name="inspections"),
    path("holds/", holds.holds, name="holds"),
    path("holds/place/", holds.place, name="place-hold"),
    path("holds/<str:vin>/lift/", holds.lift, name="lift-hold"),
    path("vehicles/<str:vin>/", vehicle.vehicle, name="vehicle"),
    path("writeoffs/", writeoffs.writeoffs, name="writeoffs"),
    path("reconciliation/", reconciliation.reconciliation, name="reconciliation"),
    path("reconciliation/report/", reconciliation.report, name="report"),
    re_path(r"^reconciliation/report/template\.(?P<kind>csv|xlsx)$", reconciliation.template, name="report-template"),
    path("risk/", risk.makers, name="risk"),
    path("risk/<uuid:key>/", risk.set_level, name="set-risk"),
]
