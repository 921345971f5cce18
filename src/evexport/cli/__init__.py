"""The command line: `evexport`. Exit 0 is yes, 1 no or refused, 2 bad input with a sentence that says what to mend."""

import sys
from importlib import import_module

import click

from evexport.cli.output import complain
from evexport.kernel.problems import BadInput, Problem

# Command -> module and name. Modules are imported when their command is called, so that commands without a
# database start at once and need none.
COMMANDS = {
    "assess": "assess:assess",
    "classify": "classify:classify",
    "vin": "vin:vin",
    "law": "law:law",
    "registers": "registers:registers",
    "gate": "gate:gate",
    "ledger": "ledger:ledger",
    "openapi": "openapi:openapi",
    "demo": "demo:demo",
    "serve": "serving:serve",
    "stop": "serving:stop",
}


class Commands(click.Group):
    """Finds each command in its module."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(f"evexport.cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command


@click.command(cls=Commands)
@click.version_option(package_name="evexport")
def evexport() -> None:
    """Export licences for battery-electric passenger cars. 纯电动乘用车出口许可证。"""


def main() -> None:
    """Run a command; a problem becomes its sentence and exit code."""
    try:
        evexport(standalone_mode=True)
    except Problem as problem:
        complain(problem)
        sys.exit(2 if isinstance(problem, BadInput) else 1)
