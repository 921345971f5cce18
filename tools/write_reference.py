"""Write docs/reference from the code: parameters, criteria, reason codes, transition tables, roles, events, commands.

make docs
"""

import importlib
import os
import sys
from pathlib import Path

import django

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
NOTE = "<!-- Written by `make docs`; change the code, not this page. -->\n"


def cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def table(heads: list[str], rows: list[list[object]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *("| " + " | ".join(map(cell, row)) + " |" for row in rows)]) + "\n"


def parameters() -> str:
    from evexport.regulation.law import shipped

    rows = []
    for path, one in sorted(shipped().parameters.items()):
        for dated in one.values:
            mark = f"暂定 working: {dated.reason.zh} {dated.reason.en}" if dated.reason else ""
            rows.append(
                [
                    f"`{path}`",
                    dated.since,
                    dated.value,
                    one.unit,
                    dated.cite,
                    f"{one.description.zh} · {one.description.en}",
                    mark,
                ]
            )
        rows += [
            [f"`{path}`", "off", a.value, one.unit, a.cite, a.name, f"{a.reason.zh} {a.reason.en}"] for a in one.alternatives
        ]
    return "# Parameters 参数\n\n" + table(["path", "from", "value", "unit", "citation", "what", "note"], rows)


def instruments() -> str:
    from evexport.regulation.instruments import articles

    rows = [[f"`{cite}`", one.summary.zh, one.summary.en, one.confidence] for cite, one in sorted(articles().items())]
    return "# Articles 依据\n\nOur own summaries.\n\n" + table(["citation", "中文", "English", "confidence"], rows)


def criteria() -> str:
    from evexport.regulation.catalogue import criteria as all_criteria

    rows = [
        [one.id, f"{one.title.zh} · {one.title.en}", f"{one.asks.zh} {one.asks.en}", ", ".join(one.cites)]
        for one in all_criteria()
    ]
    return "# Criteria 判定标准\n\n" + table(["id", "title", "asks", "citations"], rows)


def reasons() -> str:
    from evexport.regulation.reasons import templates

    rows = [
        [f"`{code}`", one.message.zh, one.message.en, one.remedy.zh, one.remedy.en, one.citation]
        for code, one in templates().items()
    ]
    return "# Reason codes 理由代码\n\nCodes never change their meaning.\n\n" + table(
        ["code", "中文", "English", "整改", "remedy", "citation"], rows
    )


def states() -> str:
    tables = (
        ("evexport.qualification.states", "FILING"),
        ("evexport.licensing.states", "APPLICATION"),
        ("evexport.licensing.states", "LICENCE"),
        ("evexport.customs.states", "DECLARATION"),
        ("evexport.customs.states", "INSPECTION"),
    )
    parts = ["# Transition tables 状态流转\n"]
    for module, name in tables:
        one = getattr(importlib.import_module(module), name)
        parts.append(f"\n## {one.label.zh} {one.label.en}\n\n")
        rows = [
            [s.verb, ", ".join(sorted(s.sources)), s.target, f"`{s.needs}`", f"{s.label.zh} · {s.label.en}"] for s in one.steps
        ]
        parts.append(table(["verb", "from", "to", "permission", "label"], rows))
    return "".join(parts)


def roles() -> str:
    from evexport.accounts.roles import ROLES

    rows = [[f"`{role}`", one.label.zh, one.label.en, ", ".join(sorted(one.permissions))] for role, one in ROLES.items()]
    return "# Roles and permissions 角色与权限\n\n" + table(["role", "中文", "English", "permissions"], rows)


def events() -> str:
    from evexport.ledger.events import kinds

    for package in ("accounts", "registers", "enterprises", "vehicles", "network", "qualification", "licensing", "customs"):
        importlib.import_module(f"evexport.{package}.events")
    rows = [[f"`{kind}`", one.label.zh, one.label.en] for kind, one in kinds().items()]
    return "# Ledger entries 账本记录\n\n" + table(["kind", "中文", "English"], rows)


def commands() -> str:
    from evexport.cli import COMMANDS

    return "# Command line 命令行\n\n`evexport COMMAND --help` tells the options.\n\n" + table(
        ["command", "what it does"], [[f"`evexport {name}`", line] for name, (_, line) in COMMANDS.items()]
    )


PAGES = {
    "parameters.md": parameters, "articles.md": instruments, "criteria.md": criteria, "reason-codes.md": reasons,
    "states.md": states, "roles.md": roles, "events.md": events, "cli.md": commands,
}  # fmt: skip


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evexport.config.settings")
    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(NOTE + page(), "utf-8")
        sys.stdout.write(f"docs/reference/{name}\n")


if __name__ == "__main__":
    main()
