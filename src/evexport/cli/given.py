"""Files that a command is given."""

from pathlib import Path

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text


def existing(file: Path) -> Path:
    """The file, if there is one. Raises BadInput."""
    if not file.is_file():
        raise BadInput(
            Text(f"没有文件“{file}”。", f"There is no file {file}."),
            remedy=Text("请核对路径。", "Check the path."),
            code="BAD_FILE",
            field="FILE",
        )
    return file
