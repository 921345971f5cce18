"""The gate's function anew: the same guards in statements that cost less."""

from importlib.resources import files

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customs", "0006_exchange")]

    operations = [migrations.RunSQL([files("evexport.customs").joinpath("sql/gate.sql").read_text("utf-8")])]
