"""The fetcher: only the public internet, only so much and so long, and every byte kept."""

import gzip
import itertools
import time
import zlib

import pytest

from tests.capture.servers import PUBLIC, Internet, always, answer, certificate
from tracker.capture.network import fetching, wire
from tracker.capture.network.addresses import is_refused, read_networks
from tracker.capture.network.fetching import FetchError

PAGE = "http://acme.example/pledge?x=1"
REFUSED = {
    # What is one address in many spellings, and what is near.
    "http://127.0.0.1/": "address refused",
    "http://127.1/": "address refused",
    "http://2130706433/": "address refused",
    "http://0x7f000001/": "address refused",
    "http://0x7f.1/": "address refused",
    "http://0177.0.0.1/": "address refused",
    "http://127.0.0.1./": "address refused",
    "http://localhost/": "address refused",
    "http://0/": "address refused",
    "http://0.0.0.0/": "address refused",
    "http://10.1.2.3/": "address refused",
    "http://100.64.0.1/": "address refused",
    "http://168.63.129.16/": "address refused",
    "http://169.254.169.254/latest/meta-data/": "address refused",
    "http://172.31.255.255/": "address refused",
    "http://192.0.0.8/": "address refused",
    "http://192.0.2.1/": "address refused",
    "http://192.31.196.1/": "address refused",
    "http://192.52.193.1/": "address refused",
    "http://192.88.99.1/": "address refused",
    "http://192.168.0.1/": "address refused",
    "http://192.175.48.1/": "address refused",
    "http://198.18.0.1/": "address refused",
    "http://198.51.100.7/": "address refused",
    "http://203.0.113.7/": "address refused",
    "http://224.0.0.1/": "address refused",
    "http://255.255.255.255/": "address refused",
    "http://[::1]/": "address refused",
    "http://[::]/": "address refused",
    "http://[::ffff:127.0.0.1]/": "address refused",
    "http://[::ffff:7f00:1]/": "address refused",
    "http://[::127.0.0.1]/": "address refused",
    "http://[64:ff9b::7f00:1]/": "address refused",
    "http://[64:ff9b:1::1]/": "address refused",
    "http://[100::1]/": "address refused",
    "http://[2001::1]/": "address refused",
    "http://[2001:db8::1]/": "address refused",
    "http://[2002:7f00:1::]/": "address refused",
    "http://[2620:4f:8000::1]/": "address refused",
    "http://[3fff::1]/": "address refused",
    "http://[fc00::1]/": "address refused",
    "http://[fd00:ec2::254]/": "address refused",
    "http://[fe80::1]/": "address refused",
    "http://[fe80::1%25eth0]/": "address refused",
    "http://[fec0::1]/": "address refused",
    "http://[ff02::1]/": "address refused",
    "http://two.example/": "address refused",
    "http://six.example/": "address refused",
    "http://nothing.example/": "address refused",
    "http://other.example/": "name not found",
    "http://user@acme.example/": "address refused",
    "http://acme.example@127.0.0.1/": "address refused",
    "http://user:word@acme.example/": "address refused",
    "http://acme.example:0/": "port refused",
    "http://acme.example:22/": "port refused",
    "http://acme.example:8080/": "port refused",
    "https://acme.example:6379/": "port refused",
    "file:///etc/passwd": "scheme refused",
    "gopher://acme.example/": "scheme refused",
    "ftp://acme.example/": "scheme refused",
    "javascript:alert(1)": "scheme refused",
    "//acme.example/": "scheme refused",
    "acme.example": "scheme refused",
    "http://": "address refused",
    "http:///etc": "address refused",
    "http://a b/": "address refused",
    "http://acme.example\r\nX: y/": "address refused",
}


def internet(*parts, **hosts):
    """Acme’s site, which gives these parts, and others."""
    own = {"acme.example": always(*parts or (answer(b"We pledge."),))}
    return Internet(
        own | {f"{name}.example": host for name, host in hosts.items()},
        {
            "localhost": ["127.0.0.1"],
            "127.0.0.1.": ["127.0.0.1"],
            "two.example": [PUBLIC, "10.0.0.1"],
            "six.example": [PUBLIC, "::ffff:10.0.0.1"],
            "nothing.example": [],
        },
    )


