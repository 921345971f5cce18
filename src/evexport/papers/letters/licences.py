"""The letters about a licence: the one it comes with, and each decision on it afterwards."""

from evexport.kernel.text import Text
from evexport.papers.letters.row import Letter, Part, To, Way

LEFT = Text("作出本决定时，该证剩余{left}辆。", "When this was decided, {left} vehicles were left on it.")
FACE = (Part.LICENCE,)
WHY = (Part.REASONS, Part.LICENCE)
OF = {To.EXPORTER: Text("出口商", "exporter"), To.MAKER: Text("生产企业", "maker")}


def stated(to: To, when: dict[str, str]) -> Letter:
    """The receipt of a statement, to the party that made it."""
    return Letter(
        kind="licence.case_stated", mark=Text("证陈", "LM"), title=Text(f"陈述申辩回执（{OF[to].zh}）", f"Receipt of a statement ({OF[to].en})"), to=to, when=when,
        says=(Text("你单位就拟撤销出口许可证{number}的陈述申辩已于{day}收到，将在作出决定时予以考虑。", "Your statement on the proposed revocation of licence {number} was received on {day} and will be weighed in the decision."),),
        parts=WHY, basis=("DESIGN#revocation-hearing",),
    )  # fmt: skip


LICENCES = (
    Letter(
        kind="licence.issued", mark=Text("证发", "LI"), title=Text("出口许可证签发通知书", "Licence issued"), to=To.EXPORTER, when={"replaces": None},
        says=(
            Text("经初审、复审，准予签发出口许可证{number}，有效期自{valid_from}至{valid_until}，首尾两日均计入。", "After two reviews export licence {number} is issued, valid from {valid_from} through {valid_until}, both days included."),
            Text("该证由证面出口商使用，不得买卖、转让、涂改；逾期自行失效，剩余数量作废。未使用或者未用完的，应在有效期内交回发证机构。", "It serves the exporter on its face alone and may not be sold, lent or altered; it ends with its last day, and what is left is void. Return it within validity where it is not used up."),
        ),
        parts=FACE, basis=("MOFCOM-11-2008#issuing-bodies", "MOFCOM-11-2008#no-transfer", "ISSUE-RULES-2008#return"),
    ),
    Letter(
        kind="licence.issued", mark=Text("证换", "LX"), title=Text("出口许可证换发通知书", "Licence replaced"), to=To.EXPORTER,
        says=(
            Text("准予换发出口许可证{number}，有效期自{valid_from}至{valid_until}。原证{replaces}同时作废，海关不再凭原证验放；其剩余数量和剩余报关次数转入新证。", "Licence {number} is issued, valid from {valid_from} through {valid_until}. Licence {replaces}, which it replaces, ends at the same moment and customs accepts it no more; what is left of it, in quantity and clearances, is carried over."),
        ),
        parts=FACE, basis=("ISSUE-RULES-2008#amendment", "ISSUE-RULES-2008#exchange"),
    ),
    Letter(
        kind="licence.suspended", mark=Text("证停", "LS"), title=Text("暂停使用出口许可证决定书", "Licence suspended"), to=To.EXPORTER,
        says=(Text("决定自{day}起暂停使用出口许可证{number}；暂停期间海关不凭该证放行。", "From {day} export licence {number} is suspended; until that is lifted customs releases nothing under it."), LEFT),
        parts=WHY, basis=("MOFCOM-11-2008#suspension",), way=Way.STATUS_RECONSIDERATION,
    ),
    Letter(
        kind="licence.lifted", mark=Text("证恢", "LL"), title=Text("恢复使用出口许可证通知书", "Suspension lifted"), to=To.EXPORTER,
        says=(Text("自{day}起恢复使用出口许可证{number}；有效期和剩余数量不变。", "From {day} export licence {number} may be used again; its dates and balance are as they were."), LEFT),
        parts=WHY, basis=("MOFCOM-11-2008#suspension",),
    ),
    Letter(
        kind="licence.revocation_proposed", mark=Text("证告", "LH"), title=Text("拟撤销出口许可证告知书", "Notice that a licence is to be revoked"), to=To.BOTH,
        says=(
            Text("经查，拟撤销出口许可证{number}，认定的事实、理由和依据见下。", "Export licence {number} is to be revoked, on the facts, for the reasons and by the articles below."),
            Text("你单位有权陈述申辩。请在{answer_by}（含当日）前通过本系统提交意见和证据，或者声明放弃；出口商逾期未提交的，视为放弃，可以径行作出决定。", "You may state your case. Hand in what you have to say, and what proves it, in this system until {answer_by}, that day included, or waive it; if the exporter is silent until then, the decision may be taken without its statement."),
            Text("撤销与否由提出撤销以外的另一名工作人员决定；本告知不影响该证的现行效力。", "Another officer than the one who proposed it decides; this notice does not change how the licence stands now."),
        ),
        parts=WHY, basis=("MOFCOM-11-2008#revocation", "DESIGN#revocation-hearing", "DESIGN#statement-time"),
    ),
    stated(To.EXPORTER, {"party": "exporter"}),
    stated(To.MAKER, {}),
    Letter(
        kind="licence.statement_waived", mark=Text("证弃", "LD"), title=Text("放弃陈述申辩确认书", "Waiver of a statement confirmed"), to=To.EXPORTER,
        says=(Text("你单位就拟撤销出口许可证{number}放弃陈述申辩的声明已于{day}收到；决定作出前仍可陈述申辩。", "Your waiver of a statement on the proposed revocation of licence {number} was received on {day}; you may still state your case until the decision."),),
        parts=FACE, basis=("DESIGN#revocation-hearing",),
    ),
    Letter(
        kind="licence.revocation_dropped", mark=Text("证终", "LE"), title=Text("终止撤销程序通知书", "Revocation dropped"), to=To.BOTH,
        says=(Text("经审查，不予撤销出口许可证{number}，撤销程序于{day}终止。", "Export licence {number} is not revoked; the proceedings ended on {day}."),),
        parts=WHY, basis=("DESIGN#revocation-hearing",),
    ),
    Letter(
        kind="licence.reconsideration_asked", mark=Text("证议", "LG"), title=Text("许可证决定复议申请回执", "Receipt of a request to reconsider a decision on a licence"), to=To.EXPORTER,
        says=(Text("你单位就出口许可证{number}{decision}决定的复议申请已于{day}收到，由作出原决定以外的人员办理；复议期间原决定不停止执行。", "Your request to reconsider the {decision} of export licence {number} was received on {day}; another officer handles it, and the decision stands meanwhile."),),
        parts=WHY, basis=("DESIGN#reconsideration",),
    ),
    Letter(
        kind="licence.decision_upheld", mark=Text("证决", "LK"), title=Text("许可证复议决定书", "Decision on a reconsideration of a licence"), to=To.EXPORTER,
        says=(Text("经复议，维持出口许可证{number}的{decision}决定。", "On reconsideration the {decision} of export licence {number} is upheld."), LEFT),
        parts=WHY, basis=("DESIGN#reconsideration",), way=Way.FINAL,
    ),
    Letter(
        kind="licence.decision_set_aside", mark=Text("证决", "LK"), title=Text("许可证复议决定书", "Decision on a reconsideration of a licence"), to=To.EXPORTER,
        says=(Text("经复议，撤销对出口许可证{number}的{decision}决定。该证自{day}起为“{stands_as}”，有效期和剩余数量不变。", "On reconsideration the {decision} of export licence {number} is set aside. From {day} it is “{stands_as}”; its dates and balance are as they were."), LEFT),
        parts=WHY, basis=("DESIGN#reconsideration",),
    ),
    Letter(
        kind="licence.revoked", mark=Text("证销", "LV"), title=Text("撤销出口许可证决定书", "Licence revoked"), to=To.EXPORTER,
        says=(Text("决定自{day}起撤销出口许可证{number}，海关不再凭该证放行；剩余数量作废。", "From {day} export licence {number} is revoked; customs accepts it no more and what is left is void."), LEFT),
        parts=WHY, basis=("MOFCOM-11-2008#revocation", "DESIGN#revocation-hearing"), way=Way.STATUS_RECONSIDERATION,
    ),
    Letter(
        kind="licence.returned", mark=Text("证交", "LB"), title=Text("出口许可证退证确认书", "Return of a licence confirmed"), to=To.EXPORTER,
        says=(Text("出口许可证{number}已于{day}退回发证机构，即日起失效。退证时剩余{left}辆，相应产能在本年度内可以重新申请使用。", "Export licence {number} was returned on {day} and ended with it. {left} vehicles were left; as much of the year's capacity may be applied for again."),),
        parts=WHY, basis=("ISSUE-RULES-2008#return",),
    ),
    Letter(
        kind="licence.loss_reported", mark=Text("证失", "LO"), title=Text("出口许可证挂失受理通知书", "Loss of a licence recorded"), to=To.EXPORTER,
        says=(
            Text("你单位关于出口许可证{number}遗失的报告已于{day}受理，海关即刻停止凭该证放行。", "Your report that export licence {number} is lost was taken on {day}; customs has stopped releasing under it at once."),
            Text("挂失时剩余{left}辆。仍有剩余数量和报关次数的，可在有效期内申请补发；补发时原证注销。", "{left} vehicles were left. Where quantity and clearances remain, a reissue may be asked for within validity; the lost licence then ends for good."),
        ),
        parts=WHY, basis=("ISSUE-RULES-2008#loss",),
    ),
)  # fmt: skip
