"""The letters about the yearly list: being entered on it, and what befalls an entry, an authorisation or a model."""

from evexport.kernel.text import Text
from evexport.papers.letters.row import Letter, Part, To, Way

ENTERED = Text(
    "自{year}年1月1日起，你单位及名单所列授权出口经营企业可以申领{year}年度出口许可证；出口产品由你单位与被授权企业承担连带责任。",
    "From 1 January {year} you and the authorised exporters on the list may draw export licences of {year}; you and they are jointly liable for the goods.",
)  # fmt: skip
WHY = (Part.REASONS, Part.ENTRY)

LISTS = (
    Letter(
        kind="list.published", mark=Text("列", "LP"), title=Text("列入名单通知书", "Entered on the list"), to=To.MAKER,
        says=(Text("经审查并公示，你单位列入{year}年度纯电动乘用车出口许可证申领企业名单。名单于{day}公布。", "After review and public notice you are entered on the list of {year} of makers that may draw export licences for battery-electric passenger cars, published on {day}."), ENTERED),
        parts=(Part.ENTRY,), basis=("SCF-318-2012#list", "SCF-318-2012#authorised-exporters", "BRIEF#responsibility"),
    ),
    Letter(
        kind="list.admitted", mark=Text("增列", "LA"), title=Text("增补列入名单通知书", "Admitted to the list"), to=To.MAKER,
        says=(Text("因复议撤销不予列入决定，你单位于{day}增补列入{year}年度名单。", "The decision not to list you having been set aside, you were admitted to the list of {year} on {day}."), ENTERED),
        parts=(Part.ENTRY,), basis=("SCF-318-2012#list", "DESIGN#reconsideration"),
    ),
    Letter(
        kind="list.suspended", mark=Text("资停", "QS"), title=Text("暂停出口资质决定书", "Export qualification suspended"), to=To.MAKER,
        says=(Text("决定自{day}起暂停你单位{year}年度出口资质；暂停期间不签发许可证，海关不凭已签发的许可证放行你单位车辆。", "From {day} your export qualification of {year} is suspended: no licence is issued meanwhile, and customs releases none of your cars under those already issued."),),
        parts=WHY, basis=("MOFCOM-11-2008#penalties",), way=Way.LAW,
    ),
    Letter(
        kind="list.lifted", mark=Text("资复", "QL"), title=Text("恢复出口资质通知书", "Suspension of the qualification lifted"), to=To.MAKER,
        says=(Text("自{day}起恢复你单位{year}年度出口资质。", "From {day} your export qualification of {year} is in force again."),),
        parts=WHY, basis=("SCF-318-2012#list",),
    ),
    Letter(
        kind="list.cancelled", mark=Text("资销", "QC"), title=Text("取消出口资质决定书", "Export qualification cancelled"), to=To.MAKER,
        says=(Text("决定自{day}起取消你单位{year}年度出口资质，本年度内不再恢复；不签发许可证，海关不再放行。", "From {day} your export qualification of {year} is cancelled for the rest of the year: no licence is issued and customs releases no car."),),
        parts=WHY, basis=("MOFCOM-11-2008#penalties",), way=Way.LAW,
    ),
    Letter(
        kind="list.lapsed", mark=Text("资失", "QE"), title=Text("出口资质失效通知书", "Export qualification lapsed"), to=To.MAKER,
        says=(Text("你单位{year}年度出口资质已于{day}登记失效。", "Your export qualification of {year} was recorded as lapsed on {day}."),),
        parts=WHY, basis=("SCF-318-2012#list",),
    ),
    Letter(
        kind="list.authorisation_suspended", mark=Text("授停", "AS"), title=Text("暂停出口授权决定书", "Authorisation suspended"), to=To.BOTH,
        says=(Text("决定自{day}起暂停{exporter}出口{maker}产品的{year}年度授权；暂停期间不得申领许可证，海关不予放行。", "From {day} the authorisation of {exporter} to export the cars of {maker} in {year} is suspended: it may draw no licence and customs releases none of its cars meanwhile."),),
        parts=WHY, basis=("SCF-318-2012#authorisation", "MOFCOM-11-2008#penalties"), way=Way.LAW,
    ),
    Letter(
        kind="list.authorisation_lifted", mark=Text("授复", "AL"), title=Text("恢复出口授权通知书", "Suspension of an authorisation lifted"), to=To.BOTH,
        says=(Text("自{day}起恢复{exporter}出口{maker}产品的{year}年度授权。", "From {day} the authorisation of {exporter} to export the cars of {maker} in {year} is in force again."),),
        parts=WHY, basis=("SCF-318-2012#authorisation",),
    ),
    Letter(
        kind="list.exporter_removed", mark=Text("授弃", "AG"), title=Text("放弃出口授权确认书", "Authorisation given up"), to=To.BOTH,
        when={"data": {"renounced": True}},
        says=(Text("{exporter}书面声明放弃{maker}的{year}年度出口授权。该授权自{day}起终止，已签发给{exporter}的许可证不得再用于{maker}的产品。", "{exporter} gave up its authorisation of {year} by {maker} in writing. It ended on {day}; licences issued to {exporter} no longer serve for the cars of {maker}."),),
        parts=WHY, basis=("SCF-318-2012#authorisation",),
    ),
    Letter(
        kind="list.exporter_removed", mark=Text("授撤", "AR"), title=Text("撤销出口授权确认书", "Exporter removed"), to=To.BOTH,
        says=(
            Text("{maker}提出撤销{exporter}的{year}年度出口授权，{exporter}已书面同意。该授权自{day}起终止，已签发给{exporter}的许可证不得再用于{maker}的产品。", "{maker} proposed to end the authorisation of {exporter} for {year}, and {exporter} consented in writing. It ended on {day}; licences issued to {exporter} no longer serve for the cars of {maker}."),
            Text("被授权企业的书面意见：{consent}", "The exporter's consent, in its own words: {consent}"),
        ),
        parts=WHY, basis=("SCF-318-2012#authorisation",),
    ),
    Letter(
        kind="list.model_withdrawn", mark=Text("型撤", "MW"), title=Text("车型撤出名单决定书", "Model withdrawn"), to=To.MAKER,
        says=(Text("决定自{day}起将你单位车型{model_code}撤出{year}年度名单；该车型不再签发许可证，海关不予放行。", "From {day} your model {model_code} is withdrawn from the list of {year}: no licence is issued for it and customs releases none of it."),),
        parts=WHY, basis=("SCF-318-2012#announcement", "SCF-318-2012#ccc"), way=Way.LAW,
    ),
    Letter(
        kind="list.renamed", mark=Text("名", "NM"), title=Text("企业更名核准通知书", "New name recorded"), to=To.MAKER,
        says=(Text("准予将{year}年度名单中的“{before}”更名为“{after}”，自{day}起生效；统一社会信用代码、类别、车型和授权不变。", "“{before}” on the list of {year} is recorded as “{after}” from {day}; credit code, category, models and authorisations are as they were."),),
        parts=WHY, basis=("SCF-318-2012#list",),
    ),
    Letter(
        kind="list.change_declined", mark=Text("名不", "ND"), title=Text("不予更名通知书", "New name not recorded"), to=To.MAKER, when={"change": "rename"},
        says=(Text("你单位关于{year}年度名单更名的请求，经审查不予核准，名单记载不变。", "Your request to record a new name on the list of {year} is refused; the list stands as it is."),),
        parts=(Part.REASONS,), basis=("SCF-318-2012#list",), way=Way.LAW,
    ),
    Letter(
        kind="list.change_declined", mark=Text("授不", "AD"), title=Text("撤销授权未获同意通知书", "Removal not consented to"), to=To.MAKER,
        says=(Text("{exporter}不同意撤销其{year}年度出口授权，该授权继续有效。", "{exporter} does not consent to the end of its authorisation for {year}; the authorisation stands."),),
        parts=(Part.REASONS,), basis=("SCF-318-2012#authorisation",),
    ),
)  # fmt: skip
