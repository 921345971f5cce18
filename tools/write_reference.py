"""Write docs/reference from the code: law, criteria, reasons, states, permissions, ledger entries, registers, commands.

make docs
"""

import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import django

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
NOTE = "<!-- Written by `make docs`; change the code, not this page. -->\n"
EVENTS = (
    "accounts.events", "work.events", "registers.events", "enterprises.events", "vehicles.events", "network.events",
    "qualification.events", "licensing.events", "licensing.plan_events", "customs.events", "papers.events", "notices.events",
    "ledger.erasure",
)  # fmt: skip
STATES = (
    ("qualification.states", "FILING"), ("licensing.states", "APPLICATION"), ("licensing.states", "LICENCE"),
    ("licensing.states", "REVOCATION"),
    ("customs.states", "DECLARATION"), ("customs.states", "INSPECTION"), ("work.states", "WORK"),
    ("notices.states", "CHANNEL"),
)  # fmt: skip


def cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def table(heads: list[str], rows: list[list[object]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *("| " + " | ".join(map(cell, row)) + " |" for row in rows)]) + "\n"


def ticked(names: object) -> str:
    return ", ".join(f"`{name}`" for name in names)  # type: ignore[attr-defined]


def value(one: object) -> str:
    """A value of the law as a person writes it."""
    if isinstance(one, bool):
        return "是 yes" if one else "否 no"
    return ", ".join(map(str, one)) if isinstance(one, tuple) else str(one)


def parameters() -> str:
    from evexport.regulation.law import shipped

    areas: dict[str, list[list[object]]] = {}
    for path, one in sorted(shipped().parameters.items()):
        rows = areas.setdefault(path.rpartition(".")[0], [])
        what = f"{one.description.zh} · {one.description.en}"
        for dated in one.values:
            note = f"**暂定 working**: {dated.reason.zh} {dated.reason.en}" if dated.reason else ""
            days = f"{dated.since} – {dated.until}" if dated.until else dated.since
            rows.append([f"`{path}`", days, value(dated.value), one.unit, dated.cite, what, note])
        rows += [
            [f"`{path}`", "未启用 off", value(a.value), one.unit, a.cite, f"{what} (`{a.name}`)", f"{a.reason.zh} {a.reason.en}"]
            for a in one.alternatives
        ]
    heads = ["path", "起 from", "value", "unit", "依据 citation", "what", "note"]
    return (
        "# Parameters 参数\n\nEvery value the rules use, each with all its periods. No official text confirms a value marked "
        "**暂定 working**; the note says why it was chosen. A value marked *off* ships ready and is not in force.\n"
        "各项取值及其全部有效期间；标有“暂定”的取值未经官方文本证实，备注说明其理由；标有“未启用”的取值随附但不生效。\n"
    ) + "".join(f"\n## {area}\n\n{table(heads, rows)}" for area, rows in areas.items())


def instruments() -> str:
    from evexport.regulation.instruments import articles

    sections: dict[str, list[Any]] = {}
    for article in articles().values():
        sections.setdefault(article.instrument.id, []).append(article)
    return (
        "# Instruments 依据文件\n\nThe texts that values, criteria and reasons cite as `INSTRUMENT#article`, in our own "
        "summaries, never the text itself.\n各项取值、标准和理由所引用的文件；摘要为本项目自拟，并非原文。\n\n"
        "*certain*: read in an official text or two copies · *likely*: one copy or an older edition · *unverified*: not read · "
        "*policy*: the text this product implements · *choice*: our own, with its reason.\n"
    ) + "".join(_instrument(name, found) for name, found in sorted(sections.items()))


def _instrument(name: str, found: list[Any]) -> str:
    one = found[0].instrument
    issuers = "、".join(text.zh for text in one.issuers) + " · " + ", ".join(text.en for text in one.issuers)
    facts = [
        f"{one.title.zh} · {one.title.en}",
        *([one.number] if one.number else []),
        *([issuers] if one.issuers else []),
        *([f"issued {one.issued}"] if one.issued else []),
        *([f"in force {one.in_force}"] if one.in_force else []),
        f"{one.confidence}: {one.source}",
    ]
    rows = [[f"`{a.citation}`", a.summary.zh, a.summary.en, a.confidence] for a in found]
    return f"\n## {name}\n\n" + "  \n".join(facts) + "\n\n" + table(["citation", "中文", "English", "confidence"], rows)


