"""No word for people stands in one language alone: in the desks' Python, their scripts, notices and letters."""

import ast
import re
from pathlib import Path

import pytest
import yaml

import evexport

SOURCE = Path(evexport.__file__).parent
SPEAKING = sorted(
    path
    for folder in ("desks", "notices", "papers/letters")
    for path in (SOURCE / folder).rglob("*.py")
    if "migrations" not in path.parts
)
SCRIPTS = sorted(path for path in (SOURCE / "desks").glob("*/static/*/*.js") if "vendor" not in path.parts)
NOTICES = sorted((SOURCE / "notices" / "texts").glob("*.yaml"))
CHINESE = re.compile(r"[\u3400-\u9fff]")
SENTENCE = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")
PAIRS = {"Text", "words"}
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
NOT_SPOKEN = {"use strict"}
LAID_TOGETHER = {"公告"}
"""A part of a Chinese half that is put together before it is paired."""


def short(path):
    return path.relative_to(SOURCE).as_posix()


def name_of(call):
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def constant(node):
    """The fixed words of a string, of an f-string too."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str))


def unpaired(tree):
    """Chinese beside which no English stands, and pairs whose halves are not each in their tongue."""
    spared = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call | ast.Tuple | ast.Set | ast.IfExp | ast.Dict):
            sides = [constant(one) for one in sides_of(node)]
            if is_pair(node) or any(re.search("[A-Za-z]{2,}", side) and not CHINESE.search(side) for side in sides):
                spared |= {id(one) for half in sides_of(node) for one in ast.walk(half)}
        if is_pair(node):
            zh, en = (constant(half) for half in node.args)
            filled = any(isinstance(one, ast.FormattedValue) for one in ast.walk(node.args[0]))
            if SENTENCE.search(en) and zh and not CHINESE.search(zh) and zh != en and not filled:
                yield node.lineno, en
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spared and alone(node.value):
            yield node.lineno, node.value


def is_pair(node):
    return isinstance(node, ast.Call) and name_of(node) in PAIRS and len(node.args) == 2


def sides_of(node):
    match node:
        case ast.Call():
            return [*node.args, *(one.value for one in node.keywords)]
        case ast.Tuple() | ast.Set():
            return node.elts
        case ast.Dict():
            return node.values
    return [node.body, node.orelse]


def alone(text):
    """Said in Chinese only; one sign that joins or splits is no word."""
    return text not in LAID_TOGETHER and len(CHINESE.findall(text)) > 1 and not re.search(r"[A-Za-z]{2,}", text)


@pytest.mark.parametrize("path", SPEAKING, ids=short)
def test_python_says_everything_twice(path):
    assert list(unpaired(ast.parse(path.read_text("utf-8")))) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=short)
def test_scripts_hold_no_words(path):
    """What a script says stands on the page, in its language."""
    told = [line.split("//")[0] for line in path.read_text("utf-8").splitlines()]
    words = {
        one
        for line in told
        for one in LITERAL.findall(line)
        if CHINESE.search(one) or re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{2,}", one)
    }
    assert words - NOT_SPOKEN == set()


@pytest.mark.parametrize("path", NOTICES, ids=short)
def test_notices_say_everything_twice(path):
    """Each text has both halves; the English one has no Chinese in it, the Chinese one is Chinese."""

    def halves(node):
        if isinstance(node, dict):
            if {"zh", "en"} <= node.keys():
                yield node["zh"], node["en"]
            elif {"zh", "en"} & node.keys():
                raise AssertionError(node)
            else:
                for one in node.values():
                    yield from halves(one)
        elif isinstance(node, list):
            for one in node:
                yield from halves(one)

    found = list(halves(yaml.safe_load(path.read_text("utf-8"))))
    assert found
    for zh, en in found:
        assert CHINESE.search(zh), en
        assert not CHINESE.search(en), en
