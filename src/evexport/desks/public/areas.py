"""What the areas of the rule-set are called, and in which order people read them."""

from evexport.kernel.text import Text

STAGES = {
    "scope": Text("适用范围", "Scope"),
    "qualification": Text("资质", "Qualification"),
    "deadlines": Text("期限", "Deadlines"),
    "production": Text("生产登记", "Production"),
    "licence": Text("许可证", "Licence"),
    "gate": Text("海关验放", "Customs gate"),
    "papers": Text("证件", "Papers"),
    "notices": Text("通知", "Notices"),
    "statistics": Text("统计", "Statistics"),
}
MATTERS = {
    "categories": Text("企业类别", "categories of makers"),
    "outlets": Text("海外网点", "outlets abroad"),
    "service": Text("售后服务能力", "service capability"),
    "markets": Text("主要市场", "major markets"),
    "maker": Text("生产企业条件", "conditions for the maker"),
    "names": Text("车辆名称用语", "words of vehicle names"),
    "procedure": Text("办理时限", "time for each step"),
    "round": Text("年度安排", "the yearly round"),
    "batch": Text("批次规则", "batch rule"),
    "form": Text("填制要求", "filling in the form"),
    "grounds": Text("申领事由", "grounds"),
    "outlet": Text("目的地网点", "outlet at the destination"),
    "price": Text("价格", "price"),
    "review": Text("审核", "review"),
    "validity": Text("有效期", "validity"),
    "declaration": Text("报关单", "declaration"),
    "exempt_trade_modes": Text("免证监管方式", "exempt trade modes"),
    "inspection": Text("检验", "inspection"),
    "status": Text("状态列表", "status list"),
    "register": Text("登记簿", "the register"),
    "reminders": Text("到期提醒", "reminders"),
    "publication": Text("公布", "publication"),
}
LAST = len(STAGES)


def rank(path: str) -> int:
    """Where an area stands among the stages; one of no known stage comes last."""
    stage = path.partition(".")[0]
    return list(STAGES).index(stage) if stage in STAGES else LAST


def area_name(path: str) -> Text:
    """`licence.validity` → 许可证：有效期. An area that has no name yet goes by its path."""
    stage, _, matter = path.partition(".")
    first = STAGES.get(stage) or Text(stage, stage)
    if not matter:
        return first
    second = MATTERS.get(matter) or Text(matter, matter)
    return Text(f"{first.zh}：{second.zh}", f"{first.en}: {second.en}")
