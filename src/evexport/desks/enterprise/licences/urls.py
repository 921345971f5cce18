"""Addresses of this part of the enterprise desk."""

from django.urls import URLPattern, path, re_path

from evexport.desks.enterprise.licences import (
    application,
    applications,
    drafting,
    handing_in,
    holding,
    licence,
    plan,
    plans,
    preview,
    wallet,
)

urlpatterns: list[URLPattern] = [
    path("applications/", applications.applications, name="applications"),
    path("applications/new/", applications.new, name="new-application"),
    path("applications/<uuid:key>/", application.application, name="application"),
    path("applications/<uuid:key>/edit/", drafting.edit, name="edit-application"),
    path("applications/<uuid:key>/submit/", handing_in.submit, name="submit-application"),
    path("applications/<uuid:key>/done/", handing_in.done, name="application-done"),
    path("applications/<uuid:key>/answer/", handing_in.answer, name="answer-question"),
    path("applications/<uuid:key>/withdraw/", handing_in.withdraw, name="withdraw-application"),
    path("applications/<uuid:key>/reconsider/", handing_in.reconsider, name="reconsider-application"),
    path("plans/", plans.all_plans, name="plans"),
    path("plans/new/", plans.new, name="new-plan"),
    re_path(r"^plans/template\.(?P<kind>csv|xlsx)$", plan.template, name="plan-template"),
    path("plans/<uuid:key>/", plan.plan, name="plan"),
    path("plans/<uuid:key>/submit/", plan.submit, name="submit-plan"),
    re_path(r"^plans/(?P<key>[0-9a-f-]{36})/to-mend\.(?P<kind>csv|xlsx)$", plan.to_mend, name="plan-to-mend"),
    path("licences/", wallet.licences, name="licences"),
    path("licences/<str:key>/", licence.licence, name="licence"),
    re_path(r"^licences/(?P<key>[^/]+)/credential\.(?P<form>jws|vc)$", licence.credential, name="credential"),
    path("licences/<str:key>/would-pass/", preview.would_pass, name="would-pass"),
    path("licences/<str:key>/<slug:verb>/", holding.deed, name="licence-deed"),
]
