"""A change of the customs code at New Year, made known when a test says so: in the law and in the register."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from evexport.licensing.recoding import CodeChange
from evexport.registers.models import HsCode
from evexport.regulation import law, rulebook

OLD, NEW, DAY = "8703801090", "8703801091", date(2027, 1, 1)
CHANGE = CodeChange(OLD, NEW, DAY)
DRAFT = Path(__file__).parent / "drafts" / "new_code"


def announce(monkeypatch) -> None:
    """The catalogue of the next year is out: from here on the law knows the new code, and the register names it."""
    book = rulebook.overlay(law.shipped(), DRAFT)
    monkeypatch.setattr(law, "_shipped_on", lru_cache(lambda day: law.Law(book, day)))
    HsCode.objects.using("owner").create(code=NEW, name_zh="示例", name_en="Example", regime="bev-passenger-2026", valid_from=DAY)
