"""Who sees which papers."""

from evexport.store.policies import Rule

ACCESS: list[Rule] = []
