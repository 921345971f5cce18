"""Small secret files: made in one step, readable by their owner alone, never overwritten by accident."""

import os
import tempfile
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Put a secret file in place whole or not at all, with mode 0600."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