def reason(net, address=PAGE, **options):
    with pytest.raises(FetchError) as caught:
        net.fetcher(**options).fetch(address)
    return caught.value.reason


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_not_the_public_internet_is_refused_before_anything_is_connected(address):
    net = internet()
    assert reason(net, address) == REFUSED[address]
    assert net.connected == []


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1/",
        "http://two.example/",
        "file:///etc/passwd",
        "//[::1]/",
        "http://0/",
        "http://acme.example:25/",
        "http://x@acme.example/",
        "http://nobody.example/",
        "gopher://x/",
    ],
)
def test_where_an_answer_leads_is_checked_as_the_first_address_was(to):
    net = internet(answer(status="301 Moved", Location=to))
    assert reason(net) in ("address refused", "scheme refused", "port refused", "name not found")
    assert net.connected == [(PUBLIC, 80)]


def test_a_name_that_changes_its_address_between_hops_is_refused_at_the_second():
    net = internet(answer(status="302 Found", Location="/again"))
    net.addresses["acme.example"] = [[PUBLIC], ["127.0.0.1"]]
    assert reason(net) == "address refused"
    assert net.connected == [(PUBLIC, 80)]


def test_networks_that_the_operator_adds_are_refused_too():
    assert reason(internet(), refused=read_networks("93.184.0.0/16, 2600::/16")) == "address refused"
    assert is_refused("2600::1", read_networks("2600::/16"))
    assert not is_refused("2600::1")
    assert not is_refused(PUBLIC)
    assert is_refused("acme.example")


def test_an_answer_with_all_that_went_over_the_wire():
    net = internet(answer(b"We pledge.", Content_Type="text/plain", Set_Cookie="a=b"))
    fetched = net.fetcher().fetch(PAGE)
    assert (fetched.body, fetched.headers["content-type"], fetched.final.status) == (b"We pledge.", "text/plain", 200)
    assert fetched.final.response == answer(b"We pledge.", Content_Type="text/plain", Set_Cookie="a=b")
    assert (fetched.final.address, fetched.final.url) == (PUBLIC, PAGE)
    assert fetched.final.request == net.requests[0]
    head = net.requests[0].decode().splitlines()
    assert head[0] == "GET /pledge?x=1 HTTP/1.1"
    assert head[1:6] == [
        "Host: acme.example",
        "User-Agent: Tracker/1 (+https://pledges.example/about)",
        "Accept: */*",
        "Accept-Encoding: gzip",
        "Connection: close",
    ]


def test_five_redirects_are_followed_without_cookies_and_a_sixth_is_not():
    def hop(request):
        number = int(request.split(b"/")[1].split(b" ")[0] or 0)
        yield answer(status="302 Found", Location=f"/{number + 1}", Set_Cookie="a=b") if number < 5 else answer(b"end")

    net = internet(acme=hop)
    fetched = net.fetcher().fetch("http://acme.example/0#part")
    assert [one.url.rpartition("/")[2] for one in fetched.exchanges] == ["0", "1", "2", "3", "4", "5"]
    assert b"ookie" not in b"".join(net.requests)
    endless = internet(answer(status="302 Found", Location="/"))
    assert reason(endless) == "too many redirects"
    assert len(endless.connected) == 6


def test_a_page_in_portions_and_packed_is_kept_as_it_came_and_read_unpacked():
    packed = gzip.compress(b"We pledge.")
    portions = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (packed[:7], packed[7:])) + b"0\r\n\r\n"
    whole = answer(portions, Transfer_Encoding="chunked", Content_Encoding="gzip")
    fetched = internet(whole).fetcher().fetch(PAGE)
    assert fetched.body == b"We pledge."
    assert fetched.final.response == whole


