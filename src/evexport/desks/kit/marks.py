"""How the desk shows a decision, a state, a car's standing and a level: one word, one colour, one icon each."""

from evexport.customs.states import DECLARATION, INSPECTION
from evexport.desks.kit.components import Tag, Tone
from evexport.kernel.text import Text
from evexport.regulation.criteria.gate_rules import LEVELS

LOOK: dict[str, tuple[Tone, str]] = {
    "released": ("yes", "circle-check"),
    "refused": ("no", "circle-x"),
    "held": ("note", "hourglass"),
    "not_required": ("plain", "circle-minus"),
    "cancelled": ("plain", "history"),
    "returned": ("plain", "history"),
}
DECIDED = {
    "released": Text("放行", "Released"),
    "refused": Text("不予放行", "Refused"),
    "held": Text("暂扣待查", "Held for inspection"),
    "not_required": Text("无需本许可证", "No licence of this regime needed"),
}
DECISIONS = {name: Tag(label, *LOOK[name]) for name, label in DECIDED.items()}
STATES = {name: Tag(state.label, *LOOK[name]) for name, state in DECLARATION.states.items()}
ROUND_LOOK: dict[str, tuple[Tone, str]] = {
    "ordered": ("note", "hourglass"),
    "passed": ("yes", "circle-check"),
    "failed": ("no", "circle-x"),
    "reworking": ("note", "refresh"),
    "refused": ("no", "ban"),
}
ROUNDS = {name: Tag(INSPECTION.states[name].label, *look) for name, look in ROUND_LOOK.items()}
LEVEL_LOOK: dict[str, tuple[Tone, str]] = {"routine": ("plain", ""), "elevated": ("note", "flag"), "strict": ("no", "flag")}
LEVEL_TAGS = {name: Tag(label, *LEVEL_LOOK[name]) for name, label in LEVELS.items()}
CARS = {
    "written_off": Tag(Text("已核销", "written off"), "yes", "circle-check"),
    "pending": Tag(Text("待查", "held"), "note", "hourglass"),
    "cancelled": Tag(Text("已退关", "cancelled"), "plain", "history"),
    "returned": Tag(Text("已退运", "returned"), "plain", "history"),
    "corrected": Tag(Text("已更正为另一代号", "corrected to another VIN"), "plain", "edit"),
    "not_exported": Tag(Text("未出口", "not exported"), "plain", "circle-minus"),
}
KINDS = {
    "released": Tag(Text("放行核销", "written off"), "yes", "circle-check"),
    "cancelled": Tag(Text("退关冲回", "cancelled"), "no", "history"),
    "returned": Tag(Text("退运", "returned"), "plain", "history"),
    "corrected_in": Tag(Text("更正转入", "corrected to"), "plain", "edit"),
    "corrected_out": Tag(Text("更正转出", "corrected away"), "plain", "edit"),
}
LICENCES: dict[str, Tag] = {
    "in_force": Tag(Text("有效", "in force"), "yes", "circle-check"),
    "not_yet_valid": Tag(Text("尚未生效", "not yet valid"), "note", "clock"),
    "exhausted": Tag(Text("已用完", "used up"), "no", "circle-x"),
    "expired": Tag(Text("已过期", "expired"), "no", "circle-x"),
    "suspended": Tag(Text("已暂停", "suspended"), "no", "player-pause"),
    "revoked": Tag(Text("已撤销", "revoked"), "no", "ban"),
    "replaced": Tag(Text("已换证", "replaced"), "note", "file-diff"),
    "returned": Tag(Text("已退证", "returned"), "no", "circle-x"),
    "lost": Tag(Text("已挂失", "reported lost"), "no", "circle-x"),
}
