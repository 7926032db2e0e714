"""Each letter in each language: the same facts, and nothing left of another language."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from complaints.context import Context
from complaints.models import Letter as StoredLetter
from complaints.rules import counter_declarations, declarations
from complaints.rules.boycotts import FourFactors
from complaints.rules.counter_notices import IN_SHORT
from complaints.rules.reasons import TEMPLATES, in_words
from complaints.rules.signed_texts import SignedText
from complaints.words import LANGUAGES, Message, say
from complaints.words.letters import Letter, accounts, boycotts, claims, compose, holders
from tests.api.bodies import ITEM, complaint
from tests.callers import Caller
from tests.words import pseudo

DUE = datetime(2026, 3, 5, 7, 9, tzinfo=UTC)
URL = "https://1.example/2"
LINK = "https://3.example/4"
REASON = next(iter(TEMPLATES)).words
CASE = boycotts.Case(
    "Å1", "Å2", "Å3", FourFactors(1_203, 21, 13, "Å4", "Å5"), DUE - timedelta(365), DUE, LINK
)
ALONE = boycotts.Case("Å1", None, "Å3", FourFactors(1, 0, 0), DUE, DUE, LINK)
LETTERS: Mapping[str, Letter] = {
    "receipt": claims.receipt("Å-7", new=1_201, duplicates=1),
    "authority_asked": claims.authority_asked("Å-7"),
    "authority_verified": claims.authority_verified("Å-7"),
    "noticed": claims.noticed("Å-7", [f"{URL}{n}" for n in range(9)], due=DUE),
    "renewed": claims.renewed("Å-7"),
    "with_link": claims.with_link(claims.renewed("Å-7"), LINK),
    "decided_filer": claims.decided(
        [(1234, URL)], "rejected", reason=REASON, note="Å8", appeal=claims.filer_may_appeal("/1")
    ),
    "decided_seller": claims.decided(
        [(1234, URL), (1235, URL)], "removed", reason="Å9", note=None,
        appeal=claims.seller_may_appeal(DUE),
    ),
    "decided_late": claims.decided(
        [(1234, URL)], "removed", reason="Å9", note=None, appeal=claims.seller_may_appeal(None)
    ),
    "reinstated": claims.decided([(1, URL)], "reinstated", reason="Å", note=None, appeal=None),
    "asked": claims.asked(1234, URL, what="Å6.", due=DUE),
    "countered": claims.countered([1234], URL, grounds=next(iter(IN_SHORT.values()))),
    "countered_many": claims.countered([*range(1230, 1240)], URL, grounds="Å6."),
    "replied": claims.replied(1234, URL, statement="Å6."),
    "withdrawn": claims.withdrawn(1234, URL),
    "appeal_upheld": claims.appeal_decided(1234, upheld=True, state="removed", reason="Å6."),
    "appeal_closed": claims.appeal_decided(1234, upheld=False, state="moot", reason=REASON),
    "somebody_files": holders.somebody_files("Å1", "Å-7", page="/1"),
    "authorization_offered": holders.authorization_offered("Å1", page="/1"),
    "authorization_ended": holders.authorization_ended("Å1"),
    "warning": boycotts.warning(CASE, answer_due=DUE),
    "warning_alone": boycotts.warning(ALONE, answer_due=DUE),
    "imposed": boycotts.imposed(CASE, why="Å6.", ends_at=DUE),
    "dropped": boycotts.dropped(CASE),
    "heeded": boycotts.heeded(ALONE),
    "upheld": boycotts.upheld(CASE, reason="Å6.", ends_at=DUE),
    "lifted": boycotts.lifted(CASE, reason="Å6.", kept=1),
    "lifted_many": boycotts.lifted(CASE, reason="Å6.", kept=1_204),
    "lifted_none": boycotts.lifted(CASE, reason="Å6.", kept=0),
    "expired": boycotts.expired(CASE, kept=1),
    "expired_many": boycotts.expired(CASE, kept=1_204),
    **{f"account_{kind}": made("https://5.example/6") for kind, made in accounts.BY_KIND.items()},
}  # fmt: skip
# A word of English; the method of an address, the time zone and our name are said everywhere.
ENGLISH = re.compile(r"\b(?!POST\b|UTC\b|https\b|example\b|appeals\b|ax\b)[A-Za-z]{2,}")
MADE = [made for area in (claims, holders, boycotts) for made in vars(area).values()]


def whole(letter: Letter, *languages: str) -> str:
    subject, body = compose(letter, languages)
    return f"{subject}\n{body}"


def facts(message: Message) -> list[object]:
    """Return the facts of a message that are no messages, those of its facts as well."""
    return [
        one
        for fact in message.facts.values()
        for one in (facts(fact) if isinstance(fact, Message) else [fact])
    ]
