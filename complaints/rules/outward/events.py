"""The events that leave the house: which entries of the ledger are one, and which sides read it.

Who writes an entry for a new verb adds a line here, or the change is nobody's outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Reader(StrEnum):
    """Sides that read an event, where its object is in their sight. Staff read all of them.

    `FILER` is the account that files, and a partner that files for it; `PLATFORM` a partner on the
    marketplaces that it runs; `ALL` everybody who has a key.
    """

    FILER = "filer"
    PLATFORM = "platform"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of event: its public name, the ledger's subject and verbs that are one, and who reads
    it. `but_from` are states out of which such a step is nobody's outside; `with_fact` is one
    without which the entry says something else: a colleague who takes a complaint up holds it too.
    """

    name: str
    subject: str
    verbs: tuple[str, ...]
    readers: frozenset[Reader]
    but_from: tuple[str, ...] = ()
    with_fact: str = ""


def _of(
    subject: str,
    readers: tuple[Reader, ...],
    *rows: tuple[str, ...],
    but_from: str = "",
    with_fact: str = "",
) -> tuple[EventType, ...]:
    """Return types of one subject: each row is the type's last word, then the ledger's verbs."""
    hidden = (but_from,) if but_from else ()
    return tuple(
        EventType(f"{subject}.{word}", subject, tuple(verbs), frozenset(readers), hidden, with_fact)
        for word, *verbs in rows
    )


_FILERS, _BOTH, _STAFF = (Reader.FILER,), (Reader.FILER, Reader.PLATFORM), ()

EVENT_TYPES: Final = (
    *_of("complaint", _FILERS, ("filed", "filed"), ("kept", "kept")),
    *_of("complaint", _FILERS, ("held", "held"), with_fact="until"),
    *_of("complaint", _FILERS, ("released", "released"), with_fact="match"),
    *_of("complaint", _FILERS, ("authority_verified", "verify_authority")),
    *_of("complaint", _BOTH, ("evidence_added", "added_evidence")),
    *_of("claim", _FILERS, ("asked", "ask"), ("completed", "complete"), ("amended", "amend")),
    *_of("claim", _BOTH,
         ("taken_down", "take_down"), ("stood", "stand"), ("rejected", "reject"),
         ("listing_gone", "gone"), ("countered", "counter"), ("reinstated", "reinstate"),
         ("restored", "restore"), ("withdrawn", "withdraw"), ("lapsed", "lapse"),
         ("taken_up", "take_up"), ("discarded", "discard"), ("overturned", "overturn"),
         ("put_right", "put_right"), ("replied", "reply"), ("rejoined", "rejoin"),
         ("trader_reported", "report_trader")),
    *_of("counter_notice", _BOTH, ("amended", "completed_answer"), ("accepted", "accepted_answer")),
    *_of("claim", (Reader.PLATFORM,), ("buyers_to_tell", "raised_buyers")),
    *_of("claim", _STAFF, ("graded", "grade"), ("demand_reported", "report_demand")),
    *_of("statement_of_reasons", _BOTH, ("made", "stated_reasons")),
    *_of("clock", _BOTH, ("started", "started"), ("moved", "moved"), ("paused", "paused"),
         ("resumed", "resumed"), ("ended", "stopped", "ended")),
    *_of("appeal", _BOTH, ("filed", "filed"), ("upheld", "uphold"), ("overturned", "overturn")),
    *_of("letter", _BOTH, ("written", "written"), ("sent", "sent", "sent_again"),
         ("delivered", "arrived"), ("read", "read_there"), ("bounced", "bounced", "not_arrived")),
    *_of("right", _FILERS, ("registered", "registered"), ("proved", "proved"),
         ("corrected", "corrected")),
    *_of("authorization", _FILERS, ("registered", "registered"), ("offered", "offered"),
         ("accepted", "accepted"), ("revoked", "revoked"), ("proved", "proved")),
    *_of("boycott", _FILERS, ("warned", "warn"), ("warning_delivered", "delivered"),
         ("warning_returned", "undeliver"), ("answered", "answer"), ("unanswered", "lapse"),
         ("heeded", "heed"), ("appealed", "appeal")),
    *_of("boycott", _FILERS, ("dropped", "drop"), but_from="proposed"),
    *_of("boycott", _BOTH, ("imposed", "impose"), ("upheld", "uphold"), ("lifted", "lift"),
         ("expired", "expire")),
    *_of("joining", _FILERS, ("joined", "join"), ("appealed", "appeal"), ("upheld", "uphold"),
         ("parted", "part")),
    *_of("suspension", (Reader.PLATFORM,), ("imposed", "impose"), ("upheld", "uphold"),
         ("lifted", "lift"), ("expired", "expire")),
    *_of("flag", _STAFF, ("opened", "opened"), ("confirmed", "confirm"), ("dismissed", "dismiss")),
    *_of("listing", (Reader.PLATFORM,), ("confirmed", "confirmed_listing")),
    *_of("store", (Reader.PLATFORM,), ("confirmed", "confirmed_store")),
    *_of("order", (Reader.PLATFORM,),
         ("requested", "requested"), ("accepted", "accept"), ("done", "carry_out"),
         ("failed", "fail"), ("asked_again", "ask_again"), ("reversed", "reverse")),
    *_of("scan", (Reader.ALL,), ("finished", "scanned")),
)  # fmt: skip

TYPE_NAMES: Final = tuple(each.name for each in EVENT_TYPES)
_BY_VERB: Final = {(each.subject, verb): each for each in EVENT_TYPES for verb in each.verbs}


def type_of(subject: str, verb: str, facts: Mapping[str, Any]) -> EventType | None:
    """Return the type of what the ledger is told, None where it is nobody's outside."""
    kind = _BY_VERB.get((subject, verb))
    if kind is None or facts.get("from") in kind.but_from:
        return None
    return kind if not kind.with_fact or kind.with_fact in facts else None


def names_for(reader: Reader) -> list[str]:
    """Return the types that a side reads."""
    return [each.name for each in EVENT_TYPES if each.readers & {reader, Reader.ALL}]


# Where the object of an event is read, by its kind; those without are read with their claim.
_ADDRESSES: Final[Mapping[str, str]] = {
    "complaint": "/api/v1/complaints/{}",
    "claim": "/api/v1/claims/{}",
    "statement_of_reasons": "/api/v1/statements/{}",
    "appeal": "/api/v1/appeals/{}",
    "letter": "/api/v1/letters/{}/letter.pdf",
    "right": "/api/v1/rights/{}",
    "authorization": "/api/v1/authorizations/{}",
    "boycott": "/api/v1/boycotts/{}",
    "joining": "/api/v1/joinings/{}",
    "flag": "/api/v1/flags/{}",
    "order": "/api/v1/orders/{}",
    "suspension": "/api/v1/suspensions/{}",
    "scan": "/api/v1/me/standing",
}


def address_of(subject: str, subject_id: int) -> str | None:
    """Return the path of the API at which an event's object is read, None where it has none."""
    template = _ADDRESSES.get(subject)
    return None if template is None else template.format(subject_id)
