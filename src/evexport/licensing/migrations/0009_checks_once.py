"""Checks that others say already, taken off two rows that change with each declaration."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0008_shipment_plan"),
    ]

    operations = [
        migrations.AlterField(
            model_name="balance",
            name="licensed",
            field=models.IntegerField(),
        ),
        migrations.AlterField(
            model_name="balance",
            name="reserved",
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="balance",
            name="used",
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="licencestanding",
            name="clearances_allowed",
            field=models.SmallIntegerField(),
        ),
        migrations.AlterField(
            model_name="licencestanding",
            name="clearances_used",
            field=models.SmallIntegerField(default=0),
        ),
    ]
