"""What the findings about the right to file say: a young right, contested goods, a
rival, an impostor.

As in `abuse.words.findings`: one sentence from the numbers, naming nobody.
"""

from __future__ import annotations

from typing import Final

from abuse.words.message import Fact, Message, Share, counted, in_context
from abuse.words.message import message as _
from abuse.words.phrases import (
    Numbers,
    chance,
    claims,
    clauses,
    complaints,
    dated_claims,
    days,
    decided_claims,
    other_accounts,
    stores,
)

# What is called so has its sentence here, in the function of the same name.
NAMES: Final = {
    "young_right": in_context("detector", "the late rights"),
    "contested_listings": in_context("detector", "the goods that others claim too"),
    "rival": in_context("detector", "the rival shop"),
    "impostor": in_context("detector", "the doubt about its authority"),
}
_LOOKS: Final = {
    "letters": _("a domain of it imitates a known one by letters that look alike"),
    "word": _("a domain of it is a known one with a word added"),
    "ending": _("a domain of it is a known one under another ending"),
    "slip": _("a domain of it is a known one but for a letter or two"),
    "misspelt": _("a domain of it is the holder's name but for a letter or two"),
    "disguised": _("a domain of it mixes letters that look alike"),
    "name": _("a domain of it bears the holder's name beside the holder's own domain"),
}
_SIGNS: Final = {
    "free_mail": _("it writes from a public mailbox, which those accounts do not"),
    "known_name": _("it bears the name of one of them and writes from elsewhere"),
    "name_against_number": _("the right's number is known under another name"),
    "no_papers": _("it showed no authorization"),
}


def young_right(n: Numbers) -> Message:
    began = _("the right began")
    if n["registration_only"]:
        began = _("the right was registered (nothing earlier is known)")
    trades: Fact = ""
    if n["unrelated_trades"] > 1:
        trades = _(" in %(num)s trades that have nothing in common", num=n["unrelated_trades"])
    return _(
        "In %(num)s of %(claims)s (%(share)s) the listing was on sale before %(began)s, "
        "typically by %(days)s, at %(stores)s and with %(rights)s%(trades)s; peers come to "
        "%(peer)s (%(chance)s).",
        num=n["younger"],
        claims=dated_claims(n["claims"]),
        share=Share(n["share"]),
        began=began,
        days=days(n["median_days"]),
        stores=stores(n["stores"]),
        rights=counted("%(num)s right", "%(num)s rights", n["rights"]),
        trades=trades,
        peer=Share(n["peer_share"]),
        chance=chance(n["p"]),
    )


def contested_listings(n: Numbers) -> Message:
    return _(
        "%(num)s of its %(claims)s (%(share)s), in %(complaints)s at %(stores)s, are against "
        "listings that had been claimed before by %(others)s, by rights of their own and with "
        "nothing in common with it; peers come to %(peer)s (%(chance)s).",
        num=n["contested"],
        claims=claims(n["claims"]),
        share=Share(n["share"]),
        complaints=complaints(n["complaints"]),
        stores=stores(n["stores"]),
        others=other_accounts(n["accounts"]),
        peer=Share(n["peer_share"]),
        chance=chance(n["p"]),
    )


def rival(n: Numbers) -> Message:
    trade = _("of unknown trade")
    if n["same_category"]:
        trade = _("(%(num)s in the trade that it attacks)", num=n["same_category"])
    shops = stores(n["stores_run"] + n["stores_of_shared_hands"])
    runs = _("It runs %(stores)s %(trade)s", stores=shops, trade=trade)
    if not n["stores_run"]:
        runs = _(
            "An account that it seems to be one with runs %(stores)s %(trade)s",
            stores=shops,
            trade=trade,
        )
    return _(
        "%(runs)s, and %(aim)s of %(claims)s hit one category: %(old)s of them at stores that had "
        "sold for %(days)s days or more, and at goods that sell better than %(rank)s of those "
        "accused there (%(even)s would be chance).",
        runs=runs,
        aim=Share(n["aim"]),
        claims=claims(n["claims"]),
        old=Share(n["established_share"]),
        days=n["established_days"],
        rank=Share(n["sales_rank"]),
        even=Share(0.5),
    )


def impostor(n: Numbers) -> Message:
    signs = [_LOOKS[n.get("resembles", "name")]] if n["look_alike_domain"] else []
    signs += [sign for code, sign in _SIGNS.items() if n[code]]
    decided = n["known_upheld"] + n["known_refused"]
    holder = n["known_by"] == "holder"
    return _(
        "It was new when it filed %(complaints)s %(whose)s for which %(others)s had been filing "
        "for %(days)s (%(known)s, %(share)s of %(decided)s upheld): %(signs)s. Check its authority "
        "before a takedown.",
        complaints=complaints(n["complaints_for_it"]),
        whose=_("for a rights holder") if holder else _("for a right"),
        others=other_accounts(n["other_accounts"]),
        days=days(n["known_days"]),
        known=complaints(n["known_complaints"]),
        share=Share(n["known_upheld"] / decided),
        decided=decided_claims(decided),
        signs=clauses(signs),
    )
