"""What each node is told: what docs/how-to/deploy-with-failover.md explains, with ports and folders of this machine."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evexport.host.configuration import LOGIN_ROLES

LOOP_WAIT, RETRY_TIMEOUT = 5, 5  # as docs/how-to/deploy-with-failover.md advises; ttl >= loop_wait + 2 * retry_timeout
PARAMETERS = {
    "synchronous_commit": "on",
    "wal_retrieve_retry_interval": "100ms",  # 5 s of a promotion otherwise go by waiting
    "wal_keep_size": "256MB",
    "hot_standby_feedback": "on",
    "wal_compression": "pglz",
    "max_wal_size": "1GB",
    "shared_buffers": "64MB",
    "max_connections": 60,
    "random_page_cost": 1.1,
    "idle_in_transaction_session_timeout": "60s",
    "lock_timeout": "30s",
    "timezone": "Asia/Shanghai",
    "password_encryption": "scram-sha-256",
}


@dataclass(frozen=True)
class Place:
    """Where a node is: its name, folder and ports."""

    name: str
    folder: Path
    postgres: int
    rest: int
    line: int

    @property
    def data(self) -> Path:
        return self.folder / "data"


def written(place: Place, *, programs: Path, ttl: int, passwords: dict[str, str]) -> dict[str, Any]:
    """Patroni's configuration of a node."""
    return {
        "scope": "evexport",
        "name": place.name,
        "restapi": {"listen": f"127.0.0.1:{place.rest}", "connect_address": f"127.0.0.1:{place.rest}"},
        "etcd3": {"hosts": [f"127.0.0.1:{place.line}"], "use_proxies": True},
        "bootstrap": {
            "dcs": {
                "ttl": ttl,
                "loop_wait": LOOP_WAIT,
                "retry_timeout": RETRY_TIMEOUT,
                "synchronous_mode": True,
                "synchronous_mode_strict": True,
                "postgresql": {"use_pg_rewind": True, "use_slots": True, "parameters": PARAMETERS},
            },
            "initdb": ["data-checksums", {"encoding": "UTF8"}, {"locale": "C.UTF-8"}],
        },
        "postgresql": {
            "listen": f"127.0.0.1:{place.postgres}",
            "connect_address": f"127.0.0.1:{place.postgres}",
            "data_dir": str(place.data),
            "bin_dir": str(programs),
            "pgpass": str(place.folder / "pgpass"),
            "authentication": {
                "superuser": {"username": "postgres", "password": passwords["postgres"]},
                "replication": {"username": "replicator", "password": passwords["replicator"]},
            },
            "parameters": {"unix_socket_directories": str(place.folder)},
            "pg_hba": [
                f"host all {','.join(('postgres', *LOGIN_ROLES))} 127.0.0.1/32 scram-sha-256",
                "host replication replicator 127.0.0.1/32 scram-sha-256",
            ],
        },
        "watchdog": {"mode": "off"},
    }


def address(role: str, password: str, ports: list[int], database: str = "evexport") -> str:
    """One address for all nodes: whoever connects ends at the one that takes writes."""
    hosts = ",".join(f"127.0.0.1:{port}" for port in ports)
    return f"postgresql://{role}:{password}@{hosts}/{database}?target_session_attrs=read-write&connect_timeout=2"
