"""The embedded server's settings and who may log in to it."""

import getpass
import os
from pathlib import Path

from evexport.host.places import Runner

# Modest for a machine that also runs the application; why each, in docs/adr/0001.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "checkpoint_completion_target": "0.9",
    "wal_compression": "pglz",
    "random_page_cost": "1.1",
    "idle_in_transaction_session_timeout": "60s",
    "lock_timeout": "30s",
    "statement_timeout": "0",
    "log_line_prefix": "%m [%p] %u@%d ",
    "log_min_duration_statement": "2s",
    "log_checkpoints": "off",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    "password_encryption": "scram-sha-256",
}
LOGIN_ROLES = ("evx_owner", "evx_app", "evx_gate")


def write(data: Path, socket: Path, user: Runner, extra: dict[str, str]) -> None:
    """Write settings and log-in rules beside the data; the server reads them as it starts."""
    wanted = {**SETTINGS, "unix_socket_directories": str(socket), **extra}
    lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in wanted.items()]
    _put(data / "evexport.conf", "\n".join(lines) + "\n", user)
    main = data / "postgresql.conf"
    include = "include = 'evexport.conf'\n"
    if include not in main.read_text("utf-8"):
        with main.open("a", encoding="utf-8") as file:
            file.write("\n" + include)
    _put(data / "pg_hba.conf", _log_in_rules(), user)
    _put(data / "pg_ident.conf", _superusers(user), user)


def _log_in_rules() -> str:
    """By the socket alone: the superuser by name of the machine's user, login roles by password, nobody
    else.
    """
    roles = ",".join(LOGIN_ROLES)
    return (
        "# Written by evexport at each start.\n"
        "local all         postgres peer map=superuser\n"
        "local replication postgres peer map=superuser\n"
        f"local all         {roles} scram-sha-256\n"
    )


def _superusers(user: Runner) -> str:
    names = dict.fromkeys((user.name, "root" if os.geteuid() == 0 else getpass.getuser()))
    return "".join(f"superuser {name} postgres\n" for name in names)


def _put(path: Path, text: str, user: Runner) -> None:
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    user.own(path)
