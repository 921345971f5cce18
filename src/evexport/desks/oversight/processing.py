"""Processing times against the terms: the licence decision and the steps of the yearly round, month by month and by authority."""

from django.http import HttpResponse

from evexport.accounts.kinds import Kind
from evexport.accounts.models import Organisation
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.naming import named
from evexport.desks.kit.parts import Chart, Figure, Figures
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.oversight import board
from evexport.desks.oversight.asked import narrowed
from evexport.kernel.text import Text
from evexport.oversight.statistics import durations
from evexport.oversight.statistics.durations import PROCESSES, Term
from evexport.oversight.statistics.terms import FIRST_REVIEW, LICENCE, LISTING, OPINION
from evexport.qualification.deadlines import in_words
from evexport.regulation.law import Law
from evexport.store import browsing_as

HEADS = (
    Text("件数", "Proceedings"),
    Text("中位数（工作日）", "Median (working days)"),
    Text("九成在（工作日）内", "Nine in ten within"),
    Text("最长（工作日）", "Longest"),
    Text("按期（%）", "Within the term (%)"),
)
KINDS = {LICENCE: Kind.ISSUING_BODY, FIRST_REVIEW: Kind.COMMERCE_DEPARTMENT, OPINION: Kind.AGENCY}
SOURCES = {
    LICENCE: "licence.issued",
    FIRST_REVIEW: "filing.forwarded",
    OPINION: "filing.opinion_given",
    LISTING: "list.admitted",
}


def definitions(law: Law) -> dict[str, Text]:
    """What is measured, and which term of the law's it is measured against."""
    days, answer = law["licence.review.working_days"].whole, law["deadlines.procedure.consultation_days"].whole
    return {
        LICENCE: Text(
            f"从受理到签发或不予签发的工作日，扣除待申请人答复的时间；期限{days}个工作日。退回修改的不计。",
            f"Working days from handing in to the grant or refusal, without those on which a question lay with the applicant; the"
            f" term is {days} working days. What was returned to be mended does not count.",
        ),
        FIRST_REVIEW: Text(
            "从企业提交到商务主管部门上报或退回的工作日，扣除待企业答复的时间；期限为该年度日程所定的上报截止日。",
            "Working days from handing in to forwarding or return, without those on which questions lay with the maker; the"
            " term is the day by which the round's calendar has filings forwarded.",
        ),
        OPINION: Text(
            f"从启动会商到反馈意见的工作日；期限{answer}个工作日，当年日程另有规定的从其规定。",
            f"Working days from the start of the consultation to the opinion; the term is {answer} working days unless the"
            " round's calendar says otherwise.",
        ),
        LISTING: Text(
            "从上报商务部到列入名单的工作日；期限为该年度日程所定的名单公布日。",
            "Working days from forwarding to the ministry to the list; the term is the day by which the round's calendar has the"
            " list published.",
        ),
    }


@post(*board.READERS)
def processing(request: DeskRequest) -> HttpResponse:
    day = request.at.date()
    with browsing_as(request.actor):
        codes = Codes(on=day)
        asked = narrowed(request, codes, by_firm=False)
        defined, year = definitions(Law.on(day)), asked.asked.year
        drawn = []
        for process, title in PROCESSES.items():
            months = durations.terms(process, year=year)
            drawn.append(times(process, title, defined[process], months, year))
        bodies = [(PROCESSES[name], by_authority(name, year)) for name in (LICENCE, FIRST_REVIEW, OPINION)]
        context = {"narrowed": asked, "figures": in_all(year), "authorities": bodies, "heads": HEADS, "day": in_words(day)}
        return board.page(request, Text("办理时限", "Processing times"), drawn, context, template="oversight/processing.html")


def times(process: str, title: Text, defined: Text, rows: list[Term], year: int | None) -> Chart:
    return Chart(
        f"processing-{process.replace('_', '-')}",
        title,
        defined,
        (Text("办结月份", "Finished in"), *HEADS[1:3], HEADS[0], HEADS[4]),
        [(board.month(one.key), (one.median, one.p90, one.proceedings, percent(one))) for one in rows],
        unit=board.DAYS,
        source=board.entries(SOURCES[process], year),
        drawn=2,
    )


def by_authority(process: str, year: int | None) -> list[tuple[Text | str, tuple[int, ...]]]:
    rows = durations.terms(process, by="authority", year=year)
    acting = Organisation.objects.filter(kind=KINDS[process], authority_code__in=[one.key for one in rows])
    names = {one.authority_code: named(one) for one in acting}
    return [(names.get(one.key, one.key), (one.proceedings, one.median, one.p90, one.longest, percent(one))) for one in rows]


def in_all(year: int | None) -> Figures:
    found = [(label, durations.in_all(process, year=year)) for process, label in PROCESSES.items()]
    return Figures(tuple(share(label, one) for label, one in found if one), Text("合计", "In all"))


def share(label: Text, one: Term) -> Figure:
    half, most = within(one.median), within(one.p90)
    return Figure(
        Text(f"{label.zh}按期", f"{label.en} in time"),
        Text(f"{percent(one)}%", f"{percent(one)}%"),
        Text(
            f"{one.proceedings:,}件，半数{half.zh}、九成{most.zh}办结",
            f"{one.proceedings:,} finished, half {half.en}, nine in ten {most.en}",
        ),
        tone="yes" if one.within == one.proceedings else "note",
    )


def within(days: int) -> Text:
    """How soon, in words: what was finished on the day itself took no working day."""
    return Text(f"{days}个工作日内", f"within {days} working days") if days else Text("当日", "the same day")


def percent(one: Term) -> int:
    """Rounded down: what is not all within the term never reads as a hundred."""
    return int(100 * one.within / one.proceedings)
