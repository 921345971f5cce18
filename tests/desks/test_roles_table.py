"""Who may open which page of a desk: one row an address, asked as every account of the demonstration."""

import pytest
from django.urls import get_resolver, reverse

from evexport.desks.kit.desks import DESKS

USCC = "91440300MADEM00MKX"
KEY, VIN = "0193f3a2-6c1e-7bd0-9c55-1f2a7f6f0001", "LDMEV7EB2TD000001"
NUMBER = "27-AA-999999"
ACCOUNTS = (
    "maker", "exporter", "shenzhen", "ministry", "miit", "examiner", "approver", "customs", "analyst", "auditor", "administrator",
)  # fmt: skip
OFFICERS = ("shenzhen", "ministry", "miit", "examiner", "approver")
ISSUERS = ("examiner", "approver")
LICENCE_OFFICERS = ("examiner", "approver", "ministry")
DECIDERS = ("approver", "ministry")
REVIEWERS = ("shenzhen", "ministry", "miit")
GIVERS = ("shenzhen", "ministry")
MINISTRY = ("ministry",)
CUSTOMS = ("customs",)
OVERSIGHT = ("analyst", "auditor")
KEEPER = ("administrator",)
REGISTER_READERS = ("ministry", "analyst", "administrator")
REGISTER_KEEPERS = ("ministry", "administrator")
WITH_INBOX = tuple(user for user in ACCOUNTS if user not in KEEPER)
LOOKS_ON = ("administrator", "auditor")
FIRMS = ("maker", "exporter")
MAKERS = ("maker",)

# The inbox is everybody's; the other pages are a desk's.
COMMON = ("inbox",)

