"""`evexport law simulate`: a bad draft named by file and line, a harder one told with articles and exit 1."""

import json
from datetime import datetime

import pytest
from click.testing import CliRunner
from tests.qualification import year as years

from evexport import cli
from evexport.cli import house as installation
from evexport.kernel.clock import CHINA

SERVICE = "parameters/qualification/service.yaml"


@pytest.fixture
def opened(monkeypatch, tmp_path):
    """The installation of this test: its database is the test's own, already open. Lists each opening."""
    times = []
    found = installation.House(
        root=tmp_path,
        open=lambda: times.append("open"),
        now=lambda: datetime(2027, 3, 1, 12, tzinfo=CHINA),
        serve=lambda *_: None,
        stop=lambda: False,
        forget=lambda: None,
        free_port=lambda port: port,
        running=lambda: False,
    )
    monkeypatch.setattr(installation, "_house", [found])
    return times


@pytest.fixture
def draft(tmp_path):
    def write(text):
        path = tmp_path / "draft" / SERVICE
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
        return str(tmp_path / "draft")

    return write


def run(*args):
    return CliRunner().invoke(cli.evexport, ["law", "simulate", *args], env={"LC_ALL": "en_GB.UTF-8"})


def test_a_bad_draft_is_bad_input_by_file_and_line_and_opens_no_database(opened, draft):
    done = run(draft("parts_in_stock_at_least:\n  values:\n    - {value: 0.5, cite: BRIEF#parts}\n"))
    assert done.exit_code == 2
    assert f"{SERVICE}:3" in done.stderr
    assert "The value has no first day (from)." in done.stderr
    assert opened == []


HARDER = "parts_in_stock_at_least:\n  values: [{from: 2027-01-01, value: 0.5, cite: BRIEF#parts}]\n"


def test_a_maker_who_would_fall_out_is_exit_1_with_its_criteria(opened, draft, db_clone):
    years.published(years.open_year())
    folder = draft(HARDER)
    done = run(folder)
    assert (done.exit_code, opened) == (1, ["open"])
    assert "would fall out: 1" in done.output
    assert "BRIEF#parts" in done.output
    assert "将不再符合: 1" in run(folder, "--lang", "zh").output
    told = json.loads(run(folder, "--json").stdout)
    assert (told["year"], told["on"], told["filings"]) == (2027, "2027-03-01", 1)
    assert [one["after"]["outcome"] for one in told["fall_out"]] == ["not_met"]


def test_a_year_without_filings_is_a_yes(opened, draft, db_clone):
    done = run(draft(HARDER), "--year", "2028")
    assert done.exit_code == 0
    assert "would fall out: 0" in done.output
