"""Reason codes of the gate in a few words, for charts and tables that have no room for the sentence."""

from evexport.kernel.text import Text

NAMES = {
    "NOT_IN_FORCE": Text("早于制度实施", "before the regime"),
    "OUT_OF_SCOPE": Text("不在管理范围", "out of scope"),
    "SUSPECTED_MISDECLARATION": Text("疑似归类不实", "suspected misdeclaration"),
    "TRADE_MODE_EXEMPT": Text("监管方式免证", "exempt trade mode"),
    "LICENCE_MISSING": Text("未提供许可证", "no licence cited"),
    "LICENCE_NOT_FOUND": Text("无此许可证", "no such licence"),
    "LICENCE_NOT_YET_VALID": Text("许可证尚未生效", "licence not yet valid"),
    "LICENCE_EXPIRED": Text("许可证已过期", "licence expired"),
    "LICENCE_SUSPENDED": Text("许可证被暂停", "licence suspended"),
    "LICENCE_REVOKED": Text("许可证被撤销", "licence revoked"),
    "LICENCE_REPLACED": Text("许可证已换证", "licence replaced"),
    "LICENCE_RETURNED": Text("许可证已退回", "licence returned"),
    "LICENCE_LOST": Text("许可证已挂失", "licence reported lost"),
    "LICENCE_EXHAUSTED": Text("许可数量用完", "licence used up"),
    "CLEARANCES_EXHAUSTED": Text("报关次数用完", "clearances used up"),
    "BALANCE_EXCEEDED": Text("超过余额", "balance exceeded"),
    "MAKER_NOT_LISTED": Text("生产企业不在名单", "maker not listed"),
    "EXPORTER_NOT_AUTHORISED": Text("出口企业未获授权", "exporter not authorised"),
    "EXPORTER_BANNED": Text("出口企业被禁止", "exporter banned"),
    "EXPORTER_MISMATCH": Text("出口企业不符", "other exporter"),
    "CONTRACT_MISMATCH": Text("合同号不符", "other contract"),
    "DESTINATION_MISMATCH": Text("目的国不符", "other destination"),
    "DISTRICT_MISMATCH": Text("关区不符", "other customs district"),
    "TRANSPORT_MISMATCH": Text("运输方式不符", "other transport mode"),
    "TRADE_MODE_MISMATCH": Text("监管方式不符", "other trade mode"),
    "HS_CODE_MISMATCH": Text("商品编号不符", "other customs code"),
    "MODEL_NOT_ON_LICENCE": Text("车型不在证上", "model not on the licence"),
    "MODEL_WITHDRAWN": Text("车型已撤出", "model withdrawn"),
    "MODEL_CCC_INVALID": Text("车型认证无效", "model's CCC not valid"),
    "VIN_MALFORMED": Text("VIN格式错误", "VIN malformed"),
    "VIN_CHECK_DIGIT": Text("VIN校验位错误", "VIN check digit wrong"),
    "VIN_NO_CHECK_POSITION": Text("VIN无校验位", "VIN without a check digit"),
    "VIN_WMI_FOREIGN": Text("VIN非该企业代号", "VIN of another maker"),
    "VIN_MODEL_MISMATCH": Text("VIN与车型不符", "VIN of another model"),
    "VIN_REPEATED": Text("VIN重复申报", "VIN repeated"),
    "VIN_ALREADY_EXPORTED": Text("车辆已出口", "car already exported"),
    "VIN_ON_HOLD": Text("车辆被布控", "car on hold"),
    "INSPECTION_REQUIRED": Text("须经查验", "inspection required"),
}


def short(code: str) -> Text:
    """A reason in a few words; the code itself where it is new here."""
    return NAMES.get(code) or Text(code, code)
