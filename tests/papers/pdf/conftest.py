"""A home of its own for each test's keys, a paper to seal, and others' tools that check it."""

import shutil
import subprocess

import pytest
from django.core.cache import cache
from tests.licensing.house import NOON, House
from tests.papers.pdf.faces import AT, face

from evexport.host import certificates
from evexport.host.home import Home
from evexport.papers.sealing import Stamp
from evexport.papers.typesetting import typeset

STAMP = Stamp("示例深圳商务局", "出口许可证专用章", at=(440, 230))


def tool(name, package):
    """Another's tool, found on the machine."""
    found = shutil.which(name)
    assert found, f"These tests need {name}. On Debian: apt-get install {package}"
    return found


def run(*words, **options):
    return subprocess.run([str(word) for word in words], capture_output=True, check=True, **options).stdout


@pytest.fixture
def house(db_clone, home, settings):
    settings.DEMO_DAY = NOON.date()
    cache.clear()
    return House()


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = Home(tmp_path / "home")
    settings.SEAL_CERTIFICATE = settings.SEAL_KEY = settings.PKCS11_MODULE = settings.TSA = ""
    return settings.HOME


@pytest.fixture(scope="session")
def plain():
    """A paper of two lines, not sealed."""
    return typeset("licence", face(lines=2), at=AT)


@pytest.fixture
def pdfsig(home, tmp_path):
    """What poppler, over Mozilla's NSS, says of a signed file to one who trusts the exported root."""
    program, certutil = tool("pdfsig", "poppler-utils"), tool("certutil", "libnss3-tools")
    base = tmp_path / "nss"
    base.mkdir()
    run(certutil, "-N", "-d", f"sql:{base}", "--empty-password")

    def say(content):
        (tmp_path / "root.pem").write_bytes(certificates.exported(certificates.roots(home)))
        run(certutil, "-A", "-d", f"sql:{base}", "-n", "root", "-t", ",C,", "-i", tmp_path / "root.pem")
        (tmp_path / "signed.pdf").write_bytes(content)
        done = subprocess.run([program, "-nssdir", str(base), str(tmp_path / "signed.pdf")], capture_output=True, check=False)
        return done.stdout.decode()

    return say
