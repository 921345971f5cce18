"""Why customs' report of a day and what is held here differ: the table of causes, each with what is to be done about it."""

from enum import StrEnum

from evexport.kernel.text import Text


class Cause(StrEnum):
    """A cause's code. It never changes its meaning."""

    UNKNOWN_HERE = "unknown_here"
    DECIDED_ELSEWHERE = "decided_elsewhere"
    REFUSED_HERE = "refused_here"
    NOT_REQUIRED_HERE = "not_required_here"
    HELD_HERE = "held_here"
    CANCELLED_HERE = "cancelled_here"
    NOT_REPORTED = "not_reported"
    CAR_UNKNOWN_HERE = "car_unknown_here"
    CAR_ELSEWHERE = "car_elsewhere"
    CAR_CANCELLED_HERE = "car_cancelled_here"
    CAR_CORRECTED_HERE = "car_corrected_here"
    CAR_NOT_REPORTED = "car_not_reported"

    @property
    def label(self) -> Text:
        return _TABLE[self][0]

    @property
    def remedy(self) -> Text:
        return _TABLE[self][1]


_TABLE: dict[Cause, tuple[Text, Text]] = {
    Cause.UNKNOWN_HERE: (
        Text("海关已放行，本系统没有该报关单", "cleared by customs, no such declaration here"),
        Text("核实是否凭纸面放行；是则补录，否则立案核查。", "If it was cleared on paper, enter it as such; else look into it."),
    ),
    Cause.DECIDED_ELSEWHERE: (
        Text("海关已放行，本系统于他日或在他关作出决定", "cleared by customs, decided here on another day or at another office"),
        Text("核对日期和申报地海关，更正后重报。", "Check the day and the office, and report it where it belongs."),
    ),
    Cause.REFUSED_HERE: (
        Text("海关已放行，本系统不予放行", "cleared by customs, refused here"),
        Text("立即查明货物去向，移交稽查。", "Find out at once where the goods are, and hand the case over."),
    ),
    Cause.NOT_REQUIRED_HERE: (
        Text(
            "海关已放行，本系统认定无需本许可证，未核销", "cleared by customs, no licence needed here, so nothing was written off"
        ),
        Text(
            "无需处理；商品编号有误的，更正后重新申报。",
            "Nothing, unless the code was wrong: then declare anew under the right one.",
        ),
    ),
    Cause.HELD_HERE: (
        Text("海关已放行，本系统待查", "cleared by customs, held here"),
        Text(
            "录入查验结果；未经查验放行的，移交稽查。", "Record the inspection's result; if there was none, hand the case over."
        ),
    ),
    Cause.CANCELLED_HERE: (
        Text("海关已放行，本系统已退关", "cleared by customs, cancelled here"),
        Text(
            "核实是否确已退关；货物已离境的，以新报关单补办。",
            "Check that it was cancelled; if the goods left, declare them anew.",
        ),
    ),
    Cause.NOT_REPORTED: (
        Text("本系统已放行，海关未报", "released here, not reported by customs"),
        Text("核实是否放行；未放行的，办理退关。", "Check whether it was cleared; if not, have it cancelled."),
    ),
    Cause.CAR_UNKNOWN_HERE: (
        Text("该车不在本系统核销之列", "the car is not among those written off here"),
        Text("核对车辆识别代号；误录的，凭证更正。", "Check the VIN; where it was mistyped, correct it with evidence."),
    ),
    Cause.CAR_ELSEWHERE: (
        Text("该车在本系统核销于另一份报关单", "the car is written off here under another declaration"),
        Text("核对两份报关单，更正其一。", "Compare the two declarations and correct one of them."),
    ),
    Cause.CAR_CANCELLED_HERE: (
        Text("该车在本系统已从该报关单退关", "the car was cancelled from this declaration here"),
        Text("核实该车是否离境；已离境的，以新报关单补办。", "Check whether the car left; if so, declare it anew."),
    ),
    Cause.CAR_CORRECTED_HERE: (
        Text("该车辆识别代号在本系统已更正为另一代号", "the VIN was corrected to another here"),
        Text("海关一侧按更正后的代号更正。", "Have customs' own record follow the correction."),
    ),
    Cause.CAR_NOT_REPORTED: (
        Text("该车已核销，海关未报", "the car is written off here, not reported by customs"),
        Text("核实该车是否放行；未放行的，办理部分退关。", "Check whether the car was cleared; if not, have it cancelled."),
    ),
}
