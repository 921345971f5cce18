"""The home folder: where one installation keeps its database, keys, passwords and uploaded files."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """One installation's folder; everything the machine holds for it lies under `root`."""

    root: Path

    @classmethod
    def default(cls) -> "Home":
        """EVEXPORT_HOME, else `var` in the working directory."""
        return cls(Path(os.environ.get("EVEXPORT_HOME") or "var").resolve())

    @property
    def cluster(self) -> Path:
        """Where the embedded server would like to live; see `places.cluster_folder` for where it does."""
        return self.root / "pg"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def keys_lock(self) -> Path:
        """Held while a signing key is put in place; beside the keys, whose folder holds nothing else."""
        return self.root / "keys.lock"

    @property
    def files(self) -> Path:
        return self.root / "files"

    @property
    def passwords(self) -> Path:
        """The generated passwords of the login roles, readable by the owner of the folder alone."""
        return self.root / "database.json"

    @property
    def lock(self) -> Path:
        return self.root / "server.lock"

    def make(self) -> "Home":
        self.root.mkdir(parents=True, exist_ok=True)
        return self
