"""`evexport licence verify`: is this licence genuine and in force? Offline, with the public keys alone."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
from cryptography.x509 import Certificate
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape

from evexport.cli.house import house
from evexport.cli.output import as_json, console, in_language, indented, language, print_json
from evexport.host import certificates
from evexport.host import keys as installed
from evexport.host.home import Home
from evexport.kernel.clock import CHINA
from evexport.kernel.problems import BadInput
from evexport.kernel.text import Language, Text
from evexport.papers import key_set, status_copies, verdicts
from evexport.papers.jose import Keys
from evexport.papers.statuses import label
from evexport.papers.verdicts import Said, Verdict
from evexport.papers.verifying import verify as check
from evexport.regulation.reasons import spelt

A_FILE = click.Path(path_type=Path)
PDF = b"%PDF-"
LARGEST = 20 * 1024 * 1024  # bytes
HOLDS = Text("许可证真实有效", "The licence is genuine and in force")
AS_FAR = Text(
    "许可证真实，且在有效期内；签发后有无暂停、撤销等未核对",
    "The licence is genuine and within its dates; what became of it since its issue is not checked",
)
GENUINE = Text("许可证真实，但目前不得使用：{state}", "The licence is genuine, but not to be used now: {state}")
FALSE = Text("未能证明其真实，请勿采信", "Not shown to be genuine: do not rely on it")
NOT_CHECKED = Text(
    "未核对状态。请下载状态列表，并以 --status 给出：{where}",
    "not checked: fetch the status list and give it by --status: {where}",
)
OLD = Text("（列表已过时，不再作数，请重新下载）", " (the list is out of date and vouches for nothing: fetch it anew)")
AGES = (
    (timedelta(days=2), timedelta(days=1), Text("{count}天前", "{count} days ago")),
    (timedelta(hours=1), timedelta(hours=1), Text("{count}小时前", "{count} h ago")),
    (timedelta(minutes=1), timedelta(minutes=1), Text("{count}分钟前", "{count} min ago")),
    (timedelta(), timedelta(seconds=1), Text("{count}秒前", "{count} s ago")),
)


class Moment(click.ParamType[datetime]):
    """A moment or a day; without a zone it is China's, and of a day it is noon."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is no moment: write 2026-06-15 or 2026-06-15T12:00+08:00 时刻格式有误", param, ctx)
        if len(value) == len("2026-06-15"):
            found = found.replace(hour=12)
        return found if found.tzinfo else found.replace(tzinfo=CHINA)


@click.group()
def licence() -> None:
    """Licences that were handed out. 已签发的许可证。"""


