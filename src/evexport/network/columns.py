"""The columns of a service network's tables, and the words for what they hold: for a filing's tables and for the record."""

from functools import cache

from evexport.kernel.tables import Column
from evexport.kernel.text import Text
from evexport.regulation.facts.shapes import markets
from evexport.regulation.markets import market_name

OWNERSHIP = {"own": Text("自营", "Own"), "dealer": Text("经销商", "Dealer"), "contracted": Text("签约", "Contracted")}
SERVICES = {
    "maintenance": Text("维修", "Maintenance"),
    "high_voltage": Text("高压维修", "High-voltage work"),
    "sales": Text("销售", "Sales"),
    "body": Text("钣喷", "Body repair"),
    "battery": Text("电池", "Battery"),
    "parts": Text("零部件", "Parts"),
    "rescue": Text("救援", "Rescue"),
    "charging": Text("充电", "Charging"),
    "showroom": Text("展厅", "Showroom"),
    "training": Text("培训", "Training"),
}
RESCUE = {
    "round_the_clock": Text("24小时", "Round the clock"),
    "daytime": Text("日间", "Daytime"),
    "none": Text("无", "None"),
}


@cache
def abroad() -> dict[str, Text]:
    """Every market but China, by its code."""
    return {code: market_name(code) for code in sorted(markets() - {"CN"})}


MARKET = Column(
    "market",
    Text("市场", "Market"),
    "choice",
    required=True,
    choices=abroad,
    help=Text("国家（地区）代码或名称，例如DE或德国。", "A country’s code or name, such as DE or Germany."),
    example="DE",
)
HOURS = Text("自车主报修至开始维修，小时。", "Hours from the owner’s report to the start of the repair.")
OUTLET = (
    MARKET,
    Column("city", Text("城市", "City"), required=True, example="Hamburg"),
    Column("operator", Text("经营者", "Operator"), required=True, example="Example Service GmbH"),
    Column("address", Text("地址", "Address"), example="Musterstrasse 1"),
    Column("ownership", Text("性质", "Ownership"), "choice", required=True, choices=lambda: OWNERSHIP, example="dealer"),
    Column(
        "services",
        Text("服务项目", "Services"),
        "many",
        required=True,
        choices=lambda: SERVICES,
        help=Text("提供维修的网点才计入。", "Only outlets that offer maintenance count."),
        example="maintenance;high_voltage",
    ),
    Column("opened_on", Text("开业日期", "Opened on"), "day", required=True, example="2026-05-01"),
    Column("hv_technicians", Text("高压技师（人）", "High-voltage technicians"), "count", example="2"),
    Column("phone", Text("电话", "Telephone"), example="+49 40 000000"),
    Column("rescue_phone", Text("救援电话", "Rescue telephone")),
    Column("contract_valid_until", Text("合同有效期至", "Contract valid until"), "day", example="2029-12-31"),
    Column(
        "evidence",
        Text("证明材料", "Evidence"),
        help=Text("合同、执照等的名称或编号。", "Names or numbers of contract or licence."),
    ),
    Column("verified_on", Text("核实日期", "Verified on"), "day"),
)
SERVICE = (
    MARKET,
    Column("valid_from", Text("数据日期", "Figures as of"), "day", required=True, example="2027-03-01"),
    Column("common_fault_parts", Text("应备种数", "Part numbers"), "count", example="1200"),
    Column("in_stock", Text("在库种数", "In stock"), "count", example="300"),
    Column("stock_counted_on", Text("盘点日期", "Stock counted on"), "day"),
    Column("committed_hours", Text("承诺响应（小时）", "Committed response (hours)"), "exact", help=HOURS, example="48"),
    Column("measured_p95_hours", Text("实测95分位（小时）", "Measured, 95th percentile (hours)"), "exact", example="36"),
    Column("rescue_provider", Text("救援服务方", "Rescue provider"), example="Example Assist"),
    Column("round_the_clock", Text("24小时救援", "Rescue round the clock"), "yes_no", example="是"),
)
PLAN = (
    MARKET,
    Column("year", Text("年度", "Year"), "year", required=True, example="2028"),
    Column("new_outlets", Text("新增网点", "New outlets"), "count", required=True, example="3"),
    Column(
        "parts_in_stock_rate",
        Text("备货率", "Parts stock rate"),
        "rate",
        required=True,
        help=Text("0至1之间，或写成30%。", "Between 0 and 1, or as 30%."),
        example="30%",
    ),
    Column("response_hours", Text("响应（小时）", "Response (hours)"), "exact", required=True, example="40"),
    Column("rescue", Text("救援", "Rescue"), "choice", required=True, choices=lambda: RESCUE, example="round_the_clock"),
)
