"""The letters about a licence: the one it comes with, and each decision on it afterwards."""

from evexport.kernel.text import Text
from evexport.papers.letters.row import Letter, Part, To, Way

LEFT = Text("作出本决定时，该证剩余{left}辆。", "When this was decided, {left} vehicles were left on it.")
FACE = (Part.LICENCE,)
WHY = (Part.REASONS, Part.LICENCE)

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
        parts=WHY, basis=("MOFCOM-11-2008#suspension",), way=Way.LAW,
    ),
    Letter(
        kind="licence.lifted", mark=Text("证恢", "LL"), title=Text("恢复使用出口许可证通知书", "Suspension lifted"), to=To.EXPORTER,
        says=(Text("自{day}起恢复使用出口许可证{number}；有效期和剩余数量不变。", "From {day} export licence {number} may be used again; its dates and balance are as they were."), LEFT),
        parts=WHY, basis=("MOFCOM-11-2008#suspension",),
    ),
    Letter(
        kind="licence.revoked", mark=Text("证销", "LV"), title=Text("撤销出口许可证决定书", "Licence revoked"), to=To.EXPORTER,
        says=(Text("决定自{day}起撤销出口许可证{number}，海关不再凭该证放行；剩余数量作废。", "From {day} export licence {number} is revoked; customs accepts it no more and what is left is void."), LEFT),
        parts=WHY, basis=("MOFCOM-11-2008#revocation",), way=Way.LAW,
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
