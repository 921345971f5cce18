"""Finds the programs of a cluster with failover: etcd from Debian, Patroni from its lock, PostgreSQL as embedded.

Debian 12's Patroni is too old: it takes the lock back from another leader when it wakes (docs/how-to/deploy-with-failover.md).
"""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from evexport.host import places

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements-failover.lock"
SYSTEM_PYTHON = "/usr/bin/python3"


@dataclass(frozen=True)
class Programs:
    """The words that start Patroni, etcd, the folder of PostgreSQL's programs, and the user of the machine that runs them all."""

    patroni: tuple[str, ...]
    etcd: str
    postgres: Path
    user: places.Runner


def find() -> Programs:
    """The embedded PostgreSQL, which is the tested one. It refuses to run as root, so all runs as the embedded server's user."""
    user = places.runner()
    python = sys.executable if user.reaches(Path(sys.executable).resolve().parent) else SYSTEM_PYTHON
    missing = [package for program, package in (("etcd", "etcd-server"), (python, "python3")) if shutil.which(program) is None]
    if missing:
        install(missing)
    etcd = shutil.which("etcd")
    assert etcd
    return Programs(patroni(user, python), etcd, places.programs(user), user)


def patroni(user: places.Runner, python: str) -> tuple[str, ...]:
    """Patroni as its lock has it, in a folder of its own; both it and the Python that runs it are within the user's reach."""
    asked = hashlib.sha256(LOCK.read_bytes() + python.encode()).hexdigest()[:12]
    folder = (ROOT / ".venv" if user.uid is None else places.SHARED) / f"patroni-{asked}"
    if not folder.exists():
        print("Installing Patroni …", flush=True)
        fresh = folder.with_name(f"{folder.name}.{os.getpid()}")
        pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "--quiet", "--no-input"]
        try:
            run_or_end([*pip, "install", "--require-hashes", "--target", str(fresh), "-r", str(LOCK)])
            fresh.rename(folder)  # whole or not at all
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return ("/usr/bin/env", f"PYTHONPATH={folder}", python, "-m", "patroni")


def install(packages: list[str]) -> None:
    words = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(f"Not installed: {' '.join(packages)}. On Debian, as root: {' '.join(words)}")
    print(f"Installing {' '.join(packages)} …", flush=True)
    for command in (["apt-get", "update", "-q"], words):
        run_or_end(command)


def run_or_end(command: list[str]) -> None:
    """A command that installs; where it fails, the drill ends with what it said."""
    surroundings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "PIP_ROOT_USER_ACTION": "ignore"}
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False, umask=0o022)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr or done.stdout}")
