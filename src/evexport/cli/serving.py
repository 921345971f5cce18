"""`evexport serve` and `evexport stop`: run everything as one, and end what was started."""

from collections.abc import Callable

import click

from evexport.cli.house import house


@click.command()
@click.option("--port", default=8000, show_default=True, help="Wanted port; the next free one is taken where it is in use.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", default=2, show_default=True, help="Web worker processes.")
def serve(port: int, host: str, workers: int) -> None:
    """Serve pages and API, run background work, seal the ledger. 启动服务。"""
    if house().running():
        raise click.ClickException("It is being served from this folder already; `evexport stop` ends it.")
    house().open()
    serve_at(host, port, workers)


def serve_at(host: str, port: int, workers: int, *, note: Callable[[str], None] = lambda _: None) -> None:
    """Serve on the wanted port or the next free one, and say so; `note` is given the address before."""
    try:
        found = house().free_port(port)
    except OSError as error:
        raise click.ClickException(str(error)) from None
    if found != port:
        click.echo(f"Port {port} is taken; serving on {found} instead.")
    note(f"http://{host}:{found}")
    click.echo(f"http://{host}:{found}   (Ctrl-C or `make stop` ends it)")
    house().serve(host, found, workers)


@click.command()
def stop() -> None:
    """End what `serve` or `demo` started here. 停止服务。"""
    click.echo("Stopped." if house().stop() else "Nothing was running here.")
