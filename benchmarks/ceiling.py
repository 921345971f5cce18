"""The gate's own function against the bare yardstick: what the full gate costs in the database."""

from benchmarks.ground import Ground
from benchmarks.pgbench import ANY, BARE, HOT, OURS, script, throughput
from benchmarks.rows import Bar, Row

CELLS = [(k, clients, licence) for licence in (ANY, HOT) for k in (10, 1, 100) for clients in (8, 1)]
FULL_GATE = Bar(floor=0.5, goal=0.8)


def measure(site: Ground, *, rounds: int, seconds: int) -> list[Row]:
    rows = []
    for k, clients, licence in CELLS:
        ratios, ours = [], []
        for _ in range(rounds):
            bare, own = (cell(site, one, k=k, clients=clients, licence=licence, seconds=seconds) for one in (BARE, OURS))
            ratios.append(own / bare)
            ours.append(own)
        of = f"k={k}, {clients} client{'s' * (clients > 1)}, {'1,000 licences' if licence == ANY else 'one hot licence'}"
        bar = FULL_GATE if (k, clients, licence) == (10, 8, ANY) else None
        rows += [Row.of(f"own ceiling ÷ bare, {of}", ratios, bar=bar), Row.of(f"own ceiling, {of}", ours, "declarations/s")]
    return rows


def cell(site: Ground, template: str, *, k: int, clients: int, licence: str, seconds: int) -> float:
    if licence == HOT:
        site.fresh()
    text = script(template, k=k, licence=licence)
    return throughput(site.server.programs, site.addresses.gate, text, clients=clients, seconds=seconds)
