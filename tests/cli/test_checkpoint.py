"""`evexport ledger checkpoint`: what it prints holds against the ledger, under the installation's own key."""

from datetime import datetime

import pytest
from click.testing import CliRunner
from tests.ledger.world import SYSTEM, drain, write

from evexport import cli
from evexport.cli import house as installation
from evexport.host import keys
from evexport.host.home import Home
from evexport.kernel.clock import CHINA
from evexport.ledger import checkpoints, verify
from evexport.store import reading_as


@pytest.fixture
def root(monkeypatch, tmp_path):
    """The installation of this test; its database is the test's own, already open."""
    found = installation.House(
        root=tmp_path,
        open=lambda: None,
        now=lambda: datetime(2027, 3, 1, 12, tzinfo=CHINA),
        serve=lambda *_: None,
        stop=lambda: False,
        forget=lambda: None,
        free_port=lambda port: port,
        running=lambda: False,
    )
    monkeypatch.setattr(installation, "_house", [found])
    return tmp_path


def test_it_holds(db_clone, root):
    write(3)
    drain(keys.signer(Home(root), keys.LEDGER))
    result = CliRunner().invoke(cli.evexport, ["ledger", "checkpoint"], catch_exceptions=False)
    assert result.exit_code == 0
    public = keys.verifiers(Home(root), keys.LEDGER)
    issued = checkpoints.read(result.output)
    assert (issued.block, issued.entries) == (1, 3)
    assert issued.genuine(public)
    with reading_as(SYSTEM):
        assert verify(public, checkpoint=issued).sound
