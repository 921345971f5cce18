"""The tables of a filing that are filled in by form or by file: outlets, parts, response, rescue, plan, exporters."""

from evexport.kernel.tables import Column
from evexport.kernel.text import Text
from evexport.network.columns import HOURS, MARKET, OWNERSHIP, RESCUE, SERVICES
from evexport.qualification.tables import Table
from evexport.regulation.facts import filing as shapes

TABLES: dict[str, Table] = {
    one.name: one
    for one in (
        Table(
            "outlets",
            Text("海外网点", "Outlets abroad"),
            Text("网点", "outlet"),
            "service_network",
            (
                MARKET,
                Column("city", Text("城市", "City"), required=True, example="Hamburg"),
                Column("operator", Text("经营者", "Operator"), required=True, example="Example Service GmbH"),
                Column(
                    "ownership", Text("性质", "Ownership"), "choice", required=True, choices=lambda: OWNERSHIP, example="dealer"
                ),
                Column(
                    "services",
                    Text("服务项目", "Services"),
                    "many",
                    required=True,
                    choices=lambda: SERVICES,
                    help=Text(
                        "提供维修的网点才计入。",
                        "Only outlets that offer maintenance count.",
                    ),
                    example="maintenance;high_voltage",
                ),
            ),
            shapes.Outlet,
            ("market", "city", "operator"),
            ("Q6", "Q9", "Q12"),
            ("BRIEF#outlets", "BRIEF#layout"),
            Text(
                "网点数量决定企业类别，主要市场均应设有网点。", "Their number decides the category; each major market needs one."
            ),
            part="outlets",
        ),
        Table(
            "parts",
            Text("常见故障零部件", "Parts in stock"),
            Text("零部件备货", "market’s parts stock"),
            "service_network",
            (
                MARKET,
                Column("common_fault_parts", Text("应备种数", "Part numbers"), "count", required=True, example="1200"),
                Column("in_stock", Text("在库种数", "In stock"), "count", required=True, example="300"),
            ),
            shapes.Parts,
            ("market",),
            ("Q7",),
            ("BRIEF#parts",),
            Text(
                "每个市场常见故障零部件的种数，及当地在库的种数。",
                "Part numbers for common faults in each market, and how many are stocked there.",
            ),
            part="parts",
        ),
        Table(
            "response",
            Text("维修响应", "Response time"),
            Text("维修响应时间", "market’s response time"),
            "service_network",
            (
                MARKET,
                Column("committed_hours", Text("承诺（小时）", "Committed (hours)"), "exact", help=HOURS, example="48"),
                Column(
                    "measured_p95_hours",
                    Text("实测95分位（小时）", "Measured, 95th percentile (hours)"),
                    "exact",
                    help=Text("有实测值的，以实测值为准。", "Where there is one, it counts instead of the commitment."),
                    example="36",
                ),
            ),
            shapes.Response,
            ("market",),
            ("Q8",),
            ("BRIEF#response",),
            Text("每个市场自报修至开始维修的时间。", "From the owner’s report to the start of the repair, in each market."),
            part="response",
        ),
        Table(
            "rescue",
            Text("道路救援", "Rescue"),
            Text("救援安排", "market’s rescue"),
            "service_network",
            (
                MARKET,
                Column("provider", Text("服务方", "Provider"), example="Example Assist"),
                Column("round_the_clock", Text("24小时", "Round the clock"), "yes_no", required=True, example="是"),
            ),
            shapes.Rescue,
            ("market",),
            ("Q10",),
            ("BRIEF#rescue",),
            Text("每个市场应提供24小时紧急救援。", "Each market needs emergency rescue round the clock."),
            part="rescue",
        ),
        Table(
            "plan",
            Text("建设规划", "Construction plan"),
            Text("规划", "plan of a market"),
            "service_network",
            (
                MARKET,
                Column("year", Text("年度", "Year"), "year", required=True, example="2028"),
                Column("new_outlets", Text("新增网点", "New outlets"), "count", example="3"),
                Column(
                    "parts_in_stock_rate",
                    Text("备货率", "Parts stock rate"),
                    "rate",
                    help=Text("0至1之间，或写成30%。", "Between 0 and 1, or as 30%."),
                    example="30%",
                ),
                Column("response_hours", Text("响应（小时）", "Response (hours)"), "exact", example="40"),
                Column("rescue", Text("救援", "Rescue"), "choice", choices=lambda: RESCUE, example="round_the_clock"),
            ),
            shapes.PlanRow,
            ("market", "year"),
            ("Q11",),
            ("BRIEF#service-network",),
            Text("每个主要市场的服务网络建设规划。", "The construction plan for each major market."),
            part="plan",
        ),
        Table(
            "exporters",
            Text("授权出口经营企业", "Authorised exporters"),
            Text("授权出口企业", "authorised exporter"),
            "authorised_exporters",
            (
                Column(
                    "uscc",
                    Text("统一社会信用代码", "Unified social credit code"),
                    "code",
                    required=True,
                    help=Text("18位。", "Eighteen characters."),
                    example="91120000MADEM0RD1B",
                ),
                Column("name_zh", Text("名称", "Name"), required=True, example="示例国际贸易有限公司"),
                Column("contract_no", Text("授权合同号", "Contract No."), example="AUTH-2028-01-1"),
                Column("valid_from", Text("合同起", "From"), "day", example="2028-01-01"),
                Column("valid_until", Text("合同止", "Until"), "day", example="2028-12-31"),
                Column(
                    "joint_liability",
                    Text("连带责任", "Joint liability"),
                    "yes_no",
                    help=Text("授权合同写明连带责任的，填“是”。", "Yes, where the contract states it."),
                    example="是",
                ),
            ),
            shapes.AuthorisedExporter,
            ("uscc",),
            ("A1", "A2"),
            ("BRIEF#responsibility", "SCF-318-2012#authorised-exporters"),
            Text(
                "谁出口、谁负责：每家企业须有载明连带责任的授权合同。",
                "Whoever exports is responsible: each needs a contract that states joint liability.",
            ),
        ),
    )
}
NETWORK = tuple(name for name, one in TABLES.items() if one.part)
"""The tables that make up the service network."""
