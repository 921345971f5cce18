"""`make run` a second time: while it is served it says where, and leaves what runs alone."""

import json

from click.testing import CliRunner

from evexport.cli import demo, house
from evexport.cli.house import DEMONSTRATION, House


def test_a_second_run_says_where_it_is_served(tmp_path, monkeypatch):
    (tmp_path / DEMONSTRATION).write_text(json.dumps({"base_url": "http://127.0.0.1:8000"}), "utf-8")
    touched = []

    def touch(*_):
        touched.append(1)

    monkeypatch.setattr(house, "_house", [House(tmp_path, touch, touch, touch, touch, touch, touch, lambda: True)])
    result = CliRunner().invoke(demo.demo, ["--serve"])
    assert result.exit_code == 0
    assert "http://127.0.0.1:8000" in result.output
    assert not touched
