"""Whether the process that a data folder's lock file names is truly this folder's server, alive.

The lock file outlives a killed server; the number in it may by then belong to a process that has died but has
not yet been collected (a container's first process often collects none), or to a different program
altogether.
"""

from pathlib import Path

import psutil


def number(data: Path) -> int | None:
    """The process number in the data folder's lock file."""
    try:
        return int((data / "postmaster.pid").read_text("ascii", errors="replace").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def alive(data: Path) -> bool:
    pid = number(data)
    if pid is None:
        return False
    try:
        process = psutil.Process(pid)
        if process.status() in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}:
            return False
        return "postgres" in process.name() and Path(process.cwd()).samefile(data)
    except psutil.NoSuchProcess:
        return False
    except (psutil.AccessDenied, OSError):
        return True  # another user's process: PostgreSQL itself is left to judge


def clear_stale(data: Path, socket: Path) -> None:
    """Remove what a dead server left in the way: its lock file, its socket and the socket's lock file.

    Its memory segment still guards against a second server on the same data.
    """
    if not alive(data):
        for path in (data / "postmaster.pid", socket / ".s.PGSQL.5432", socket / ".s.PGSQL.5432.lock"):
            path.unlink(missing_ok=True)
