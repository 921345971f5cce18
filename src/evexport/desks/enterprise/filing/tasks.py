"""The filing as a list of tasks: any order, each with what the criteria find in it now; parts of other pages are linked."""

from evexport.desks.enterprise.filing.judged import DONE, Judged
from evexport.desks.enterprise.filing.whose import address, section_address
from evexport.desks.kit.components import Tag
from evexport.desks.kit.filing import CATEGORY
from evexport.desks.kit.parts import Task, TaskGroup, TaskList
from evexport.kernel.text import Text
from evexport.qualification.models import Filing

NOT_YET = Text("暂不能开始", "Cannot start yet")
GROUPS: tuple[tuple[Text, tuple[tuple[str, Text], ...]], ...] = (
    (
        Text("企业与产品", "The maker and its cars"),
        (
            ("manufacturer", Text("核对企业基本信息", "Check the basic information")),
            ("production_capacity", Text("填报生产能力", "Give the production capacity")),
            ("quality_management", Text("填报质量管理体系认证", "Give the quality-management certificate")),
            ("models", Text("填报出口车型", "Name the models to be exported")),
        ),
    ),
    (
        Text("出口与类别", "Exports and category"),
        (
            ("exports", Text("填报出口情况与计划", "Give the exports and the plan")),
            (CATEGORY, Text("选择申报类别", "Choose the category")),
        ),
    ),
    (
        Text("服务与授权", "Service and authorisations"),
        (
            ("service_network", Text("核对海外售后服务网络", "Check the service network abroad")),
            ("authorised_exporters", Text("填报授权出口经营企业", "Name the authorised exporters")),
        ),
    ),
)
VERBS = {key: label for _, rows in GROUPS for key, label in rows}


def task_list(filing: Filing, judged: Judged, *, papers: int) -> TaskList:
    groups = [
        TaskGroup(title, [Task(label, section_address(filing, key), judged.state(key)) for key, label in rows])
        for title, rows in GROUPS
    ]
    laid = Text(f"{papers}份", f"{papers} paper{'' if papers == 1 else 's'}") if papers else Text("没有附件", "None yet")
    ready = not judged.problems
    hand_in = [
        Task(Text("附上证明材料", "Add supporting papers"), address(filing, "filing-papers"), laid),
        Task(
            Text("核对并提交", "Check and submit"),
            address(filing, "filing-check") if ready else "",
            overall(judged) if ready else NOT_YET,
            None if ready else Text("请先更正无法识别的内容。", "First correct what cannot be understood."),
        ),
    ]
    return TaskList([*groups, TaskGroup(Text("材料与提交", "Papers and submission"), hand_in)])


def overall(judged: Judged) -> Tag | Text:
    """One word for the whole; a finding does not stop the handing-in."""
    wrong, open_ = judged.count("not_met"), judged.count("needs_evidence")
    if wrong:
        return Tag(Text(f"共{wrong}项不符合", f"{wrong} not met in all"), "no", "circle-x")
    if open_:
        said = Text(f"共{open_}项需补充证明", f"{open_} need{'s' if open_ == 1 else ''} evidence")
        return Tag(said, "note", "help-circle")
    return DONE
