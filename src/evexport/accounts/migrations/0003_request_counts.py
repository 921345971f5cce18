"""How often an address has asked: the table and its three narrow functions."""

from importlib.resources import files

from django.db import migrations, models

NAMES = ("accounts_count(text, text, float8)", "accounts_counted(text, text)", "accounts_sweep_counts()")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_sign_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="RequestCount",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("name", "client", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.TextField()),
                ("client", models.TextField()),
                ("count", models.BigIntegerField()),
                ("until", models.DateTimeField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("count__gte", 1)), name="request_count_counts")],
            },
        ),
        # A list of one keeps the file from being cut at its semicolons.
        migrations.RunSQL(
            [files("evexport.accounts").joinpath("sql/throttle.sql").read_text("utf-8")],
            [f"DROP FUNCTION {name}" for name in NAMES],
        ),
    ]
