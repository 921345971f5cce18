"""Settings, routes and processes: the only place that knows every part."""
