"""The benchmark table: medians over rounds, bars, and what a comparison of two files calls worse."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from benchmarks.rows import Bar, Row

from benchmarks import compare, depth, load, machine, messages, pgbench, plot, rows, statements

RATIO = Bar(floor=0.5, goal=0.8)
QUICK = Bar(floor=8, goal=4, lower=True)


def test_a_row_is_the_median_of_its_rounds_beside_its_least_and_most() -> None:
    row = Row.of("own ÷ bare", [0.31, 0.9, 0.52], bar=RATIO)
    assert (row.value, row.spread, row.ok, row.goal_met) == (0.52, (0.31, 0.9), True, False)


def test_rounding_carries_no_row_over_its_floor() -> None:
    row = Row.of("own ÷ bare", [0.4998], bar=RATIO)
    assert row.value == 0.5
    assert not row.ok


@pytest.mark.parametrize(
    ("value", "bar", "said"),
    [
        (0.4, RATIO, "BELOW THE FLOOR"),
        (0.6, RATIO, "floor met"),
        (0.8, RATIO, "goal met"),
        (9, QUICK, "OVER THE FLOOR"),
        (8, QUICK, "floor met"),
        (3, QUICK, "goal met"),
        (3, Bar(floor=1), "met"),
        (3, Bar(), ""),
    ],
)
def test_a_row_says_what_it_meets(value: float, bar: Bar, said: str) -> None:
    assert rows.verdict(Row.of("x", [value], bar=bar)) == said


def test_a_file_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    made = [Row.of("a", [1, 2, 3], bar=RATIO), Row.of("b", [7], "ms", QUICK)]
    rows.write(tmp_path / "latest.json", {"cpus": 2}, made)
    found = json.loads((tmp_path / "latest.json").read_text("utf-8"))
    assert found["machine"] == {"cpus": 2}
    assert {"name", "value", "unit", "floor", "ok"} <= found["rows"][0].keys()
    assert rows.read(tmp_path / "latest.json") == made


def test_rows_of_other_measurements_join_the_table_and_files_of_another_shape_do_not(tmp_path: Path) -> None:
    paper = {"name": "signed ÷ typeset", "value": 2.9, "unit": "ratio", "floor": 3.5, "ok": True}
    (tmp_path / "papers.json").write_text(json.dumps({"rows": [paper]}), "utf-8")
    (tmp_path / "pages.json").write_text(json.dumps({"rows": [{"address": "/", "median": 12.0}]}), "utf-8")
    (found,) = rows.others(tmp_path)
    assert (found.name, found.lower, rows.verdict(found)) == ("signed ÷ typeset", True, "met")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ([0.50, 0.52, 0.54], [0.40, 0.42, 0.44], "WORSE"),
        ([0.40, 0.42, 0.44], [0.50, 0.52, 0.54], "better"),
        ([0.40, 0.50, 0.60], [0.35, 0.42, 0.44], ""),  # the rounds overlap
        ([0.500, 0.501], [0.490, 0.491], ""),  # they do not, but it is two in a hundred
    ],
)
def test_only_what_moves_beyond_the_rounds_is_called_worse_or_better(before: list[float], after: list[float], said: str) -> None:
    assert compare.judged(Row.of("x", before, bar=RATIO), Row.of("x", after, bar=RATIO)) == said


def test_where_less_is_better_more_is_worse() -> None:
    slow, quick = Row.of("x", [9, 10, 11], bar=QUICK), Row.of("x", [4, 5, 6], bar=QUICK)
    assert (compare.judged(quick, slow), compare.judged(slow, quick)) == ("WORSE", "better")


def test_the_speed_of_the_machine_itself_is_not_judged() -> None:
    assert compare.judged(Row.of("x", [5000], "declarations/s"), Row.of("x", [500], "declarations/s")) == ""


def test_a_comparison_names_each_row_with_how_far_it_moved() -> None:
    before, after = Row.of("own ÷ bare", [0.5, 0.52], bar=RATIO), Row.of("own ÷ bare", [0.25, 0.26], bar=RATIO)
    (line,) = compare.told(list(compare.changes([before], [after, Row.of("new", [1])]))).splitlines()[1:]
    assert line.split()[-4:] == ["0.51", "0.255", "-50%", "WORSE"]


def test_pgbench_is_believed_only_when_no_client_gave_up() -> None:
    assert pgbench.rate("tps = 1234.5 (without initial connection time)", "") == 1234.5
    with pytest.raises(RuntimeError, match="aborted"):
        pgbench.rate("tps = 1234.5", "client 3 aborted in command 2")


def test_the_99th_of_a_hundred_waits() -> None:
    waits = [float(n) for n in range(100)]
    assert (load.percentile(waits, 0.5), load.percentile(waits, 0.99), load.percentile([1.0], 0.99)) == (50, 99, 1)


def test_statements_are_counted_for_the_roles_of_the_application_alone() -> None:
    log = (
        "2026-11-25 23:00:00.000 CST [7] evx_gate@evexport LOG:  execute _pg3_0: SELECT * FROM customs_gate_release(\n"
        "\t    $1, $2)\n"
        "2026-11-25 23:00:00.000 CST [7] evx_gate@evexport DETAIL:  Parameters: $1 = 'x'\n"
        "2026-11-25 23:00:00.000 CST [8] evx_app@evexport LOG:  statement: BEGIN\n"
        "2026-11-25 23:00:00.000 CST [9] postgres@postgres LOG:  statement: SELECT pg_reload_conf()\n"
    )
    assert statements.statements(log) == 2


def test_no_two_cars_of_a_load_are_the_same_and_another_load_has_others() -> None:
    some, more = ({vin for vin, _ in zip(messages.scattered(run), range(5000), strict=False)} for run in "EH")
    assert len(some) == len(more) == 5000
    assert not some & more


def test_the_length_of_an_answer_is_read_from_its_head_or_not_at_all() -> None:
    assert messages.length(b"HTTP/1.1 200 OK\r\ncontent-length: 512\r\nserver: x") == 512
    with pytest.raises(ValueError, match="200 OK"):
        messages.length(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked")


def test_the_processor_is_named_where_the_system_tells_it() -> None:
    assert machine.processor("processor : 0\nmodel name\t: AMD EPYC\n") == "AMD EPYC"
    assert machine.processor("") == "unknown"


def test_ten_and_a_hundred_million_cars_lie_equally_deep() -> None:
    assert [depth.levels(10**n) for n in range(1, 9)] == [1, 1, 2, 2, 3, 3, 4, 4]


def test_the_figure_draws_each_curve_over_the_same_seconds() -> None:
    table = {"bytes": 8192, "index_bytes": 8192, "dead": 3, "updates": 5, "hot": 5, "vacuums": 0}
    samples = [
        {"at": float(n), "released": 100 * n, "licensing_balance": table, "licensing_licencestanding": table} for n in range(4)
    ]
    assert plot.rates(samples) == [100, 100, 100, 100]
    figure = ET.fromstring(plot.drawn(samples))
    curves = [one.attrib["points"].split() for one in figure.iter("{http://www.w3.org/2000/svg}polyline")]
    assert [len(points) for points in curves] == [4] * 5
    assert {points[-1].split(",")[0] for points in curves} == {"630.0"}
