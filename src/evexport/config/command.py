"""The composition root of the command line: gives the commands this installation, then runs them."""

from datetime import date, datetime

from evexport import cli
from evexport.cli.house import House, furnish
from evexport.config import processes
from evexport.host.home import Home
from evexport.kernel.clock import Clock


def main() -> None:
    home = Home.default()
    record = home.root / "serve.json"

    def open_house() -> None:
        from evexport.config import database

        database.ensure(home=home.make())

    def serve(host: str, port: int, workers: int) -> None:
        processes.Supervisor(record=record, host=host, port=port, workers=workers).run()

    def stop() -> bool:
        from evexport.host import server

        served = processes.stop(record)
        return bool(server.stop(home)) or served

    furnish(
        House(
            root=home.root,
            open=open_house,
            now=now,
            serve=serve,
            stop=stop,
            free_port=processes.free_port,
            running=lambda: processes.running(record) is not None,
        )
    )
    cli.main()


def now() -> datetime:
    """The present moment, on the demonstration's day where EVEXPORT_TODAY names one."""
    from evexport.config import environment

    fixed = environment.today()
    return Clock(fixed if isinstance(fixed, date) else None).now()


if __name__ == "__main__":
    main()
