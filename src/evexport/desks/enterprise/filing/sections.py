"""The sections of a filing whose answers stand one by one: each a form that reads its part of the document and gives it back."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from evexport.desks.enterprise.filing import fields
from evexport.desks.enterprise.filing.fields import Kept, without_blanks
from evexport.desks.kit.filing import BY_KEY, CATEGORY, WORDS
from evexport.desks.kit.words import words
from evexport.kernel.text import Text
from evexport.regulation.law import Law

SEPARATED = re.compile(r"[\s,;，；、]+")


class SectionForm(Kept):
    """One section. `recorded` is what the enterprise register says and the form therefore does not ask."""

    key: ClassVar[str] = ""

    @classmethod
    def told(cls, part: Any) -> dict[str, Any]:
        """The section as the form shows it."""
        return dict(part or {})

    def part(self, recorded: Mapping[str, Any]) -> Any:
        """The section as it is kept."""
        del recorded
        return without_blanks({name: self.cleaned_data[name] for name in self.fields if name != "revision"})


class Manufacturer(SectionForm):
    key = "manufacturer"
    name_en = fields.name(BY_KEY[key].fields["name_en"])
    customs_code = fields.code(
        BY_KEY[key].fields["customs_code"], help_text=Text("10位海关编码。", "The 10-character code of customs."), most=10
    )
    own_brand = fields.one_of(
        Text("是否自主品牌", "Is the brand your own?"),
        [("yes", Text("是", "Yes")), ("no", Text("否", "No"))],
        radio=True,
        help_text=Text("部分类别只对自主品牌开放。", "Some categories are for own brands only."),
    )
    wmis = forms.CharField(
        label=words("世界制造厂识别代号（WMI）", "World manufacturer identifiers (WMI)"),
        required=False,
        max_length=400,
        help_text=words(
            "本企业及受托生产企业的代号，用空格或换行分开；字母大小写不论。",
            "Your own and your contract manufacturers', apart by blanks or lines; capitals do not matter.",
        ),
        widget=forms.Textarea(attrs={"rows": 2, **fields.PLAIN}),
    )

    @classmethod
    def told(cls, part: Any) -> dict[str, Any]:
        given = dict(part or {})
        own = given.get("own_brand")
        said = "" if own is None else "yes" if own else "no"
        return {**given, "own_brand": said, "wmis": " ".join(given.get("wmis", ()))}

    def part(self, recorded: Mapping[str, Any]) -> Any:
        said = super().part(recorded)
        if "own_brand" in said:
            said["own_brand"] = said["own_brand"] == "yes"
        said["wmis"] = [one for one in SEPARATED.split(said.get("wmis", "").upper()) if one]
        return {**said, **recorded}


class Capacity(SectionForm):
    key = "production_capacity"
    vehicles_per_year = fields.count(
        BY_KEY[key].fields["vehicles_per_year"],
        help_text=Text("纯电动乘用车的全年生产能力，与工厂合计一致。", "Battery-electric cars a year, as the plants add up to."),
    )
    vehicles_built_last_year = fields.count(BY_KEY[key].fields["vehicles_built_last_year"])


class Quality(SectionForm):
    key = "quality_management"
    standard = fields.name(BY_KEY[key].fields["standard"], most=60)
    certificate_no = fields.name(BY_KEY[key].fields["certificate_no"], most=60)
    valid_until = fields.day(BY_KEY[key].fields["valid_until"])

    def accept(self, law: Law) -> None:
        """Say which standards serve on the day."""
        accepted = law["qualification.maker.quality_standards"].words
        self.fields["standard"].help_text = words(f"认可的标准：{'、'.join(accepted)}。", f"Accepted: {', '.join(accepted)}.")


class Exports(SectionForm):
    """Its rows stand in tables; the form asks which period the first of them covers."""

    key = "exports"
    since = fields.day(Text("统计期间：自", "Basis period: from"))
    until = fields.day(
        Text("统计期间：至", "Basis period: until"),
        help_text=Text(
            "一般为申报前的整个自然年；主要出口市场按此期间确定。",
            "As a rule the last whole year; the major markets follow from it.",
        ),
    )

    @classmethod
    def told(cls, part: Any) -> dict[str, Any]:
        basis = (part or {}).get("basis") or {}
        return {"since": basis.get("from"), "until": basis.get("to")}

    def part(self, recorded: Mapping[str, Any]) -> Any:
        said = super().part(recorded)
        basis = without_blanks({"from": said.get("since"), "to": said.get("until")})
        return {"basis": basis} if basis else {}


class Category(SectionForm):
    key = CATEGORY
    claimed_category = fields.one_of(
        Text("申报哪一类别", "Which category do you claim?"),
        [(name, WORDS[name]) for name in ("I", "II", "III", "IV")],
        radio=True,
        help_text=Text("类别越高，可授权的出口经营企业越多。", "The higher the category, the more exporters may be authorised."),
    )

    @classmethod
    def told(cls, part: Any) -> dict[str, Any]:
        return {CATEGORY: part}

    def part(self, recorded: Mapping[str, Any]) -> Any:
        return super().part(recorded).get(CATEGORY)


FORMS: dict[str, type[SectionForm]] = {one.key: one for one in (Manufacturer, Capacity, Quality, Exports, Category)}


def form_of(
    key: str, data: Any, part: Any, filing: Any, *, recorded: Mapping[str, Any], law: Law, prefix: str = ""
) -> SectionForm:
    """The form of a section, filled with the document's part. What is on record is not asked again."""
    kind = FORMS[key]
    given = {**kind.told(part), "revision": filing.revision}
    if kind is Exports and not given["since"]:
        given |= {"since": f"{filing.year - 2}-01-01", "until": f"{filing.year - 2}-12-31"}
    form = kind(data, initial=given, prefix=prefix or None)
    if isinstance(form, Quality):
        form.accept(law)
    for name in recorded.keys() & form.fields.keys() if key == "manufacturer" else ():
        form.fields.pop(name)
    return form
