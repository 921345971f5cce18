"""The letters about a filing: receipts of what was handed in, questions, and each decision on it."""

from evexport.kernel.text import Text
from evexport.papers.letters.row import Letter, Part, To, Way

RECEIPT = Text("受", "RC")
NEXT = Text("{next_step}", "{next_step}")
ABOUT_FILING = Text(
    "你单位提交的{year}年度纯电动乘用车出口资质申报（以下简称本申报）",
    "your filing for the export qualification of battery-electric passenger cars of {year}",
)


def handed_in(kind: str, title: Text, what: Text) -> Letter:
    """A receipt: what was handed in, and what happens next."""
    return Letter(
        kind=kind, mark=RECEIPT, title=title, to=To.MAKER, says=(what, NEXT),
        parts=(Part.HANDED_IN,), basis=("SCF-318-2012#filing", "ANN-54-2025#licence"),
    )  # fmt: skip


FILINGS = (
    handed_in(
        "filing.submitted",
        Text("出口资质申报提交回执", "Receipt of a filing"),
        Text(
            "你单位{year}年度纯电动乘用车出口资质申报（第{version}版）已于{day}提交，现予回执。本回执只证明材料已经收到，不代表审查结论。",
            "Your filing for the export qualification of battery-electric passenger cars of {year} (version {version}) was handed "
            "in on {day}. This receipt proves that it arrived; it is no finding on its content.",
        ),
    ),
    handed_in(
        "filing.answered",
        Text("补正材料提交回执", "Receipt of further information"),
        Text(
            "你单位对{year}年度出口资质申报补正要求的答复（申报第{version}版）已于{day}收到，审查计时自即日起恢复。",
            "Your answers to the questions on your filing for {year} (now version {version}) were received on {day}; the review's "
            "clock runs again from today.",
        ),
    ),
    handed_in(
        "filing.corrected",
        Text("申报更正提交回执", "Receipt of a correction"),
        Text(
            "你单位根据异议处理决定对{year}年度出口资质申报所作更正（申报第{version}版）已于{day}收到，转入二次初核。",
            "The correction of your filing for {year} that the decision on the objection ordered (now version {version}) was "
            "received on {day}; a second review follows.",
        ),
    ),
    Letter(
        kind="filing.withdrawn", mark=Text("撤", "WD"), title=Text("撤回申报确认书", "Confirmation of a withdrawal"), to=To.MAKER,
        says=(
            Text("你单位{year}年度出口资质申报已应你单位请求于{day}撤回，审查终止。", "Your filing for {year} was withdrawn at your request on {day}; its review has ended."),
            Text("{year}年度申报期内可以重新申报。", "While filing for {year} is open you may file anew."),
        ),
        parts=(Part.REASONS,), basis=("SCF-318-2012#filing",),
    ),
    Letter(
        kind="filing.information_requested", mark=Text("补", "RQ"), title=Text("补正通知书", "Request for further information"),
        to=To.MAKER,
        says=(
            Text("经对你单位{year}年度出口资质申报进行审查，下列事项需要补正或者说明：", "The review of your filing for {year} needs further information on the following:"),
        ),
        parts=(Part.QUESTIONS,), basis=("SCF-318-2012#filing", "DESIGN#answer-time"),
    ),
    Letter(
        kind="filing.returned", mark=Text("退", "RT"), title=Text("申报退回修改通知书", "Filing returned to be mended"), to=To.MAKER,
        says=(
            Text("经审查，你单位{year}年度出口资质申报（第{version}版）尚需修改，现予退回。", "On review your filing for {year} (version {version}) is returned to be mended."),
            Text("请按下列意见修改，并于{until}前重新提交；期间不计入审查时限。", "Please mend what follows and hand the filing in again by {until}; the review's clock stands still meanwhile."),
        ),
        parts=(Part.REASONS, Part.FINDINGS), basis=("SCF-318-2012#filing",),
    ),
    Letter(
        kind="filing.forwarded", mark=Text("报", "FW"), title=Text("初核通过告知书", "First review passed"), to=To.MAKER,
        when={"second_review": False},
        says=(Text("你单位{year}年度出口资质申报已通过初核，并于{day}上报商务部。", "Your filing for {year} passed its first review and was forwarded to the ministry on {day}."), NEXT),
        parts=(Part.REASONS,), basis=("SCF-318-2012#filing",),
    ),
    Letter(
        kind="filing.forwarded", mark=Text("报", "FW"), title=Text("二次初核通过告知书", "Second review passed"), to=To.MAKER,
        says=(Text("你单位更正后的{year}年度出口资质申报已通过二次初核，并于{day}上报商务部。", "Your corrected filing for {year} passed its second review and was forwarded to the ministry on {day}."), NEXT),
        parts=(Part.REASONS,), basis=("SCF-318-2012#filing",),
    ),
    Letter(
        kind="filing.nominated", mark=Text("示", "PN"), title=Text("列为候选并公示告知书", "Nominated, public notice given"), to=To.MAKER,
        says=(
            Text("经会商，你单位{year}年度出口资质申报拟列入名单，自{day}起公示，至{until}止。", "After consultation your filing for {year} is a candidate for the list. Public notice runs from {day} through {until}."),
            Text("公示期内如有异议，将另行告知。公示不是列入名单的决定。", "You will be told of any objection. The notice is not yet a decision to list."),
        ),
        parts=(Part.REASONS,), basis=("SCF-318-2012#list", "DESIGN#public-notice-time"),
    ),
    Letter(
        kind="filing.objected", mark=Text("异", "OB"), title=Text("公示异议告知书", "Notice of an objection"), to=To.MAKER,
        says=(
            Text("公示期内，对你单位{year}年度出口资质申报收到异议如下，提出人的身份依规定不予公开。你单位可以书面说明情况并附证明材料。", "During the public notice of your filing for {year} the following objection was lodged; who lodged it is not disclosed. You may comment in writing, with evidence."),
            Text("异议理由：{grounds}", "Grounds, as lodged: {grounds}"), NEXT,
        ),
        basis=("SCF-318-2012#list",),
    ),
    Letter(
        kind="filing.objection_decided", mark=Text("异决", "OD"), title=Text("异议处理决定书", "Decision on an objection"), to=To.MAKER,
        when={"decision": "upheld"},
        says=(
            Text("对你单位{year}年度出口资质申报的公示异议，经核实，异议成立。", "The objection to your filing for {year} is upheld."),
            Text("请于{until}前更正申报并提交；更正后由商务主管部门二次初核。逾期未更正的，不予列入名单。", "Correct the filing and hand it in by {until}; your commerce department then reviews it again. Without a correction in time the filing is rejected."),
        ),
        parts=(Part.REASONS,), basis=("SCF-318-2012#list", "DESIGN#answer-time"), way=Way.LAW,
    ),
    Letter(
        kind="filing.objection_decided", mark=Text("异决", "OD"), title=Text("异议处理决定书", "Decision on an objection"), to=To.MAKER,
        says=(Text("对你单位{year}年度出口资质申报的公示异议，经核实，异议不成立，予以驳回。", "The objection to your filing for {year} is dismissed."), NEXT),
        parts=(Part.REASONS,), basis=("SCF-318-2012#list",),
    ),
    Letter(
        kind="filing.rejected", mark=Text("不列", "RJ"), title=Text("不予列入名单决定书", "Decision not to list"), to=To.MAKER,
        says=(Text("经审查，你单位{year}年度出口资质申报（第{version}版）不符合列入名单的条件，决定不予列入{year}年度名单。", "On review your filing for {year} (version {version}) does not meet the conditions; it is not entered on the list of {year}."),),
        parts=(Part.REASONS, Part.FINDINGS), basis=("SCF-318-2012#list", "ANN-54-2025#licence"), way=Way.FILING_RECONSIDERATION,
    ),
    Letter(
        kind="filing.reconsideration_asked", mark=RECEIPT, title=Text("复议申请回执", "Receipt of a request for reconsideration"), to=To.MAKER,
        says=(Text("你单位对不予列入{year}年度名单决定的复议申请已于{day}收到，由未参与原决定的人员办理。", "Your request to reconsider the decision not to list you for {year} was received on {day}; an officer who had no part in that decision handles it."), NEXT),
        parts=(Part.REASONS,), basis=("DESIGN#reconsideration",),
    ),
    Letter(
        kind="filing.reconsidered", mark=Text("复决", "RD"), title=Text("复议决定书", "Decision on reconsideration"), to=To.MAKER,
        when={"upheld": True},
        says=(
            Text("经复议，维持不予列入{year}年度名单的决定。", "On reconsideration the decision not to list you for {year} is upheld."),
            Text("你单位可以参加下一轮申报。", "The next round is open to you."),
        ),
        parts=(Part.REASONS,), basis=("DESIGN#reconsideration",), way=Way.FINAL,
    ),
    Letter(
        kind="filing.reconsidered", mark=Text("复决", "RD"), title=Text("复议决定书", "Decision on reconsideration"), to=To.MAKER,
        says=(Text("经复议，撤销不予列入{year}年度名单的决定，本申报恢复审查。", "On reconsideration the decision not to list you for {year} is set aside; the review of your filing goes on."), NEXT),
        parts=(Part.REASONS,), basis=("DESIGN#reconsideration",),
    ),
)  # fmt: skip
