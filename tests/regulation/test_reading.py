"""Reading a filing: what cannot be understood is refused with file, line, field and mend."""

import json
from datetime import date
from decimal import Decimal

import pytest
from tests.regulation.filing_cases import HERE, base

from evexport.regulation.facts import reading
from evexport.regulation.facts.filing import FilingFacts
from evexport.regulation.facts.reading import Errors, read_filing
from evexport.regulation.facts.registers import read_registers
from evexport.regulation.yamlfile import FileProblem, parse, scalar

SOUND = (HERE / "bases" / "sound.yaml").read_text("utf-8")


def written(tmp_path, text):
    path = tmp_path / "filing.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refusal(tmp_path, text):
    with pytest.raises(FileProblem) as caught:
        read_filing(written(tmp_path, text))
    return caught.value


def test_norway_is_a_market_and_rates_are_exact():
    facts = read_filing(HERE / "bases" / "sound.yaml")
    assert [row.market for row in facts.exports.last_year][-1] == "NO"
    assert facts.service_network.plan[0].parts_in_stock_rate == Decimal("0.40")
    assert facts.exports.basis.since == date(2025, 1, 1)


def test_a_filing_from_json_is_the_same_filing():
    plain = json.loads(json.dumps(base("sound"), default=lambda v: float(v) if isinstance(v, Decimal) else v.isoformat()))
    assert FilingFacts.model_validate(plain) == FilingFacts.model_validate(base("sound"))


