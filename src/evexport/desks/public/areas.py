"""What the areas of the rule-set are called; an area not named here goes by its path."""

from evexport.kernel.text import Text

PARTS = {
    "qualification": Text("资质", "Qualification"),
    "outlets": Text("海外网点", "Outlets abroad"),
    "service": Text("售后服务能力", "Service capability"),
    "parts": Text("备件", "Parts"),
    "response": Text("响应时间", "Response"),
    "rescue": Text("紧急救援", "Rescue"),
    "markets": Text("主要市场", "Major markets"),
    "volume": Text("出口数量", "Volume"),
    "categories": Text("企业类别", "Categories"),
    "capacity": Text("产能", "Capacity"),
    "authorisation": Text("授权出口", "Authorisation"),
    "plan": Text("网络建设计划", "Construction plan"),
    "scope": Text("适用范围", "Scope"),
    "list": Text("名单", "The list"),
    "deadlines": Text("期限", "Deadlines"),
    "round": Text("年度安排", "The yearly round"),
    "licence": Text("许可证", "Licence"),
    "validity": Text("有效期", "Validity"),
    "early_issue": Text("次年许可证提前签发", "Early issue for next year"),
    "batch": Text("批次规则", "Batch rule"),
    "application": Text("申请", "Application"),
    "review": Text("审核", "Review"),
    "price": Text("价格", "Price"),
    "gate": Text("海关验放", "Customs gate"),
    "declaration": Text("报关单", "Declaration"),
    "inspection": Text("检验", "Inspection"),
    "vin": Text("车辆识别代号", "VIN"),
    "trade_modes": Text("监管方式", "Trade modes"),
}


def area_name(path: str) -> Text:
    """`licence.validity` → 许可证 · 有效期."""
    names = [PARTS.get(part, Text(part, part)) for part in path.split(".")]
    return Text(" · ".join(name.zh for name in names), " · ".join(name.en for name in names))
