"""The reference is what the code says; every code, criterion, entry, command and setting appears in it, every citation and link leads somewhere."""

import importlib.util
import re
from pathlib import Path

import pytest

from evexport.accounts.roles import PERMISSIONS
from evexport.cli import COMMANDS
from evexport.ledger.events import kinds
from evexport.regulation.catalogue import criteria
from evexport.regulation.instruments import articles
from evexport.regulation.reasons import templates

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
SPEC = importlib.util.spec_from_file_location("write_reference", ROOT / "tools" / "write_reference.py")
WRITER = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(WRITER)
PROSE = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)")
INSTRUMENTS = sorted({article.instrument.id for article in articles().values()})
CITATION = re.compile(rf"\b((?:{'|'.join(INSTRUMENTS)})#[a-z0-9-]+)")


@pytest.mark.parametrize("name", WRITER.PAGES)
def test_each_page_is_what_the_code_says(name):
    assert (REFERENCE / name).read_text("utf-8") == WRITER.NOTE + WRITER.PAGES[name](), "run `make docs`"


def test_no_page_is_left_over():
    assert {page.name for page in REFERENCE.glob("*.md")} == set(WRITER.PAGES)


def test_everything_has_its_row():
    WRITER.events()  # imports every package that writes entries
    text = "".join(page.read_text("utf-8") for page in REFERENCE.glob("*.md"))
    wanted = (
        {f"`{code}`" for code in templates()}
        | {f"| {one.id} |" for one in criteria()}
        | {f"| `{kind}` |" for kind, one in kinds().items() if one.__module__.startswith("evexport.")}
        | {f"| `{name}` |" for name in PERMISSIONS}
        | {f"`evexport {name}`" for name in COMMANDS}
    )
    assert not {word for word in wanted if word not in text}


def test_every_package_that_writes_entries_is_asked():
    """A package with new entries must be named in the writer, or its entries would be missing unnoticed."""
    source = ROOT / "src" / "evexport"
    writing = {
        path
        for path in source.rglob("*.py")
        if re.search(r"^    kind: ClassVar\[str\] = \"[a-z]", path.read_text("utf-8"), re.MULTILINE)
    }
    named = {".".join(path.relative_to(source).with_suffix("").parts) for path in writing}
    assert named - {"ledger.events"} == set(WRITER.EVENTS)


@pytest.mark.parametrize("page", PROSE, ids=lambda page: str(page.relative_to(ROOT)))
def test_citations_and_links_resolve(page):
    text = page.read_text("utf-8")
    assert not {cite for cite in CITATION.findall(text) if cite not in articles()}
    assert not {link for link in LINK.findall(text) if not (page.parent / link).exists()}


def test_both_readmes_show_the_two_commands():
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text("utf-8")
        assert "make run" in text
        assert "make test" in text


def test_every_setting_is_explained_in_both_languages():
    source = ROOT / "src" / "evexport"
    code = "".join(path.read_text("utf-8") for folder in ("config", "host") for path in (source / folder).glob("*.py"))
    names = set(re.findall(r'"(EVEXPORT_[A-Z_]+|DATABASE_[A-Z]*_?URL)"', code))
    assert "EVEXPORT_HOME" in names
    for page in ("README.md", "README.zh-CN.md"):
        text = (ROOT / page).read_text("utf-8")
        assert not {name for name in names if f"`{name}`" not in text}, page
