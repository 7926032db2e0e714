"""The paragraph about one filer, in English, for a reviewer at the end of a long day.

Who, since when, what speaks against and for it, why this level, and what hangs on what. It repeats
what was found and proposes nothing of its own.
"""

from __future__ import annotations

from typing import Final

from abuse.words.case import (
    ALMOST_SURE,
    MOST_COMPLAINTS,
    MOST_LINES,
    Case,
    LeftOut,
    Line,
    of_hundred,
)
from abuse.words.figures import day, listed, plural

LEVELS: Final = {
    "none": "no level", "watch": "watch", "warning": "warning", "boycott_review": "boycott review",
}  # fmt: skip
KINDS: Final = {"rights_holder": "a rights holder", "agent": "an agent", "individual": "a person"}
FAMILIES: Final = {
    "outcomes": "how its claims ended", "conduct": "how it behaves",
    "structure": "whom it acts with", "authority": "whether it may file at all",
}  # fmt: skip
NAMES: Final = {
    "unfounded_share": "its unfounded claims", "ring_record": "the record of its group",
    "graded_manifest": "the grades that people gave", "bursts": "the burst",
    "withdrawn_when_answered": "the withdrawals after answers",
    "only_when_answered": "the claims dropped once answered",
    "refiled": "the repeated claims", "demands": "the sellers' reports of demands",
    "shotgun": "the machine-like filing", "established_targets": "its choice of targets",
    "lockstep": "the common timing", "campaign": "the common campaign",
    "dense_block": "the dense group", "shared_hands": "what it shares with others",
    "young_right": "the late rights", "rival": "the rival shop",
    "impostor": "the doubt about its authority",
}  # fmt: skip
SHARED: Final = {
    "email": "e-mail address", "free_email": "free mailbox", "website": "website",
    "domain": "e-mail domain", "phone": "phone", "device": "device", "payment": "payment account",
    "address": "postal address", "ip": "IP address", "ip_net": "network", "paper": "document",
    "near_paper": "document that comes again nearly the same",
    "text": "wording",
}  # fmt: skip
HELD: Final = {
    "few": "although the score would allow it, for what was decided against it lies in too few "
    "complaints",
    "no_outcomes": "although the score would allow it, for nothing that was decided speaks yet",
    "one_family": "although the score would allow it, for all its evidence is of one kind",
    "same_facts": "although the score would allow it, for its two kinds of evidence read the same "
    "facts",
    "thin": "although the score would allow it, for neither outcomes nor conduct speak",
    "relief": "although the score would allow it, for what speaks for the filer, or thin facts, "
    "hold it back",
}


def paragraph(case: Case) -> str:
    """The whole paragraph."""
    return " ".join(
        [_who(case), _against(case), _for_it(case), _why(case), _left_out(case)]
    ).strip()


def standing(case: Case) -> list[str]:
    """Why this level, and what hangs on what: for a table that has the findings already."""
    return [_why(case), _left_out(case)]


def parts(case: Case) -> tuple[str, str, str]:
    """Who it is, why this level, what hangs on what."""
    return _who(case), _why(case), _left_out(case)


def _who(case: Case) -> str:
    kind = f" ({KINDS[case.kind]})" if case.kind in KINDS else ""
    span = f"On {day(case.since)}"
    if case.since != case.until:
        span = f"From {day(case.since)} to {day(case.until)}"
    ring = f" It belongs to {case.ring}." if case.ring else ""
    return (
        f"Filer {case.reference}{kind} is at the level {LEVELS[case.level]} with a score "
        f"of {_score(case.score)}: of 100 filers "
        f"with such a record about {of_hundred(case.score)} would be confirmed as "
        f"abusive. {span} it filed "
        f"{plural(case.complaints, 'complaint')} with {plural(case.claims, 'claim')} against "
        f"{plural(case.stores, 'store')}.{ring}"
    )


def _against(case: Case) -> str:
    told = " ".join(f"{line.said} [{_rests_on(line)}]" for line in case.lines[:MOST_LINES])
    more = len(case.lines) - MOST_LINES
    rest = f" {plural(more, 'weaker sign')} {'is' if more == 1 else 'are'} listed apart." * (
        more > 0
    )
    return f"Against it: {told}{rest}"


def _rests_on(line: Line) -> str:
    shown, more = line.complaints[:MOST_COMPLAINTS], len(line.complaints) - MOST_COMPLAINTS
    said = f"{', '.join(shown)} and {more:,} more" if more > 0 else listed(shown)
    noun = "complaint" if len(line.complaints) == 1 else "complaints"
    span = f"of {day(line.since)}"
    if line.since != line.until:
        span = f"{day(line.since)} to {day(line.until)}"
    return f"{noun} {said}, {span}"


def _for_it(case: Case) -> str:
    if not case.speaks_for:
        return "Nothing in its record speaks for it."
    return f"For it: {' '.join(case.speaks_for)}"


def _why(case: Case) -> str:
    kinds = [FAMILIES[family] for family in case.families]
    number = "one kind" if len(kinds) == 1 else f"{len(kinds)} kinds"
    said = f"Why {LEVELS[case.level]}: the score is at least {case.from_score:.2f}"
    if kinds:
        verb = "speaks" if len(kinds) == 1 else "speak"
        said += f", and {number} of evidence {verb} clearly ({listed(kinds)})"
    if case.next_level is None or case.next_score is None:
        return f"{said}; there is no higher level."
    if case.held_by:
        return f"{said}. It is not {LEVELS[case.next_level]}, {HELD[case.held_by]}."
    return f"{said}; {LEVELS[case.next_level]} begins at {case.next_score:.2f}."


def _left_out(case: Case) -> str:
    parts = []
    if case.lines:
        first = case.lines[0]
        parts.append(f"without {NAMES[first.detector]} the score is {_score(first.score_without)}")
    parts += [_without(case, each) for each in case.left_out]
    return f"What hangs on what: {'; '.join(parts)}." if parts else ""


def _without(case: Case, each: LeftOut) -> str:
    what = f"the shared {SHARED[each.what]}" if each.kind == "identifier" else f"store {each.what}"
    if each.level == case.level:
        return f"without {what} still {_score(each.score)}"
    return f"without {what} {_score(each.score)} ({LEVELS[each.level]})"


def _score(score: float) -> str:
    return "over 0.99" if score >= ALMOST_SURE else f"{score:.2f}"
