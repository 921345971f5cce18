"""The commands that need no database: answers, exit codes, and messages that say what to mend."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner
from tests.regulation.filing_cases import HERE

from evexport import cli
from evexport.codes import vin

SAMPLE = str(HERE / "bases" / "sample.yaml")
SOUND = str(HERE / "bases" / "sound.yaml")
CAR = [
    "--hs",
    "8703801090",
    "--vehicle-name",
    "纯电动轿车",
    "--vin",
    "LDMEV7EB2TD000001",
    "--declared-on",
    "2026-01-01",
]


@pytest.fixture
def run():
    return lambda *args, **env: CliRunner().invoke(cli.evexport, list(args), env={"LC_ALL": "en_GB.UTF-8", **env})


def test_a_filing_in_which_all_is_met_is_a_yes(run):
    done = run("assess", SOUND)
    assert done.exit_code == 0
    assert "Outcome: met" in done.output


def test_the_sample_is_a_no_with_articles_and_mends(run):
    done = run("assess", SAMPLE)
    assert done.exit_code == 1
    assert "Brazil (BR) stocks 239 of 1200" in done.output
    assert "BRIEF#parts" in done.output
    assert "Stock 1 more part number." in done.output
    assert done.output.index("not met · 3") < done.output.index("met · 29")


def test_in_json_it_is_the_assessment_and_nothing_else(run):
    done = run("assess", SAMPLE, "--json")
    answer = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (answer["outcome"], answer["category"], answer["authorised_exporters_limit"]) == (
        "not_met",
        "I",
        5,
    )


@pytest.mark.parametrize(
    ("args", "env", "word"),
    [
        (["--lang", "zh"], {}, "结论"),
        (["--lang", "en"], {"LC_ALL": "zh_CN.UTF-8"}, "Outcome"),
        ([], {"LC_ALL": "zh_CN.UTF-8"}, "结论"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "en_US.UTF-8"}, "Outcome"),
    ],
)
def test_the_language_is_that_asked_for_else_that_of_the_surroundings(run, args, env, word):
    assert word in run("assess", SAMPLE, *args, **env).output


def test_another_day_may_change_the_answer(run):
    assert run("assess", SOUND, "--on", "2028-06-30").exit_code == 0
    done = run("assess", SOUND, "--on", "2028-07-01")
    assert done.exit_code == 1
    assert "expired after 2028-06-30" in done.output


def test_a_day_before_any_rule_is_bad_input(run):
    done = run("assess", SOUND, "--on", "2020-01-01")
    assert done.exit_code == 2
    assert "2025-09-26" in done.stderr


def test_registers_can_speak_against_what_is_declared(run, tmp_path):
    (tmp_path / "ccc.csv").write_text(
        "certificate_no,manufacturer_uscc,model_code,status,status_since,valid_from,valid_until\n"
        "2025011101000001,91440300MADEM0EX2C,DMO7000BEVA1,suspended,2026-05-02,2025-05-02,2030-05-01\n"
    )
    done = run("assess", SOUND, "--registers", str(tmp_path), "--json")
    failed = [f for f in json.loads(done.stdout)["findings"] if f["outcome"] == "not_met"]
    assert [(f["id"], f["source"]) for f in failed] == [("Q2", "register")]
    assert run("assess", SOUND, "--registers", str(tmp_path / "none")).exit_code == 2


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("year: 2027\nfiled_on: 2026-09-08\nmanufacturer: {}\ncolour: red\n", 4, "Unknown field"),
        ("year: 2027\nfiled_on: soon\nmanufacturer: {}\n", 2, "not a date"),
        ("year: 2027\nyear: 2027\n", 2, "stands twice"),
        ("", 1, "empty"),
    ],
)
def test_a_file_that_cannot_be_understood_is_bad_input_with_its_place(run, tmp_path, text, line, message):
    path = tmp_path / "filing.yaml"
    path.write_text(text)
    done = run("assess", str(path))
    assert done.exit_code == 2
    assert f"{path}:{line}" in done.stderr.replace("\n", "")
    assert message in done.stderr
    told = json.loads(run("assess", str(path), "--json").stdout)["problems"]
    assert told[0]["line"] == line
    assert told[0]["remedy"]["zh"]


def test_no_such_file_is_bad_input(run, tmp_path):
    assert run("assess", str(tmp_path / "none.yaml")).exit_code == 2
    assert run("assess", str(tmp_path)).exit_code == 2
    assert run("assess").exit_code == 2


def test_goods_in_scope_are_a_yes(run):
    done = run("classify", *CAR)
    assert done.exit_code == 0
    assert "bev-passenger-2026" in done.output


@pytest.mark.parametrize(
    ("more", "in_scope", "regime"),
    [
        ([], True, "bev-passenger-2026"),
        (["--declared-on", "2025-12-31"], False, None),
        (["--used"], False, "used-vehicles"),
        (["--propulsion", "plug-in-hybrid"], False, "automobiles-318"),
        (["--propulsion", "fuel-cell"], None, None),
        (["--no-persons"], False, None),
        (["--hs", "8703809090", "--vin", ""], False, None),
    ],
)
def test_goods_in_json(run, more, in_scope, regime):
    done = run("classify", *CAR, "--json", *more)
    answer = json.loads(done.stdout)
    assert (answer["in_scope"], answer["regime"]) == (in_scope, regime)
    assert done.exit_code == (0 if in_scope else 1)
    assert {"id", "outcome", "sentence", "remedy", "citation"} <= answer["reasons"][0].keys()


@pytest.mark.parametrize(
    "wrong",
    [
        ["--hs", "8703"],
        ["--declared-on", "1.1.2026"],
        ["--propulsion", "steam"],
        ["--declared-on", "20260101"],
    ],
)
def test_goods_that_cannot_be_understood(run, wrong):
    assert run("classify", *wrong).exit_code == 2


def test_what_is_not_stated_is_not_assumed(run):
    done = run("classify", "--hs", "8703801090")
    assert done.exit_code == 1
    assert "Not decided" in done.output


def test_the_rules_of_a_day(run):
    done = run("law", "show", "qualification.service", "--on", "2026-09-08", "--json")
    shown = json.loads(done.stdout)
    assert done.exit_code == 0
    assert shown["digest"].startswith("sha256:")
    parts = next(v for v in shown["values"] if v["path"].endswith("parts_in_stock_at_least"))
    assert (parts["value"], parts["cite"], parts["working"]) == ("0.20", "BRIEF#parts", False)
    assert "parts_in_stock_at_least" in run("law", "show", "--on", "2026-09-08").output
    assert run("law", "show", "nothing.like.it").exit_code == 2


def test_what_changes_between_two_days(run, tmp_path):
    done = run("law", "diff", "2025-09-25", "2025-09-26", "--json")
    changes = json.loads(done.stdout)["changes"]
    assert done.exit_code == 0
    assert any(c["path"] == "qualification.outlets.category_i_more_than" and c["before"] is None for c in changes)
    assert "Nothing changes" in run("law", "diff", "2026-09-08", "2026-09-09").output
    file = tmp_path / "parameters" / "qualification" / "outlets.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("category_i_more_than:\n  values: [{from: 2027-01-01, value: 60, cite: BRIEF#outlets}]\n")
    told = run("law", "diff", "2026-09-08", "2027-01-01", "--dir", str(tmp_path)).output
    assert "- 50" in told
    assert "+ 60" in told


def test_the_shipped_rules_hold_together(run):
    done = run("law", "check", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["ok"] is True


def test_a_wrong_draft_is_refused_with_file_and_line(run, tmp_path):
    file = tmp_path / "parameters" / "qualification" / "outlets.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("category_i_more_than:\n  values:\n    - {from: 2027-01-01, value: 60}\n")
    done = run("law", "check", "--dir", str(tmp_path))
    assert done.exit_code == 2
    assert "parameters/qualification/outlets.yaml:3" in done.stderr
    assert "without a citation" in done.stderr


def test_vins_of_a_file(run, tmp_path):
    path = tmp_path / "vins.txt"
    path.write_text("LDMEV7EB2TD000001\nLDMEV7EB3TD000001\n")
    done = run("vin", "check", str(path), "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout) == {
        "total": 2,
        "valid": 1,
        "rows": [{"line": 2, "vin": "LDMEV7EB3TD000001", "codes": ["VIN_CHECK_DIGIT"]}],
    }
    path.write_text("LDMEV7EB2TD000001\n")
    assert run("vin", "check", str(path)).exit_code == 0
    assert run("vin", "check", str(tmp_path / "none.txt")).exit_code == 2


def test_vins_of_a_file_held_to_makers_registers_and_days(run, tmp_path):
    registers = tmp_path / "registers"
    registers.mkdir()
    (registers / "announcement.csv").write_text(
        "model_code,vehicle_name,manufacturer_name,manufacturer_uscc,effective_from,withdrawn_on\n"
        "DMO7000BEVA1,纯电动轿车,示例,91440300MADEM0EX2C,2025-01-01,2026-05-01\n"
    )
    (registers / "wmi.csv").write_text("wmi,holder_name,holder_uscc,maker_uscc\nLDM,示例,91440300MADEM0EX2C,\n")
    one, two, old, other = (
        vin.make(wmi, "EV7EB", year, "D", 1) for wmi, year in (("LDM", 2026), ("LDM", 2027), ("LDM", 2020), ("LRV", 2026))
    )
    rows = [f"{one},DMO7000BEVA1,2026-03-01", f"{two},DMO7000BEVA1,2026-05-01", f"{old},OTHER1,2026-03-01"]
    path = tmp_path / "cars.csv"
    path.write_text("\n".join(["vin,model_code,built_on", *rows, f"{other},DMO7000BEVA1,2026/3/1", rows[0]]))
    words = ["vin", "check", str(path), "--on", "2026-06-01"]
    full = run(*words, "--registers", str(registers), "--maker", "91440300MADEM0EX2C", "--json")
    assert full.exit_code == 1, full.output
    assert [(row["line"], row["codes"]) for row in json.loads(full.stdout)["rows"]] == [
        (3, ["MODEL_WITHDRAWN"]),
        (4, ["VIN_MODEL_YEAR", "MODEL_WITHDRAWN"]),
        (5, ["VIN_WMI_FOREIGN"]),
        (6, ["VIN_REPEATED"]),
    ]
    zh, en = (run(*words, "--wmi", "ldm", "--lang", lang).stdout for lang in ("zh", "en"))
    assert "LRV" in zh
    assert "与第2行重复" in zh
    assert "2 / 5 有效" in zh
    assert "stands in row 2 already" in en
    assert run(*words, "--registers", str(registers)).exit_code == 2


def test_vins_of_many_pieces(run, tmp_path, monkeypatch):
    monkeypatch.setattr("evexport.kernel.sheet_pieces.PIECE", 200)
    vins = [vin.make("LDM", "EV7EB", 2026, "D", serial) for serial in range(100)]
    path = tmp_path / "cars.csv"
    path.write_text("\n".join(["VIN", *vins, vins[3], "SHORT", "SHORT"]))
    done = json.loads(run("vin", "check", str(path), "--json").stdout)
    assert (done["total"], done["valid"]) == (103, 100)
    assert [(row["line"], row["codes"]) for row in done["rows"]] == [
        (102, ["VIN_REPEATED"]),
        (103, ["VIN_MALFORMED"]),
        (104, ["VIN_MALFORMED", "VIN_REPEATED"]),
    ]


def test_help_names_every_command_without_loading_it(run):
    done = run("--help")
    assert done.exit_code == 0
    assert all(f"  {name} " in done.output for name in cli.COMMANDS)


def test_an_unknown_command_is_bad_input(run):
    assert run("asses").exit_code == 2


def process(*args):
    code = "import sys; from evexport.config.command import main; sys.argv[0] = 'evexport'; main()"
    return subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=False, timeout=60)


def test_the_real_process_answers_and_exits():
    done = process("assess", SAMPLE, "--lang", "zh")
    assert (done.returncode, done.stderr) == (1, "")
    assert "巴西（BR）在库239种" in done.stdout
    assert "\x1b[" not in done.stdout
    assert process("classify", *CAR).returncode == 0
    assert process("assess", SAMPLE + ".none").returncode == 2


@pytest.mark.parametrize("command", [["assess", SAMPLE], ["classify", *CAR], ["law", "check"], ["--help"]])
def test_commands_without_a_database_load_neither_framework_nor_driver(command):
    code = (
        "import sys; from evexport.config import command; sys.argv[0] = 'evexport'\n"
        "try: command.main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'django', 'psycopg', 'polars', 'numpy'} & sys.modules.keys()), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr.strip().endswith("[]")
