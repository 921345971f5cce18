"""The boxes of a declaration as people fill them in, by hand or in a file: names, forms, what is said where one is wrong."""

from dataclasses import dataclass

from evexport.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Column:
    """A box of the declaration. `pattern` is of the entry in capitals without blanks; `wrong` says what it should look like."""

    label: Text
    pattern: str
    wrong: Text
    required: bool = True


FACE: dict[str, Column] = {
    "declaration_no": Column(
        Text("报关单号", "Declaration number"),
        r"^[0-9A-Z][0-9A-Z-]{5,31}$",
        Text("报关单号为6至32位数字、字母或连字符。", "A declaration number has 6 to 32 digits, letters or hyphens."),
    ),
    "declared_on": Column(
        Text("申报日期", "Day of declaration"),
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        Text("申报日期形如2027-03-03。", "The day of declaration looks like 2027-03-03."),
    ),
    "licence_no": Column(
        Text("出口许可证号", "Export licence"), r"^.{1,32}$", Text("许可证号最长32位。", "At most 32 characters."), required=False
    ),
    "contract_no": Column(
        Text("合同号", "Contract"), r"^.{1,64}$", Text("合同号最长64位。", "At most 64 characters."), required=False
    ),
    "exporter_uscc": Column(
        Text("出口商统一社会信用代码", "Exporter’s credit code"),
        r"^[0-9A-Z]{18}$",
        Text("统一社会信用代码为18位。", "A unified social credit code has 18 characters."),
    ),
    "customs_district": Column(
        Text("申报地海关", "Customs office"),
        r"^[0-9]{4}$",
        Text("关区代码为4位数字。", "A customs office’s code has 4 digits."),
    ),
    "trade_mode": Column(
        Text("监管方式", "Trade mode"), r"^[0-9]{4}$", Text("监管方式代码为4位数字。", "A trade mode has 4 digits.")
    ),
    "transport_mode": Column(
        Text("运输方式", "Transport mode"),
        r"^[0-9A-Z]{1,2}$",
        Text("运输方式代码为1至2位。", "A transport mode has 1 or 2 characters."),
    ),
    "destination": Column(
        Text("最终目的国（地区）", "Final destination"),
        r"^[A-Z]{2}$",
        Text("国别代码为2位字母。", "A country’s code has 2 letters."),
    ),
    "hs_code": Column(
        Text("商品编号", "Customs code"), r"^[0-9]{10}$", Text("商品编号为10位数字。", "A customs code has 10 digits.")
    ),
    "goods_state": Column(Text("货物状态", "Goods"), r"^(NEW|USED)$", Text("货物状态为new或used。", "Goods are new or used.")),
}
"""What one declaration says once, whatever the number of its cars."""
MODEL = Column(
    Text("车型", "Model"),
    r"^[0-9A-Z][0-9A-Z()/_-]{0,39}$",
    Text("车型代号只含字母、数字和()/_-。", "A model code has letters, digits and ()/_- only."),
)
VIN = Column(Text("车辆识别代号", "VIN"), r"^.{0,64}$", Text("车辆识别代号过长。", "The VIN is too long."), required=False)
EACH_CAR: dict[str, Column] = {"vin": VIN, "model_code": MODEL}
"""What each row of a file says of its car."""


def tidied(entry: str) -> str:
    """Capitals, no blanks."""
    return "".join(entry.split()).upper()
