"""What speaks for a filer: one sentence from its numbers, naming nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from abuse.words.message import Message, Share, counted
from abuse.words.message import message as _
from abuse.words.names import SALES, name
from abuse.words.phrases import Numbers, complaints, dated_claims, day, decided_claims


def upheld(n: Numbers) -> Message:
    return _(
        "%(upheld)s of %(claims)s were upheld (%(share)s; peers %(peer)s).",
        upheld=n["upheld"],
        claims=decided_claims(n["claims"]),
        share=Share(n["upheld"] / n["claims"]),
        peer=Share(n["peer_share"]),
    )


def targets(n: Numbers) -> Message:
    return _(
        "It aims at goods about which complaints are mostly right here: %(young)s of "
        "%(claims)s hit goods on sale for less than a year.",
        young=n["young"],
        claims=dated_claims(n["claims"]),
    )


def grades(n: Numbers) -> Message:
    return counted(
        "Of %(num)s claim that people graded, none was manifestly unfounded.",
        "Of %(num)s claims that people graded, none was manifestly unfounded.",
        n["graded"],
    )


def early_withdrawals(n: Numbers) -> Message:
    return counted(
        "It withdrew %(num)s claim of its own accord, before any listing was taken down.",
        "It withdrew %(num)s claims of its own accord, before any listing was taken down.",
        n["claims"],
    )


def stood(n: Numbers) -> Message:
    if n["answered"] == 1:
        return _("The only claim that a seller answered stood.")
    return _(
        "Of %(claims)s claims that sellers answered, %(stood)s stood.",
        claims=n["answered"],
        stood=n["stood"],
    )


def other_clients(n: Numbers) -> Message:
    return _(
        "What it files for its other clients is like what honest filers file: %(lost)s of "
        "%(claims)s went against it. The client is to be looked at, not the account.",
        lost=n["lost"],
        claims=decided_claims(n["claims"]),
    )


def founded(n: Numbers) -> Message:
    return counted(
        "A person graded %(num)s claim founded.",
        "A person graded %(num)s claims founded.",
        n["claims"],
    )


def years(n: Numbers) -> Message:
    return _("It has filed here for %(years)s years.", years=n["years"])


# What earlier scans said beside a burst.
def before_sale(n: Numbers) -> Message:
    return _(
        "Its %(complaints)s in the %(window)s days from %(since)s came before %(sale)s, when "
        "others file more too.",
        complaints=complaints(n["complaints"]),
        window=n["window_days"],
        since=day(n["from"]),
        sale=name(SALES, n["sale"]),
    )


def pending(n: Numbers) -> Message:
    return _("Nothing that this filer filed is decided yet: only what it did speaks.")


MITIGATING: Final[dict[str, Callable[[Numbers], Message]]] = {
    each.__name__: each
    for each in (
        upheld, targets, grades, early_withdrawals, stood, other_clients, founded, years,
        before_sale, pending,
    )
}  # fmt: skip


def mitigating(kind: str, numbers: Numbers) -> Message:
    """Return what speaks for a filer.

    Examples
    --------
    >>> str(mitigating("founded", {"claims": 2}))
    'A person graded 2 claims founded.'
    """
    return MITIGATING[kind](numbers)
