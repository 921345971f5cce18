"""Who sees which accounts: everyone's organisations, one's own people and keys; the administrator keeps them all.

Outside a scope nobody sees a row: signing in goes through the narrow functions of sql/sign_in.sql.
"""

from evexport.store.policies import Policy, Protect
from evexport.store.scopes import DbRole

OWN = "organisation_id = evx_org()"
COLLEAGUES = (
    "EXISTS (SELECT FROM accounts_membership m"
    " WHERE m.user_id = accounts_user.id AND m.organisation_id = evx_org() AND m.revoked_at IS NULL)"
)
ENTERPRISE = "kind = 'enterprise'"
KEEPERS = (DbRole.ADMIN, DbRole.SYSTEM)
MEMBERS = (DbRole.TENANT, DbRole.AUTHORITY, DbRole.AGENCY, DbRole.STAFF, DbRole.CUSTOMS)
KEEP = "SELECT, INSERT, UPDATE"


def kept(table: str, seen: str, *, changed: tuple[str, ...], by_function: tuple[str, ...] = ()) -> Protect:
    """Members see `seen`; keepers see all, add rows and change `changed`; the narrow functions change `by_function`."""
    verbs = "SELECT, UPDATE" if by_function else "SELECT"
    return Protect(
        table,
        [
            *(Policy(role, seen, commands="SELECT") for role in MEMBERS),
            *(Policy(role, commands=KEEP, columns=changed) for role in KEEPERS),
            Policy("evx_definer", commands=verbs, columns=by_function),
        ],
    )


ACCESS = [
    Protect(
        "accounts_organisation",
        [
            Policy("evx_anyone", commands="SELECT"),
            Policy("evx_definer", commands="SELECT"),
            *(Policy(role, commands="INSERT, UPDATE", columns=("name_zh", "name_en", "contact")) for role in KEEPERS),
            # The ministry registers enterprises and records their new names.
            Policy(DbRole.STAFF, ENTERPRISE, commands="INSERT, UPDATE", columns=("name_zh", "name_en")),
        ],
    ),
    kept(
        "accounts_user",
        COLLEAGUES,
        changed=("name", "email", "password", "is_active"),
        by_function=("password",),
    ),
    kept("accounts_membership", OWN, changed=("revoked_at",)),
    kept("accounts_apikey", OWN, changed=("revoked_at",), by_function=("last_used_on",)),
    # Addresses are personal: nobody reads them; three narrow functions count, look and sweep.
    Protect("accounts_requestcount", [Policy("evx_definer")]),
]
