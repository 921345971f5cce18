"""One request to a stranger: the certificate must be the name's, time and size are bounded however the other side behaves."""

import socket
import ssl
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from evexport.notices.addresses import Target
from evexport.notices.delivery.post import LATE, post
from evexport.notices.service import SERVICE

NAME = "hooks.example.com"
TAKEN = b"HTTP/1.1 204 No Content\r\n\r\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of NAME, signed by itself, in a file with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@contextmanager
def answering(behave, certificate=None):
    """A server for one connection; gives its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(10)

    def serve():
        try:
            peer, _ = listener.accept()
            if certificate:
                context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
                context.load_cert_chain(certificate)
                peer = context.wrap_socket(peer, server_side=True)
            with peer:
                behave(peer)
        except OSError:
            return  # the caller hung up, as some tests want

    thread = threading.Thread(target=serve)
    thread.start()
    yield listener.getsockname()[1]
    thread.join()
    listener.close()


def heard(peer):
    """The whole request: head and body may come apart."""
    said = b""
    while not said.endswith(b"{}"):
        said += peer.recv(65_536)


def take(peer):
    heard(peer)
    peer.sendall(TAKEN)


def sent(port, *, name=NAME, secure=True, trusted=None, **more):
    context = ssl.create_default_context(cafile=trusted)
    return post(Target(secure, name, port, "/"), "127.0.0.1", b"{}", {}, context=context, **more)


def test_the_connection_goes_to_the_address_given_and_the_certificate_must_be_the_names(certificate):
    with answering(take, certificate) as port:
        assert sent(port, trusted=certificate).taken


@pytest.mark.parametrize(("name", "known"), [("other.example.com", True), (NAME, False)])
def test_a_certificate_of_another_name_or_of_nobody_known_is_refused(certificate, name, known):
    with answering(take, certificate) as port:
        answer = sent(port, name=name, trusted=certificate if known else None)
    assert answer.status == 0
    assert answer.fault.startswith("certificate:")


def test_an_answer_that_trickles_is_cut_off(certificate):
    def trickle(peer):
        heard(peer)
        for byte in TAKEN * 100:
            peer.sendall(bytes([byte]))
            time.sleep(0.05)

    began = time.monotonic()
    with answering(trickle) as port:
        answer = sent(port, name="127.0.0.1", secure=False, seconds=0.5)
    assert time.monotonic() - began < 5
    assert answer.fault == LATE


def test_a_head_that_never_ends_is_cut_off():
    def stall(peer):
        heard(peer)
        peer.sendall(b"HTTP/1.1 200 OK\r\n")
        time.sleep(1.5)

    with answering(stall) as port:
        answer = sent(port, name="127.0.0.1", secure=False, seconds=0.5)
    assert answer.fault == LATE, "what was cut off within its head is no 200"


def test_a_handshake_that_never_ends_is_cut_off():
    with answering(lambda peer: time.sleep(1.5)) as port:
        began = time.monotonic()
        assert sent(port, seconds=0.5).status == 0
        assert time.monotonic() - began < 1.4


def test_no_more_of_an_answer_is_read_than_is_needed():
    counted = []

    def flood(peer):
        heard(peer)
        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        try:
            while len(counted) < 10_000:
                counted.append(peer.send(b"x" * 65_536))
        except OSError:
            return

    with answering(flood) as port:
        assert sent(port, name="127.0.0.1", secure=False).status == 200
    assert sum(counted) < 200 * SERVICE.answer_bytes, "the caller hung up early"


def test_nobody_there_is_a_fault_and_no_error():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        answer = sent(unused.getsockname()[1], name="127.0.0.1", secure=False)
    assert answer.status == 0
    assert "Refused" in answer.fault
