"""Addresses of the administrator's desk."""

from django.urls import path

from evexport.desks.administration import deliveries, issuing, keys, opening, organisations, people, person

app_name = "administration"

urlpatterns = [
    path("", people.people, name="people"),
    path("people/<uuid:key>/", person.person, name="person"),
    path("people/<uuid:key>/role/", person.grant, name="grant-role"),
    path("people/<uuid:key>/role/<uuid:held>/withdraw/", person.withdraw, name="withdraw-role"),
    path("people/<uuid:key>/close/", person.close, name="close-person"),
    path("people/<uuid:key>/reopen/", person.reopen, name="reopen-person"),
    path("people/<uuid:key>/password/", opening.password, name="new-password"),
    path("keys/", keys.keys, name="keys"),
    path("keys/<uuid:key>/", keys.one, name="key"),
    path("keys/<uuid:key>/withdraw/", keys.withdraw, name="withdraw-key"),
    path("keys/<uuid:key>/rotate/", issuing.rotate, name="rotate-key"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/new/", organisations.found, name="new-organisation"),
    path("organisations/<uuid:key>/", organisations.one, name="organisation"),
    path("organisations/<uuid:key>/contact/", organisations.contact, name="contact"),
    path("organisations/<uuid:key>/person/", opening.open_account, name="open-account"),
    path("organisations/<uuid:key>/role/", opening.appoint, name="appoint"),
    path("organisations/<uuid:key>/key/<slug:role>/", issuing.issue, name="issue-key"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/send/", deliveries.send, name="send-anew"),
]
