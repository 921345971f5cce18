"""Finds the programs of a cluster with failover; as root on Debian installs what is missing, elsewhere says what is."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from evexport.host import places

PACKAGES = {"patroni": "patroni", "etcd": "etcd-server"}


@dataclass(frozen=True)
class Programs:
    """Patroni, etcd and the folder of PostgreSQL's programs, with the user of the machine that runs them all."""

    patroni: str
    etcd: str
    postgres: Path
    user: places.Runner


def find() -> Programs:
    """The embedded PostgreSQL, which is the tested one. It refuses to run as root, so all runs as the embedded server's user."""
    missing = [package for program, package in PACKAGES.items() if shutil.which(program) is None]
    if missing:
        install(missing)
    user = places.runner()
    patroni, etcd = shutil.which("patroni"), shutil.which("etcd")
    assert patroni
    assert etcd
    return Programs(patroni, etcd, places.programs(user), user)


def install(packages: list[str]) -> None:
    words = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(f"Not installed: {' '.join(packages)}. On Debian, as root: {' '.join(words)}")
    print(f"Installing {' '.join(packages)} …", flush=True)
    surroundings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], words):
        done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{done.stderr or done.stdout}")
