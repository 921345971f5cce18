"""Addresses of the inbox; the same for every desk."""

from django.urls import path

from evexport.desks.inbox import channels, deliveries, notices

app_name = "inbox"

urlpatterns = [
    path("", notices.notices, name="notices"),
    path("read/", notices.read_many, name="read-many"),
    path("channels/", channels.channels, name="channels"),
    path("channels/email/", channels.email, name="open-email"),
    path("channels/webhook/", channels.webhook, name="open-webhook"),
    path("channels/<uuid:key>/<slug:verb>/", channels.deed, name="channel-deed"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/<uuid:key>/again/", deliveries.again, name="again"),
    path("<uuid:key>/", notices.notice, name="notice"),
    path("<uuid:key>/<slug:verb>/", notices.deed, name="notice-deed"),
]
