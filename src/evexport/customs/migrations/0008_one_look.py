"""The gate's guards before its writes in one look instead of eight, the catalogue's edition by key, a batch's cars sought at once."""

from importlib.resources import files

from django.db import migrations

SQL = files("evexport.customs").joinpath("sql")
DROP = """
DROP FUNCTION customs_gate_release_many(text, jsonb, date, timestamptz, jsonb, uuid, boolean);
DROP FUNCTION customs_gate_judge(customs_gate_line[], date, boolean);
DROP TYPE customs_gate_pass;
DROP TYPE customs_gate_line;
"""


def text(name: str) -> str:
    return SQL.joinpath(name).read_text("utf-8")


class Migration(migrations.Migration):
    dependencies = [("customs", "0007_quicker")]

    operations = [migrations.RunSQL([text("facts.sql"), text("gate.sql"), DROP, text("gate_many.sql")])]
