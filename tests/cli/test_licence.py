"""`evexport licence verify`: offline, in both languages, with exit codes that a script can rely on."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.papers import signed
from tests.papers.signed import NOON, PLACE

from evexport import cli
from evexport.cli import house
from evexport.cli.house import House
from evexport.host import keys, secrets
from evexport.host.home import Home


@pytest.fixture
def root(tmp_path, monkeypatch):
    def touch(*_):
        raise AssertionError("an offline command touches nothing")

    monkeypatch.setattr(house, "_house", [House(tmp_path / "home", touch, lambda: NOON, touch, touch, touch, touch, touch)])
    return tmp_path


@pytest.fixture
def run(root):
    jwks = root / "jwks.json"
    jwks.write_text(json.dumps({"keys": [{**keys.public_jwk(signed.SIGNER.private.public_key()), "kid": signed.SIGNER.key_id}]}))

    def go(text, *more, lang="en", given=True):
        file = root / "licence.jws"
        file.write_text(text + "\n", "utf-8")
        own = ["--keys", str(jwks)] if given else []
        return CliRunner().invoke(cli.evexport, ["licence", "verify", str(file), *own, "--lang", lang, *more])

    return go


def copy(root, found=None, **options):
    path = root / "status.jws"
    path.write_text(signed.status_list(found, **options) + "\n")
    return ["--status", str(path)]


@pytest.mark.parametrize("text", [signed.whole(), signed.credential(), signed.short()], ids=["jws", "vc", "qr"])
def test_a_genuine_licence_in_force_is_a_yes(run, text):
    done = run(text)
    assert done.exit_code == 0, done.output
    assert "✓ The licence is genuine and within its dates; what became of it since its issue is not checked" in done.output
    assert "26-AA-000001" in done.output
    assert "15 June 2026 – 15 June 2027" in done.output
    assert signed.SIGNER.key_id in done.output
    assert "not checked: fetch the status list" in done.output


def test_the_face_is_shown_in_the_language_asked_for(run):
    english, chinese = run(signed.whole()).output, run(signed.whole(), lang="zh").output
    for word in ("Example Trade", "8703801090 · DMO7000BEVA1 · 500 vehicles · USD 19800.00", "DE", "EXEV-DE-2026-007"):
        assert word in english
    for word in ("许可证真实，且在有效期内", "示例汽车进出口有限公司", "500辆", "未核对状态", "2026年6月15日至2027年6月15日"):
        assert word in chinese


def test_with_a_list_the_status_and_its_age_are_told(run, root):
    done = run(signed.whole(), *copy(root, {}))
    assert done.exit_code == 0
    assert "✓ The licence is genuine and in force" in done.output
    assert "as of 2 h ago (15 June 2026 10:00 China)" in done.output
    done = run(signed.whole(), *copy(root, {PLACE.index: "revoked"}))
    assert done.exit_code == 1
    assert "✗ The licence is genuine, but not to be used now: revoked" in done.output
    assert "2小时前" in run(signed.whole(), *copy(root, {}), lang="zh").output


def test_an_old_list_is_told_to_be_old(run, root):
    later = (NOON + timedelta(days=9)).isoformat()
    done = run(signed.whole(), *copy(root, {}), "--at", later)
    assert "9 days ago" in done.output
    assert "out of date and vouches for nothing" in done.output


def test_an_altered_one_is_a_no(run):
    text = signed.whole()
    done = run(text[:300] + ("A" if text[300] != "A" else "B") + text[301:])
    assert done.exit_code == 1
    assert "✗ Not shown to be genuine: do not rely on it" in done.output
    assert "26-AA-000001" not in done.output  # what is not genuine is not repeated as if it were


@pytest.mark.parametrize(
    ("at", "code"), [("2027-06-15", 0), ("2027-06-16", 1), ("2026-06-14T23:59", 1), ("2026-06-14T16:00Z", 0)]
)
def test_at_another_moment(run, at, code):
    assert run(signed.whole(), "--at", at).exit_code == code


def test_in_json(run, root):
    done = run(signed.whole(), *copy(root, {PLACE.index: "suspended"}), "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (told["genuine"], told["holds"], told["form"], told["number"]) == (True, False, "jws", "26-AA-000001")
    assert (told["state"], told["key"]) == ("suspended", signed.SIGNER.key_id)
    assert told["status"] == {
        "checked": True, "status": "suspended", "as_of": "2026-06-15T10:00:00+08:00", "age_seconds": 7200, "list": 1,
        "index": PLACE.index, "address": "https://licences.example/api/v1/status/1",
    }  # fmt: skip
    assert told["licence"]["lines"][0]["quantity"] == 500
    assert told["reasons"][0]["code"] == "LICENCE_SUSPENDED"
    assert set(told["reasons"][0]["remedy"]) == {"zh", "en"}


def test_what_cannot_be_judged_is_bad_input(run, root):
    assert run("no licence").exit_code == 2
    assert run(signed.whole(), "--at", "soon").exit_code == 2
    assert run(signed.whole(), "--keys", str(root / "none.json")).exit_code == 2
    assert run(signed.whole(), *copy(root, {}, number=2)).exit_code == 2
    done = CliRunner().invoke(cli.evexport, ["licence", "verify", str(root / "none.jws"), "--json"])
    assert (done.exit_code, json.loads(done.stdout)["problems"][0]["code"]) == (2, "BAD_FILE")


def test_without_keys_those_of_the_installation_are_used_and_else_asked_for(run, root):
    done = run(signed.whole(), given=False)
    assert done.exit_code == 2
    assert "KEYS_NEEDED" in done.stderr
    assert "/.well-known/jwks.json" in done.stderr
    secrets.write(root / "home" / "keys" / "licence-0001.pem", signed.SIGNER.pem())
    assert run(signed.whole(), given=False).exit_code == 0


def test_the_keys_of_the_installation_are_shown_as_they_are_published(root):
    home = Home(root / "home")
    assert "No key yet" in CliRunner().invoke(cli.evexport, ["keys", "show", "--lang", "en"]).output
    first = keys.signer(home, keys.LICENCE).key_id
    second = keys.renew(home, keys.LICENCE).key_id
    shown = CliRunner().invoke(cli.evexport, ["keys", "show", "--lang", "en"]).output.splitlines()
    assert [line.split()[:2] for line in shown[1:]] == [["licence", second], ["licence", first]]
    assert "signs now" in shown[1]
    told = json.loads(CliRunner().invoke(cli.evexport, ["keys", "show", "--json"]).stdout)
    assert [one["kid"] for one in told["keys"]] == [first, second]
    assert not any("d" in one for one in told["keys"])


@pytest.mark.parametrize("command", [["licence", "verify"], ["keys", "show"]])
def test_the_real_process_loads_neither_framework_nor_driver(tmp_path, command):
    file, jwks = tmp_path / "qr.txt", tmp_path / "jwks.json"
    file.write_text(f"{signed.SITE}/verify/?number=26-AA-000001&code=ABCD#{signed.short()}\n")
    jwks.write_text(json.dumps({"keys": [{**keys.public_jwk(signed.SIGNER.private.public_key()), "kid": signed.SIGNER.key_id}]}))
    words = [*command, *([str(file), "--keys", str(jwks), "--at", "2026-06-15"] if command[0] == "licence" else []), "--json"]
    code = (
        "import sys; from evexport.config import command; sys.argv[0] = 'evexport'\n"
        "try: command.main()\n"
        "except SystemExit as end: print(end.code, file=sys.stderr)\n"
        "print(sorted({'django', 'psycopg', 'polars', 'numpy'} & sys.modules.keys()), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False, timeout=60, cwd=tmp_path
    )
    assert done.stderr.split() == ["0", "[]"]
    assert json.loads(done.stdout)
    assert {path.name for path in Path(tmp_path).iterdir()} == {"qr.txt", "jwks.json"}


ROTATE = "import sys; from evexport.config.command import main; sys.argv[0] = 'evexport'; main()"


def test_a_key_is_rotated_from_the_command_line_and_the_ledger_says_by_whom(db_clone, owner_connection, tmp_path, monkeypatch):
    """The real process, on this test's database and a home folder of its own."""
    monkeypatch.setenv("EVEXPORT_HOME", str(tmp_path))
    first = keys.signer(Home(tmp_path), keys.LICENCE).key_id
    done = subprocess.run(
        [sys.executable, "-c", ROTATE, "keys", "rotate", "licence", "--json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    fresh = json.loads(done.stdout)["key"]
    assert list(keys.verifiers(Home(tmp_path), keys.LICENCE)) == [first, fresh]
    data, actor = owner_connection.execute("SELECT data, actor FROM ledger_entry WHERE kind = 'signing_key.rotated'").fetchone()
    assert data == {"purpose": "licence", "key": fresh, "former": first}
    assert actor["name"].endswith("(evexport keys rotate)")
    unknown = [sys.executable, "-c", ROTATE, "keys", "rotate", "master"]
    assert subprocess.run(unknown, capture_output=True, check=False, timeout=120).returncode == 2
