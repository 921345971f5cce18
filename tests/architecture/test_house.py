"""The house itself under test: each module says what it is for, files stay small, the text speaks of the project alone."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(p for p in (ROOT / "src").rglob("*.py") if "migrations" not in p.parts)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_each_module_opens_with_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), f"{name(path)} opens without a sentence"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_module_outgrows_a_reader(path):
    assert len(path.read_text("utf-8").splitlines()) <= 400


def functions(path: Path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_function_outgrows_a_page(path):
    long = {node.name: node.end_lineno - node.lineno + 1 for node in functions(path)}
    assert not {name: lines for name, lines in long.items() if lines > 60}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).is_file()]


# Spelt in pieces, so that this file does not hold what it looks for. The interface's own address of long work is no machine's path.
ELSEWHERE = re.compile(
    "|".join([r"(?<!v1)/wo" + r"rk/(?!\{)", "/ro" + "ot/", "python" + "hosted", "py" + r"pi\.org", "registry" + r"\.npmjs"])
)


def test_no_path_of_a_machine_and_no_index_host_in_any_file():
    texts = [p for p in tracked() if p.suffix not in {".png", ".mo", ".woff2", ".pdf", ".xlsx", ".parquet"}]
    found = [name(p) for p in texts if ELSEWHERE.search(p.read_text("utf-8", errors="replace"))]
    assert not found


def test_nothing_is_left_for_later():
    later = re.compile(r"\b(TO" + "DO|FIX" + "ME|X" + r"XX)\b|NotImplemented" + "Error")
    found = [
        name(p) for p in tracked() if p.suffix in {".py", ".html", ".sql", ".yaml", ".md"} and later.search(p.read_text("utf-8"))
    ]
    assert not found


def test_knowledge_flows_one_way():
    lint = Path(ROOT / ".venv" / "bin" / "lint-imports")
    done = subprocess.run([lint if lint.exists() else "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
