"""Tortures a whole installation for a night: kill -9 under load, then an audit that trusts no code.

python -m benchmarks.torture [--seconds 60] [--processes 3] [--every 5] [--seed 1] prints a table and writes
benchmarks/torture.json; exit 1 on any difference.
"""

import argparse
import json
import os
import platform
import shutil
import sys
from pathlib import Path

from benchmarks.torture.machines import ROOT

sys.path[:0] = [str(ROOT / "src")]


def main() -> None:
    from benchmarks.torture.figures import tell
    from benchmarks.torture.run import Size, tortured

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--every", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--journals", type=Path, help="keep the journals and the logs in this folder")
    asked = vars(parser.parse_args())
    kept = asked.pop("journals")
    size = Size(**asked)
    with tortured(size) as outcome:
        tell(outcome.figures)
        if kept:
            kept.mkdir(parents=True, exist_ok=True)
            (kept / "journals.json").write_text(json.dumps(outcome.lines, ensure_ascii=False), "utf-8")
            for log in outcome.folder.glob("*.log"):
                shutil.copy(log, kept)
    machine = {"cpus": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    rows = [{"name": name, "value": value} for name, value in outcome.figures.rows.items()]
    rows[-1] |= {"floor": 0, "ok": outcome.figures.differences == 0}
    told = {"machine": machine, "size": vars(size), "rows": rows, "breaches": outcome.figures.breaches}
    (ROOT / "benchmarks" / "torture.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    if outcome.figures.differences:
        sys.exit("What was acknowledged and what is stored differ.")


if __name__ == "__main__":
    main()
