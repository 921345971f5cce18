"""A large file of cars: recorded whole or handed back with every bad row, and the good ones alone where that is said."""

from datetime import timedelta

import pytest
from tests.cast import MAKER_USCC
from tests.factories import AT, TODAY
from tests.vehicles.files import OWNER, announce, csv_of, faults, handed_in, lines, numbers, recorded, work_of, worked, xlsx_of

from evexport.kernel.problems import BadInput, Barred, Conflict, NotAllowed, NotFound
from evexport.ledger.models import Entry
from evexport.store import acting_as
from evexport.vehicles.actions import Produced, record_production, take_good
from evexport.vehicles.models import ProductionFile
from evexport.vehicles.queries import all_files, bad_rows, every_bad_row, file_by_id
from evexport.vehicles.states import FILE


@pytest.fixture(scope="module")
def maker(cast):
    announce(MAKER_USCC)
    announce(
        MAKER_USCC, model="DMO7000BEVOLD", effective_from=TODAY - timedelta(days=90), withdrawn_on=TODAY - timedelta(days=30)
    )
    return cast.maker


@pytest.fixture
def small_pieces(monkeypatch):
    """Pieces of about two rows, so that a short file has many."""
    monkeypatch.setattr("evexport.kernel.sheet_pieces.PIECE", 90)


def entry(kept, kind):
    return Entry.objects.using(OWNER).get(subject=f"production-file:{kept.pk}", kind=f"production.{kind}")


@pytest.mark.parametrize(("form", "name", "start"), [(csv_of, "cars.csv", 100), (xlsx_of, "cars.xlsx", 200)])
def test_a_sound_file_is_recorded_whole_with_one_entry_that_names_it(maker, form, name, start):
    vins = numbers(40, start=start)
    content = form(lines(vins))
    kept = worked(handed_in(maker, content, name=name, request=name))
    assert (kept.state, kept.total, kept.recorded, kept.bad) == ("recorded", 40, 40, 0)
    assert recorded(vins) == 40
    assert entry(kept, "file_recorded").data | {"name": ""} == {
        "name": "", "digest": kept.digest, "rows": 40, "vehicles": 40, "bad": 0,
    }  # fmt: skip
    assert entry(kept, "file_taken").data["digest"] == kept.digest


def test_every_kind_of_bad_row_is_named_and_nothing_recorded(maker, small_pieces, cast):
    vins = numbers(9, start=300)
    known = numbers(1, start=390)
    record_production([Produced(known[0], "DMO7000BEVA1", TODAY)], by=cast.rival, at=AT)
    wrong = vins[1][:8] + ("1" if vins[1][8] != "1" else "2") + vins[1][9:]
    rows = [
        *lines(vins[:1]),
        *lines([wrong]),
        *lines(["NOT A VIN"]),
        *lines(numbers(1, start=1, wmi="LRV")),
        *lines(numbers(1, start=301, year=2029)),
        *lines(vins[2:3], model="NOSUCH1"),
        *lines(vins[3:4], model=""),
        *lines(vins[4:5], built=TODAY + timedelta(days=1)),
        *lines(vins[5:6], built="soon"),
        *lines(vins[:1]),
        *lines(known),
        *lines(vins[6:7], model="DMO7000BEVOLD"),
        *lines(vins[7:8], model="DMO7000BEVOLD", built=TODAY - timedelta(days=31)),
    ]
    kept = worked(handed_in(maker, csv_of(rows), request="kinds"))
    assert faults(kept) == [
        (3, "VIN_CHECK_DIGIT"),
        (4, "VIN_MALFORMED"),
        (5, "VIN_WMI_FOREIGN"),
        (6, "VIN_MODEL_YEAR"),
        (7, "MODEL_WITHDRAWN"),
        (8, "MODEL_MISSING"),
        (9, "BUILT_IN_FUTURE"),
        (10, "BUILT_ON_UNREADABLE"),
        (11, "VIN_REPEATED"),
        (12, "VIN_ON_RECORD"),
        (13, "MODEL_WITHDRAWN"),
        (14, "VIN_WMI_FOREIGN"),
    ], "the maker's identifier is on record from today on; a model counts on the day of building"
    assert (kept.state, kept.total, kept.bad, kept.recorded) == ("returned", 13, 12, 0)
    assert recorded(vins) == 0
    with acting_as(maker):
        told = {one.line: said for one, said in bad_rows(file_by_id(kept.pk))}
    assert told[11].message.zh == f"“{vins[0]}”与第2行重复。"
    assert "对手" not in str([one.as_dict() for one in told.values()]), "whose register it is on is not said"
    assert entry(kept, "file_returned").data["bad"] == 12


def test_the_good_ones_are_recorded_where_that_is_said_beforehand(maker, small_pieces):
    vins = numbers(6, start=400)
    kept = worked(handed_in(maker, csv_of([*lines(vins[:3]), "x,y,z", *lines(vins[2:])]), request="good", good_only=True))
    assert (kept.state, kept.recorded, kept.bad) == ("recorded", 6, 2)
    assert [line for line, code in faults(kept) if code == "VIN_REPEATED"] == [6]
    assert recorded(vins) == 6


