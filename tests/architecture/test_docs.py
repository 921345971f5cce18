"""The reference is what the code says, and every code, criterion, command and setting appears in it."""

import importlib.util
import re
from pathlib import Path

import pytest

from evexport.cli import COMMANDS
from evexport.regulation.catalogue import criteria
from evexport.regulation.reasons import templates

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
SPEC = importlib.util.spec_from_file_location("write_reference", ROOT / "tools" / "write_reference.py")
WRITER = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(WRITER)


@pytest.mark.parametrize("name", WRITER.PAGES)
def test_each_page_is_what_the_code_says(name):
    assert (REFERENCE / name).read_text("utf-8") == WRITER.NOTE + WRITER.PAGES[name](), "run `make docs`"


def test_everything_has_its_row():
    text = "".join(page.read_text("utf-8") for page in REFERENCE.glob("*.md"))
    wanted = (
        {f"`{code}`" for code in templates()}
        | {f"| {one.id} |" for one in criteria()}
        | {f"`evexport {name}`" for name in COMMANDS}
    )
    assert not {word for word in wanted if word not in text}


def test_every_setting_is_explained():
    code = "".join((ROOT / "src/evexport/config" / name).read_text("utf-8") for name in ("environment.py", "settings.py"))
    readme = (ROOT / "README.md").read_text("utf-8") + (ROOT / "tests/README.md").read_text("utf-8")
    assert not {name for name in re.findall(r'"(EVEXPORT_[A-Z_]+)"', code) if name not in readme}