@licence.command()
@click.argument("file", type=A_FILE)
@click.option("--keys", type=A_FILE, default=None, help="Public keys (JWKS); this installation's own unless given.")
@click.option("--status", type=A_FILE, default=None, help="A copy of the status list that the licence names.")
@click.option("--roots", type=A_FILE, default=None, help="Certificates (PEM) that a PDF's seal may lead to; likewise.")
@click.option("--at", type=Moment(), default=None, help="Moment to judge for; now unless given.")
@as_json
@in_language
@click.pass_context
def verify(
    ctx: click.Context,
    *,
    file: Path,
    keys: Path | None,
    status: Path | None,
    roots: Path | None,
    at: datetime | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Verify a licence offline: exit 0 genuine and in force, 1 not, 2 where nothing can be said. 离线核验许可证。

    FILE is its PDF, its signed credential (either form), or a text file with what its QR code holds.
    """
    content, known, moment = read(file, "FILE"), public_keys(keys), at or house().now()
    copy = status_copies.opened(written(read(status, "--status")), known) if status else None
    if content.startswith(PDF):
        from evexport.papers.pdf_credentials import verify_pdf

        verdict = verify_pdf(content, known, roots=trusted(roots), at=moment, status=copy)
    else:
        verdict = check(written(content), known, at=moment, status=copy)
    if as_json:
        print_json(verdict.as_dict())
    else:
        show(verdict, language(lang), console())
    ctx.exit(0 if verdict.holds else 1)


def read(path: Path, field: str) -> bytes:
    """A file that somebody gave. Raises BadInput."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except OSError:
        raise BadInput(
            Text(f"无法读取“{path}”。", f"{path} cannot be read."),
            remedy=Text("请核对路径。", "Check the path."),
            code="BAD_FILE",
            field=field,
        ) from None


def written(content: bytes) -> str:
    """Text from a file; what is none becomes signs that no signed text holds."""
    return content.decode("utf-8-sig", errors="replace")


def trusted(given: Path | None) -> list[Certificate]:
    """The roots of the file given, else those of this installation. Raises BadInput where there are none."""
    from evexport.papers.pdf_credentials import read_roots

    found = read_roots(given) if given else certificates.roots(Home(house().root))
    if not found:
        raise BadInput(
            Text("没有可用于核验PDF签章的根证书。", "There is no root certificate to check the PDF's seal with."),
            remedy=Text(
                "请从发证机关网站取得根证书，并以 --roots 给出。",
                "Fetch the root certificate from the issuing authority's own site and give it by --roots.",
            ),
            code="ROOTS_NEEDED",
            field="--roots",
        )
    return found


def public_keys(given: Path | None) -> Keys:
    """The keys of the file given, else those of this installation. Raises BadInput where there are none."""
    found = (
        key_set.read(given, purpose=installed.LICENCE) if given else installed.verifiers(Home(house().root), installed.LICENCE)
    )
    if not found:
        raise BadInput(
            Text("没有可用于核验的公钥。", "There is no public key to check with."),
            remedy=Text(
                "请从发证机关网站下载 /.well-known/jwks.json，并以 --keys 给出；勿用他人转交的公钥。",
                "Fetch /.well-known/jwks.json from the issuing authority's own site, from nobody else, and give it by --keys.",
            ),
            code="KEYS_NEEDED",
            field="--keys",
        )
    return found


def show(verdict: Verdict, tongue: Language, speak: Console) -> None:
    """The answer in a line, the reasons, then what the licence says and how far that was checked."""
    style, sign = ("bad", "✗") if not verdict.holds else ("good", "✓") if verdict.checked else ("open", "✓")
    head = (HOLDS if verdict.checked else AS_FAR) if verdict.holds else GENUINE if verdict.genuine else FALSE
    state = verdicts.called(verdict.state) if verdict.state else ""
    speak.print(f"[{style}]{sign} {escape(head.fill(state=state).pick(tongue))}[/]")
    for reason in verdict.reasons:
        indented(speak, escape(reason.message.pick(tongue)), by=2)
        indented(speak, f"[mend]{escape(reason.remedy.pick(tongue))}[/]", by=2)
    if verdict.said is None:
        return
    told = [(name.pick(tongue), value) for name, value in rows(verdict, verdict.said, tongue)]
    width = max(cell_len(name) for name, _ in told)
    for name, value in told:
        indented(speak, f"[dim]{name}[/]{' ' * (width - cell_len(name) + 2)}{escape(value)}", by=2)


def rows(verdict: Verdict, said: Said, tongue: Language) -> list[tuple[Text, str]]:
    """Name and value of what is told of a genuine licence."""
    face = said.face or {}
    found = [(Text("证号", "number"), said.number)]
    for name, member in ((Text("出口商", "exporter"), "exporter"), (Text("生产企业", "maker"), "maker")):
        if one := face.get(member):
            found.append((name, " · ".join(filter(None, (one["name_zh"], one["name_en"], one["uscc"])))))
    if face:
        found += [
            (Text("合同号", "contract"), face["contract_no"]),
            (Text("收货人", "consignee"), face["consignee"]),
            (Text("目的地", "destination"), face["destination"]),
            (Text("报关口岸", "customs district"), face["customs_district"]),
        ]
        for line in face["lines"]:
            count = Text(f"{line['quantity']}辆", f"{line['quantity']} vehicles").pick(tongue)
            price = f"{line['currency']} {line['unit_price']}"
            found.append((Text("车型", "line"), f"{line['hs_code']} · {line['model_code']} · {count} · {price}"))
        body = face["issuing_body"]
        found.append(
            (
                Text("发证机构", "issued by"),
                f"{body['code']} {body['name_zh'] if tongue == 'zh' else body['name_en'] or body['name_zh']}",
            )
        )
    found.append((Text("有效期", "valid"), verdicts.period(said).pick(tongue)))
    found.append((Text("签名密钥", "signed by key"), verdict.key_id))
    if verdict.sealed_by:
        found.append((Text("签章", "sealed by"), verdict.sealed_by))
    found.append((Text("状态", "status"), standing(verdict, said).pick(tongue)))
    return found


def standing(verdict: Verdict, said: Said) -> Text:
    """The status and how old that knowledge is; or where the list is to be had."""
    seen = verdict.seen
    if seen is None:
        return NOT_CHECKED.fill(where=said.list_address or f"/api/v1/status/{said.list_number}")
    here = seen.as_of.astimezone(CHINA)
    day = spelt(here.date())
    made = Text(f"{day.zh}{here:%H:%M}", f"{day.en} {here:%H:%M} China")
    told = Text("{status}（截至{made}，{age}）", "{status}, as of {age} ({made})").fill(
        status=label(seen.status), made=made, age=ago(seen.age)
    )
    return told if seen.current else Text(told.zh + OLD.zh, told.en + OLD.en)


def ago(age: timedelta) -> Text:
    """An age in words; of a list from after the moment asked about, that it is."""
    for least, unit, words in AGES:
        if age >= least:
            return words.fill(count=int(age / unit))
    return Text("晚于核验时刻", "after the moment asked about")
