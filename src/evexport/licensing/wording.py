"""What the parts of a licence application are called, on pages and in tables alike."""

from evexport.kernel.text import Text

FIELDS: dict[str, Text] = {
    "ground": Text("申请依据", "Ground"),
    "applicant_uscc": Text("出口商", "Exporter"),
    "consignor_uscc": Text("发货人", "Consignor"),
    "manufacturer_uscc": Text("生产企业", "Maker"),
    "issuing_body": Text("发证机构", "Issuing body"),
    "contract_no": Text("合同号", "Contract No."),
    "consignee": Text("境外收货人", "Consignee"),
    "destination": Text("进口国（地区）", "Country or region of destination"),
    "customs_district": Text("报关口岸", "Customs district"),
    "trade_mode": Text("监管方式", "Trade mode"),
    "transport_mode": Text("运输方式", "Mode of transport"),
    "payment": Text("付款方式", "Payment"),
    "price_terms": Text("价格条件", "Price terms"),
    "batch_rule": Text("报关批次", "Clearances"),
    "valid_from": Text("拟生效日期", "To be valid from"),
    "remarks": Text("备注", "Remarks"),
    "agency_agreement": Text("代理协议", "Agency agreement"),
    "import_declaration_no": Text("进口报关单号", "Import declaration No."),
    "contract_award": Text("中标或承包合同", "Contract award"),
    "lines": Text("商品", "Goods"),
}
LINE_FIELDS: dict[str, Text] = {
    "hs_code": Text("商品编号", "Customs code"),
    "model_code": Text("车型", "Model"),
    "specification": Text("规格", "Specification"),
    "unit": Text("单位", "Unit"),
    "quantity": Text("数量", "Quantity"),
    "unit_price": Text("单价", "Unit price"),
    "currency": Text("币制", "Currency"),
}
