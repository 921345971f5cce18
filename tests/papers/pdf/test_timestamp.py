"""A seal with a timestamp of a real authority (openssl), served on this machine."""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography import x509
from tests.papers.pdf.conftest import STAMP, run, tool
from tests.papers.pdf.faces import AT

from evexport.host import certificates
from evexport.papers.checking import check_pdf
from evexport.papers.keys import SealUnavailable
from evexport.papers.sealing import seal

CONFIGURATION = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
signer_cert = {folder}/tsa.pem
certs = {folder}/ca.pem
signer_key = {folder}/tsa.key
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Authority:
    """A timestamping authority: its own root, its certificate for nothing but timestamps, and openssl that answers."""

    def __init__(self, folder):
        self.folder, self.openssl = folder, tool("openssl", "openssl")
        folder.mkdir()
        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30")
        self.run("req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/O=Example Time/CN=Example time root")
        self.run("req", *curve[:-2], "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/O=Example Time/CN=Example timestamps")
        (folder / "ext").write_text("extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n")
        signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30", "-extfile", "ext")
        self.run("x509", "-req", "-in", "tsa.csr", *signed, "-out", "tsa.pem")
        (folder / "tsa.cnf").write_text(CONFIGURATION.format(folder=folder))
        (folder / "serial").write_text("01")
        self.root = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes())

    def run(self, *words):
        return run(self.openssl, *words, cwd=self.folder)

    def reply(self, query):
        (self.folder / "query").write_bytes(query)
        self.run("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query", "-out", "answer")
        return (self.folder / "answer").read_bytes()


@contextmanager
def served(answer, kind="application/timestamp-reply"):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path / "tsa")


@pytest.fixture
def stamped(home, plain, settings, authority):
    with served(authority.reply) as settings.TSA:
        return seal(plain, STAMP, reason="签发出口许可证", at=AT).content


def test_the_timestamp_says_when_and_by_whom(home, stamped, authority):
    found = check_pdf(stamped, roots=[*certificates.roots(home), authority.root])
    assert found.good
    assert found.timestamp_trusted
    assert found.timestamped_by == "Example timestamps (Example Time)"
    assert abs(datetime.now(UTC) - found.timestamp) < timedelta(minutes=5)
    assert found.sealed_at == AT  # the sealer's own word stands beside it


def test_openssl_itself_finds_the_timestamp_good(stamped, authority):
    """The token is taken out of the signature and given to another's hands, with the signature that it bears witness to."""
    from io import BytesIO

    from pyhanko.pdf_utils.reader import PdfFileReader

    (seal_of_it,) = PdfFileReader(BytesIO(stamped)).embedded_regular_signatures
    (attribute,) = [one for one in seal_of_it.signer_info["unsigned_attrs"] if one["type"].native == "signature_time_stamp_token"]
    (authority.folder / "token").write_bytes(attribute["values"][0].dump())
    (authority.folder / "data").write_bytes(seal_of_it.signer_info["signature"].native)
    said = authority.run("ts", "-verify", "-data", "data", "-in", "token", "-token_in", "-CAfile", "ca.pem")
    assert b"Verification: OK" in said


def test_one_who_does_not_know_the_authority_sees_an_untrusted_timestamp_and_a_good_seal(home, stamped):
    found = check_pdf(stamped, roots=certificates.roots(home))
    assert (found.good, found.timestamp_trusted) == (True, False)


def test_poppler_finds_the_stamped_seal_good(stamped, pdfsig):
    assert "Signature is Valid." in pdfsig(stamped)


def test_without_an_answer_nothing_is_sealed(home, plain, settings):
    with served(lambda _: b"") as address:
        pass  # nobody listens there any more
    settings.TSA = address
    with pytest.raises(SealUnavailable):
        seal(plain, STAMP, reason="签发", at=AT)


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"<html>", "text/html"), (b"\x30\x03\x02\x01\x05", "application/timestamp-reply"), (b"", "application/timestamp-reply")],
    ids=["a page", "nonsense", "nothing"],
)
def test_an_answer_that_is_none_seals_nothing(home, plain, settings, body, kind):
    with served(lambda _: body, kind) as settings.TSA, pytest.raises(SealUnavailable):
        seal(plain, STAMP, reason="签发", at=AT)


def test_a_timestamp_for_another_signature_is_found(home, plain, settings, authority):
    """An authority that answers with the token of an earlier query bears witness to nothing."""
    kept = []

    def same(query):
        kept.append(authority.reply(query))
        return kept[0]

    with served(same) as settings.TSA:
        seal(plain, STAMP, reason="签发", at=AT)
        with pytest.raises(SealUnavailable):
            seal(plain, STAMP, reason="签发", at=AT)


def test_an_address_that_is_no_web_address_is_refused(home, plain, settings):
    settings.TSA = "file:///etc/passwd"
    with pytest.raises(SealUnavailable):
        seal(plain, STAMP, reason="签发", at=AT)
