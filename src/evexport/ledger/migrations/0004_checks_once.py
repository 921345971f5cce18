"""A check that the ledger's policy says more strictly, taken off a row that each deed writes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_looked_through"),
    ]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="epoch",
            field=models.IntegerField(db_default=models.Func(function="ledger_epoch_now")),
        ),
    ]
