"""The letters about a licence application: receipts, questions, and each decision before or beside the issue."""

from evexport.kernel.text import Text
from evexport.papers.letters.row import Letter, Part, To, Way

MATERIALS = ("ISSUE-RULES-2008#materials", "MOFCOM-11-2008#licence-required")


def handed_in(kind: str, title: Text, what: Text) -> Letter:
    """A receipt: what was applied for, and the day by which it is decided."""
    return Letter(
        kind=kind, mark=Text("证受", "LC"), title=title, to=To.EXPORTER, parts=(Part.APPLICATION,),
        says=(
            what,
            Text("申请材料完备的，发证机构应在{due_on}前办结；要求补正的，计时中止。", "If it is complete, the issuing body decides by {due_on}; a request for further information stops the clock."),
        ),
        basis=(*MATERIALS, "ISSUE-RULES-2008#three-days"),
    )  # fmt: skip


APPLICATIONS = (
    handed_in(
        "application.submitted", Text("出口许可证申请回执", "Receipt of a licence application"),
        Text("你单位的出口许可证申请已于{day}收到，现予回执。本回执不代表审查结论。", "Your application for an export licence was received on {day}. This receipt is no finding on its content."),
    ),
    handed_in(
        "application.corrected", Text("许可证申请更正回执", "Receipt of a corrected application"),
        Text("你单位对出口许可证申请的更正已于{day}收到。", "The correction of your licence application was received on {day}."),
    ),
    handed_in(
        "application.answered", Text("许可证申请补正回执", "Receipt of further information on an application"),
        Text("你单位对出口许可证申请“{field_asked}”一项的补正答复已于{day}收到，审查计时恢复。", "Your answer on “{field_asked}” of your licence application was received on {day}; the clock runs again."),
    ),
    Letter(
        kind="application.withdrawn", mark=Text("证撤", "LW"), title=Text("撤回许可证申请确认书", "Confirmation of a withdrawal"), to=To.EXPORTER,
        says=(Text("你单位的出口许可证申请已应你单位请求于{day}撤回，审查终止。如需出口，请另行申请。", "Your licence application was withdrawn at your request on {day}; its review has ended. Apply anew where you need a licence."),),
        parts=(Part.REASONS,), basis=("ISSUE-RULES-2008#materials",),
    ),
    Letter(
        kind="application.information_requested", mark=Text("证补", "LQ"), title=Text("许可证申请补正通知书", "Request for further information on an application"), to=To.EXPORTER,
        says=(
            Text("经审查，你单位的出口许可证申请有下列事项需要补正或者说明：", "The review of your licence application needs further information on the following:"),
        ),
        parts=(Part.QUESTIONS,), basis=("ISSUE-RULES-2008#materials", "ISSUE-RULES-2008#three-days"),
    ),
    Letter(
        kind="application.returned", mark=Text("证退", "LT"), title=Text("许可证申请退回通知书", "Licence application returned"), to=To.EXPORTER,
        says=(
            Text("经审查，你单位的出口许可证申请尚不具备办理条件，现予退回。", "On review your licence application cannot be processed as it stands and is returned."),
            Text("请按下列理由修改后重新提交；重新提交后审查时限重新计算。", "Please mend it for the reasons below and hand it in again; its time then starts anew."),
        ),
        parts=(Part.REASONS,), basis=("ISSUE-RULES-2008#materials", "ISSUE-RULES-2008#form"),
    ),
    Letter(
        kind="application.refused", mark=Text("证不", "LN"), title=Text("不予签发出口许可证决定书", "Decision to refuse a licence"), to=To.EXPORTER,
        says=(Text("经审查，你单位的出口许可证申请不符合签发条件，决定不予签发。", "On review your application does not meet the conditions of issue; the licence is refused."),),
        parts=(Part.REASONS, Part.FINDINGS), basis=("ISSUE-RULES-2008#two-step-review",), way=Way.LICENCE_RECONSIDERATION,
    ),
    Letter(
        kind="application.reconsideration_asked", mark=Text("证受", "LC"), title=Text("复议申请回执", "Receipt of a request for reconsideration"), to=To.EXPORTER,
        says=(Text("你单位对不予签发出口许可证决定的复议申请已于{day}收到，由作出原决定以外的人员办理。", "Your request to reconsider the refusal of a licence was received on {day}; an officer other than the one who refused handles it."),),
        parts=(Part.REASONS,), basis=("DESIGN#reconsideration",),
    ),
    Letter(
        kind="application.reopened", mark=Text("证复", "LR"), title=Text("复议决定书", "Decision on reconsideration"), to=To.EXPORTER,
        says=(
            Text("经复议，撤销不予签发出口许可证的决定，你单位的申请重新审查。", "On reconsideration the refusal is set aside; your application is reviewed again."),
            Text("审查时限自本决定之日起重新计算。", "The time for the review starts anew with this decision."),
        ),
        parts=(Part.REASONS,), basis=("DESIGN#reconsideration",),
    ),
    Letter(
        kind="application.upheld", mark=Text("证复", "LR"), title=Text("复议决定书", "Decision on reconsideration"), to=To.EXPORTER,
        says=(
            Text("经复议，维持不予签发出口许可证的决定。", "On reconsideration the refusal of the licence is upheld."),
            Text("条件具备后可以另行申请。", "You may apply anew once the conditions are met."),
        ),
        parts=(Part.REASONS,), basis=("DESIGN#reconsideration",), way=Way.FINAL,
    ),
)  # fmt: skip
