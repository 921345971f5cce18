"""The transition table of a large file of cars: checked in the background, then recorded, or handed back with its bad rows."""

from evexport.kernel.states import State, States, row
from evexport.kernel.text import Text

RECORD = "production.record"

FILE = States(
    "production_file",
    Text("生产登记文件", "production file"),
    states=(
        State("checking", Text("办理中", "under way")),
        State("returned", Text("已退回", "handed back")),
        State("recorded", Text("已登记", "recorded"), final=True),
    ),
    steps=(
        row("record", ("checking",), "recorded", RECORD, Text("登记", "record")),
        row("return", ("checking",), "returned", RECORD, Text("退回", "hand back")),
        row("take-good", ("returned",), "checking", RECORD, Text("只登记无误的车辆", "record the good ones")),
    ),
)
