"""Many releases in one statement: the gate's function for batches."""

from importlib.resources import files

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customs", "0004_files")]

    operations = [migrations.RunSQL([files("evexport.customs").joinpath("sql/gate_many.sql").read_text("utf-8")])]
