"""The offline exchange: a run is whole and the next, or nothing; its answer is the same whenever it is asked for; nothing twice."""

import json
from datetime import date, timedelta
from hashlib import sha256

import pytest
from tests import factories
from tests.customs.audit import audit
from tests.customs.test_decide import changed
from tests.customs.world import NOON, OWNER

from evexport.accounts.actions import issue_key
from evexport.accounts.actors import PUBLIC
from evexport.accounts.queries import actor_for_key
from evexport.accounts.roles import Role
from evexport.customs import exchange_runs
from evexport.customs.actions import answer_part, cancel, exchange, take_run
from evexport.customs.gate import many
from evexport.customs.models import DayReport, Declaration, ExchangeAnswer, ExchangePart, ExchangeRun
from evexport.customs.reconciliation import differences
from evexport.kernel.problems import BadInput, Barred, Conflict, NotAllowed, NotFound
from evexport.ledger.models import Entry
from evexport.store import acting_as, reading_as
from evexport.work.models import Work
from evexport.work.running import run_lane

DAY = NOON.date()
LATER = NOON + timedelta(hours=1)


def as_json(form):
    return json.loads(form.canonical())


def file(*forms, run=1, cleared=None, sender="5301", day=DAY, header=(), trailer=(), seal=True):
    """A file of customs with these declarations; `cleared`: number -> cars, reported of its own day."""
    head = {"format": "evexport-exchange/1", "sender": sender, "run": run, "day": day.isoformat()}
    head |= {} if cleared is None else {"report_of": day.isoformat()}
    lines = [{"header": {**head, **dict(header)}}]
    lines += [form if isinstance(form, str) else {"declaration": as_json(form)} for form in forms]
    lines += [{"cleared": {"declaration_no": number, "vins": list(vins)}} for number, vins in (cleared or {}).items()]
    body = "".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines)
    counts = {"declarations": len(forms), "cleared": len(cleared or ())} | dict(trailer)
    return (body + json.dumps({"trailer": {**counts, "sha256": sha256(body.encode()).hexdigest()}})).encode() + b"\n" * seal


def answered(world, content, *, at=NOON):
    """Taken in and answered here and now."""
    run = take_run(content, background=False, by=world.system, at=at)
    with reading_as(world.system):
        left = exchange_runs.missing(run)
    for number in left:
        with acting_as(world.system):
            answer_part(run, number, by=world.system, at=at)
    with reading_as(world.system):
        return exchange_runs.answer_file(run)


def lines(content):
    return [next(iter(json.loads(line).items())) for line in content.decode().splitlines()]


def nothing_was_kept():
    kept = (ExchangeRun, ExchangePart, ExchangeAnswer, Declaration, DayReport)
    return not any(model.objects.using(OWNER).exists() for model in kept) and not Entry.objects.using(OWNER).exists()


def test_a_run_is_answered_a_line_each_in_order_between_header_and_trailer(world):
    licence = world.licence(10)
    forms = [world.form(licence), world.form(licence, destination="FR"), world.form(licence)]
    bad = '{"declaration": {"surprise": 1}}'
    content = file(forms[0], forms[1], bad, forms[2])
    answer = answered(world, content)
    (head, header), *told, (tail, trailer) = lines(answer)
    assert (head, tail) == ("header", "trailer")
    assert header["answers_to"] == "sha256:" + sha256(content).hexdigest()
    assert (header["sender"], header["run"], header["day"]) == ("5301", 1, "2026-06-15")
    assert [(kind, one.get("decision", one.get("code"))) for kind, one in told] == [
        ("decision", "released"), ("decision", "refused"), ("problem", "UNKNOWN_FIELD"), ("decision", "released"),
    ]  # fmt: skip
    assert told[2][1]["line"] == 4
    seal = trailer.pop("sha256")
    assert sha256(b"".join(answer.splitlines(keepends=True)[:-1])).hexdigest() == seal
    assert trailer == {"released": 2, "refused": 1, "held": 0, "not_required": 0, "problems": 1, "differences": 0}
    kinds = list(Entry.objects.using(OWNER).order_by("epoch", "xid", "id").values_list("kind", flat=True))
    assert (kinds[0], kinds[-1]) == ("exchange.taken", "exchange.answered")
    audit(OWNER)


