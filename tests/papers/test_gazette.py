"""The gazette of a list, and the certificate of an authorisation: public, and each what the list says."""

import hashlib
import re
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from tests.papers.reading import pdf, text
from tests.qualification.year import YEAR, at, candidate, open_year

from evexport.kernel.problems import NotFound
from evexport.papers.authorisation import certificate_of
from evexport.papers.gazette import differences, gazette_of
from evexport.qualification.actions import entries, publication


@pytest.fixture
def year(db_clone):
    made = open_year()
    candidate(made, exporters=("exporter", "second_exporter"))
    candidate(made, whose="rival")
    return made


def publish(year):
    return publication.publish_list(YEAR, by=year.ministry, at=at(1, 12))


def attached(content):
    """Name -> bytes of the files that lie in a PDF."""
    names = PdfFileReader(BytesIO(content), strict=False).root["/Names"]["/EmbeddedFiles"]["/Names"]
    return {str(names[n]): names[n + 1].get_object()["/EF"]["/F"].data for n in range(0, len(names), 2)}


def test_the_gazette_names_every_maker_and_exporter_and_carries_the_digest_of_its_content(year):
    listing = publish(year)
    content = pdf(gazette_of(YEAR))
    words = text(content)
    for name in ("示例电动汽车有限公司", "示例新能源汽车有限公司", "示例国际贸易有限公司"):
        assert name in words
    assert "DMO7000BEVA1" in words
    digest = listing.digest.removeprefix("sha256:")
    assert digest in re.sub(r"\s", "", words)
    files = attached(content)
    assert hashlib.sha256(files[f"list-{YEAR}.json"]).hexdigest() == digest


def test_the_gazette_stays_as_published_whatever_befalls_an_entry(year):
    publish(year)
    before = pdf(gazette_of(YEAR))
    entries.cancel_entry(year.maker.organisation_id, YEAR, reasons="示例", by=year.ministry, at=at(5, 12))
    assert pdf(gazette_of(YEAR)) == before


def test_an_unpublished_list_has_no_gazette(year):
    with pytest.raises(NotFound):
        gazette_of(YEAR)


def test_differences_are_told_in_words():
    diff = {
        "added": [{"uscc": "A", "name_zh": "甲", "category": "I"}],
        "removed": [],
        "changed": [
            {
                "uscc": "B",
                "name_zh": "乙",
                "changes": [
                    {"path": "category", "before": "II", "after": "I"},
                    {"path": "models[X]", "before": None, "after": {"model_code": "X"}},
                    {"path": "exporters[Y]", "before": {"name_zh": "丙"}, "after": None},
                ],
            }
        ],
    }
    told = differences(diff, {"A": "Alpha"})
    assert told["added"] == [{"zh": "甲", "en": "Alpha", "uscc": "A"}]
    assert [one["zh"] for one in told["changed"][0]["changes"]] == ["类别：II → I", "新增车型：X", "移除授权出口企业：丙"]
    assert told["changed"][0]["changes"][1]["en"] == "model added: X"


def certificate(year, hour=10):
    return certificate_of(YEAR, year.code(year.maker), year.code(year.exporter), at=at(5, 2, hour, year=YEAR))


def test_a_certificate_says_whose_cars_which_models_and_that_both_are_liable(year):
    publish(year)
    words = text(pdf(certificate(year))).replace(" ", "")
    for said in (
        "授权出口经营证明",
        "示例电动汽车有限公司",
        "示例汽车进出口有限公司",
        "AUTH-2027-01",
        "连带责任",
        "DMO7000BEVA1",
        "授权有效",
    ):
        assert said in words
    assert f"/authorisation/?year={YEAR}&maker={year.code(year.maker)}" in words


def test_what_no_longer_stands_is_told_and_not_certified(year):
    publish(year)
    maker, exporter = year.maker.organisation_id, year.exporter.organisation_id
    entries.suspend_authorisation(maker, exporter, YEAR, reasons="示例", by=year.ministry, at=at(7, 12))
    words = text(pdf(certificate(year)))
    assert "授权已暂停" in words
    assert "兹证明" not in words
    assert "自2026年12月7日起" in words.replace(" ", "")


def test_a_certificate_is_the_same_all_day_until_something_befalls_the_entry(year):
    publish(year)
    morning = certificate(year, 9)
    assert pdf(certificate(year, 17)) == pdf(morning)
    entries.suspend_entry(year.maker.organisation_id, YEAR, reasons="示例", by=year.ministry, at=at(5, 2, 18, year=YEAR))
    evening = certificate(year, 19)
    assert "生产企业资质已暂停" in text(pdf(evening))
    assert morning.mark != evening.mark


def test_who_was_never_authorised_gets_no_certificate(year):
    publish(year)
    with pytest.raises(NotFound):
        certificate_of(YEAR, year.code(year.rival), year.code(year.second_exporter), at=at(5, 2, year=YEAR))
