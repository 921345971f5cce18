"""A real standby serves the public figures and says how old they are; once it is gone the database itself does."""

import json
import subprocess
import sys

from tests.config.test_database import surroundings

STORY = """
import json, os, time
from evexport.config import database
from evexport.host import server
from evexport.host.home import Home

home = Home.default()
addresses = database.find(home)
primary = server.describe(home)
copy = primary.cluster / "copy"

def tool(name, *words):
    done = primary.user.run(primary.programs / name, *words, timeout=60)
    assert done.returncode == 0, done.stderr

tool("pg_basebackup", "-h", primary.socket, "-U", "postgres", "-D", copy, "-R", "-X", "stream", "-c", "fast")
with (copy / "evexport.conf").open("a", encoding="utf-8") as file:
    file.write(f"unix_socket_directories = '{copy}'\\n")
tool("pg_ctl", "start", "-w", "-s", "-D", copy, "-l", copy / "log")
try:
    os.environ["DATABASE_REPLICA_URL"] = addresses.app.replace(str(primary.socket), str(copy))
    database.point(addresses)
    database.bring_up_to_date()
    from django.db import connections
    from django.test import Client
    from evexport.customs.gate import pool
    from evexport.store import browsing

    def seen():
        web = Client()
        figures = web.get("/api/v1/statistics/national", secure=True).json()
        return [web.get("/readyz", secure=True).json(), figures["as_of"], web.get("/statistics/", secure=True).status_code]

    deadline = time.monotonic() + 30
    while browsing.standing() != "up" and time.monotonic() < deadline:
        time.sleep(0.2)
    told = [seen()]
finally:
    tool("pg_ctl", "stop", "-w", "-s", "-m", "immediate", "-D", copy)
print(json.dumps([*told, seen()]))
pool.close()
connections.close_all()
database.leave("default")
"""


def test_figures_come_from_the_standby_while_it_stands(own_home):
    words = [sys.executable, "-W", "error", "-c", STORY]
    around = {**surroundings(own_home), "EVEXPORT_HOSTS": "testserver"}
    done = subprocess.run(words, env=around, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    standing, gone = json.loads(done.stdout)
    well = {"database": "up", "gate": "up"}
    assert standing[0] == {"ready": True, "parts": {**well, "copy": "up"}}
    assert standing[1], "the figures say until when the copy has everything"
    assert gone[:2] == [{"ready": True, "parts": {**well, "copy": "down"}}, None]
    assert standing[2] == gone[2] == 200
