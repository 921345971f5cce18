"""Constraints across a licence's face, room for its changing rows, and the questions that cross organisations."""

from importlib.resources import files

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("licensing", "0001_initial")]

    operations = [
        # A list of one keeps the file from being cut at its semicolons.
        migrations.RunSQL(
            [files("evexport.licensing").joinpath("sql/functions.sql").read_text("utf-8")],
        )
    ]
