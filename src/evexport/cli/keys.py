"""`evexport keys`: the public keys of this installation, and a new signing key in place of an old one."""

import getpass

import click
from rich.table import Table

from evexport.cli.house import house
from evexport.cli.output import as_json, console, in_language, language, print_json
from evexport.host import keys as installed
from evexport.host.home import Home
from evexport.kernel.text import Text
from evexport.papers import key_set

SIGNS = Text("现用于签名", "signs now")
VERIFIES = Text("仅用于核验", "verifies what it signed")
NONE = Text("尚无密钥，首次签名时生成。", "No key yet: the first is made when something is signed.")
ROTATED = Text(
    "自现在起以密钥 {key} 签名；旧密钥继续用于核验，请重新公布公钥。",
    "Key {key} signs from now on. Former keys go on verifying; publish the public keys anew where you keep copies of them.",
)


@click.group()
def keys() -> None:
    """Signing keys. 签名密钥。"""


@keys.command()
@as_json
@in_language
def show(*, as_json: bool, lang: str | None) -> None:
    """Show the public keys, with --json as the key set (JWKS) that is published. No database is needed. 列出公钥。"""
    home, tongue = Home(house().root), language(lang)
    if as_json:
        print_json(key_set.published(home))
        return
    heads = (Text("用途", "purpose"), Text("密钥", "key"), Text("状态", "state"))
    table = Table(*(head.pick(tongue) for head in heads), box=None, header_style="bold")
    for purpose in installed.PURPOSES:
        known = list(installed.verifiers(home, purpose))
        for key_id in reversed(known):
            table.add_row(purpose, key_id, (SIGNS if key_id == known[-1] else VERIFIES).pick(tongue))
    if table.row_count:
        console().print(table)
    else:
        click.echo(NONE.pick(tongue))


@keys.command()
@click.argument("purpose")
@as_json
@in_language
def rotate(*, purpose: str, as_json: bool, lang: str | None) -> None:
    """Sign with a new key for PURPOSE (ledger, licence) from now on; recorded in the ledger. 更换签名密钥。"""
    house().open()
    from evexport.accounts.actors import in_role
    from evexport.accounts.roles import Role
    from evexport.papers.signing_keys import rotate as renew

    by = in_role(Role.ADMINISTRATOR, name=f"{getpass.getuser()} (evexport keys rotate)")
    key = renew(purpose, by=by, at=house().now())
    if as_json:
        print_json({"purpose": purpose, "key": key})
    else:
        click.echo(ROTATED.fill(key=key).pick(language(lang)))