def test_the_good_ones_of_a_file_handed_back(maker, small_pieces):
    vins = numbers(5, start=450)
    kept = worked(handed_in(maker, csv_of([*lines(vins), "x,y,z"]), request="later"))
    assert (kept.state, recorded(vins)) == ("returned", 0)
    with acting_as(maker):
        assert [one.step.verb for one in FILE.offered(kept, to=maker)] == ["take-good"]
    kept = worked(take_good(kept.pk, by=maker, at=AT))
    assert (kept.state, kept.recorded, kept.bad, recorded(vins)) == ("recorded", 5, 1, 5)
    with pytest.raises(Barred):
        take_good(kept.pk, by=maker, at=AT)


def test_two_files_with_the_same_car_do_not_both_have_it(maker):
    vins = numbers(3, start=500)
    first = handed_in(maker, csv_of(lines(vins)), request="one")
    second = handed_in(maker, csv_of(lines(reversed(vins))), request="two")
    assert worked(first).state == "recorded"
    assert faults(worked(second)) == [(line, "VIN_ON_RECORD") for line in (2, 3, 4)]


def test_the_same_request_is_the_same_file_and_another_content_under_it_is_refused(maker):
    content = csv_of(lines(numbers(2, start=550)))
    kept = handed_in(maker, content, request="again")
    assert handed_in(maker, content, request="again").pk == kept.pk
    with pytest.raises(Conflict):
        handed_in(maker, csv_of(lines(numbers(2, start=560))), request="again")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"vin,model_code\nx,y\n", "cars.csv", "FILE_NO_COLUMN"),
        (b"vin,model_code,built_on\n", "cars.csv", "FILE_EMPTY"),
        (b"", "cars.csv", "FILE_EMPTY"),
        (b"vin,model_code,built_on\n\x00\x01,2,3\n", "cars.csv", "FILE_UNREADABLE"),
        (b'vin,model_code,built_on\n"a"b,2,3\n', "cars.csv", "FILE_UNREADABLE"),
        (b"no archive", "cars.xlsx", "FILE_UNREADABLE"),
        (b"x", "cars.pdf", "FILE_KIND_UNKNOWN"),
    ],
)
def test_what_is_no_table_is_refused_at_once_and_leaves_nothing(maker, content, name, code):
    before = ProductionFile.objects.using(OWNER).count()
    with pytest.raises(BadInput) as caught:
        handed_in(maker, content, name=name, request=f"no table {name} {content[:30]!r}"[:60])
    assert caught.value.code == code
    assert ProductionFile.objects.using(OWNER).count() == before


def test_a_file_over_the_bound_is_refused(maker, monkeypatch):
    from evexport.vehicles.actions import file

    monkeypatch.setattr(file, "LIMITS", type(file.LIMITS)(rows=4))
    with pytest.raises(BadInput) as caught:
        handed_in(maker, csv_of(lines(numbers(4, start=580))), request="long")
    assert caught.value.code == "FILE_TOO_MANY_ROWS"


def test_separators_alone_are_no_row(maker):
    kept = worked(handed_in(maker, csv_of([*lines(numbers(2, start=600)), ",,", ""]), request="blank"))
    assert (kept.state, kept.total, kept.recorded) == ("recorded", 2, 2)


def test_quoted_cells_and_headings_in_chinese(maker):
    (vin,) = numbers(1, start=620)
    content = f'说明;下线日期;车辆识别代号;车辆型号\n"一\n二";2026年3月2日;{vin.lower()};dmo7000beva1\n'.encode("gb18030")
    kept = worked(handed_in(maker, content, request="chinese"))
    assert (kept.state, faults(kept), recorded([vin])) == ("recorded", [], 1)


def test_a_file_is_its_makers_alone(maker, cast):
    kept = handed_in(maker, csv_of(lines(numbers(1, start=640))), request="mine")
    with acting_as(cast.rival), pytest.raises(NotFound):
        file_by_id(kept.pk)
    with acting_as(cast.rival):
        assert not all_files().filter(pk=kept.pk).exists()
    for who in (cast.exporter, cast.ministry_officer, cast.customs_officer, cast.public):
        with pytest.raises(NotAllowed):
            handed_in(who, csv_of(lines(numbers(1, start=650))))


def test_a_page_of_bad_rows_ends_with_a_whole_line(maker):
    rows = [*lines(["BAD"], model="", built="?")] * 3
    kept = worked(handed_in(maker, csv_of(rows), request="pages"))
    with acting_as(maker):
        page = bad_rows(kept, count=4)
        assert [one.line for one, _ in page] == [2, 2, 2, 3, 3, 3]
        assert len(list(every_bad_row(kept))) == len(faults(kept)) == 9


def test_progress_is_told_by_the_pieces(maker, small_pieces):
    kept = handed_in(maker, csv_of(lines(numbers(9, start=700))), request="progress")
    work = work_of(kept)
    assert work.total == kept.pieces.using(OWNER).count() + 1 > 4
    assert sum(kept.pieces.using(OWNER).values_list("rows", flat=True)) == 9
