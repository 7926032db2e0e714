"""What the findings about acting together say: lockstep, campaign, dense block, shared identifiers.

As in `abuse.words.findings`: one sentence from the numbers, naming nobody.
"""

from __future__ import annotations

from typing import Final

from abuse.words.message import Fact, Figure, Listed, Message, Share, counted, in_context
from abuse.words.message import message as _
from abuse.words.names import ONE_SHARED
from abuse.words.phrases import Numbers, chance, filers, listings, other_accounts, sentences, stores

# What is called so has its sentence here, in the function of the same name.
NAMES: Final = {
    "campaign": in_context("detector", "the common campaign"),
    "lockstep": in_context("detector", "the common timing"),
    "dense_block": in_context("detector", "the dense group"),
    "shared_hands": in_context("detector", "what it shares with others"),
}
_WHERE: Final[dict[str, Fact]] = {
    "market": "",
    "category": _(" within one category"),
    "quarter": _(" within one quarter of a year"),
}
_SHARED_BY: Final = "_shared_by"
# From this part on the group without the filer is as dense as with it.
_AS_DENSE: Final = 0.995


def lockstep(n: Numbers) -> Message:
    return _(
        "It complained about the same stores within %(window)s days of %(others)s, again and "
        "again: with the account closest to it at %(stores)s, where accounts that work in "
        "the same categories meet at %(expected)s (%(chance)s); whatever the time, both "
        "complained about %(all)s.",
        window=n["window_days"],
        others=other_accounts(n["accounts"] - 1),
        stores=stores(n["common"]),
        expected=Figure(n["expected"]),
        chance=chance(n["p"]),
        all=n["all_common"],
    )


def campaign(n: Numbers) -> Message:
    if n.get("listings"):
        return _same_victims(n)
    return _(
        "With %(others)s it aimed claims that look unfounded at the same stores again and "
        "again: with the account closest to it at %(stores)s within %(window)s days of each "
        "other, where one would expect %(expected)s (%(chance)s).",
        others=other_accounts(n["accounts"] - 1),
        stores=stores(n["common"]),
        window=n["window_days"],
        expected=Figure(n["expected"]),
        chance=chance(n["p"]),
    )


def _same_victims(n: Numbers) -> Message:
    within: Fact = ""
    if n["window_days"]:
        within = _(" within %(window)s days of each other", window=n["window_days"])
    return _(
        "It and %(others)s aimed claims that look unfounded at the same goods, more often "
        "than those goods explain: with the account closest to it at %(listings)s%(within)s, "
        "where one would expect %(expected)s (%(chance)s).",
        others=other_accounts(n["accounts"] - 1),
        listings=listings(n["common"]),
        within=within,
        expected=Figure(n["expected"]),
        chance=chance(n["p"]),
    )


def dense_block(n: Numbers) -> Message:
    left = n["density_without"] / n["density"]
    without: Fact = ""
    if left < _AS_DENSE:
        without = _(", and without it the group is %(share)s as dense", share=Share(left))
    partial: Fact = ""
    if not n["exact"]:
        partial = _("; the market was too dense for the exact search, this is a part")
    return _(
        "It is one of %(filers)s that made %(filed)s of the %(possible)s possible pairings with "
        "the same %(stores)s%(where)s (%(share)s); after %(shuffles)s that keep everybody's size, "
        "category and quarter, the densest group is %(null)s as dense; it hit %(own)s of the "
        "stores itself, as many as in %(alike)s of the shuffles%(without)s%(partial)s.",
        filers=filers(n["filers"]),
        filed=n["filed"],
        possible=n["possible"],
        stores=stores(n["stores"]),
        where=_WHERE[n["scope"]],
        share=Share(n["filed"] / n["possible"]),
        shuffles=counted("%(num)s random shuffle", "%(num)s random shuffles", n["null_rewirings"]),
        null=Share(n["null_densest"] / n["density"]),
        own=n["own_stores"],
        alike=n["own_in_rewirings"],
        without=without,
        partial=partial,
    )


def shared_hands(n: Numbers) -> Message:
    shared = [
        _(
            "%(what)s (held by %(num)s accounts)",
            what=ONE_SHARED[code.removesuffix(_SHARED_BY)],
            num=count,
        )
        for code, count in n.items()
        if code.endswith(_SHARED_BY)
    ]
    judged = None
    if n.get("judged_accounts"):
        judged = _(
            "A person judged that the same person or business is behind it and %(others)s.",
            others=other_accounts(n["judged_accounts"]),
        )
        if not shared:
            return judged
    sentence = _(
        "It shares %(what)s with %(others)s, among %(among)s filers; none of these is its agent or "
        "principal, and what many hold is left out. Same operator?",
        what=Listed(shared),
        others=other_accounts(n["accounts"] - 1),
        among=n["among"],
    )
    return sentences([judged, sentence]) if judged else sentence
