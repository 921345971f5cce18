"""A demonstration year, made only by calling the domain's actions."""
