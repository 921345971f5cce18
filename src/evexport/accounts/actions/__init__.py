"""Opening and closing accounts: organisations, people, roles, keys. Each deed is one transaction and one ledger entry."""

from evexport.accounts.actions.keys import issue_key, revoke_key, rotate_key
from evexport.accounts.actions.organisations import add_organisation, change_contact, create_organisation
from evexport.accounts.actions.passwords import change_password, exchange_password, reset_password
from evexport.accounts.actions.people import close_user, create_user, note_sign_in, reopen_user
from evexport.accounts.actions.roles import grant_role, revoke_role

__all__ = [
    "add_organisation",
    "change_contact",
    "change_password",
    "close_user",
    "create_organisation",
    "create_user",
    "exchange_password",
    "grant_role",
    "issue_key",
    "note_sign_in",
    "reopen_user",
    "reset_password",
    "revoke_key",
    "revoke_role",
    "rotate_key",
]
