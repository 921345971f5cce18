"""The first half of the public check: a licence's code by its number."""

from importlib.resources import files

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("licensing", "0002_functions")]

    operations = [
        migrations.RunSQL(
            [files("evexport.licensing").joinpath("sql/public_check.sql").read_text("utf-8")],
            ["DROP FUNCTION licensing_code_of(text)"],
        )
    ]
