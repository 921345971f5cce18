"""The framework's own commands, on the right database: python -m evexport.config.manage makemigrations
accounts.
"""

import sys

from evexport.config import database


def main(arguments: list[str] | None = None) -> None:
    """Run one command. `migrate` without further words brings the whole database up to date."""
    from django.core.management import execute_from_command_line

    words = sys.argv[1:] if arguments is None else arguments
    database.ensure(migrate=False)
    if words == ["migrate"]:
        database.bring_up_to_date(verbosity=1)
        return
    if words[:1] in (["migrate"], ["showmigrations"], ["dbshell"]) and "--database" not in words:
        words = [*words, "--database", "owner"]
    execute_from_command_line(["evexport", *words])


if __name__ == "__main__":
    main()