def test_a_replayed_run_gets_the_same_file_and_changes_nothing(world):
    licence = world.licence(10)
    forms = [world.form(licence)]
    content = file(*forms)
    first = answered(world, content)
    cancel(forms[0].declaration_no, because="退关", by=world.officer, at=LATER)
    before = Entry.objects.using(OWNER).count()
    assert answered(world, content, at=LATER + timedelta(days=40)) == first
    assert Entry.objects.using(OWNER).count() == before


def test_an_empty_run_is_a_sign_of_life(world):
    answer = answered(world, file())
    assert [kind for kind, _ in lines(answer)] == ["header", "trailer"]
    assert ExchangeRun.objects.using(OWNER).get().closing == 1


BROKEN = {
    "no trailer": (lambda form: file(form).rsplit(b"\n", 2)[0], "EXCHANGE_FORM"),
    "no header": (lambda form: b"\n".join(file(form).split(b"\n")[1:]), "EXCHANGE_FORM"),
    "nothing": (lambda _: b"", "EXCHANGE_FORM"),
    "a declaration lost": (lambda form: b"\n".join(file(form).split(b"\n")[:1] + file(form).split(b"\n")[2:]), "EXCHANGE_COUNT"),
    "a wrong count": (lambda form: file(form, trailer={"declarations": 2}), "EXCHANGE_COUNT"),
    "a byte altered": (lambda form: file(form).replace(b'"DE"', b'"FR"'), "EXCHANGE_CHECKSUM"),
    "an altered header": (lambda form: file(form).replace(b"2026-06-15", b"2026-06-14", 1), "EXCHANGE_CHECKSUM"),
    "a line of two keys": (lambda form: file(form, '{"declaration": {}, "cleared": {}}'), "EXCHANGE_FORM"),
    "a line that is none": (lambda form: file(form, "{"), "EXCHANGE_FORM"),
    "an unknown kind": (lambda form: file(form, '{"note": {}}'), "EXCHANGE_FORM"),
    "another format": (lambda form: file(form, header={"format": "evexport-exchange/2"}), "EXCHANGE_FORM"),
    "an unknown field": (lambda form: file(form, header={"note": 1}), "EXCHANGE_FORM"),
    "run nought": (lambda form: file(form, run=0), "EXCHANGE_FORM"),
    "not UTF-8": (lambda form: file(form).replace(b"\n", b"\xff\n", 1), "EXCHANGE_FORM"),
    "a NUL": (lambda form: file(form).replace(b"\n", b"\0\n", 1), "EXCHANGE_FORM"),
    "depth": (lambda form: file(form, '{"declaration": ' + "[" * 100_000), "EXCHANGE_FORM"),
    "cleared without a day": (lambda form: file(form, cleared={"530120260000000001": ["X"]}, header={"report_of": None}), "EXCHANGE_FORM"),
    "an office that is none": (lambda form: file(form, sender="9999"), "EXCHANGE_SENDER"),
    "a day to come": (lambda form: file(form, day=DAY + timedelta(days=1)), "EXCHANGE_DAY"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_not_whole_is_refused_whole_and_leaves_nothing(world, case):
    make, code = BROKEN[case]
    with pytest.raises(BadInput) as problem:
        take_run(make(world.form(world.licence())), by=world.system, at=NOON)
    assert problem.value.code == code
    assert problem.value.message.zh
    assert problem.value.remedy.en
    assert nothing_was_kept()


def test_runs_come_one_after_the_other(world):
    licence = world.licence(100)
    with pytest.raises(Conflict) as gap:
        take_run(file(world.form(licence), run=2), by=world.system, at=NOON)
    assert (gap.value.code, "1" in gap.value.message.en) == ("EXCHANGE_RUN_GAP", True)
    assert nothing_was_kept()
    answered(world, file(world.form(licence)))
    for run, code in ((1, "EXCHANGE_RUN_USED"), (3, "EXCHANGE_RUN_GAP")):
        with pytest.raises(Conflict) as refused:
            take_run(file(world.form(licence), run=run), by=world.system, at=NOON)
        assert refused.value.code == code
    answered(world, file(run=1, sender="2248"))
    answered(world, file(world.form(licence), run=2))
    with pytest.raises(BadInput) as back:
        take_run(file(run=3, day=DAY - timedelta(days=1)), by=world.system, at=NOON)
    assert back.value.code == "EXCHANGE_DAY"
    with reading_as(world.officer):
        standings = [(one.last.sender, one.next_run, one.silent_days) for one in exchange_runs.standings(DAY + timedelta(days=2))]
    assert standings == [("2248", 2, 2), ("5301", 3, 2)]


def test_the_next_run_waits_for_the_answer_to_this_one(world):
    run = take_run(file(world.form(world.licence())), background=False, by=world.system, at=NOON)
    with pytest.raises(Conflict) as problem:
        take_run(file(run=2), by=world.system, at=NOON)
    assert problem.value.code == "EXCHANGE_RUN_OPEN"
    with reading_as(world.system), pytest.raises(Barred) as early:
        exchange_runs.answer_file(run)
    assert (early.value.code, early.value.retry_after) == ("EXCHANGE_NOT_READY", 5)
    with acting_as(world.system), pytest.raises(Barred):
        answer_part(run, run.closing, by=world.system, at=NOON)


def test_only_customs_exchanges(world):
    with pytest.raises(NotAllowed):
        take_run(file(), by=PUBLIC, at=NOON)
    with reading_as(world.officer), pytest.raises(NotFound):
        exchange_runs.run_of("5301", 1)


def test_a_run_that_died_between_its_parts_goes_on_where_it_stopped(world, monkeypatch):
    monkeypatch.setattr(exchange, "PART", 2)
    licence = world.licence(100, allowed=100)
    forms = [world.form(licence) for _ in range(5)]
    content = file(*forms)
    run = take_run(content, background=False, by=world.system, at=NOON)
    assert run.parts == 3
    with acting_as(world.system):
        answer_part(run, 1, by=world.system, at=NOON)
    with pytest.raises(KeyboardInterrupt):
        dies_after_the_gate_has_decided(world, run)
    assert Declaration.objects.using(OWNER).count() == 4
    told = lines(answered(world, content, at=LATER))
    assert [one["replayed"] for kind, one in told if kind == "decision"] == [False, False, True, True, False]
    assert [one["declaration_no"] for kind, one in told if kind == "decision"] == [form.declaration_no for form in forms]
    assert world.balance(licence) == (100, 10, 0)
    audit(OWNER)


def dies_after_the_gate_has_decided(world, run):
    with acting_as(world.system):
        answer_part(run, 2, by=world.officer, at=NOON)
        raise KeyboardInterrupt  # the answer is not kept


def test_in_the_background_with_progress_and_again_after_it_was_cancelled(world, monkeypatch):
    monkeypatch.setattr(exchange, "PART", 1)
    office = factories.organisation("customs").id
    _, key = issue_key(
        organisation_id=office, role=Role.CUSTOMS_SYSTEM, label="示例海关", by=factories.ADMIN, at=NOON - timedelta(days=1)
    )
    by = actor_for_key(key, at=NOON)
    forms = [world.form(world.licence(100)) for _ in range(3)]
    content = file(*forms)
    run = take_run(content, by=by, at=NOON)
    assert take_run(content, by=by, at=NOON) == run
    work = Work.objects.using(OWNER).get(kind="exchange.answer")
    assert (work.total, work.lanes) == (4, 1)
    Work.objects.using(OWNER).update(state="cancelled", finished_at=NOON)
    with acting_as(by):
        answer_part(run, 1, by=by, at=NOON)
    take_run(content, by=by, at=NOON)
    again = Work.objects.using(OWNER).get(state="queued")
    assert again.total == 3
    run_lane(again.pk, 0, now=lambda: LATER)
    assert Work.objects.using(OWNER).get(pk=again.pk).state == "done"
    with reading_as(by):
        assert exchange_runs.counts_of(run)["released"] == 3
    audit(OWNER)


def test_a_fault_of_ours_is_no_answer(world, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("broken")

    monkeypatch.setattr(many, "decide_message", broken)
    content = file(world.form(world.licence(), destination="FR"))
    with pytest.raises(RuntimeError):
        answered(world, content)
    monkeypatch.undo()
    assert lines(answered(world, content))[1][1]["decision"] == "refused"


def test_the_days_clearances_are_reconciled_with_a_cause_for_each_difference(world):
    licence = world.licence(100, allowed=100)
    names = ("agrees", "unreported", "cancelled", "cars", "part")
    forms = {name: world.form(licence) for name in names} | {"elsewhere": world.form(licence, customs_district="5304")}
    forms["refused"] = world.form(licence, destination="FR")
    forms["free"] = world.form(None, trade_mode="2600")
    answered(world, file(*forms.values()))
    cancel(forms["cancelled"].declaration_no, because="退关", by=world.officer, at=LATER)
    cancel(forms["part"].declaration_no, vins_named=forms["part"].vins[:1], because="退关", by=world.officer, at=LATER)
    unknown = world.cars(1)[0]
    cleared = {form.declaration_no: form.vins for name, form in forms.items() if name not in {"unreported", "cars"}}
    cleared |= {
        forms["cars"].declaration_no: [forms["cars"].vins[0], unknown, forms["agrees"].vins[0]],
        "530199999999999999": [unknown],
    }
    told = lines(answered(world, file(run=2, cleared=cleared), at=LATER))
    found = {
        (one["declaration_no"], difference["vin"]): difference["cause"]
        for kind, one in told
        if kind == "reconciled"
        for difference in one["differences"]
    } | {(one["declaration_no"], one["vin"]): one["cause"] for kind, one in told if kind == "not_reported"}
    numbers = {name: form.declaration_no for name, form in forms.items()}
    assert found == {
        (numbers["unreported"], None): "not_reported",
        (numbers["cancelled"], None): "cancelled_here",
        (numbers["part"], forms["part"].vins[0]): "car_cancelled_here",
        (numbers["refused"], None): "refused_here",
        (numbers["free"], None): "not_required_here",
        (numbers["elsewhere"], None): "decided_elsewhere",
        ("530199999999999999", None): "unknown_here",
        (numbers["cars"], unknown): "car_unknown_here",
        (numbers["cars"], forms["agrees"].vins[0]): "car_elsewhere",
        (numbers["cars"], forms["cars"].vins[1]): "car_not_reported",
    }
    assert [one["declaration_no"] for kind, one in told if kind == "reconciled"] == list(cleared)
    assert told[-1][1]["differences"] == len(found)
    with reading_as(world.officer):
        assert {(one.declaration_no, one.vin) for one in differences(DAY, DAY)} == set(found)


def test_offices_report_the_same_day_side_by_side(world):
    licence = world.licence(100, allowed=100)
    one, other = world.form(licence), world.form(licence, customs_district="5304")
    answered(world, file(one, other))
    answered(world, file(run=2, cleared={one.declaration_no: one.vins}))
    answered(world, file(run=1, sender="5304", cleared={other.declaration_no: other.vins}))
    with reading_as(world.officer):
        assert differences(DAY, DAY) == []
    answered(world, file(run=1, sender="5300", cleared={one.declaration_no: one.vins}))
    with reading_as(world.officer):
        assert [(found.declaration_no, found.cause.value) for found in differences(DAY, DAY)] == [
            (other.declaration_no, "not_reported")
        ]


def test_a_message_sent_online_and_again_in_a_file_is_the_same_message(world):
    form = world.form(world.licence())
    first = world.decide(form)
    told = lines(answered(world, file(form, changed(form, message_id="another"))))
    assert told[1][1] == {**json.loads(json.dumps(first.as_dict())), "replayed": True}
    assert (told[2][0], told[2][1]["code"], told[2][1]["status"]) == ("problem", "DECLARATION_DECIDED", 409)


def test_a_day_of_clearances_may_be_empty(world):
    form = world.form(world.licence())
    answered(world, file(form))
    told = lines(answered(world, file(run=2, cleared={})))
    assert [(kind, one.get("cause")) for kind, one in told[1:-1]] == [("not_reported", "not_reported")]
    assert DayReport.objects.using(OWNER).get().day == date(2026, 6, 15)
