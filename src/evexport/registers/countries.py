"""Countries and regions: codes from ISO 3166-1, names from CLDR, as Chinese forms write them."""

from functools import cache

import pycountry
from babel import Locale

SOURCE = "ISO 3166-1; Unicode CLDR"
# The forms of Chinese authorities say so; CLDR's names differ.
WRITTEN = {"TW": ("中国台湾", "Taiwan, China")}


@cache
def table() -> list[dict[str, str]]:
    """One row a country, as the register `country` takes them in."""
    zh, en = Locale.parse("zh_Hans_CN").territories, Locale.parse("en").territories
    rows = []
    for country in sorted(pycountry.countries, key=lambda one: str(one.alpha_2)):
        code = country.alpha_2
        name_zh, name_en = WRITTEN.get(code, (zh[code], en[code]))
        row = {"code": code, "alpha3": country.alpha_3, "name_zh": name_zh, "name_en": name_en}
        rows.append(row | {"source": SOURCE, "confidence": "certain"})
    return rows
