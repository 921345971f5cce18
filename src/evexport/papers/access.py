"""Who sees which papers: of a licence whoever sees the licence, else the parties and the authority of each; staff all."""

from evexport.licensing.access import OF_A_VISIBLE_LICENCE
from evexport.store.policies import AppendOnly, Policy, Protect, Rule

PAPERS_OF_LICENCES = "kind IN ('licence', 'licence_status')"

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
    Protect(
        "papers_paper",
        [
            Policy("evx_tenant", "parties @> ARRAY[evx_org()]", commands="SELECT"),
            Policy("evx_authority", "authority = evx_authority()", commands="SELECT"),
            Policy("evx_staff", commands="SELECT"),
            Policy("evx_customs", PAPERS_OF_LICENCES, commands="SELECT"),
            Policy("evx_system", commands="SELECT, INSERT"),
        ],
    ),
    AppendOnly("papers_paper"),
]
