"""`evexport openapi`: the interface's description, as it is served."""

import os

import click

from evexport.cli.house import house


@click.command()
def openapi() -> None:
    """Print the OpenAPI 3.1 document; no database is needed. 接口说明。"""
    house()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evexport.config.settings")
    import django

    django.setup()
    from evexport.api.health import described

    click.echo(described(), nl=False)
