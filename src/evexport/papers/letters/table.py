"""From an entry's kind to its letter: the one table, and why the other kinds have none."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from evexport.kernel.text import Text
from evexport.papers.letters.applications import APPLICATIONS
from evexport.papers.letters.filings import FILINGS
from evexport.papers.letters.licences import LICENCES
from evexport.papers.letters.lists import LISTS
from evexport.papers.letters.row import Letter

LETTERS: tuple[Letter, ...] = (*FILINGS, *APPLICATIONS, *LICENCES, *LISTS)
"""Where several rows share a kind, the first that fits the entry is its letter."""

WITHOUT: Mapping[str, Text] = MappingProxyType(
    {
        "filing.consultation_started": Text(
            "部门之间的程序步骤，尚未对企业作出决定。", "A step between authorities that decides nothing for the maker yet."
        ),
        "filing.opinion_given": Text(
            "会商意见只反馈商务部，不向企业公开。", "An opinion is given to the ministry, not to the maker."
        ),
        "filing.assigned": Text(
            "部门内部分派，不影响期限和结果。", "Who handles it within the department changes neither time nor outcome."
        ),
        "application.first_review_passed": Text(
            "发证机构的内部步骤；结果由复审决定告知。", "A step within the issuing body; its second review tells the outcome."
        ),
        "application.assigned": Text(
            "发证机构内部分派，不影响期限和结果。", "Who handles it within the issuing body changes neither time nor outcome."
        ),
        "licence.amendment_opened": Text(
            "只开立草稿；更改申请提交后另发回执。", "It opens a draft; the change gets its receipt when it is handed in."
        ),
        "licence.reissue_asked": Text(
            "只开立草稿；补发申请提交后另发回执。", "It opens a draft; the reissue gets its receipt when it is handed in."
        ),
        "licence.code_change_opened": Text(
            "发证机构代为开立申请，证面其他内容不变；换发时另发通知书。",
            "The issuing body opens it itself and nothing else changes; the new licence comes with its letter.",
        ),
        "licence.expired": Text(
            "期满自行失效，证面已载明，未作决定。", "It follows from the last day on the face; nobody decided it."
        ),
        "licence.exhausted": Text("数量用完由核销得出，未作决定。", "It follows from the write-offs; nobody decided it."),
        "list.change_proposed": Text(
            "企业之间的提议，尚待对方答复。", "A proposal between enterprises that still awaits its answer."
        ),
        "list.change_dropped": Text("提出的企业自行撤回，名单不变。", "The maker took back its own proposal; the list stands."),
    }
)
"""Kinds of the same families that have no letter, each with its reason."""


def letter_for(kind: str, data: Mapping[str, Any]) -> Letter | None:
    """The letter of an entry; None where its kind has none."""
    return next((row for row in LETTERS if row.kind == kind and row.fits(data)), None)
