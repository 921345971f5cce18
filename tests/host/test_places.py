"""Where data, programs and sockets lie; parent folders are never opened for the database's user."""

import multiprocessing
import os
import stat
import subprocess
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from evexport.host import places
from evexport.host.home import Home
from evexport.host.problems import HostProblem
from evexport.host.server import Server, _socket_folder

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")


def test_the_home_folder_is_the_one_named(monkeypatch, tmp_path):
    monkeypatch.setenv("EVEXPORT_HOME", str(tmp_path / "here"))
    assert Home.default().root == tmp_path / "here"
    monkeypatch.delenv("EVEXPORT_HOME")
    monkeypatch.chdir(tmp_path)
    assert Home.default().root == tmp_path / "var"


def test_an_ordinary_user_keeps_everything_at_home(tmp_path):
    someone = places.Runner("someone")
    assert places.cluster_folder(Home(tmp_path / "home"), someone) == tmp_path / "home" / "pg"
    assert (places.programs(someone) / "initdb").exists()


@as_root
def test_a_home_that_the_databases_user_cannot_enter_keeps_its_data_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "SHARED", Path("/tmp/evexport-shared-test"))
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    home = Home(closed / "home")
    try:
        folder = places.cluster_folder(home, places.runner())
        assert folder.parent == places.SHARED
        assert folder == places.cluster_folder(home, places.runner()), "the same each time"
        assert folder != places.cluster_folder(Home(closed / "other"), places.runner())
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700, "nothing was opened"
    finally:
        places.SHARED.rmdir()


@as_root
def test_programs_out_of_reach_are_copied_where_they_run(monkeypatch, own_home):
    monkeypatch.setattr(places, "SHARED", own_home.root / "shared")
    user = places.runner()
    installed = places.programs(places.Runner("root")).parent
    copied = places._copied(installed, own_home.root / "shared" / "programs")
    assert user.run(copied / "bin" / "postgres", "--version").stdout.startswith("postgres (PostgreSQL) 18")
    assert user.run(copied / "bin" / "psql", "--version").returncode == 0, "its library came along"
    assert places._copied(installed, own_home.root / "shared" / "programs") == copied


@as_root
def test_programs_run_as_the_databases_user():
    user = places.runner()
    assert user.name == "pgserver"
    assert user.run("/usr/bin/id", "-un").stdout == "pgserver\n"
    assert user.run("/usr/bin/id", "-Gn").stdout == "pgserver\n", "none of root's groups"


@as_root
def test_processes_that_start_together_make_one_user(monkeypatch):
    monkeypatch.setattr(places, "SYSTEM_USER", "evexport-together")
    try:
        with ProcessPoolExecutor(4, multiprocessing.get_context("fork")) as processes:
            found = {one.result() for one in [processes.submit(places.runner) for _ in range(4)]}
        assert found == {places.runner()}
    finally:
        subprocess.run(["userdel", "evexport-together"], check=True)


def test_a_long_path_has_its_socket_in_a_short_one():
    deep = Path("/" + "deep/" * 30)
    assert len(str(places.socket_folder(deep))) < places.SOCKET_NAME_LIMIT
    assert places.socket_folder(deep) != places.socket_folder(deep / "er")
    assert places.socket_folder(Path("/short/pg")) == Path("/short/pg/run")


def test_a_socket_folder_laid_by_somebody_else_is_refused(tmp_path):
    link = tmp_path / "run"
    (tmp_path / "theirs").mkdir()
    link.symlink_to(tmp_path / "theirs")
    with pytest.raises(HostProblem):
        _socket_folder(Server(link, tmp_path, tmp_path, places.Runner("someone")))
