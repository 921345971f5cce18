"""Licences with nothing left are found from all balances at once."""

from importlib.resources import files

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("licensing", "0010_application_by_due")]

    operations = [
        migrations.RunSQL(
            [files("evexport.licensing").joinpath("sql/nothing_left.sql").read_text("utf-8")],
            ["DROP FUNCTION licensing_nothing_left()"],
        )
    ]
