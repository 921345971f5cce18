"""What must be known of the machine to read a figure taken on it."""

import os
import platform
import time
from pathlib import Path
from tempfile import TemporaryFile

FLUSHES = 200


def note(server_version: str) -> dict[str, object]:
    return {
        "cpus": os.cpu_count(),
        "processor": processor(Path("/proc/cpuinfo").read_text("utf-8") if Path("/proc/cpuinfo").exists() else ""),
        "machine": platform.machine(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "postgresql": server_version,
        "flush_us": flush(),
        "load_before": load(),
    }


def processor(cpuinfo: str) -> str:
    names = (line.partition(":")[2].strip() for line in cpuinfo.splitlines() if line.startswith("model name"))
    return next(names, "unknown")


def load() -> float:
    """How many processes wanted a processor in the last minute; more than there are: the machine was shared."""
    return round(os.getloadavg()[0], 1)


def flush() -> int:
    """Microseconds in which a small write reaches the disk: what each commit waits for."""
    with TemporaryFile(dir=".") as file:
        began = time.perf_counter()
        for _ in range(FLUSHES):
            file.write(b"0" * 512)
            file.flush()
            os.fdatasync(file.fileno())
        return round((time.perf_counter() - began) / FLUSHES * 1e6)
