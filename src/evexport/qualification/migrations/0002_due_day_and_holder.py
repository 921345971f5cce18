"""The day a filing is due and who handles it stand on the filing; days of earlier cases are reckoned once."""

from typing import Any

from django.db import migrations, models
from django.utils import timezone

from evexport.kernel.clock import china_day
from evexport.qualification import deadlines
from evexport.regulation.law import Law

NO_CASE = ("draft", "listed", "reconsidered", "withdrawn")


def reckon(apps: Any, editor: Any) -> None:
    owner, calendar = editor.connection.alias, apps.get_model("qualification", "RoundCalendar")
    calendars = {one.year: one for one in calendar.objects.using(owner)}
    law = Law.on(china_day(timezone.now()))
    for filing in apps.get_model("qualification", "Filing").objects.using(owner).exclude(state__in=NO_CASE):
        dates = calendars.get(filing.year) or calendar(year=filing.year, **deadlines.defaults(filing.year, law))
        asked = filing.information_requests.filter(answered_at=None).first()
        steps = filing.steps.order_by("at", "id")
        filing.due_on = deadlines.due(filing, dates, steps, asked.due_on if asked else None)
        filing.save(update_fields=["due_on"])


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0001_initial"),
        ("qualification", "0001_initial"),
    ]
    operations = [
        migrations.AddField(model_name="filing", name="due_on", field=models.DateField(null=True)),
        migrations.AddField(model_name="filing", name="holder", field=models.UUIDField(null=True)),
        migrations.AddField(model_name="filing", name="holder_name", field=models.TextField(blank=True, default="")),
        migrations.RunPython(reckon, migrations.RunPython.noop),
        migrations.AddIndex(model_name="filing", index=models.Index(fields=["state", "due_on"], name="filing_by_due_day")),
    ]
