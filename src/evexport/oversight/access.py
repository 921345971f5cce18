"""Who sees the statistics: who oversees, firm by firm; everyone else what is published. The system alone counts."""

from evexport.store.policies import Policy, Protect, Public
from evexport.store.scopes import DbRole

FIRM_BY_FIRM = ("exportmonth", "gatemonth", "reasonmonth", "licenceuse", "termmonth", "inspectionmonth", "counted")

ACCESS = [
    *(
        Protect(
            f"oversight_{name}",
            [Policy(DbRole.STAFF, commands="SELECT"), Policy(DbRole.SYSTEM, commands="SELECT, INSERT, DELETE")],
        )
        for name in FIRM_BY_FIRM
    ),
    Public("oversight_publishedfigure", writers=[DbRole.SYSTEM]),
]