# address by name, its parts, the accounts that are not turned away with 403
TABLE = [
    ("enterprise:home", {}, FIRMS),
    ("enterprise:filings", {}, MAKERS),
    ("enterprise:start-filing", {}, MAKERS),
    ("enterprise:filing", {"key": KEY}, MAKERS),
    ("enterprise:filing-read", {"key": KEY}, MAKERS),
    ("enterprise:filing-check", {"key": KEY}, MAKERS),
    ("enterprise:filing-declare", {"key": KEY}, MAKERS),
    ("enterprise:filing-receipt", {"key": KEY}, MAKERS),
    ("enterprise:filing-receipt-paper", {"key": KEY}, MAKERS),
    ("enterprise:filing-answer", {"key": KEY}, MAKERS),
    ("enterprise:filing-papers", {"key": KEY}, MAKERS),
    ("enterprise:filing-paper", {"key": KEY, "paper": KEY}, MAKERS),
    ("enterprise:filing-paper-take-off", {"key": KEY, "paper": KEY}, MAKERS),
    ("enterprise:filing-model-add", {"key": KEY}, MAKERS),
    ("enterprise:filing-model", {"key": KEY, "number": 1}, MAKERS),
    ("enterprise:filing-model-remove", {"key": KEY, "number": 1}, MAKERS),
    ("enterprise:filing-section", {"key": KEY, "section": "models"}, MAKERS),
    ("enterprise:filing-same", {"key": KEY, "section": "models"}, MAKERS),
    ("enterprise:filing-deed", {"key": KEY, "verb": "withdraw"}, MAKERS),
    ("enterprise:network", {}, MAKERS),
    ("enterprise:network-year", {"year": 2028}, MAKERS),
    ("enterprise:exporters", {}, MAKERS),
    ("enterprise:network-rows", {"year": 2028, "name": "outlets"}, MAKERS),
    ("enterprise:network-add", {"year": 2028, "name": "outlets"}, MAKERS),
    ("enterprise:network-row", {"year": 2028, "name": "outlets", "place": 0}, MAKERS),
    ("enterprise:network-remove", {"year": 2028, "name": "outlets", "place": 0}, MAKERS),
    ("enterprise:network-upload", {"year": 2028, "name": "outlets"}, MAKERS),
    ("enterprise:network-template", {"year": 2028, "name": "outlets", "kind": "csv"}, MAKERS),
    ("enterprise:network-sheet", {"key": KEY}, MAKERS),
    ("enterprise:network-mended", {"key": KEY, "kind": "csv"}, MAKERS),
    ("enterprise:applications", {}, FIRMS),
    ("enterprise:new-application", {}, FIRMS),
    ("enterprise:application", {"key": KEY}, FIRMS),
    ("enterprise:edit-application", {"key": KEY}, FIRMS),
    ("enterprise:submit-application", {"key": KEY}, FIRMS),
    ("enterprise:application-done", {"key": KEY}, FIRMS),
    ("enterprise:answer-question", {"key": KEY}, FIRMS),
    ("enterprise:withdraw-application", {"key": KEY}, FIRMS),
    ("enterprise:reconsider-application", {"key": KEY}, FIRMS),
    ("enterprise:plans", {}, FIRMS),
    ("enterprise:new-plan", {}, FIRMS),
    ("enterprise:plan-template", {"kind": "csv"}, FIRMS),
    ("enterprise:plan", {"key": KEY}, FIRMS),
    ("enterprise:submit-plan", {"key": KEY}, FIRMS),
    ("enterprise:plan-to-mend", {"key": KEY, "kind": "csv"}, FIRMS),
    ("enterprise:licences", {}, FIRMS),
    ("enterprise:licence", {"key": "99-AA-000001"}, FIRMS),
    ("enterprise:credential", {"key": "99-AA-000001", "form": "vc"}, FIRMS),
    ("enterprise:would-pass", {"key": "99-AA-000001"}, FIRMS),
    ("enterprise:licence-deed", {"key": "99-AA-000001", "verb": "return"}, FIRMS),
    ("enterprise:record", {"name": "outlets"}, MAKERS),
    ("enterprise:record-add", {"name": "outlets"}, MAKERS),
    ("enterprise:record-upload", {"name": "outlets"}, MAKERS),
    ("enterprise:record-template", {"name": "outlets", "kind": "csv"}, MAKERS),
    ("enterprise:record-close", {"key": KEY}, MAKERS),
    ("enterprise:record-sheet", {"key": KEY}, MAKERS),
    ("enterprise:record-mended", {"key": KEY, "kind": "csv"}, MAKERS),
    ("enterprise:authorisations", {}, FIRMS),
    ("enterprise:authorisation", {"key": KEY}, FIRMS),
    ("enterprise:ask-removal", {"key": KEY}, MAKERS),
    ("enterprise:renounce", {"key": KEY}, FIRMS),
    ("enterprise:change", {"key": KEY, "verb": "consent"}, FIRMS),
    ("enterprise:rename", {"year": 2027}, MAKERS),
    ("enterprise:production", {}, MAKERS),
    ("enterprise:car-add", {}, MAKERS),
    ("enterprise:production-upload", {}, MAKERS),
    ("enterprise:car-files", {}, MAKERS),
    ("enterprise:cars", {"key": KEY}, MAKERS),
    ("enterprise:cars-bad", {"key": KEY}, MAKERS),
    ("enterprise:cars-deed", {"key": KEY, "verb": "take-good"}, MAKERS),
    ("enterprise:production-sheet", {"key": KEY}, MAKERS),
    ("enterprise:production-mended", {"key": KEY, "kind": "csv"}, MAKERS),
    ("enterprise:production-template", {"kind": "csv"}, MAKERS),
    ("enterprise:car", {"vin": VIN}, MAKERS),
    ("officer:home", {}, OFFICERS),
    ("officer:filings-assign", {}, GIVERS),
    ("officer:filing", {"key": KEY}, REVIEWERS),
    ("officer:filing-answers", {"key": KEY}, REVIEWERS),
    ("officer:filing-changes", {"key": KEY}, REVIEWERS),
    ("officer:filing-questions", {"key": KEY}, REVIEWERS),
    ("officer:filing-opinions", {"key": KEY}, REVIEWERS),
    ("officer:filing-timeline", {"key": KEY}, REVIEWERS),
    ("officer:filing-letters", {"key": KEY}, GIVERS),
    ("officer:filing-paper", {"key": KEY, "paper": KEY}, REVIEWERS),
    ("officer:filing-deed", {"key": KEY, "verb": "forward"}, REVIEWERS),
    ("officer:finding", {"key": KEY, "number": 1, "name": "Q7.BR"}, REVIEWERS),
    ("officer:objection", {"key": KEY}, MINISTRY),
    ("officer:notices", {}, MINISTRY),
    ("officer:rounds", {}, MINISTRY),
    ("officer:round", {"year": 2028}, MINISTRY),
    ("officer:publications", {}, MINISTRY),
    ("officer:publication", {"year": 2028}, MINISTRY),
    ("officer:publication-check", {"year": 2028}, MINISTRY),
    ("officer:gazette-draft", {"year": 2028}, MINISTRY),
    ("officer:publish", {"year": 2028}, MINISTRY),
    ("officer:listings", {}, MINISTRY),
    ("officer:exporters", {}, MINISTRY),
    ("officer:entry", {"year": 2027, "uscc": USCC}, MINISTRY),
    ("officer:entry-deed", {"year": 2027, "uscc": USCC, "verb": "suspend"}, MINISTRY),
    ("officer:authorisation-deed", {"year": 2027, "uscc": USCC, "exporter": USCC, "verb": "suspend"}, MINISTRY),
    ("officer:model-deed", {"year": 2027, "uscc": USCC, "model": "X", "verb": "withdraw"}, MINISTRY),
    ("officer:change-deed", {"key": KEY, "verb": "record-rename"}, MINISTRY),
    ("officer:enterprises", {}, MINISTRY),
    ("officer:enterprise-new", {}, REGISTER_KEEPERS),
    ("officer:enterprise", {"uscc": USCC}, MINISTRY),
    ("officer:ban", {"uscc": USCC}, MINISTRY),
    ("officer:lift-ban", {"key": KEY}, MINISTRY),
    ("officer:rename", {"uscc": USCC}, MINISTRY),
    ("officer:application", {"key": KEY}, ("ministry", *ISSUERS)),
    ("officer:application-finding", {"key": KEY, "name": "L1"}, ("ministry", *ISSUERS)),
    ("officer:application-deed", {"key": KEY, "verb": "refuse"}, ISSUERS),
    ("officer:assign", {}, ISSUERS),
    ("officer:issue-many", {}, ("approver",)),
    ("officer:licences", {}, LICENCE_OFFICERS),
    ("officer:licence", {"number": NUMBER}, LICENCE_OFFICERS),
    ("officer:licence-writeoffs", {"number": NUMBER}, LICENCE_OFFICERS),
    ("officer:licence-deed", {"number": NUMBER, "verb": "suspend"}, DECIDERS),
    ("officer:code-changes", {}, LICENCE_OFFICERS),
    ("officer:carry-over", {}, ("approver",)),
    ("officer:law", {}, ("ministry", "analyst")),
    ("officer:registers", {}, REGISTER_READERS),
    ("officer:register", {"name": "country"}, REGISTER_READERS),
    ("officer:register-edition", {"name": "country"}, REGISTER_KEEPERS),
    ("officer:register-upload", {"key": KEY}, REGISTER_KEEPERS),
    ("officer:register-decide", {"key": KEY, "verb": "drop"}, REGISTER_KEEPERS),
    ("officer:work", {"key": KEY}, ISSUERS),
    ("officer:work-deed", {"key": KEY, "verb": "cancel"}, ("approver",)),
    ("customs:gate", {}, CUSTOMS),
    ("customs:answer", {"key": KEY}, CUSTOMS),
    ("customs:declare", {}, CUSTOMS),
    ("customs:paper", {}, CUSTOMS),
    ("customs:declarations", {}, CUSTOMS),
    ("customs:declaration", {"key": KEY}, CUSTOMS),
    ("customs:cancel", {"key": KEY}, CUSTOMS),
    ("customs:correct", {"key": KEY}, CUSTOMS),
    ("customs:return-goods", {"key": KEY}, CUSTOMS),
    ("customs:record", {"key": KEY}, CUSTOMS),
    ("customs:rework", {"key": KEY}, CUSTOMS),
    ("customs:give-up", {"key": KEY}, CUSTOMS),
    ("customs:files", {}, CUSTOMS),
    ("customs:upload", {}, CUSTOMS),
    ("customs:exchange", {}, CUSTOMS),
    ("customs:exchange-upload", {}, CUSTOMS),
    ("customs:exchange-answer", {"sender": "5301", "run": 1}, CUSTOMS),
    ("customs:file-template", {"kind": "csv"}, CUSTOMS),
    ("customs:file", {"key": KEY}, CUSTOMS),
    ("customs:steer", {"key": KEY, "verb": "pause"}, CUSTOMS),
    ("customs:bad-lines", {"key": KEY, "kind": "csv"}, CUSTOMS),
    ("customs:inspections", {}, CUSTOMS),
    ("customs:holds", {}, CUSTOMS),
    ("customs:place-hold", {}, CUSTOMS),
    ("customs:lift-hold", {"vin": VIN}, CUSTOMS),
    ("customs:vehicle", {"vin": VIN}, CUSTOMS),
    ("customs:writeoffs", {}, CUSTOMS),
    ("customs:reconciliation", {}, CUSTOMS),
    ("customs:report", {}, CUSTOMS),
    ("customs:report-template", {"kind": "csv"}, CUSTOMS),
    ("customs:risk", {}, CUSTOMS),
    ("customs:set-risk", {"key": KEY}, CUSTOMS),
    ("oversight:home", {}, OVERSIGHT),
    ("oversight:exports", {}, OVERSIGHT),
    ("oversight:licences", {}, OVERSIGHT),
    ("oversight:processing", {}, OVERSIGHT),
    ("oversight:gate", {}, OVERSIGHT),
    ("oversight:entries", {}, OVERSIGHT),
    ("oversight:entry", {"key": KEY}, OVERSIGHT),
    ("oversight:proof", {"key": KEY}, OVERSIGHT),
    ("oversight:blocks", {}, OVERSIGHT),
    ("oversight:checkpoint", {}, OVERSIGHT),
    ("administration:people", {}, LOOKS_ON),
    ("administration:person", {"key": KEY}, LOOKS_ON),
    ("administration:grant-role", {"key": KEY}, KEEPER),
    ("administration:withdraw-role", {"key": KEY, "held": KEY}, KEEPER),
    ("administration:close-person", {"key": KEY}, KEEPER),
    ("administration:reopen-person", {"key": KEY}, KEEPER),
    ("administration:new-password", {"key": KEY}, KEEPER),
    ("administration:keys", {}, LOOKS_ON),
    ("administration:key", {"key": KEY}, LOOKS_ON),
    ("administration:withdraw-key", {"key": KEY}, KEEPER),
    ("administration:rotate-key", {"key": KEY}, KEEPER),
    ("administration:organisations", {}, KEEPER),
    ("administration:new-organisation", {}, KEEPER),
    ("administration:organisation", {"key": KEY}, KEEPER),
    ("administration:contact", {"key": KEY}, KEEPER),
    ("administration:open-account", {"key": KEY}, KEEPER),
    ("administration:appoint", {"key": KEY}, KEEPER),
    ("administration:issue-key", {"key": KEY, "role": "examiner"}, KEEPER),
    ("administration:deliveries", {}, KEEPER),
    ("administration:send-anew", {}, KEEPER),
    ("inbox:notices", {}, WITH_INBOX),
    ("inbox:read-many", {}, WITH_INBOX),
    ("inbox:notice", {"key": KEY}, WITH_INBOX),
    ("inbox:notice-deed", {"key": KEY, "verb": "read"}, WITH_INBOX),
    ("inbox:channels", {}, WITH_INBOX),
    ("inbox:open-email", {}, WITH_INBOX),
    ("inbox:open-webhook", {}, WITH_INBOX),
    ("inbox:channel-deed", {"key": KEY, "verb": "pause"}, WITH_INBOX),
    ("inbox:deliveries", {}, WITH_INBOX),
    ("inbox:again", {"key": KEY}, WITH_INBOX),
]


def names():
    """Every address of every desk by its name."""
    spaces = get_resolver().namespace_dict
    desks = (*(desk.name for desk in DESKS), *COMMON)
    return {f"{desk}:{name}" for desk in desks for name in spaces[desk][1].reverse_dict if isinstance(name, str)}


def test_every_page_of_a_desk_has_its_row():
    assert {name for name, _, _ in TABLE} == names()


@pytest.mark.parametrize(("name", "parts", "allowed"), TABLE, ids=[row[0] for row in TABLE])
def test_only_these_may_open_it(at_desk, name, parts, allowed):
    address = reverse(name, kwargs=parts)
    answers = {user: at_desk(user).get(address).status_code for user in ACCOUNTS}
    assert {user for user, status in answers.items() if status != 403} == set(allowed)
    assert {answers[user] for user in allowed} <= {200, 302, 404, 405, 422}
    assert at_desk("").get(address).status_code == 302
