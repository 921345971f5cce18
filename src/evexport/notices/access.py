"""Who sees which notices and channels."""

from evexport.store.policies import Rule

ACCESS: list[Rule] = []
