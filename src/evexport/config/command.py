"""The composition root of the command line: gives the commands this installation, then runs them."""

import json
import os
import shutil
from datetime import datetime

from evexport import cli
from evexport.cli.house import DEMONSTRATION, House, furnish
from evexport.config import processes
from evexport.host.home import Home
from evexport.kernel.clock import Clock


def main() -> None:
    home = Home.default()
    record = home.root / "serve.json"
    live_on_demonstration_day(home)

    def open_house() -> None:
        from evexport.config import database

        database.ensure(home=home.make())

    def serve(host: str, port: int, workers: int) -> None:
        from evexport.config import environment
        from evexport.host import server

        if environment.flag(
            "EVEXPORT_PLAIN_HTTP"
        ):  # on this machine alone, so the address is known: links and QR codes lead there
            os.environ.setdefault("EVEXPORT_ADDRESS", f"http://{host}:{port}")
        try:
            processes.Supervisor(record=record, host=host, port=port, workers=workers).run()
        finally:
            server.stop(home)

    def stop() -> bool:
        from evexport.host import server

        served = processes.stop(record)
        return server.stop(home) or served

    def forget() -> None:
        stop()
        for name in ("pg", "keys", "files", "mail"):
            shutil.rmtree(home.root / name, ignore_errors=True)
        for name in ("database.json", DEMONSTRATION, "session.key"):
            (home.root / name).unlink(missing_ok=True)

    furnish(
        House(
            root=home.root,
            open=open_house,
            now=now,
            serve=serve,
            stop=stop,
            forget=forget,
            free_port=processes.free_port,
            running=lambda: processes.running(record) is not None,
        )
    )
    cli.main()


def live_on_demonstration_day(home: Home) -> None:
    """An installation that holds a demonstration lives on its day, over plain HTTP on this machine."""
    try:
        told = json.loads((home.root / DEMONSTRATION).read_text("utf-8"))
    except (OSError, ValueError):
        return
    os.environ.setdefault("EVEXPORT_TODAY", told["today"])
    os.environ.setdefault("EVEXPORT_PLAIN_HTTP", "1")


def now() -> datetime:
    """The present moment, on the demonstration's day where EVEXPORT_TODAY names one."""
    from evexport.config import environment

    return Clock(environment.today()).now()


if __name__ == "__main__":
    main()
