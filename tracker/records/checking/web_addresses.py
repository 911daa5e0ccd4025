"""Web addresses that lead to one document, as one key: what differs between them tells how a reader came there.

Left out are scheme, port, fragment, tracking parameters, and what marks versions for telephones and copies in archives.
Two addresses with one key are likely, not certainly, of one document: for warnings, never for joining.
"""

import contextlib
import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

__all__ = ["address_key", "address_keys", "host_of", "typed_keys", "whole_address"]

_LONGEST = 2000
_MOST_KEPT = 1000
"""So many addresses are remembered with their key, as an import asks for each several times."""
_LONGEST_HOST = 253
_COPY = re.compile(
    r"https?://(?:web\.archive\.org/web/[0-9]{1,14}[a-z_]*/|archive\.(?:today|ph|is|li|md|vn|fo)/(?:o/\w+|[0-9-.]+|newest)/"
    r"|(?:www\.)?google\.[a-z.]{2,6}/amp/s/|[a-z0-9-]+\.cdn\.ampproject\.org/[a-z](?:/s)?/)(?P<rest>.+)",
    re.IGNORECASE | re.ASCII,
)
_TRACKING = re.compile(
    r"utm_.+|at_.+|mc_[ce]id|guce_.+|guccounter|fbclid|gclid|gclsrc|dclid|msclkid|yclid|twclid|igshid|igsh|_ga|_gl"
    r"|ref|ref_src|ref_url|cmp|cmpid|icid|ito|ncid|s_?cid|smid|smtyp|xtor|mkt_tok|trk|__twitter_impression"
    r"|amp|amp_.+|_amp|usqp",
    re.IGNORECASE,
)
_WITHOUT_SCHEME = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,9}[a-z]{2,63}(?:[/?#]\S*)?", re.IGNORECASE | re.ASCII)
_HOST = re.compile(r"^(?:(?:www\d?|m|mobile|amp)\.)+(?=[^.]+\.)|(?<=\.)(?:m|mobile|amp)\.(?=[^.]+\.)")
_PAGE = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)


@lru_cache(_MOST_KEPT)
def address_key(address: str) -> str:
    """The key of an address; empty for what is none. ``https://`` before a key has the same key."""
    text = _original(address.strip())
    try:
        parts = urlsplit(text)
        host = _host(parts.hostname or "")
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or "." not in host:
        return ""
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0]) and not _tells_version(pair)))
    return host + _path(parts.path) + (f"?{query}" if query else "")


def address_keys(*addresses: str | None) -> set[str]:
    """The keys of those of the addresses that are some."""
    return {key for address in addresses if address and (key := address_key(address))}


def typed_keys(typed: str) -> set[str]:
    """The key of a web address that somebody typed or pasted, with or without https://; of other texts none."""
    whole = whole_address(typed) if "/" in typed else ""
    return set() if len(whole) > _LONGEST or re.search(r"\s", whole) else address_keys(whole)


def whole_address(typed: str) -> str:
    """An address as people copy it, with https:// where that is all it lacks; other texts as they are."""
    text = typed.strip()
    return f"https://{text}" if _WITHOUT_SCHEME.fullmatch(text[: _LONGEST + 1]) else text


def host_of(address: str) -> str:
    """The host of an address, without www and the like; empty for what is no address."""
    return re.split(r"[/?]", address_key(address), maxsplit=1)[0]


def _original(address: str) -> str:
    """The address of which an archive or a cache keeps a copy."""
    for _ in range(3):
        match = _COPY.match(address) if len(address) <= _LONGEST else None
        if not match:
            break
        rest = re.sub(r"^(https?):/+", r"\1://", match["rest"], flags=re.IGNORECASE)
        address = rest if re.match("https?:", rest, re.IGNORECASE) else f"https://{rest}"
    return address


def _host(host: str) -> str:
    host = host.lower().rstrip(".")
    if len(host) > _LONGEST_HOST:
        return host
    with contextlib.suppress(UnicodeError):  # what no host can be called still equals itself
        host = host.encode("idna").decode("ascii")
    return _HOST.sub("", host)


def _path(path: str) -> str:
    path = quote(re.sub(r"/{2,}", "/", unquote(path)), safe="/:@!$&'()*+,;=~-._")
    path = _PAGE.sub("/", path).rstrip("/")
    path = re.sub(r"^/amp(?=/)|(?:/amp|\.amp)$", "", path, flags=re.IGNORECASE)
    return re.sub(r"\.amp(?=\.html?$)", "", path, flags=re.IGNORECASE).rstrip("/")


def _tells_version(pair: tuple[str, str]) -> bool:
    return pair[0].lower() in ("output", "outputtype", "view") and pair[1].lower() in ("amp", "mobile")
