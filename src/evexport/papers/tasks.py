"""The jobs of papers: the issue of many licences is known here, and originals are made of whatever was issued."""

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from evexport.papers import issuing
from evexport.papers.making import make_originals
from evexport.store.moment import now
from evexport.work.queue import QUEUE

__all__ = ["issuing", "originals"]

NAME = "papers.originals"


@app.periodic(cron="* * * * *")
@app.task(name=NAME, queue=QUEUE, queueing_lock=NAME)
def originals(timestamp: int) -> None:
    """A batch each minute; while more wait, the next queues up behind the other long work."""
    if make_originals(now=now):
        try:
            app.configure_task(NAME, queue=QUEUE, queueing_lock=NAME).defer(timestamp=timestamp)
        except AlreadyEnqueued:
            return