def criteria() -> str:
    from evexport.regulation.catalogue import criteria as all_criteria

    rows: list[list[object]] = [
        [one.id, f"{one.title.zh} · {one.title.en}", f"{one.asks.zh} {one.asks.en}", ", ".join(one.cites)]
        for one in all_criteria()
    ]
    return (
        "# Criteria 判定标准\n\nS and Q are asked of a filing, A of an authorised exporter, L of a licence application. Each "
        "answers met, not_met, not_applicable or needs_evidence. "
        "What the gate asks stands among the [reason codes](reason-codes.md).\n\n"
    ) + table(["id", "title", "asks", "citations"], rows)


def reasons() -> str:
    from evexport.regulation.reasons import templates

    rows: list[list[object]] = [
        [f"`{code}`", one.message.zh, one.message.en, one.remedy.zh, one.remedy.en, one.citation]
        for code, one in templates().items()
    ]
    return "# Reason codes 理由代码\n\nCodes never change their meaning.\n\n" + table(
        ["code", "中文", "English", "整改", "remedy", "citation"], rows
    )


def causes() -> str:
    from evexport.customs.causes import Cause

    rows: list[list[object]] = [[f"`{one}`", one.label.zh, one.label.en, one.remedy.zh, one.remedy.en] for one in Cause]
    return (
        "# Causes of differences 差异原因\n\nWhy customs' report of a day and what is held here differ, by declaration or car. "
        "Codes never change their meaning. See [how to exchange files](../how-to/exchange-files-with-customs.md).\n\n"
    ) + table(["code", "中文", "English", "处理", "what to do"], rows)


def states() -> str:
    parts = ["# Transition tables 状态流转\n"]
    for module, name in STATES:
        one = getattr(importlib.import_module(f"evexport.{module}"), name)
        rows = [
            [s.verb, ", ".join(sorted(s.sources)), s.target, f"`{s.needs}`", f"{s.label.zh} · {s.label.en}"] for s in one.steps
        ]
        named = [[s.name, s.label.zh, s.label.en, "终态 yes" if s.final else ""] for s in one.states.values()]
        parts += [
            f"\n## {one.label.zh} {one.label.en}\n\n",
            table(["state", "中文", "English", "final"], named),
            "\n",
            table(["verb", "from", "to", "permission", "label"], rows),
        ]
    return "".join(parts)


def permissions() -> str:
    from evexport.accounts.roles import PERMISSIONS, ROLES

    rows: list[list[object]] = [
        [
            f"`{role}`", one.label.zh, one.label.en, f"{one.kind.label} {one.kind.value}" if one.kind else "–",
            f"`{one.scope}`", one.reach, "密钥 keys alone" if one.machine else "", ticked(sorted(one.permissions)),
        ]
        for role, one in ROLES.items()
    ]  # fmt: skip
    held: list[list[object]] = [
        [f"`{name}`", ticked(role for role, one in ROLES.items() if name in one.permissions)] for name in sorted(PERMISSIONS)
    ]
    return (
        "# Roles and permissions 角色与权限\n\n*Reach* says which things a permission extends to: those of one's own "
        "organisation, those one's authority handles, or all. Beneath it the database role decides which rows can be seen.\n\n"
        + table(["role", "中文", "English", "people of", "database role", "reach", "machine", "permissions"], rows)
        + "\n## By permission 按权限\n\n"
        + table(["permission", "roles"], held)
    )


def events() -> str:
    from evexport.ledger.events import kinds

    for module in EVENTS:
        importlib.import_module(f"evexport.{module}")
    rows: list[list[object]] = [
        [f"`{kind}`", one.label.zh, one.label.en, ticked(fields_of(one)), ticked(sorted(one.personal))]
        for kind, one in kinds().items()
        if one.__module__.removeprefix("evexport.") in EVENTS
    ]
    return (
        "# Ledger entries 账本记录\n\nEvery entry has id, epoch, xid, kind, subject, parties, actor, at and law; its own fields "
        "stand in `data`. Fields named *erasable* hold personal data.\n\n"
    ) + table(["kind", "中文", "English", "data", "可删除 erasable"], rows)


def fields_of(event: Any) -> list[str]:
    from dataclasses import fields

    from evexport.ledger.events import COMMON

    return [one.name for one in fields(event) if one.name not in COMMON]