# name: (what is replaced, by what, field, message)
WRONG = {
    "an unknown field": ("claimed_category:", "claimed_categry:", "claimed_categry", "Unknown field"),
    "an unknown field deep inside": (
        "in_stock: 410",
        "in_stock: 410, shelf: 3",
        "service_network.parts[1].shelf",
        "Unknown field",
    ),
    "a missing field": ("year: 2027\n", "", "year", "missing"),
    "a word for a number": (
        "vehicles: 2100",
        "vehicles: many",
        "exports.last_year[1].vehicles",
        "whole number",
    ),
    "half a vehicle": ("vehicles: 2100", "vehicles: 2100.5", "exports.last_year[1].vehicles", "whole number"),
    "a negative count": ("vehicles: 2100", "vehicles: -1", "exports.last_year[1].vehicles", "below 0"),
    "a quoted count": ("vehicles: 2100", 'vehicles: "2100"', "exports.last_year[1].vehicles", "whole number"),
    "truth for a count": (
        "vehicles: 2100",
        "vehicles: true",
        "exports.last_year[1].vehicles",
        "whole number",
    ),
    "no market": (
        "{market: DE, vehicles: 2100}",
        "{market: EU, vehicles: 2100}",
        "exports.last_year[1].market",
        "ISO 3166-1",
    ),
    "a market in small letters": (
        "{market: DE, vehicles: 2100}",
        "{market: de, vehicles: 2100}",
        "exports.last_year[1].market",
        "ISO 3166-1",
    ),
    "a market twice": (
        "{market: AU, vehicles: 900}",
        "{market: DE, vehicles: 900}",
        "exports",
        "stands twice",
    ),
    "a day that does not exist": ("filed_on: 2026-09-08", "filed_on: 2026-02-30", "filed_on", "not a date"),
    "a day written otherwise": ("filed_on: 2026-09-08", "filed_on: 8.9.2026", "filed_on", "not a date"),
    "a moment for a day": (
        "filed_on: 2026-09-08",
        "filed_on: 2026-09-08T10:00:00Z",
        "filed_on",
        "not a date",
    ),
    "a rate above one": (
        "parts_in_stock_rate: 0.40",
        "parts_in_stock_rate: 40",
        "service_network.plan[1].parts_in_stock_rate",
        "above 1",
    ),
    "a negative rate": (
        "parts_in_stock_rate: 0.40",
        "parts_in_stock_rate: -0.1",
        "service_network.plan[1].parts_in_stock_rate",
        "below 0",
    ),
    "a rate in words": (
        "parts_in_stock_rate: 0.40",
        "parts_in_stock_rate: 40%",
        "service_network.plan[1].parts_in_stock_rate",
        "not a number",
    ),
    "negative hours": (
        "committed_hours: 36",
        "committed_hours: -1",
        "service_network.response[3].committed_hours",
        "below 0",
    ),
    "hours that are no number": (
        "committed_hours: 36",
        "committed_hours: .nan",
        "service_network.response[3].committed_hours",
        "not a number",
    ),
    "more parts in stock than there are": (
        "in_stock: 410",
        "in_stock: 1201",
        "service_network.parts[1]",
        "more than the 1200",
    ),
    "an unknown category": ("claimed_category: I ", "claimed_category: VI ", "claimed_category", "one of"),
    "an unknown service": (
        "services: [maintenance, high_voltage], count: 19",
        "services: [repairs], count: 19",
        "service_network.outlets[1].services[1]",
        "one of",
    ),
    "yes for true": ("own_brand: true", "own_brand: yes", "manufacturer.own_brand", "true or false"),
    "a number where text belongs": (
        'division: "440300"',
        "division: 440300",
        "manufacturer.division",
        "quotes",
    ),
    "a short code": ("91440300MADEM0EX2C", "91440300EX2C", "manufacturer.uscc", "18-character"),
    "a WMI with a forbidden letter": ("[LDM]", "[LDO]", "manufacturer.wmis[1]", "WMI"),
    "a list where a section belongs": (
        "quality_management:\n",
        "quality_management: []\nx_quality:\n",
        "quality_management",
        "mapping",
    ),
    "a section where a list belongs": (
        "  rescue:\n",
        "  rescue: {}\n  x_rescue:\n",
        "service_network.rescue",
        "list",
    ),
    "a contract that ends before it begins": (
        "valid_until: 2027-12-31",
        "valid_until: 2026-12-31",
        "authorised_exporters[1]",
        "before it begins",
    ),
    "a period that ends before it begins": (
        "to: 2025-12-31",
        "to: 2024-12-31",
        "exports.basis",
        "before it begins",
    ),
    "a name without end": (
        "name_en: Example EV Co., Ltd.",
        "name_en: " + "x" * 301,
        "manufacturer.name_en",
        "at most 300",
    ),
    "a year before the regime's base": ("year: 2027\n", "year: 1999\n", "year", "below 2012"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_form_error_names_its_field_its_line_and_its_mend(name, tmp_path):
    old, new, field, message = WRONG[name]
    text = SOUND.replace(old, new, 1)
    assert text != SOUND
    with pytest.raises(Errors) as caught:
        read_filing(written(tmp_path, text))
    problem = next(one for one in caught.value.problems if one.field == field)
    assert message in problem.message.en
    changed = text[: text.index(new)].count("\n") + 1 + (len(new) - len(new.lstrip("\n")))
    assert problem.line == {"a market twice": 25, "a missing field": 2}.get(name, changed)
    assert problem.message.zh
    assert problem.remedy.zh


def test_a_near_name_is_suggested(tmp_path):
    with pytest.raises(Errors) as caught:
        read_filing(written(tmp_path, SOUND.replace("in_stock: 410", "in_stok: 410")))
    assert any("in_stock" in one.remedy.en and one.line for one in caught.value.problems)


def test_all_errors_come_at_once(tmp_path):
    text = (
        SOUND.replace("vehicles: 2100", "vehicles: x", 1)
        .replace("claimed_category: I ", "claimed_category: X ")
        .replace("in_stock: 410", "in_stock: -4")
    )
    with pytest.raises(Errors) as caught:
        read_filing(written(tmp_path, text))
    assert len(caught.value.problems) == 3
    assert len(str(caught.value).splitlines()) == 3


def test_a_file_that_is_wrong_throughout_is_told_so_once(tmp_path):
    rows = "".join("- a\n" for _ in range(250))
    with pytest.raises(Errors) as caught:
        read_filing(written(tmp_path, "year: 2027\nfiled_on: 2026-01-01\nmanufacturer: {}\nmodels:\n" + rows))
    assert (len(caught.value.problems), caught.value.total) == (100, 250)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "empty"),
        ("# nothing but a remark\n", 1, "empty"),
        ("year: 2027\n  filed_on: 2026-01-01\n", 2, "not readable YAML"),
        ("year: [2027\n", None, "not readable YAML"),
        ("year: 2027\nyear: 2028\n", 2, "stands twice"),
        ("year: &a 2027\n", 1, "an anchor"),
        ("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n", 1, "an anchor"),
        ("a: *b\n", 1, "an alias"),
        ("year: !!python/object/apply:os.system [ls]\n", 1, "a tag"),
        ("year: 2027\n---\nyear: 2028\n", 2, "second document"),
        ("? [a, b]\n: 1\n", 1, "as the name of a field"),
        ("a: " + "[" * 50 + "]" * 50, 1, "levels of nesting"),
        ("a: " + "[" * 100_000, 1, "levels of nesting"),
        ("a: \x07\n", 1, "not readable YAML"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_plain_yaml_is_refused(tmp_path, text, line, message):
    problem = refusal(tmp_path, text)
    assert message in problem.message.en
    assert line is None or problem.line == line
    assert problem.place.startswith(str(tmp_path))


def test_something_that_is_no_filing_at_all(tmp_path):
    with pytest.raises(Errors, match="mapping"):
        read_filing(written(tmp_path, "- a\n- b\n"))
    with pytest.raises(Errors, match="mapping"):
        read_filing(written(tmp_path, "just words"))


def test_another_encoding_is_refused(tmp_path):
    assert "UTF-8" in refusal(tmp_path, SOUND.encode("gb18030")).message.en


def test_a_byte_order_mark_does_no_harm(tmp_path):
    assert read_filing(written(tmp_path, b"\xef\xbb\xbf" + SOUND.encode())).year == 2027


def test_a_huge_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    monkeypatch.setattr(reading.Path, "read_text", lambda *_, **__: pytest.fail("It was read."))
    with pytest.raises(FileProblem) as caught:
        read_filing(path)
    assert caught.value.code == "FILE_TOO_LARGE"
    assert "5,242,880" in caught.value.message.en
    assert "104,857,600" in caught.value.message.zh


def test_no_file_and_a_folder(tmp_path):
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(FileProblem) as caught:
            read_filing(path)
        assert caught.value.code == "FILE_NOT_READ"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("null", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("012", "012"),
        ("1_000", "1_000"),
        ("12:30:00", "12:30:00"),
        ("1e5", "1e5"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
        ("0.20", Decimal("0.20")),
        ("2027-01-01", date(2027, 1, 1)),
        ("2027-02-30", "2027-02-30"),
        ("9" * 30, "9" * 30),
    ],
)
def test_plain_words_mean_what_they_look_like(text, value):
    assert scalar(text) == value
    assert type(scalar(text)) is type(value)


def test_lines_are_those_of_the_file():
    document = parse("a:\n  - {b: 1,\n     c: 2}\n  -\n    b: 3\n", file="x")
    assert [document.line(place) for place in [("a",), ("a", 0, "c"), ("a", 1, "b"), ("a", 1, "none"), ("z",)]] == [1, 3, 5, 5, 1]


REGISTER = (
    "certificate_no,manufacturer_uscc,model_code,status,status_since,valid_from,valid_until\n"
    "C1,U,M,valid,2025-05-02,2025-05-02,2030-05-01\n"
)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (REGISTER.replace("2025-05-02,2030", "soon,2030"), 2, "not a date"),
        (REGISTER.replace(",valid,", ",fine,"), 2, "no status"),
        (REGISTER.replace("status,", "state,", 1), 1, "Columns are missing: status"),
        ("", 1, "Columns are missing"),
        (REGISTER + 'C2,"U', 3, "not readable CSV"),
    ],
)
def test_a_wrong_register_file_is_refused_with_its_line(tmp_path, text, line, message):
    (tmp_path / "ccc.csv").write_text(text, encoding="utf-8")
    with pytest.raises(FileProblem, match=message) as caught:
        read_registers(tmp_path)
    assert caught.value.line == line


def test_a_register_folder_is_read_as_far_as_it_goes(tmp_path):
    with pytest.raises(FileProblem, match="no register file"):
        read_registers(tmp_path)
    with pytest.raises(FileProblem, match="no such folder"):
        read_registers(tmp_path / "none")
    (tmp_path / "ccc.csv").write_text(REGISTER, encoding="utf-8")
    found = read_registers(tmp_path)
    assert found.announcement is None
    assert found.certificate("C1", on=date(2025, 5, 2)).status == "valid"
    assert found.certificate("C1", on=date(2025, 5, 1)) is None
