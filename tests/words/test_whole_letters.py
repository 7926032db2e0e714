"""Letters are whole for a person: what happened, why, what it means, what can be done, by when, and
on which page, in each language; never an API route or a code, and days said whole."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from complaints.rules.kinds import LetterKind
from complaints.words import say
from complaints.words.letters import PARTS, Letter
from complaints.words.letters.claims import with_link
from tests.words.test_letters import LETTERS, LINK, whole

# The samples of each kind, by the beginnings of their names.
KINDS: Mapping[LetterKind, tuple[str, ...]] = {
    LetterKind.COMPLAINT_RECEIVED: ("receipt", "received_while_bound"),
    LetterKind.AUTHORITY_ASKED: ("authority_asked",),
    LetterKind.AUTHORITY_VERIFIED: ("authority_verified",),
    LetterKind.AUTHORITY_DROPPED: ("authority_dropped",),
    LetterKind.TERRITORIES_CORRECTED: ("territories_",),
    LetterKind.COMPLAINT_AMENDED: ("amended",),
    LetterKind.AUTHORIZATION_OFFERED: ("authorization_offered",),
    LetterKind.AUTHORIZATION_ENDED: ("authorization_ended",),
    LetterKind.SOMEBODY_FILES: ("somebody_",),
    LetterKind.PARTY_CHECKED: ("party_checked", "register_checked"),
    LetterKind.PARTY_CHECK_OVER: ("check_over",),
    LetterKind.PROOF_ASKED: ("proof_asked",),
    LetterKind.DENIAL_SETTLED: ("denial_settled",),
    LetterKind.CLAIM_ASKED: ("asked",),
    LetterKind.CLAIM_NOTICED: ("noticed",),
    LetterKind.CLAIM_DECIDED: ("decided_",),
    LetterKind.CLAIM_COUNTERED: ("countered",),
    LetterKind.CLAIM_REPLIED: ("replied", "rejoined", "papers_awaited", "taken_back"),
    LetterKind.ANSWER_INCOMPLETE: ("incomplete",),
    LetterKind.ANSWER_COPIED: ("copied",),
    LetterKind.COPY_ANNOUNCED: ("copy_announced",),
    LetterKind.CLAIM_WITHDRAWN: ("withdrawn",),
    LetterKind.APPEAL_DECIDED: ("decided_uphold", "decided_overturn"),
    LetterKind.CLOCK_REMINDER: ("reminder_",),
    LetterKind.LISTING_RESTORED: ("decided_restore",),
    LetterKind.PROCEEDING_NOTED: ("noted_",),
    LetterKind.PROCEEDING_ENDED: ("ended_", "decided_result"),
    LetterKind.OFFICIAL_ORDER_TOLD: ("order_",),
    LetterKind.LINK_RENEWED: ("renewed", "account_link_renewed", "store_link_renewed"),
    LetterKind.SELLER_RECEIPT: ("own_words",),
    LetterKind.FLAG_DISMISSED: ("answer_taken",),
    LetterKind.BOYCOTT_WARNING: ("warning",),
    LetterKind.BOYCOTT_IMPOSED: ("imposed",),
    LetterKind.BOYCOTT_DROPPED: ("dropped",),
    LetterKind.BOYCOTT_HEEDED: ("heeded",),
    LetterKind.APPEAL_GROUND: ("ground_asked",),
    LetterKind.AGENT_STOPPED: ("agent_stopped",),
    LetterKind.AGENT_BACK: ("agent_back",),
    LetterKind.BOYCOTT_UPHELD: ("upheld",),
    LetterKind.BOYCOTT_LIFTED: ("lifted",),
    LetterKind.BOYCOTT_EXPIRED: ("expired",),
    LetterKind.SUSPENSION_WARNING: ("store_warning", "store_close_warning"),
    LetterKind.SUSPENSION_IMPOSED: ("store_imposed", "store_closed"),
    LetterKind.SUSPENSION_UPHELD: ("store_upheld",),
    LetterKind.SUSPENSION_OVER: ("store_over_",),
    LetterKind.ACCOUNT_JOINED: ("joined",),
    LetterKind.JOINING_UPHELD: ("joining_upheld",),
    LetterKind.ACCOUNT_PARTED: ("parted",),
    LetterKind.PARTY_WARNED: ("warned_too",),
    LetterKind.PARTY_BOUND: ("bound_too",),
    LetterKind.PARTY_FREED: ("over_too",),
}
# Samples to a seller, whose letter ends with its link.
TO_SELLER = re.compile(
    r"decided_|noticed|amended|renewed|own_words|withdrawn$|papers_awaited|replied|reminder_(hear|rejoin)|noted_(auth|claims_b)"
    r"|incomplete|copy_announced|order_act"
)
OWN_STEP = "The reader did it, or asked for it."
ANYTIME = "There is nothing to do, or it can be done at any time."
IN_ITS_LINE = "Each way has a last day of its own, in the line about it."
THEIRS = "It is another's decision, who need not say why."
# The parts that a kind of letter truly does not have, or not always, with the reason.
LACKS: Mapping[LetterKind, Mapping[str, str]] = {
    LetterKind.COMPLAINT_RECEIVED: {"why": OWN_STEP, "by_when": ANYTIME},
    LetterKind.AUTHORITY_ASKED: {"by_when": "The complaint waits for it, without a day."},
    LetterKind.AUTHORITY_VERIFIED: {"by_when": ANYTIME},
    LetterKind.AUTHORITY_DROPPED: {"by_when": ANYTIME},
    LetterKind.TERRITORIES_CORRECTED: {"by_when": ANYTIME},
    LetterKind.AUTHORIZATION_OFFERED: {"why": THEIRS, "by_when": ANYTIME},
    LetterKind.AUTHORIZATION_ENDED: {"why": THEIRS, "by_when": ANYTIME},
    LetterKind.SOMEBODY_FILES: {"by_when": ANYTIME},
    LetterKind.PARTY_CHECK_OVER: {"why": "The letter before it said why.", "by_when": ANYTIME},
    LetterKind.PROOF_ASKED: {"by_when": ANYTIME},
    LetterKind.DENIAL_SETTLED: {"by_when": ANYTIME},
    LetterKind.CLAIM_DECIDED: {"by_when": IN_ITS_LINE},
    LetterKind.CLAIM_REPLIED: {
        "why": "Who takes an answer back need not say why.",
        "by_when": "Where no round runs, staff decide next.",
    },
    LetterKind.ANSWER_COPIED: {"by_when": "The letter before it named the days."},
    LetterKind.CLAIM_WITHDRAWN: {"by_when": ANYTIME},
    LetterKind.APPEAL_DECIDED: {"by_when": IN_ITS_LINE},
    LetterKind.CLOCK_REMINDER: {"why": "The letter before it said why."},
    LetterKind.LISTING_RESTORED: {"by_when": IN_ITS_LINE},
    LetterKind.PROCEEDING_NOTED: {"by_when": "The paper is asked for without a day."},
    LetterKind.PROCEEDING_ENDED: {"by_when": "The court or the body sets the time to appeal."},
    LetterKind.OFFICIAL_ORDER_TOLD: {"by_when": "The authority's own law sets the time to appeal."},
    LetterKind.LINK_RENEWED: dict.fromkeys(
        ("why", "means", "can", "by_when"), "A new link to a case: other letters say the rest."
    ),
    LetterKind.SELLER_RECEIPT: {"why": OWN_STEP, "by_when": ANYTIME},
    LetterKind.AGENT_STOPPED: {"by_when": ANYTIME},
    LetterKind.AGENT_BACK: {"by_when": ANYTIME},
    LetterKind.FLAG_DISMISSED: {"by_when": ANYTIME},
    LetterKind.BOYCOTT_DROPPED: {"by_when": ANYTIME},
    LetterKind.BOYCOTT_HEEDED: {"by_when": ANYTIME},
    LetterKind.BOYCOTT_UPHELD: {"by_when": "Courts and bodies set their own times."},
    LetterKind.BOYCOTT_LIFTED: {"by_when": ANYTIME},
    LetterKind.BOYCOTT_EXPIRED: {"by_when": ANYTIME},
    LetterKind.SUSPENSION_UPHELD: {"by_when": "Courts and bodies set their own times."},
    LetterKind.SUSPENSION_OVER: {"by_when": ANYTIME},
    LetterKind.ACCOUNT_JOINED: {"by_when": ANYTIME},
    LetterKind.JOINING_UPHELD: {"by_when": "Courts and bodies set their own times."},
    LetterKind.ACCOUNT_PARTED: {"by_when": ANYTIME},
    LetterKind.PARTY_WARNED: {"by_when": ANYTIME},
    LetterKind.PARTY_BOUND: {"by_when": ANYTIME},
    LetterKind.PARTY_FREED: {"why": "The letter before it said why.", "by_when": ANYTIME},
}  # fmt: skip
PAGE = re.compile(r"https://\S+")
# What no letter says: routes, verbs of HTTP, codes, and English that nobody speaks.
NEVER = re.compile(
    r"/api/|\b(POST|GET|PUT)\b|\b[a-z]+_[a-z_]+\b|\bneed not\b|You need do nothing|Where it holds"
    r"|Look into|\bMend\b|before them\b|runs no longer"
)
DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")
WHOLE_DAY = re.compile(
    r"[A-Z][a-z]+day \d{1,2} [A-Z][a-z]+ \d{4}(, \d\d:\d\d UTC| \(([\w ]+ time|UTC)\))"
)
CHINESE_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
WHOLE_CHINESE_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日( \d\d:\d\d UTC)?（星期")


def samples(kind: LetterKind) -> dict[str, Letter]:
    named = {name: LETTERS[name] for name in LETTERS if name.startswith(KINDS[kind])}
    return {
        name: with_link(letter, LINK) if TO_SELLER.match(name) and "filer" not in name else letter
        for name, letter in named.items()
    }


def test_each_kind_of_letter_has_samples() -> None:
    assert [kind for kind in LetterKind if not samples(kind)] == []


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_is_whole(kind: LetterKind) -> None:
    lacks = LACKS.get(kind, {})
    for name, letter in samples(kind).items():
        missing = {part for part in PARTS if not getattr(letter, part)}
        assert missing <= lacks.keys(), name
        for language in ("en", "zh"):
            where = " ".join(say(each, language) for each in letter.where)
            assert PAGE.search(where), (name, language)


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_names_no_route_and_no_code_and_says_days_whole(kind: LetterKind) -> None:
    for name, letter in samples(kind).items():
        english = PAGE.sub("", whole(letter, "en"))
        assert not NEVER.search(english), (name, NEVER.search(english))
        ahead = [each for part in ("means", "can", "by_when") for each in getattr(letter, part)]
        for language, day, whole_day in (
            ("en", DAY, WHOLE_DAY),
            ("zh", CHINESE_DAY, WHOLE_CHINESE_DAY),
        ):
            said = "\n".join(say(each, language) for each in ahead)
            assert len(day.findall(said)) == len(whole_day.findall(said)), (name, said)


def test_no_part_is_excused_that_every_letter_of_its_kind_has() -> None:
    idle = [
        (kind, part)
        for kind, parts in LACKS.items()
        for part in parts
        if all(getattr(letter, part) for letter in samples(kind).values())
    ]
    assert idle == []