def test_a_body_packed_in_several_members_is_read_to_its_end():
    members = gzip.compress(b"We ") + gzip.compress(b"pledge.") + b"padding"
    portions = b"".join(b"1\r\n%c\r\n" % byte for byte in members) + b"0\r\n\r\n"
    for sent in (
        answer(members, Content_Encoding="gzip"),
        answer(portions, Transfer_Encoding="chunked", Content_Encoding="gzip"),
    ):
        assert internet(sent).fetcher().fetch(PAGE).body == b"We pledge."
    cut = answer(gzip.compress(b"We ") + gzip.compress(b"pledge.")[:-9], Content_Encoding="gzip")
    assert reason(internet(cut)) == "broken off"


def zeros():
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(bytes(3_000_000)) + packer.flush()


CUT = answer(b"We pl", Content_Length="10")
FAULTS = {
    "cut body": (CUT, "broken off"),
    "cut portion": (answer(b"5\r\nWe", Transfer_Encoding="chunked"), "broken off"),
    "cut packed": (answer(gzip.compress(b"We pledge.")[:-9], Content_Encoding="gzip"), "broken off"),
    "not packed": (answer(b"We pledge.", Content_Encoding="gzip"), "broken off"),
    "other packing": (answer(b"x", Content_Encoding="br"), "cannot be opened"),
    "bomb": (answer(zeros(), Content_Encoding="gzip"), "unpacks too big"),
    "too big": (answer(bytes(1_100_000)), "too big"),
    "5,000 headers": (answer(**{f"X-{i}": "y" * 40 for i in range(5_000)}), "broken off"),
    "no HTTP": (b"220 mail ready\r\n\r\n", "broken off"),
    "nothing": (b"", "broken off"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_each_fault_has_its_name(what, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_UNPACKED", 2_000_000)
    assert reason(internet(FAULTS[what][0]), most_bytes=1_000_000) == FAULTS[what][1]


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_what_drips_ends_when_the_time_is_up(head):
    def drips(request):
        yield head
        for _ in itertools.count():
            time.sleep(0.02)
            yield b"x"

    assert reason(internet(acme=drips), seconds=0.3) == "timed out"


def test_who_says_nothing_and_who_knows_no_name_in_time(monkeypatch):
    monkeypatch.setattr(wire, "RESOLVE_SECONDS", 0.05)
    assert reason(internet(acme=lambda _: time.sleep(1) or ()), seconds=0.2) == "timed out"
    assert reason(internet(), resolve=lambda *_: time.sleep(0.3) or [PUBLIC]) == "timed out"


def test_who_refuses_and_who_is_far(monkeypatch):
    def no(error):
        def connect(*_):
            raise error

        return connect

    assert reason(internet(), connect=no(ConnectionRefusedError())) == "refused connection"
    assert reason(internet(), connect=no(TimeoutError())) == "timed out"


def secure(tmp_path, *, server=None, trust=None):
    """Acme’s site by TLS, with a certificate that is trusted, or another."""
    own = certificate(tmp_path)
    net = internet()
    net.secure["context"] = (server or own)[0]
    return net, net.fetcher(trust=lambda: (trust or server or own)[1])


def test_certificates_are_checked_and_which_it_was_is_kept(tmp_path):
    _, fetcher = secure(tmp_path)
    fetched = fetcher.fetch("https://acme.example/")
    assert fetched.body == b"We pledge."
    assert len(fetched.final.certificate) == 64
    assert fetched.final.tls.startswith("TLS")
    assert fetched.final.response == answer(b"We pledge.")


@pytest.mark.parametrize("wrong", ["of another host", "expired", "not trusted"])
def test_a_bad_certificate_ends_it(tmp_path, wrong):
    server = {
        "of another host": certificate(tmp_path, "other.example"),
        "expired": certificate(tmp_path, days=(-9, -2)),
        "not trusted": certificate(tmp_path, days=(-2, 2)),
    }[wrong]
    trust = certificate(tmp_path, days=(-3, 3)) if wrong == "not trusted" else None
    net, fetcher = secure(tmp_path, server=server, trust=trust)
    with pytest.raises(FetchError, match="bad certificate"):
        fetcher.fetch("https://acme.example/")
    assert net.requests == []
