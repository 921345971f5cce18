"""Counts one month, or one licence year, anew from its sources: what stood there is removed, what is true is written.

The statements stand in one place, so that a test can lay a plain count beside each.
"""

from datetime import date
from typing import Any

from django.db import connection

from evexport.kernel.clock import start_of

EXPORTS = """
INSERT INTO oversight_exportmonth (month, maker_id, exporter_id, model_code, destination, district, released, cancelled, returned)
SELECT %(month)s, l.maker_id, l.exporter_id, n.model_code, l.destination, l.customs_district,
       coalesce(sum(cardinality(w.vins)) FILTER (WHERE w.kind = 1), 0),
       coalesce(sum(cardinality(w.vins)) FILTER (WHERE w.kind = -1), 0),
       coalesce(sum(cardinality(w.vins)) FILTER (WHERE w.kind = 0), 0)
FROM customs_writeoff w
JOIN licensing_licenceline n ON n.id = w.line_id
JOIN licensing_licence l ON l.id = n.licence_id
WHERE w.at >= %(from)s AND w.at < %(to)s AND w.kind IN (1, 0, -1)
GROUP BY l.maker_id, l.exporter_id, n.model_code, l.destination, l.customs_district"""

GATE = """
INSERT INTO oversight_gatemonth (month, maker_id, destination, decision, declarations, vehicles)
SELECT %(month)s, maker_id, left(coalesce(body ->> 'destination', ''), 8), decision, count(*), sum(quantity)
FROM customs_declaration
WHERE decided_at >= %(from)s AND decided_at < %(to)s
GROUP BY maker_id, left(coalesce(body ->> 'destination', ''), 8), decision"""

REASONS = """
INSERT INTO oversight_reasonmonth (month, maker_id, destination, decision, code, declarations)
SELECT %(month)s, d.maker_id, left(coalesce(d.body ->> 'destination', ''), 8), d.decision, r.code, count(*)
FROM customs_declaration d
CROSS JOIN LATERAL (SELECT DISTINCT one ->> 'code' AS code FROM jsonb_array_elements(d.reasons) one) r
WHERE d.decided_at >= %(from)s AND d.decided_at < %(to)s AND d.reasons <> '[]'
GROUP BY d.maker_id, left(coalesce(d.body ->> 'destination', ''), 8), d.decision, r.code"""

INSPECTIONS = """
INSERT INTO oversight_inspectionmonth (month, maker_id, level, state, inspections, rounds, failed_rounds)
SELECT date_trunc('month', i.ordered_at AT TIME ZONE 'Asia/Shanghai')::date, d.maker_id, i.level, i.state, count(*),
       coalesce(sum(r.rounds), 0), coalesce(sum(r.failed), 0)
FROM customs_inspection i
JOIN customs_declaration d ON d.id = i.declaration_id
LEFT JOIN LATERAL (SELECT count(*) AS rounds, count(*) FILTER (WHERE NOT passed) AS failed
                   FROM customs_inspectionresult WHERE inspection_id = i.id) r ON true
GROUP BY 1, d.maker_id, i.level, i.state"""

LICENCES = """
INSERT INTO oversight_licenceuse (year, maker_id, exporter_id, destination, issuing_body, licences, unused_licences,
                                  licensed, used, reserved, open, expired, ended)
SELECT %(year)s, maker_id, exporter_id, destination, issuing_body, count(*),
       count(*) FILTER (WHERE over AND used = 0),
       sum(licensed), sum(used), sum(reserved),
       coalesce(sum(remains) FILTER (WHERE NOT over), 0),
       coalesce(sum(remains) FILTER (WHERE over AND NOT by_decision), 0),
       coalesce(sum(remains) FILTER (WHERE by_decision), 0)
FROM (
    SELECT l.maker_id, l.exporter_id, l.destination, l.issuing_body, b.licensed, b.used, b.reserved,
           b.licensed - b.used - b.reserved AS remains,
           s.status NOT IN ('issued', 'suspended') AS by_decision,
           s.status NOT IN ('issued', 'suspended') OR l.valid_until < %(day)s AS over
    FROM licensing_licence l
    JOIN licensing_licencestanding s ON s.licence_id = l.id
    JOIN LATERAL (SELECT sum(licensed) AS licensed, sum(used) AS used, sum(reserved) AS reserved
                  FROM licensing_balance WHERE licence_id = l.id) b ON true
    WHERE l.valid_from >= make_date(%(year)s, 1, 1) AND l.valid_from <= make_date(%(year)s, 12, 31)
) licence
GROUP BY maker_id, exporter_id, destination, issuing_body"""

BY_MONTH = {
    "oversight_exportmonth": EXPORTS,
    "oversight_gatemonth": GATE,
    "oversight_reasonmonth": REASONS,
}

MONTHS_KNOWN = """
SELECT date_trunc('month', at AT TIME ZONE 'Asia/Shanghai')::date FROM customs_writeoff
UNION SELECT date_trunc('month', decided_at AT TIME ZONE 'Asia/Shanghai')::date FROM customs_declaration
UNION SELECT month FROM oversight_exportmonth UNION SELECT month FROM oversight_gatemonth
ORDER BY 1"""
YEARS_KNOWN = (
    "SELECT DISTINCT extract(year FROM valid_from)::int FROM licensing_licence UNION SELECT year FROM oversight_licenceuse"
)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def count_month(month: date) -> None:
    """Exports, decisions and reasons of a month. Opens nothing."""
    values = span(month)
    for table, statement in BY_MONTH.items():
        _rewrite(table, "month = %(month)s", statement, values)


def count_inspections() -> None:
    """Every inspection as it stands now, in the month in which it was ordered. Opens nothing."""
    _rewrite("oversight_inspectionmonth", "true", INSPECTIONS, {})


def count_licences(year: int, on: date) -> None:
    """The licences that begin in a year, as they are used on a day. Opens nothing."""
    _rewrite("oversight_licenceuse", "year = %(year)s", LICENCES, {"year": year, "day": on})


def span(month: date) -> dict[str, Any]:
    """The month as the statements take it: from midnight in China to midnight in China."""
    return {"month": month, "from": start_of(month), "to": start_of(next_month(month))}


def months_known() -> list[date]:
    """Every month in which anything was decided, or of which anything is counted."""
    return _column(MONTHS_KNOWN)


def years_known() -> list[int]:
    """Every year in which a licence begins, or of which licences are counted."""
    return _column(YEARS_KNOWN)


def _rewrite(table: str, which: str, statement: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {which}", values)  # noqa: S608 - names from this file
        cursor.execute(statement, values)


def _column(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]
