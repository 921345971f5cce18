"""Row security as data: each package lists in `access.py` who may see and do what, table by table.

    ACCESS = [
        Protect("qualification_filing", [
            Policy("evx_tenant", "maker_id = evx_org()"),
            Policy("evx_staff"),
            Policy("evx_agency", "…", commands="SELECT"),
        ]),
        AppendOnly("qualification_filingversion"),
        Public("registers_country", writers=["evx_system"]),
    ]

The list is applied after every migration (`access.apply`), each time whole, so that the database always says
what the code says; an entry is a migration operation too. A table that no list names grants nothing to
anyone. Row security is enabled, not forced: the owner's migrations and backups see every row (docs/adr/0002).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

COMMANDS = ("SELECT", "INSERT", "UPDATE", "DELETE")
EVERYONE = "evx_anyone, evx_app, evx_gate, evx_definer"
GRANTEES = (
    "PUBLIC, evx_app, evx_gate, evx_anyone, evx_definer, evx_tenant, evx_authority, evx_agency, evx_staff, "
    "evx_admin, evx_customs, evx_public, evx_system"
)


@dataclass(frozen=True, slots=True)
class Policy:
    """Which rows one database role may read and write. `using` is SQL over the row; `check` the same for new
    rows.

    `commands` is "ALL" or a list such as "SELECT, INSERT"; the role is granted these commands on the table,
    UPDATE on `columns` alone where they are named.
    """

    role: str
    using: str = "true"
    check: str | None = None
    commands: str = "ALL"
    columns: tuple[str, ...] = ()

    @property
    def verbs(self) -> tuple[str, ...]:
        named = tuple(word.strip().upper() for word in self.commands.split(","))
        verbs = COMMANDS if named == ("ALL",) else named
        if unknown := set(verbs) - set(COMMANDS):
            raise ValueError(f"A policy for {self.role} names unknown commands: {sorted(unknown)}")
        return verbs

    def sql(self, table: str, number: int) -> list[str]:
        role = str(self.role)
        made = []
        for verb in self.verbs:
            using = "" if verb == "INSERT" else f" USING ({self.using})"
            check = f" WITH CHECK ({self.check or self.using})" if verb in {"INSERT", "UPDATE"} else ""
            name = f"{role}_{number}_{verb.lower()}"
            made.append(f'CREATE POLICY "{name}" ON "{table}" FOR {verb} TO {role}{using}{check}')
            columns = f" ({', '.join(self.columns)})" if self.columns and verb == "UPDATE" else ""
            made.append(f'GRANT {verb}{columns} ON "{table}" TO {role}')
        return made


class Rule(Operation):
    """One table's rule, as data and as a migration operation."""

    reversible = True
    reduces_to_sql = True
    atomic = True

    def __init__(self, table: str) -> None:
        self.table = table

    def forwards(self) -> list[str]:
        """The statements that bring the rule about, whatever stood before."""
        return []

    def backwards(self) -> list[str]:
        """The statements that take it away."""
        return []

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Row security changes no model."""

    def database_forwards(
        self,
        _app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        _from_state: ProjectState,
        _to_state: ProjectState,
    ) -> None:
        for statement in self.forwards():
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        _app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        _from_state: ProjectState,
        _to_state: ProjectState,
    ) -> None:
        for statement in self.backwards():
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"{type(self).__name__} {self.table}"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [self.table], {})


def _withdraw(table: str) -> list[str]:
    """Take every policy and grant off a table."""
    drop = f"""DO $$ DECLARE p text; BEGIN
        FOR p IN SELECT polname FROM pg_policy WHERE polrelid = '"{table}"'::regclass LOOP
            EXECUTE format('DROP POLICY %I ON "{table}"', p);
        END LOOP; END $$"""  # noqa: S608 - a table's name, from code
    return [drop, f'REVOKE ALL ON "{table}" FROM {GRANTEES}']


class Protect(Rule):
    """Row security for a table of tenants' rows: only what a policy opens is open."""

    def __init__(self, table: str, policies: Sequence[Policy]) -> None:
        super().__init__(table)
        self.policies = list(policies)

    def forwards(self) -> list[str]:
        made = [statement for n, policy in enumerate(self.policies, 1) for statement in policy.sql(self.table, n)]
        return [f'ALTER TABLE "{self.table}" ENABLE ROW LEVEL SECURITY', *_withdraw(self.table), *made]

    def backwards(self) -> list[str]:
        return [*_withdraw(self.table), f'ALTER TABLE "{self.table}" DISABLE ROW LEVEL SECURITY']

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return ("Protect", [self.table, self.policies], {})


class Public(Rule):
    """Reference and published data, the same for everyone: read by all, written by `writers` (no row
    security).
    """

    def __init__(self, table: str, *, writers: Iterable[str] = (), commands: str = "INSERT, UPDATE, DELETE") -> None:
        super().__init__(table)
        self.writers = [str(role) for role in writers]
        self.commands = commands

    def forwards(self) -> list[str]:
        made = [*self.backwards(), f'GRANT SELECT ON "{self.table}" TO {EVERYONE}']
        if self.writers:
            made.append(f'GRANT {self.commands} ON "{self.table}" TO {", ".join(self.writers)}')
        return made

    def backwards(self) -> list[str]:
        return [*_withdraw(self.table), f'ALTER TABLE "{self.table}" DISABLE ROW LEVEL SECURITY']

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return ("Public", [self.table], {"writers": self.writers, "commands": self.commands})


class AppendOnly(Rule):
    """Triggers that refuse UPDATE, DELETE and TRUNCATE to everyone, the owner too (beside Protect or Public).

    `updater` names the one role whose UPDATE passes: the owner of a function that erases personal fields.
    """

    def __init__(self, table: str, *, updater: str | None = None) -> None:
        super().__init__(table)
        self.updater = updater

    def forwards(self) -> list[str]:
        exempt = f"'{self.updater}'" if self.updater else ""
        rows = (
            f'CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "{self.table}" '
            f"FOR EACH ROW EXECUTE FUNCTION evx_append_only({exempt})"
        )
        whole = (
            f'CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "{self.table}" '
            f"FOR EACH STATEMENT EXECUTE FUNCTION evx_append_only()"
        )
        return [*self.backwards(), rows, whole]

    def backwards(self) -> list[str]:
        return [f'DROP TRIGGER IF EXISTS {name} ON "{self.table}"' for name in ("append_only_rows", "append_only_table")]

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return ("AppendOnly", [self.table], {"updater": self.updater})
