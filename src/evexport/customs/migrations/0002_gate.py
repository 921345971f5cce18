"""What the framework cannot say of the tables; the gate's functions and who may call them."""

from importlib.resources import files

from django.db import migrations


def script(name: str) -> migrations.RunSQL:
    """A file of statements, run as it stands (a list of one keeps it from being cut at its semicolons)."""
    return migrations.RunSQL([files("evexport.customs").joinpath(f"sql/{name}.sql").read_text("utf-8")])


class Migration(migrations.Migration):
    dependencies = [
        ("customs", "0001_initial"),
        ("enterprises", "0001_initial"),
        ("ledger", "0001_initial"),
        ("licensing", "0001_initial"),
        ("qualification", "0001_initial"),
        ("registers", "0001_initial"),
        ("vehicles", "0001_initial"),
    ]

    operations = [script("tables"), script("facts"), script("gate")]
