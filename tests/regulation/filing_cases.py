"""Reads the cases of cases/filing: a base filing, what is different, and what must be found."""

import copy
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from evexport.regulation import yamlfile
from evexport.regulation.assess import assess
from evexport.regulation.facts.filing import FilingFacts
from evexport.regulation.facts.registers import AnnouncedModel, Certificate, RegisterFacts, WmiHolder
from evexport.regulation.law import Law

HERE = Path(__file__).parent
ROW_KEYS = ("market", "model_code", "uscc")
PART = re.compile(r"([a-z0-9_]+)(?:\[(.+)\])?\Z")
FIELDS = {
    "name",
    "base",
    "on",
    "facts",
    "registers",
    "expect",
    "boundary",
    "overall",
    "category",
    "limit",
    "only",
}
REGISTERED = {
    "announcement": (
        AnnouncedModel,
        {
            "model_code": "DMO7000BEVA1",
            "vehicle_name": "纯电动轿车",
            "trademark": "示例牌",
            "batch": 390,
            "withdrawn_on": None,
            "manufacturer_name": "示例电动汽车有限公司",
            "manufacturer_uscc": "91440300MADEM0EX2C",
            "effective_from": date(2025, 1, 20),
        },
    ),
    "ccc": (
        Certificate,
        {
            "certificate_no": "2025011101000001",
            "manufacturer_uscc": "91440300MADEM0EX2C",
            "model_code": "DMO7000BEVA1",
            "status": "valid",
            "status_since": date(2025, 5, 2),
            "valid_from": date(2025, 5, 2),
            "valid_until": date(2030, 5, 1),
        },
    ),
    "wmis": (
        WmiHolder,
        {
            "wmi": "LDM",
            "holder_name": "示例电动汽车有限公司",
            "holder_uscc": "91440300MADEM0EX2C",
            "maker_uscc": "91440300MADEM0EX2C",
            "valid_from": date(2024, 1, 1),
        },
    ),
}


@cache
def base(name):
    return yamlfile.read(HERE / "bases" / f"{name}.yaml").data


def load(folder=HERE / "cases" / "filing"):
    found = []
    for path in sorted(folder.glob("*.yaml")):
        for case in yamlfile.read(path).data:
            unknown = case.keys() - FIELDS
            assert not unknown, f"{path.name}: {case['name']}: unknown {unknown}"
            found.append({"file": path.stem, **case})
    return found


def document(case):
    """The filing of a case: its base with some places changed; null takes a row or field out."""
    filing = copy.deepcopy(base(case.get("base", "sound")))
    for place, value in case.get("facts", {}).items():
        change(filing, place.split("."), value)
    return filing


def change(section, parts, value):
    name, row = PART.match(parts[0]).groups()
    if row is None and len(parts) > 1:
        return change(section.setdefault(name, {}), parts[1:], value)
    if row is None:
        if value is None:
            section.pop(name, None)
        else:
            section[name] = volumes(value) if name in ("last_year", "planned") and isinstance(value, dict) else value
        return None
    rows = section.setdefault(name, [])
    found = next((one for one in rows if row in (one.get(key) for key in ROW_KEYS)), None)
    if len(parts) > 1:
        return change(found, parts[1:], value)
    if found is not None:
        rows.remove(found)
    if value is not None:
        rows.append({"market": row, **value} if name not in ("models", "authorised_exporters") else value)
    return None


def volumes(by_market):
    return [{"market": market, "vehicles": vehicles} for market, vehicles in by_market.items()]


def registers(case):
    """Registers as a case gives them: each row says how it differs from the sound one."""
    given = case.get("registers")
    if given is None:
        return None
    rows = {
        name: tuple(REGISTERED[name][0](**{**REGISTERED[name][1], **row}) for row in differing)
        for name, differing in given.items()
    }
    return RegisterFacts(**rows)


def answer(case):
    facts = FilingFacts.model_validate(document(case))
    on = case.get("on", facts.filed_on)
    return assess(facts, Law.on(on), on=on, registers=registers(case))


@dataclass
class Expected:
    """One line of `expect`: a criterion, perhaps with its subject, and what its finding must hold."""

    criterion: str
    subject: str | None
    holds: dict

    @classmethod
    def of(cls, key, value):
        criterion, _, subject = key.partition(" ")
        return cls(criterion, subject or None, value if isinstance(value, dict) else {"outcome": value})

    def among(self, findings):
        mine = [
            one for one in findings if one.id == self.criterion and (not self.subject or self.subject in one.subject.values())
        ]
        assert len(mine) == 1, f"{self.criterion} {self.subject or ''} was answered {len(mine)} times"
        return mine[0]
