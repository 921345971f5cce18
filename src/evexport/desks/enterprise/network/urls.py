"""Addresses of this part of the enterprise desk."""

from django.urls import URLPattern, path, re_path

from evexport.desks.enterprise.network import coverage, row, rows, uploads

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
]
