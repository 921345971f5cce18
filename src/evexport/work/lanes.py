"""How things are spread over lanes: lanes run side by side, the things of one lane one after the other, in their order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

LANES = 4


@dataclass(frozen=True, slots=True)
class Thing:
    """What an item is about. Things of one `group` would wait for each other, so they share a lane."""

    subject: str
    group: str = ""


def spread(things: Sequence[Thing], *, most: int = LANES) -> tuple[int, list[int]]:
    """How many lanes, and each thing's lane: the largest group first, each into the lane that is the emptiest then."""
    sizes = Counter(thing.group for thing in things)
    lanes = max(min(most, len(sizes)), 1)
    filled = [0] * lanes
    lane_of: dict[str, int] = {}
    for group, size in sizes.most_common():
        lane = filled.index(min(filled))
        lane_of[group] = lane
        filled[lane] += size
    return lanes, [lane_of[thing.group] for thing in things]
