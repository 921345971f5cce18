"""What the fields of a filing and of a licence application are called, for letters that ask about them."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from evexport.kernel.text import Text

FIELDS: Mapping[str, Text] = MappingProxyType(
    {
        "year": Text("申报年度", "Filing year"),
        "filed_on": Text("申报日期", "Day of filing"),
        "manufacturer": Text("企业基本情况", "The maker"),
        "claimed_category": Text("申报类别", "Category claimed"),
        "production_capacity": Text("生产能力", "Production capacity"),
        "quality_management": Text("质量管理体系", "Quality management"),
        "models": Text("车型", "Models"),
        "exports": Text("出口实绩与计划", "Exports and plan"),
        "service_network": Text("境外售后维修服务网络", "Service network abroad"),
        "authorised_exporters": Text("授权出口经营企业", "Authorised exporters"),
        "ground": Text("申请依据", "Ground"),
        "issuing_body": Text("发证机构", "Issuing body"),
        "applicant_uscc": Text("出口商", "Exporter"),
        "consignor_uscc": Text("发货人", "Consignor"),
        "manufacturer_uscc": Text("生产企业", "Maker"),
        "contract_no": Text("合同号", "Contract No."),
        "consignee": Text("收货人", "Consignee"),
        "destination": Text("进口国（地区）", "Country or region of purchase"),
        "customs_district": Text("报关口岸", "Place of clearance"),
        "trade_mode": Text("贸易方式", "Terms of trade"),
        "transport_mode": Text("运输方式", "Mode of transport"),
        "payment": Text("付款方式", "Payment conditions"),
        "price_terms": Text("价格条款", "Price terms"),
        "batch_rule": Text("报关批次", "Batches"),
        "valid_from": Text("有效期起始日", "First day of validity"),
        "lines": Text("商品", "Goods"),
        "import_declaration_no": Text("进口报关单号", "Import declaration No."),
        "contract_award": Text("承包合同", "Contract award"),
        "agency_agreement": Text("代理协议", "Agency agreement"),
        "remarks": Text("备注", "Remarks"),
    }
)


def called(path: str) -> Text:
    """The name of the section or field that a path begins with: `exports.planned`, `lines.1.unit_price`."""
    head = re.split(r"[.\[]", path, maxsplit=1)[0]
    return FIELDS.get(head) or Text(path, path)
