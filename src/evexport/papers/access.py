"""Who sees which papers: whoever sees the licence sees its credential."""

from evexport.licensing.access import OF_A_VISIBLE_LICENCE
from evexport.store.policies import AppendOnly, Policy, Protect, Rule

ACCESS: list[Rule] = [
    Protect(
        "papers_credential",
        [
            *(Policy(role, OF_A_VISIBLE_LICENCE, commands="SELECT") for role in ("evx_tenant", "evx_authority")),
            *(Policy(role, commands="SELECT") for role in ("evx_staff", "evx_customs")),
            Policy("evx_system", commands="SELECT, INSERT"),
        ],
    ),
    AppendOnly("papers_credential"),
]