def letters() -> str:
    from evexport.papers.letters.row import WAYS
    from evexport.papers.letters.table import LETTERS, WITHOUT

    rows: list[list[object]] = [
        [
            f"`{row.kind}`", ticked(f"{name}={value}" for name, value in row.when.items()), row.title.zh, row.title.en,
            f"{row.mark.zh} {row.mark.en}", row.to, ticked(row.basis), f"`{row.way}`" if row.way else "–",
        ]
        for row in LETTERS
    ]  # fmt: skip
    ways: list[list[object]] = [[f"`{way}`", text.zh, text.en] for way, text in WAYS.items()]
    without: list[list[object]] = [[f"`{kind}`", why.zh, why.en] for kind, why in sorted(WITHOUT.items())]
    return (
        "# Letters 文书\n\nWhich entry of the ledger is told by which letter: `GET /api/v1/ledger/entries/{id}/letter.pdf`, for "
        "whoever may read the entry. Where several rows share a kind, the first whose condition fits is taken.\n\n"
        + table(["entry", "where", "中文", "English", "mark", "to", "basis", "way to object"], rows)
        + "\n## Ways to object 救济途径\n\n"
        + table(["way", "中文", "English"], ways)
        + "\n## Entries without a letter 不出具文书的记录\n\n"
        + table(["entry", "原因", "why"], without)
    )


def registers() -> str:
    from evexport.registers.imports.kinds import KINDS

    rows: list[list[object]] = [
        [
            f"`{name}`", one.label.zh, one.label.en, ticked(one.required),
            ticked(column.name for column in one.columns if not column.required), ticked(one.key),
        ]
        for name, one in KINDS.items()
    ]  # fmt: skip
    return (
        "# Registers 登记数据\n\nWhat `evexport registers import KIND FILE` takes in, and the headings of each file. "
        "See [how to import a register](../how-to/import-a-register.md).\n\n"
    ) + table(["kind", "中文", "English", "required columns", "further columns", "key"], rows)


def notices() -> str:
    from evexport.notices.catalogue import ROLES, shipped
    from evexport.papers.letters.table import LETTERS

    papers = {row.kind for row in LETTERS}
    weights = {"act": "**办理 act**", "know": "知悉 know", "record": "备查 record"}

    def rows(*, reminders: bool) -> list[list[object]]:
        return [
            [
                f"`{kind}`", one.parts["title"].zh, one.parts["title"].en, weights[one.weight],
                "、".join(ROLES[role].zh for role in one.to) + " · " + ", ".join(ROLES[role].en for role in one.to),
                "有 yes" if kind in papers else "",
            ]
            for kind, found in sorted(shipped().templates.items())
            for one in found
            if kind.startswith("reminder.") == reminders
        ]  # fmt: skip

    heads = ["kind", "标题", "title", "轻重 weight", "接收方 to", "文书 letter"]
    silent: list[list[object]] = [[f"`{kind}`", why.zh, why.en] for kind, why in sorted(shipped().silent.items())]
    return (
        "# Notices 通知\n\nWhat is told of which [ledger entry](events.md), and to whom. *act*: something is to be done; "
        "*know*: good to know; *record*: for systems, never counted as unread and mailed only where its kind is asked for. "
        "[Why none is lost and none doubled](../explanation/notices.md) · "
        "[how to receive them](../how-to/receive-webhooks.md)\n\n"
        + table(heads, rows(reminders=False))
        + "\n## Reminders 提醒\n\nGiven once for each mark that is passed; the marks stand among the "
        "[parameters](parameters.md) under `notices.reminders`.\n\n"
        + table(heads, rows(reminders=True))
        + "\n## Told to nobody 不另行通知\n\n"
        + table(["kind", "理由", "reason"], silent)
    )


def commands() -> str:
    from evexport.cli import COMMANDS, evexport

    parts = [
        "# Command line 命令行\n\nExit 0: yes. 1: no, or refused. 2: bad input, with a sentence that says what to mend.\n\n",
        table(["command", "what it does"], [[f"`evexport {name}`", line] for name, (_, line) in COMMANDS.items()]),
    ]
    context = click.Context(evexport)
    for name in COMMANDS:
        command = evexport.get_command(context, name)
        assert command is not None
        for words, one in leaves(command, f"evexport {name}"):
            parts.append(f"\n## {words}\n\n{' '.join((one.help or '').split())}\n\n")
            arguments = [p.make_metavar(context) for p in one.params if isinstance(p, click.Argument)]
            parts.append("`" + " ".join([words, *arguments]) + "`\n")
            options: list[list[object]] = [
                [f"`{' '.join(p.opts)}`", p.help or ""] for p in one.params if isinstance(p, click.Option)
            ]
            parts.append("\n" + table(["option", "meaning"], options) if options else "")
    return "".join(parts)


def leaves(command: click.Command, words: str) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield words, command
        return
    for name, below in sorted(command.commands.items()):
        yield from leaves(below, f"{words} {name}")


PAGES = {
    "parameters.md": parameters, "instruments.md": instruments, "criteria.md": criteria, "reason-codes.md": reasons,
    "causes.md": causes,
    "states.md": states, "permissions.md": permissions, "events.md": events, "letters.md": letters,
    "registers.md": registers, "cli.md": commands, "notices.md": notices,
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
