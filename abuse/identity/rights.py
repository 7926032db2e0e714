"""What one right is, and who its principal is: said here alone.

The file reader and the application's register ask here, so that intake, histories, alarms and a
scan mean the same right. Pure: a key is made from what is stated, nothing is looked up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from abuse.identity.keys import digest, fold, short
from abuse.identity.registers import number_of, place_of


def right_key(right: Mapping[str, Any], principal: str) -> str:
    """The identity of a right, whatever else a filer states about it.

    A number decides, within its kind and jurisdiction, as its register would find it. Without one
    the principal and the title do, else the principal and the address where the work is. A right
    stated by its kind alone is one right a principal and place.

    Parameters
    ----------
    right : mapping
        ``kind``, and any of ``jurisdiction, number, title, url`` (the contract's `right`).
    principal : str
        Whose right it is: `holder_key`, or what tells the filer that files for itself.

    Notes
    -----
    Two statements that cannot be told for certain to mean one right are two: a filer is held to
    file the same again, or on another's right, only where that is sure.

    Examples
    --------
    >>> right_key({"kind": "trademark", "jurisdiction": "US", "number": "1,234,567"}, "name:velora")
    'trademark|us|1234567'
    >>> song = {"kind": "copyright", "title": "The  Song"}
    >>> right_key(song, "name:velora") == right_key({**song, "title": "the song"}, "name:velora")
    True
    >>> right_key(song, "name:velora") == right_key(song, "name:nimbus")
    False
    """
    kind = right["kind"]
    place = place_of(kind, right.get("jurisdiction"))
    number = number_of(kind, place, right.get("number"))
    if number:
        return short(f"{kind}|{place}|{number}")
    title = fold(right.get("title") or "")
    word, value = ("title", title) if title else ("url", (right.get("url") or "").strip())
    return f"{kind}|{place}|{word}|{digest([principal, value])[:32]}"


def holder_key(holder: Mapping[str, Any]) -> str:
    """What tells a rights holder within its source: its reference, else its name.

    Examples
    --------
    >>> holder_key({"reference": "H-1", "name": "Velora"}), holder_key({"name": " VELORA  Ltd"})
    ('ref:H-1', 'name:velora ltd')
    """
    reference = holder.get("reference")
    return short(f"ref:{reference}" if reference else f"name:{fold(holder['name'])}")


def called(key: str) -> str:
    """What a holder's key says to people.

    Examples
    --------
    >>> called("name:velora ltd")
    'velora ltd'
    """
    return key.partition(":")[2]
