"""The gate may ask whether a key that it remembers still holds."""

from importlib.resources import files

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_contact")]

    operations = [
        migrations.RunSQL(
            [files("evexport.accounts").joinpath("sql/key_holds.sql").read_text("utf-8")],
            "DROP FUNCTION accounts_key_holds(uuid, timestamptz)",
        )
    ]
