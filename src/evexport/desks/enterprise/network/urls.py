"""Addresses of this part of the enterprise desk."""

from django.urls import URLPattern, path, re_path

from evexport.desks.enterprise.network import (
    authorised,
    coverage,
    parting,
    production,
    production_files,
    record,
    row,
    rows,
    uploads,
)

urlpatterns: list[URLPattern] = [
    path("network/", coverage.network, name="network"),
    path("exporters/", coverage.exporters, name="exporters"),
    path("network/<int:year>/", coverage.network, name="network-year"),
    path("network/sheets/<uuid:key>/", uploads.sheet, name="network-sheet"),
    re_path(r"^network/sheets/(?P<key>[0-9a-f-]{36})/to-mend\.(?P<kind>csv|xlsx)$", uploads.to_mend, name="network-mended"),
    path("network/<int:year>/<slug:name>/", rows.rows, name="network-rows"),
    path("network/<int:year>/<slug:name>/add/", row.add, name="network-add"),
    path("network/<int:year>/<slug:name>/upload/", uploads.upload, name="network-upload"),
    *(
        path(f"network/<int:year>/<slug:name>/template.{kind}", uploads.template, {"kind": kind}, name="network-template")
        for kind in ("csv", "xlsx")
    ),
    path("network/<int:year>/<slug:name>/<int:place>/", row.change, name="network-row"),
    path("network/<int:year>/<slug:name>/<int:place>/remove/", row.remove, name="network-remove"),
    path("network/record/sheets/<uuid:key>/", record.sheet, name="record-sheet"),
    re_path(r"^network/record/sheets/(?P<key>[0-9a-f-]{36})/to-mend\.(?P<kind>csv|xlsx)$", record.to_mend, name="record-mended"),
    path("network/record/outlets/<uuid:key>/close/", record.close, name="record-close"),
    path("network/record/<slug:name>/", record.rows, name="record"),
    path("network/record/<slug:name>/add/", record.add, name="record-add"),
    path("network/record/<slug:name>/upload/", record.upload, name="record-upload"),
    re_path(r"^network/record/(?P<name>[a-z]+)/template\.(?P<kind>csv|xlsx)$", record.template, name="record-template"),
    path("authorisations/", authorised.authorisations, name="authorisations"),
    path("authorisations/<uuid:key>/", authorised.authorisation, name="authorisation"),
    path("authorisations/<uuid:key>/ask-removal/", parting.ask_removal, name="ask-removal"),
    path("authorisations/<uuid:key>/renounce/", parting.renounce, name="renounce"),
    path("authorisations/changes/<uuid:key>/<slug:verb>/", parting.change, name="change"),
    path("authorisations/<int:year>/rename/", parting.rename, name="rename"),
    path("production/", production.register, name="production"),
    path("production/add/", production.add, name="car-add"),
    path("production/upload/", production.upload, name="production-upload"),
    path("production/files/", production_files.files, name="car-files"),
    path("production/files/<uuid:key>/", production_files.cars, name="cars"),
    path("production/files/<uuid:key>/bad-rows.csv", production_files.bad_rows, name="cars-bad"),
    path("production/files/<uuid:key>/<slug:verb>/", production_files.deed, name="cars-deed"),
    path("production/sheets/<uuid:key>/", production.sheet, name="production-sheet"),
    re_path(
        r"^production/sheets/(?P<key>[0-9a-f-]{36})/to-mend\.(?P<kind>csv|xlsx)$", production.to_mend, name="production-mended"
    ),
    re_path(r"^production/template\.(?P<kind>csv|xlsx)$", production.template, name="production-template"),
    path("production/<str:vin>/", production.car, name="car"),
]
