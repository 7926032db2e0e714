"""What the findings about outcomes say: how claims ended, and how people graded them.

As in `abuse.words.findings`: one sentence from the numbers, naming nobody.
"""

from __future__ import annotations

from typing import Final

from abuse.words.message import Fact, Figure, Message, Share, counted, in_context
from abuse.words.message import message as _
from abuse.words.phrases import (
    Numbers,
    about_days,
    chance,
    claims,
    closed_claims,
    complaints,
    day,
    decided_claims,
    other_accounts,
    sentences,
)

# What is called so has its sentence here, in the function of the same name.
NAMES: Final = {
    "unfounded_share": in_context("detector", "the unfounded claims"),
    "turned": in_context("detector", "the turn in its record"),
    "graded_manifest": in_context("detector", "the grades that people gave"),
    "withdrawn_when_answered": in_context("detector", "the withdrawals after answers"),
    "client_record": in_context("detector", "the record of one of its clients"),
    "right_record": in_context("detector", "the record of a right that others use too"),
    "victim_record": in_context("detector", "the small accounts at one seller"),
    "ring_record": in_context("detector", "the record of its group"),
}


def unfounded_share(n: Numbers) -> Message:
    graded: Fact = ""
    if n["manifestly_unfounded"]:
        graded = _(
            ", %(num)s of them graded manifestly unfounded by a person",
            num=n["manifestly_unfounded"],
        )
    return _(
        "About %(share)s of its claims look unfounded (likely between %(low)s and %(high)s; honest "
        "filers %(honest)s): since %(since)s, %(bad)s of %(claims)s went against it%(graded)s, "
        "where peers with the same kind of right and complaint lose %(peer)s; how others fared at "
        "the same stores speaks against %(failed)s of its claims and for %(held)s.",
        share=Share(n["share"]),
        low=Share(n["share_low"]),
        high=Share(n["share_high"]),
        honest=Share(n["honest_share"]),
        since=day(n["since"]),
        bad=n["bad"],
        claims=closed_claims(n["claims"]),
        graded=graded,
        peer=Share(n["peer_refused_share"]),
        failed=n["others_failed"],
        held=n["others_held"],
    )


def turned(n: Numbers) -> Message:
    return _(
        "Since %(since)s %(bad)s of %(claims)s (%(share)s) went against it, of those before "
        "%(before_bad)s of %(before)s (%(before_share)s): it filed like an honest filer until "
        "then, and does not since. What it filed before does not speak for what it files now.",
        since=day(n["since"]),
        bad=n["bad"],
        claims=closed_claims(n["claims"]),
        share=Share(n["bad"] / n["claims"]),
        before_bad=n["before_bad"],
        before=n["before_claims"],
        before_share=Share(n["before_bad"] / max(n["before_claims"], 1)),
    )


def client_record(n: Numbers) -> Message:
    if n.get("alike"):
        return sentences([_one_client(n), _alike(n)])
    return _one_client(n)


def _alike(n: Numbers) -> Message:
    return counted(
        "%(num)s more of its clients fares likewise, and is left out of the others.",
        "%(num)s more of its clients fare likewise, and are left out of the others.",
        n["alike"],
    )


def _one_client(n: Numbers) -> Message:
    return _(
        "It files for %(clients)s, and of %(claims)s for one of them %(bad)s (%(share)s) went "
        "against it, in %(complaints)s; of those for its other clients %(others)s do (%(chance)s). "
        "Look at this client, in the complaints named here, rather than at the account.",
        clients=counted("%(num)s client", "%(num)s clients", n["clients"]),
        claims=decided_claims(n["claims"]),
        bad=n["bad"],
        share=Share(n["share"]),
        complaints=complaints(n["complaints"]),
        others=Share(n["others_share"]),
        chance=chance(n["p"]),
    )


def right_record(n: Numbers) -> Message:
    return _(
        "It files %(whose)s that %(others)s filed for too, and of %(claims)s of all of them "
        "%(bad)s (%(share)s) went against them, of its own %(own_bad)s of %(own_claims)s; "
        "peers with the same kind of right and complaint lose %(peer)s (%(chance)s). Look at "
        "these accounts together, and at who may file %(so)s.",
        whose=_("under a right") if n["shares"] == "right" else _("for a rights holder"),
        others=other_accounts(n["accounts"] - 1),
        claims=decided_claims(n["claims"]),
        bad=n["bad"],
        share=Share(n["share"]),
        own_bad=n["own_bad"],
        own_claims=n["own_claims"],
        peer=Share(n["peer_share"]),
        chance=chance(n["p"]),
        so=_("under this right") if n["shares"] == "right" else _("for this holder"),
    )


def victim_record(n: Numbers) -> Message:
    return _(
        "At one seller %(lost)s of %(accounts)s small accounts (of %(most)s at the most) lost, it "
        "among them; chance brings %(usual)s to a seller of that trade and time. Of all %(claims)s "
        "of these accounts %(bad)s (%(share)s) went against them, where peers with the same kind "
        "of right and complaint lose %(peer)s (%(chance)s). Look at these accounts together.",
        lost=n["lost"],
        accounts=n["accounts"],
        most=decided_claims(n["most"]),
        usual=Figure(n["usual"]),
        claims=decided_claims(n["claims"]),
        bad=n["bad"],
        share=Share(n["share"]),
        peer=Share(n["peer_share"]),
        chance=chance(n["p"]),
    )


def ring_record(n: Numbers) -> Message:
    record = _(
        "It acts with %(others)s, and about %(share)s of the claims of all %(accounts)s together "
        "look unfounded: %(bad)s of %(claims)s went against them, %(own_bad)s of these its own.",
        others=other_accounts(n["accounts"] - 1),
        share=Share(n["share"]),
        accounts=n["accounts"],
        bad=n["bad"],
        claims=closed_claims(n["claims"]),
        own_bad=n["own_bad"],
    )
    # Findings of an earlier detector did not count parties.
    if not n.get("parties"):
        return record
    beside = counted(
        "%(num)s other party is joined with it and lost too; being that one would cost a stranger "
        "as much as %(price)s lost complaints.",
        "%(num)s other parties are joined with it and lost too; being all of these would cost a "
        "stranger as much as %(price)s lost complaints.",
        int(n["parties"]),
        price=int(n["price"]),
    )
    return sentences([record, beside])


def graded_manifest(n: Numbers) -> Message:
    return _(
        "Of %(graded)s of its claims that people graded, %(bad)s (%(share)s) were manifestly "
        "unfounded, in %(complaints)s; among peers with the same kind of right and complaint "
        "%(peer)s are (%(chance)s).",
        graded=n["graded"],
        bad=n["manifestly_unfounded"],
        share=Share(n["share"]),
        complaints=complaints(n["complaints"]),
        peer=Share(n["peer_share"]),
        chance=chance(n["p"]),
    )


def withdrawn_when_answered(n: Numbers) -> Message:
    return _(
        "Once sellers answered, it withdrew %(withdrawn)s of %(claims)s (%(share)s), half of them "
        "within %(days)s of the answer; peers with the same kind of right and complaint withdraw "
        "%(peer)s (%(chance)s).",
        withdrawn=n["withdrawn_after_answer"],
        claims=claims(n["answered"]),
        share=Share(n["share"]),
        days=about_days(n["median_days"]),
        peer=Share(n["peer_share"]),
        chance=chance(n["p"]),
    )
