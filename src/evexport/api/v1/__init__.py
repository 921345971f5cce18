"""Version 1 of the interface: routes by resource; each translates, none decides."""
