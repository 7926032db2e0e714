"""One normal form for what identifies a filer, used by the file reader and by the database alike.

Pure functions: nothing is stored, hashed or looked up here. Two spellings of one phone must meet in
one value, and two different ones never; a value that cannot be understood is kept, folded, because
even an unreadable string links two accounts that both gave it.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

KINDS = ("email", "phone", "address", "ip", "ip_net", "device", "payment", "website")

# Providers that deliver the same mailbox under several spellings (research: their own help pages).
_ONE_MAILBOX = {"googlemail.com": "gmail.com"}
_IGNORES_DOTS = {"gmail.com"}
_PLUS_TAGS = {
    "gmail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "icloud.com", "me.com",
    "mac.com", "proton.me", "protonmail.com", "pm.me", "fastmail.com", "fastmail.fm",
}  # fmt: skip
_ADDRESS_WORDS = {
    "street": "st", "road": "rd", "avenue": "ave", "building": "bldg", "floor": "fl",
    "room": "rm", "suite": "ste", "boulevard": "blvd", "apartment": "apt", "number": "no",
}  # fmt: skip
_SPLIT_PHONES = re.compile(r"\s*(?:[;|\n]|,|\bor\b|/(?=\s*\+))\s*", re.IGNORECASE)


def normalise(kind: str, value: str, country: str | None = None) -> list[tuple[str, str]]:
    """Normal forms of one attribute, as (kind, value) pairs.

    Parameters
    ----------
    kind : str
        One of ``email, phone, address, ip, device, payment, website``.
    value : str
        As the filer gave it.
    country : str, optional
        ISO 3166-1 alpha-2, the region that a local phone number is read in.

    Returns
    -------
    list of (str, str)
        Empty for a blank value. A phone field may hold several numbers; an IP address gives itself
        and its network (/24, /48).

    Raises
    ------
    ValueError
        For an unknown kind.

    Examples
    --------
    >>> normalise("email", "First.Last+shop@GoogleMail.com")
    [('email', 'firstlast@gmail.com')]
    >>> normalise("phone", "138 1234 5678 / +44 20 7946 0018", "CN")
    [('phone', '+8613812345678'), ('phone', '+442079460018')]
    >>> normalise("ip", "203.0.113.9")
    [('ip', '203.0.113.9'), ('ip_net', '203.0.113.0/24')]
    """
    return list(_normalise(kind, value, country))


@lru_cache(maxsize=200_000)
def _normalise(kind: str, value: str, country: str | None) -> tuple[tuple[str, str], ...]:
    text = unicodedata.normalize("NFKC", value).strip()
    if not text:
        return ()
    if kind == "email":
        return (("email", _email(text)),)
    if kind == "phone":
        numbers = (_phone(part, country) for part in _SPLIT_PHONES.split(text) if part)
        return tuple(("phone", number) for number in dict.fromkeys(numbers) if number)
    if kind == "ip":
        return _ip(text)
    if kind == "address":
        folded = _address(text)
        return (("address", folded),) if folded else ()
    if kind == "website":
        host = domain_of("website", text)
        return (("website", host),) if host else ()
    if kind in ("device", "payment"):
        folded = re.sub(r"[\s\-]+", "", text).casefold()
        return ((kind, folded),) if folded else ()
    raise ValueError(f"unknown kind of identity {kind!r}")


def domain_of(kind: str, value: str) -> str | None:
    """The readable domain of an email or a website, else None.

    Examples
    --------
    >>> domain_of("email", "Legal@Brand.Example")
    'brand.example'
    >>> domain_of("website", "https://www.brand.example:8443/contact")
    'brand.example'
    """
    text = unicodedata.normalize("NFKC", value).strip().casefold()
    if kind == "email":
        _, at, host = text.rpartition("@")
        return _ascii_host(host) if at and host else None
    if kind == "website":
        host = re.sub(r"^[a-z][a-z0-9+.\-]*://", "", text)
        host = re.split(r"[/?#\\]", host, maxsplit=1)[0].rpartition("@")[2]
        host = _ascii_host(re.sub(r":\d*$", "", host))
        return host.removeprefix("www.") or None
    return None


def _ascii_host(host: str) -> str:
    host = host.strip(". ")
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _email(text: str) -> str:
    local, at, _ = text.casefold().rpartition("@")
    domain = domain_of("email", text)
    if not at or not domain:
        return text.casefold()
    domain = _ONE_MAILBOX.get(domain, domain)
    if domain in _PLUS_TAGS:
        local = local.split("+", 1)[0] or local
    if domain in _IGNORES_DOTS:
        local = local.replace(".", "")
    return f"{local}@{domain}"


def _phone(text: str, country: str | None) -> str:
    # Loaded where it is used: it brings the formats of all countries.
    import phonenumbers

    # "00" leads abroad from nearly everywhere, and no national number that is valid begins so.
    abroad = re.sub(r"^[\W_]*0[\W_]*0(?=[\W_]*[1-9])", "+", text)
    try:
        number = phonenumbers.parse(abroad, country)
    except phonenumbers.NumberParseException:
        return re.sub(r"[^0-9a-z+]+", "", text.casefold())
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _ip(text: str) -> tuple[tuple[str, str], ...]:
    try:
        address = ipaddress.ip_address(text.split("%", 1)[0].strip("[]"))
    except ValueError:
        return (("ip", text.casefold()),)
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    bits = 24 if address.version == 4 else 48
    net = ipaddress.ip_network((address, bits), strict=False)
    return (("ip", str(address)), ("ip_net", str(net)))


def _address(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", anyascii(text).casefold())
    return " ".join(sorted({_ADDRESS_WORDS.get(word, word) for word in words}))
