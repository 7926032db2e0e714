"""What each finding says, in English: one sentence from its figures, naming nobody.

The subject is always the filer ("it"). Words of statistics stay out: the reader is a reviewer at
the end of a long day. Nothing is measured here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from abuse.words.figures import Numbers, chance, day, decimal, listed, percent, plural

SHARED: Final = {
    "email": "an e-mail address", "free_email": "a free mailbox", "website": "a website",
    "domain": "an e-mail domain", "phone": "a phone number", "device": "a device",
    "payment": "a payment account", "address": "a postal address", "ip": "an IP address",
    "ip_net": "a network", "paper": "a document",
    "near_paper": "nearly the same document", "text": "nearly the same wording",
}  # fmt: skip
LOOKS: Final = {
    "letters": "imitates a known one by letters that look alike",
    "word": "is a known one with a word added",
    "ending": "is a known one under another ending",
    "slip": "is a known one but for a letter or two",
    "misspelt": "is the holder's name but for a letter or two",
    "disguised": "mixes letters that look alike",
    "name": "bears the holder's name beside the holder's own domain",
}
_WHERE: Final = {
    "market": "", "category": " within one category", "quarter": " within one quarter of a year",
}  # fmt: skip


def unfounded_share(n: Numbers) -> str:
    graded = n["manifestly_unfounded"]
    said = f", {graded:,} of them graded manifestly unfounded by a person" if graded else ""
    return (
        f"About {percent(n['share'])} of its claims look unfounded (likely between "
        f"{percent(n['share_low'])} and {percent(n['share_high'])}; honest filers "
        f"{percent(n['honest_share'])}): since {day(n['since'])}, {n['bad']:,} of "
        f"{plural(n['claims'], 'claim')} with an outcome went against it{said}, where peers with "
        f"the same kind of right and complaint lose {percent(n['peer_refused_share'])}; how "
        f"others fared at the same stores speaks against {n['others_failed']:,} of its claims and "
        f"for {n['others_held']:,}."
    )


def ring_record(n: Numbers) -> str:
    return (
        f"It acts with {plural(n['accounts'] - 1, 'other account')}, and about "
        f"{percent(n['share'])} of the claims of all {n['accounts']:,} together look unfounded: "
        f"{n['bad']:,} of {plural(n['claims'], 'claim')} with an outcome went against them, "
        f"{n['own_bad']:,} of these its own."
    )


def graded_manifest(n: Numbers) -> str:
    return (
        f"Of {n['graded']:,} of its claims that people graded, "
        f"{n['manifestly_unfounded']:,} ({percent(n['share'])}) were manifestly unfounded, in "
        f"{plural(n['complaints'], 'complaint')}; among peers with the same kind of right and "
        f"complaint {percent(n['peer_share'])} are ({chance(n['p'])})."
    )


def withdrawn_when_answered(n: Numbers) -> str:
    return (
        f"Once sellers answered, it withdrew {n['withdrawn_after_answer']:,} of "
        f"{plural(n['answered'], 'claim')} ({percent(n['share'])}), half of them within "
        f"{_days(n['median_days'])} of the answer; peers with the same kind of right and "
        f"complaint withdraw {percent(n['peer_share'])} ({chance(n['p'])})."
    )


def _days(value: float) -> str:
    return "a day" if decimal(value) == "1" else f"{decimal(value)} days"


def only_when_answered(n: Numbers) -> str:
    won = f"only {n['stood']:,} such ({percent(n['defended_share'])})" if n["stood"] else "none"
    return (
        f"It dropped {plural(n['dropped'], 'claim')} against {plural(n['stores'], 'store')} once "
        f"the seller answered and won {won}, while of {plural(n['unanswered'], 'claim')} that "
        f"nobody answered it withdrew {n['withdrawn_unanswered'] or 'none'}."
    )


def bursts(n: Numbers) -> str:
    said = ""
    if n["sale"]:
        said = f"; {n['sale']} was near, before which others reach {n['allowed']:.0f} times theirs"
    return (
        f"It filed {plural(n['complaints'], 'complaint')} in the {n['window_days']} days from "
        f"{day(n['from'])}, where its own {n['past_days']} days before and what filers of its kind "
        f"and size did meanwhile ({decimal(n['season'])} times their usual) let expect "
        f"{decimal(n['expected'])} ({chance(n['p'])}){said}."
    )


def refiled(n: Numbers) -> str:
    return (
        f"After it had lost over a listing, it filed against the same listing with the same right "
        f"again: {plural(n['repeats'], 'claim')} on {plural(n['listings'], 'listing')}, "
        f"{percent(n['share'])} of all its {plural(n['claims'], 'claim')}; other filers come to "
        f"{percent(n['peer_share'])}."
    )


def demands(n: Numbers) -> str:
    again = ""
    if n["let_go_again"]:
        again = f"{plural(n['let_go_again'], 'seller')} it hit and let go unanswered repeatedly; "
    dropped = "it withdrew none of these"
    if n["withdrawn"]:
        dropped = (
            f"it then withdrew {n['withdrawn']:,} of these, {n['withdrawn_soon']:,} within "
            f"{n['within_days']} days of the takedown or the answer"
        )
    return (
        f"{plural(n['sellers'], 'seller')} reported that it asked for money or a favour, over "
        f"{plural(n['claims_reported'], 'claim')}; {dropped}; "
        f"{again}other filers are reported for {percent(n['peer_share'])} of their claims "
        f"({chance(n['p'])})."
    )


def shotgun(n: Numbers) -> str:
    said = []
    if n["dead"]:
        said.append(
            f"{n['dead']:,} of {plural(n['claims'], 'claim')} hit listings that were already gone "
            f"(peers {percent(n['peer_dead_share'])})"
        )
    if n["outside_class"]:
        said.append(
            f"{n['outside_class']:,} of {n['with_class']:,} hit goods outside what its marks are "
            f"registered for (peers {percent(n['peer_outside_share'])})"
        )
    if n["off_trade"]:
        said.append(
            f"{n['off_trade']:,} of {n['without_class']:,} hit goods far from what its right is "
            f"mostly used for (peers {percent(n['peer_off_trade_share'])})"
        )
    quick = ""
    if n["quick_share"] >= 0.05:
        quick = f"{percent(n['quick_share'])} of all within a minute of the one before and "
    return (
        f"It does not look at what it accuses: {listed(said)}; it filed up to "
        f"{plural(n['most_in_a_day'], 'complaint')} a day, {quick}"
        f"{percent(n['same_text_share'])} of all in the same words."
    )


def established_targets(n: Numbers) -> str:
    old = (
        f"{n['established']:,} of {plural(n['claims'], 'claim')} whose dates are known "
        f"({percent(n['share'])}) aim at goods or stores that had sold for a year or more, at "
        f"{plural(n['stores'], 'store')}, where of everybody's claims {percent(n['all_share'])} do"
    )
    if n["share"] > n["all_share"]:
        return f"{old}; here, claims against such targets fail more often."
    return (
        "By sales, price and what else their stores offer, its targets are like those of claims "
        f"that fail here; by age they are not: {old}."
    )


def lockstep(n: Numbers) -> str:
    return (
        f"It accused the same stores within {n['window_days']} days of "
        f"{plural(n['accounts'] - 1, 'other account')}, again and again: with the closest at "
        f"{plural(n['common'], 'store')}, where accounts that work in the same categories meet at "
        f"{decimal(n['expected'])} ({chance(n['p'])}); whatever the time, both hit "
        f"{n['all_common']:,}."
    )


def campaign(n: Numbers) -> str:
    return (
        f"With {plural(n['accounts'] - 1, 'other account')} it aimed claims that look unfounded at "
        f"the same stores again and again: with the closest at {plural(n['common'], 'store')} "
        f"within {n['window_days']} days of each other, where {decimal(n['expected'])} were to be "
        f"expected ({chance(n['p'])})."
    )


def dense_block(n: Numbers) -> str:
    search = "" if n["exact"] else "; the market was too dense for the exact search, this is a part"
    left = n["density_without"] / n["density"]
    without = f", and without it the group is {percent(left)} as dense" if left < 0.995 else ""
    return (
        f"It is one of {plural(n['filers'], 'filer')} that made {n['filed']:,} of the "
        f"{n['possible']:,} possible pairings with the same {plural(n['stores'], 'store')}"
        f"{_WHERE[n['scope']]} ({percent(n['filed'] / n['possible'])}); after "
        f"{plural(n['null_rewirings'], 'random shuffle')} that keep everybody's size, category and "
        f"quarter, the densest group is {percent(n['null_densest'] / n['density'])} as dense; "
        f"it hit {n['own_stores']:,} of the stores itself, as many as in "
        f"{n['own_in_rewirings']:,} of the shuffles{without}{search}."
    )


def shared_hands(n: Numbers) -> str:
    end = "_shared_by"
    shared = [
        f"{SHARED[name.removesuffix(end)]} (held by {count:,} accounts)"
        for name, count in n.items()
        if name.endswith(end)
    ]
    judged = ""
    if n.get("judged_accounts"):
        judged = (
            f"A person judged that the same hands are behind it and "
            f"{plural(n['judged_accounts'], 'other account')}."
        )
        if not shared:
            return judged
        judged += " "
    return (
        f"{judged}It shares {listed(shared)} with {plural(n['accounts'] - 1, 'other account')}, "
        f"among {n['among']:,} filers; none of these is its agent or principal, and what many "
        "hold is left out. Same operator?"
    )


def young_right(n: Numbers) -> str:
    began = "was registered (nothing earlier is known)" if n["registration_only"] else "began"
    many = n["unrelated_trades"] > 1
    trades = f" in {n['unrelated_trades']} trades that have nothing in common" if many else ""
    return (
        f"In {n['younger']:,} of {plural(n['claims'], 'claim')} whose dates are known "
        f"({percent(n['share'])}) the listing was on sale before the right {began}, by "
        f"{plural(n['median_days'], 'day')} in the middle, at {plural(n['stores'], 'store')} and "
        f"with {plural(n['rights'], 'right')}{trades}; peers come to {percent(n['peer_share'])} "
        f"({chance(n['p'])})."
    )


def rival(n: Numbers) -> str:
    whose = "It runs" if n["stores_run"] else "An account that it seems to be one with runs"
    shops = plural(n["stores_run"] + n["stores_of_shared_hands"], "store")
    what = "of unknown trade"
    if n["same_category"]:
        what = f"({n['same_category']:,} in the trade that it attacks)"
    return (
        f"{whose} {shops} {what}, and {percent(n['aim'])} of {plural(n['claims'], 'claim')} hit "
        f"one category: {percent(n['established_share'])} of them at stores that had sold for "
        f"{n['established_days']} days or more, and at goods that sell better than "
        f"{percent(n['sales_rank'])} of those accused there (50 % would be chance)."
    )


def impostor(n: Numbers) -> str:
    signs = {
        "look_alike_domain": f"a domain of it {LOOKS[n.get('resembles', 'name')]}",
        "free_mail": "it writes from a public mailbox, which those accounts do not",
        "known_name": "it bears the name of one of them and writes from elsewhere",
        "name_against_number": "the right's number is known under another name",
        "no_papers": "it showed no authorization",
    }
    said = [words for sign, words in signs.items() if n[sign]]
    whose = "rights holder" if n["known_by"] == "holder" else "right"
    decided = n["known_upheld"] + n["known_refused"]
    return (
        f"It was new when it filed {plural(n['complaints_for_it'], 'complaint')} for a {whose} "
        f"for which {plural(n['other_accounts'], 'other account')} had been filing for "
        f"{plural(n['known_days'], 'day')} ({plural(n['known_complaints'], 'complaint')}, "
        f"{percent(n['known_upheld'] / decided)} of {plural(decided, 'decided claim')} upheld): "
        f"{'; '.join(said)}. Check its authority before a takedown."
    )


def others_clean(n: Numbers) -> str:
    """What is added where those it acts with have a clean record (`abuse.rings.temper`)."""
    return (
        f"But the others' record is clean: {n['others_bad']:,} of "
        f"{plural(n['others_claims'], 'claim')} with an outcome went against them, so this weighs "
        "little."
    )


FINDINGS: Final[dict[str, Callable[[Numbers], str]]] = {
    each.__name__: each
    for each in (
        unfounded_share, ring_record, graded_manifest, withdrawn_when_answered, only_when_answered,
        bursts, refiled, demands, shotgun, established_targets, lockstep, campaign, dense_block,
        shared_hands, young_right, rival, impostor,
    )
}  # fmt: skip

RELIEFS: Final[dict[str, Callable[[Numbers], str]]] = {
    "upheld": lambda n: (
        f"{n['upheld']:,} of {plural(n['claims'], 'decided claim')} were upheld "
        f"({percent(n['upheld'] / n['claims'])}; peers {percent(n['peer_share'])})."
    ),
    "targets": lambda n: (
        f"It aims at what is mostly rightly complained of here: {n['young']:,} of "
        f"{plural(n['claims'], 'claim')} whose dates are known hit goods on sale for less than a "
        "year."
    ),
    "grades": lambda n: (
        f"Of {plural(n['graded'], 'claim')} that people graded, none was manifestly unfounded."
    ),
    "early_withdrawals": lambda n: (
        f"It withdrew {plural(n['claims'], 'claim')} of its own accord, before any listing was "
        "taken down."
    ),
    "stood": lambda n: (
        f"Of {plural(n['answered'], 'claim')} that sellers answered, {n['stood']:,} stood."
        if n["answered"] > 1
        else "The only claim that a seller answered stood."
    ),
    "founded": lambda n: f"A person graded {plural(n['claims'], 'claim')} founded.",
    "years": lambda n: f"It has filed here for {n['years']} years.",
    "before_sale": lambda n: (
        f"Its {plural(n['complaints'], 'complaint')} in the {n['window_days']} days from "
        f"{day(n['from'])} came before {n['sale']}, when others file more too."
    ),
}
