"""`evexport work` tells the same as pages and interface, in either language."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.factories import AT
from tests.work.world import asked, names, run_all

from evexport.cli import evexport
from evexport.cli.house import House, furnish


@pytest.fixture
def ask_command(bodies, tmp_path):
    nothing = {"serve": print, "stop": bool, "forget": bool, "free_port": int, "running": bool}
    furnish(House(root=Path(tmp_path), open=lambda: None, now=lambda: AT, **nothing))
    return lambda *words: CliRunner().invoke(evexport, ["work", *words])


def test_a_bar_a_sentence_and_what_was_refused(bodies, ask_command):
    work = asked(bodies.zhou, [*names(3), "x:barred"])
    run_all(work)
    shown = ask_command("show", str(work.pk), "--lang", "en")
    assert shown.exit_code == 1, shown.output
    assert "4/4" in shown.output
    assert "Finished: 4 of 4, 1 of them failed." in shown.output
    assert "Failed: 1\n" in shown.output
    assert "x:barred  This one is barred. Mend it." in shown.output
    assert "已办结：共4项，已办4项，其中1项未成。" in ask_command("show", str(work.pk), "--lang", "zh", "--watch").output
    assert "Finished: 4 of 4" in ask_command("list", "--lang", "en").output


def test_for_programs(bodies, ask_command):
    work = asked(bodies.zhou, names(2))
    shown = ask_command("show", str(work.pk), "--json")
    assert shown.exit_code == 0
    assert (json.loads(shown.output)["state"], json.loads(shown.output)["waiting"]) == ("queued", 2)
    assert [one["id"] for one in json.loads(ask_command("list", "--json").output)] == [str(work.pk)]


def test_unknown_work(bodies, ask_command):
    answer = ask_command("show", "0193f3a2-6c1e-7bd0-9c55-1f2a7f6f0001")
    assert (answer.exit_code, "WORK_UNKNOWN" in answer.output) == (1, True)
