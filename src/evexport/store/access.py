"""Brings every package's access list into the database: functions, row security, grants for the framework's
tables.
"""

from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec

from django.apps import apps
from django.db import connections

from evexport.store.policies import AppendOnly, Rule

OURS = "evexport."
QUEUE = "procrastinate_"


def listed() -> dict[str, list[Rule]]:
    """Application label -> its access list, of every application of ours that has one."""
    found = {}
    for app in apps.get_app_configs():
        module = f"{app.name}.access"
        if app.name.startswith(OURS) and app.label != "store" and find_spec(module):
            found[app.label] = list(import_module(module).ACCESS)
    return found


def tables() -> dict[str, str]:
    """Table -> application label, of every table that an application of ours makes, many-to-many ones too."""
    return {
        model._meta.db_table: app.label  # noqa: SLF001 - Django's documented way
        for app in apps.get_app_configs()
        if app.name.startswith(OURS)
        for model in app.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy  # noqa: SLF001
    }


def framework_tables() -> list[str]:
    """The tables of the framework and its parts, which hold nobody's rows in particular."""
    return sorted(
        {
            model._meta.db_table  # noqa: SLF001
            for app in apps.get_app_configs()
            if not app.name.startswith(OURS)
            for model in app.get_models(include_auto_created=True)
            if not model._meta.proxy  # noqa: SLF001
        }
    )


def prepare(alias: str) -> None:
    """Make the SQL functions that policies, triggers and columns rely on. As owner, before migrating."""
    with connections[alias].cursor() as cursor:
        cursor.execute(files("evexport.store").joinpath("sql/database.sql").read_text("utf-8"))


def apply(alias: str) -> None:
    """Bring the database to what the access lists say. As owner, after migrating; in one transaction."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        statements = [
            *_framework_grants(),
            *(s for rules in listed().values() for rule in rules for s in rule.forwards()),
        ]
        cursor.execute("BEGIN")
        try:
            for statement in statements:
                cursor.execute(statement)
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")


def _framework_grants() -> list[str]:
    """The application works the framework's tables itself; every acting role may put work into the queue."""
    made = [
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO evx_app, evx_anyone",
        "GRANT SELECT ON django_migrations TO evx_app",
    ]
    for table in framework_tables():
        roles = "evx_app, evx_anyone" if table.startswith(QUEUE) else "evx_app"
        made.append(f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO {roles}')
    return made


def unlisted() -> dict[str, str]:
    """Table -> application, of tables that no access list protects or publishes."""
    named = {rule.table for rules in listed().values() for rule in rules if not isinstance(rule, AppendOnly)}
    return {table: app for table, app in tables().items() if table not in named}
