"""The application that a web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evexport.config.settings")
framework = get_wsgi_application()

from evexport.api.first import GateFirst  # noqa: E402 - the framework is set up first

application = GateFirst(framework)
# What is loaded by now stays for good. Were it looked through for what can be freed, a request would now and then wait for
# a sixth of a second.
gc.collect()
gc.freeze()
# A batch makes a hundred thousand objects and no cycle among them: to look through them at every seven hundredth would be a
# twentieth of its work.
gc.set_threshold(100_000, 20, 20)
