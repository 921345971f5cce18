"""Make the project's own Python environment from the lock files. Needs nothing but Python and its venv module.

    python3 tools/set_up.py run    what the product runs on
    python3 tools/set_up.py dev    and what tests and checks need on top

Safe to repeat: nothing is installed again while the lock files stay the same.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
LEAST = (3, 11)


def say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def stop(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.exit(2)


def check_python() -> None:
    if sys.version_info < LEAST:
        found = ".".join(map(str, sys.version_info[:3]))
        stop(f"evexport needs Python 3.11 or later; this is {found}. Try: make PYTHON=python3.12 …")
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        stop("Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv")


def fingerprint(what: str) -> str:
    """What decides whether an environment is up to date: the lock, the project's metadata, the interpreter."""
    parts = [(ROOT / name).read_bytes() for name in (LOCKS[what], "pyproject.toml")]
    return hashlib.sha256(b"".join(parts) + sys.version.encode() + str(ROOT).encode()).hexdigest()


def up_to_date(what: str) -> bool:
    """A development environment also serves to run."""
    wanted = ("run", "dev") if what == "run" else ("dev",)
    return any(
        (VENV / f".evexport-{kind}").is_file() and (VENV / f".evexport-{kind}").read_text() == fingerprint(kind)
        for kind in wanted
    )


def make_environment() -> str:
    python = VENV / "bin" / "python"
    if not python.exists() or subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode:
        say("Making .venv …")
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    return str(python)


def install(what: str) -> None:
    python = make_environment()
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input"]
    say(f"Installing from {LOCKS[what]} (about half a minute) …")
    steps = [
        [*pip, "install", "--require-hashes", "-r", str(ROOT / LOCKS[what])],
        [*pip, "install", "--no-deps", "--no-build-isolation", "-e", str(ROOT)],
    ]
    for step in steps:
        if subprocess.run(step, check=False, cwd=ROOT, env={**os.environ, "PIP_ROOT_USER_ACTION": "ignore"}).returncode:
            stop("Installing failed; the lines above say why. Nothing else was changed; run the same command again.")
    (VENV / f".evexport-{what}").write_text(fingerprint(what))


def find_browser() -> None:
    """The browser tests drive a Chromium; as root on Debian it is installed, elsewhere a sentence says how."""
    if any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing Chromium and a Chinese font for the browser tests …")
        subprocess.run(["apt-get", "update", "-q"], check=False, stdout=subprocess.DEVNULL)
        packages = ["chromium", "fonts-noto-cjk"]
        done = subprocess.run(
            ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages], check=False, stdout=subprocess.DEVNULL
        )
        if done.returncode == 0:
            return
    stop("The browser tests need Chromium and a Chinese font. On Debian: apt-get install chromium fonts-noto-cjk")


def main() -> None:
    what = sys.argv[1] if len(sys.argv) == 2 else ""
    if what not in LOCKS:
        stop(__doc__ or "")
    check_python()
    if not up_to_date(what):
        install(what)
    if what == "dev":
        find_browser()


if __name__ == "__main__":
    main()
