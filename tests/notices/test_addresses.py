"""Where a webhook may lead: the open net over TLS, and nowhere else, whatever the address is dressed up as."""

import socket

import pytest

from evexport.kernel.problems import BadInput
from evexport.notices import addresses
from evexport.notices.addresses import Target, is_open, resolve, veiled, webhook

INTERNAL = [
    "127.0.0.1",
    "127.8.8.8",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2002:c0a8:101::",
]
OPEN = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]


@pytest.mark.parametrize("ip", INTERNAL)
def test_an_internal_address_is_closed(ip):
    assert not is_open(ip)


@pytest.mark.parametrize("ip", OPEN)
def test_an_address_of_the_open_net_is_open(ip):
    assert is_open(ip)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/", "ftp://example.com/", "https://", "https:///x", "https://user:secret@example.com/",
        "https://example.com/#part", "https://exa mple.com/", "https://例子.中国/", "https://example.com:99999/", "javascript:1",
        "https://example.com/\r\nHost: other", "https://" + "a" * 500, "http://127.0.0.1/", "//example.com",
    ],
)  # fmt: skip
def test_an_address_that_will_not_do(address):
    with pytest.raises(BadInput) as refused:
        webhook(address, plain_here=False)
    assert refused.value.field == "address"
    assert refused.value.remedy.zh


def test_plain_http_is_for_this_machine_in_a_demonstration_alone():
    assert webhook("http://127.0.0.1:9000/a?b=1", plain_here=True) == Target(False, "127.0.0.1", 9000, "/a?b=1")
    for address in ("http://example.com/", "http://127.0.0.2/", "http://10.0.0.1/"):
        with pytest.raises(BadInput):
            webhook(address, plain_here=True)


def named(monkeypatch, *ips):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ips]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_args, **_named: found)


def test_a_name_is_as_closed_as_the_worst_address_it_has(monkeypatch):
    target = Target(True, "hooks.example.com", 443, "/")
    named(monkeypatch, "8.8.8.8", "1.1.1.1")
    assert resolve(target, plain_here=False) == "8.8.8.8"
    named(monkeypatch, "8.8.8.8", "169.254.169.254")
    with pytest.raises(BadInput) as refused:
        resolve(target, plain_here=False)
    assert refused.value.code == "ADDRESS_INTERNAL"


def test_a_demonstration_opens_this_machine_and_nothing_beside_it(monkeypatch):
    named(monkeypatch, "127.0.0.1")
    assert resolve(Target(False, "localhost", 9000, "/"), plain_here=True) == "127.0.0.1"
    for secure, here in ((True, True), (False, False)):
        with pytest.raises(BadInput):
            resolve(Target(secure, "localhost", 9000, "/"), plain_here=here)
    named(monkeypatch, "10.0.0.1")
    with pytest.raises(BadInput):
        resolve(Target(False, "localhost", 9000, "/"), plain_here=True)


def test_a_mail_address_is_shown_to_others_veiled():
    assert veiled("zhang.san@example.com") == "z***@example.com"
