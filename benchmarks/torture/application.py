"""The application as it is served, on the night's clock: what granian is told to load instead of the product's own module."""

from benchmarks.torture.night import Evening

from evexport.config.wsgi import application
from evexport.store import moment

evening = Evening()
moment.clock = lambda: evening  # the only source of the present moment that a request reads

__all__ = ["application"]
