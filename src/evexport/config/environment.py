"""What the surroundings may set, read in one place: every variable has a safe value when it is not given."""

import os
import secrets as chance
from datetime import date
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from evexport.host.home import Home

ADDRESSES = {"default": "DATABASE_URL", "owner": "DATABASE_OWNER_URL", "gate": "DATABASE_GATE_URL"}
NOWHERE = "postgresql://{role}@/evexport?host=/nonexistent"
ROLES = {"default": "evx_app", "owner": "evx_owner", "gate": "evx_gate"}


def flag(name: str, *, default: bool = False) -> bool:
    """A yes or no: 1, true, yes, on and their opposites."""
    text = os.environ.get(name, "").strip().lower()
    if text in {"", "0", "1", "true", "false", "yes", "no", "on", "off"}:
        return default if not text else text in {"1", "true", "yes", "on"}
    raise ValueError(f"{name}={text!r}: say 1 or 0")


def words(name: str, default: str) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Addresses and networks separated by commas: 10.0.0.4, 2001:db8::/48."""
    return [ip_network(word) for word in words(name, "")]


def text(name: str, default: str = "") -> str:
    """A word, without the blanks around it."""
    return os.environ.get(name, "").strip() or default


def today() -> date | None:
    """The day that a demonstration runs on, EVEXPORT_TODAY=2026-12-18; None: the real one."""
    text = os.environ.get("EVEXPORT_TODAY", "").strip()
    return date.fromisoformat(text) if text else None


def number(name: str, default: int) -> int:
    return int(os.environ.get(name, "") or default)


def long_workers() -> int:
    """Processes that do long work side by side, such as the issue of many licences; at least one."""
    return max(number("EVEXPORT_LONG_WORKERS", 2), 1)


def address(alias: str) -> str:
    """The address of a login role's database; one that leads nowhere until `database.ensure` has found the
    server.
    """
    return os.environ.get(ADDRESSES[alias]) or NOWHERE.format(role=ROLES[alias])


def database(url: str, **options: Any) -> dict[str, Any]:
    """A PostgreSQL address as the framework's settings."""
    from psycopg.conninfo import conninfo_to_dict  # commands without a database read the day from here, and load no driver

    parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": {**parts, **options},
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }


def mail(home: Home) -> dict[str, Any]:
    """EVEXPORT_SMTP, smtps://host:port or smtp://host:port (which then takes STARTTLS, except on this machine), as the
    framework's settings; without it letters are laid into the home folder.
    """
    sender = text("EVEXPORT_MAIL_FROM", "evexport@localhost")
    where = text("EVEXPORT_SMTP")
    if not where:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(home.root / "mail"),
            "DEFAULT_FROM_EMAIL": sender,
        }
    parts = urlsplit(where)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError(f"EVEXPORT_SMTP={where!r}: say smtps://host:port or smtp://host:port")
    secure = parts.scheme == "smtps"
    file = text("EVEXPORT_SMTP_PASSWORD_FILE")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if secure else 587),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": not secure and parts.hostname not in {"127.0.0.1", "::1", "localhost"},
        "EMAIL_HOST_USER": text("EVEXPORT_SMTP_USER"),
        "EMAIL_HOST_PASSWORD": Path(file).read_text("utf-8").strip() if file else "",
        "DEFAULT_FROM_EMAIL": sender,
    }


def secret_key(home: Home) -> str:
    """EVEXPORT_SECRET_KEY, else the home folder's, else one for this process alone (commands without a
    database).
    """
    if given := os.environ.get("EVEXPORT_SECRET_KEY"):
        return given
    path = secret_key_file(home)
    return path.read_text("ascii") if path.exists() else chance.token_urlsafe(48)


def secret_key_file(home: Home) -> Path:
    return home.root / "session.key"
