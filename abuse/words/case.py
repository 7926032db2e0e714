"""The paragraph about one filer, for a reviewer at the end of a long day.

Who, since when, what speaks against and for it, why this level, and what hangs on what. It repeats
what was found and proposes nothing of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from abuse.words.findings import DETECTORS
from abuse.words.message import Fact, Listed, Message, Score, counted
from abuse.words.message import message as _
from abuse.words.names import FAMILIES, KINDS, LEVELS, SHARED, name
from abuse.words.phrases import claims, clauses, complaints, day, sentences, stores

MOST_LINES: Final = 4
MOST_COMPLAINTS: Final = 3
# From here on a score is said to be over 0.99: two digits would say that there is no doubt.
ALMOST_SURE: Final = 0.995
# What holds a filer below the level that its score alone would reach.
HELD: Final = {
    "client": _("the record of one client alone lifts the account no further"),
    "lead": _("what other accounts filed cannot lift it further"),
    "few": _("the decisions against it are in too few complaints"),
    "no_outcomes": _("no decision speaks against it clearly yet"),
    "one_family": _("all its evidence is of one kind"),
    "same_facts": _("its two kinds of evidence rest on the same facts"),
    "thin": _("neither how its claims ended nor how it behaves speaks clearly"),
    "few_acts": _("a stranger could bring that about for less than the policy's price"),
    "market": _("it would come further only because many in this market abuse"),
    # Said of flags of an earlier detector.
    "looks": _("by chance, too many honest filers would come this far some day"),
    "relief": _("what speaks for the filer, or too few facts, hold it back"),
}


@dataclass(frozen=True)
class FindingLine:
    """A finding as the paragraph tells it: its sentence and the complaints that it rests on."""

    detector: str
    finding: Message
    complaints: tuple[str, ...]
    since: str
    until: str
    score_without: float


@dataclass(frozen=True)
class AblationLine:
    """A piece of evidence and what would stand without it."""

    kind: str
    what: str
    score: float
    level: str


@dataclass(frozen=True)
class Case:
    """One filer's case, as facts and messages.

    Attributes
    ----------
    reference, kind : str
        Kind is ``rights_holder``, ``agent``, ``individual`` or "".
    since, until : str
        Days of its first and its last complaint.
    lines : tuple of Line
        One or more, the strongest first.
    families, held_by, next_level, next_score, from_score
        As in `abuse.explain.reasons.Reasons`.
    """

    reference: str
    kind: str
    score: float
    level: str
    ring: str | None
    since: str
    until: str
    complaints: int
    claims: int
    stores: int
    lines: tuple[FindingLine, ...]
    speaks_for: tuple[Message, ...]
    families: tuple[str, ...]
    from_score: float
    next_level: str | None
    next_score: float | None
    held_by: str | None
    ablations: tuple[AblationLine, ...]
    certificate: Mapping[str, int | None] = field(default_factory=dict)

    def paragraph(self) -> Message:
        """Return the whole case as one paragraph."""
        return sentences([_who(self), _against(self), _for_it(self), _why(self), _rests(self)])

    def reasons(self) -> list[Message]:
        """Return why the level was reached and what it rests on, for readers of the findings."""
        return [_why(self), _rests(self)]

    def parts(self) -> dict[str, Message]:
        """Return ``who`` the filer is, ``why`` this level, what the level ``rests`` on, and of that
        what ``acts`` of others have to do with it.

        What speaks against and for the filer stands in its findings and mitigating factors.
        """
        acts = _certificate(self.certificate)
        parts = {"who": _who(self), "why": _why(self), "rests": _rests(self)}
        return parts | ({"acts": sentences(acts)} if acts else {})


def of_hundred(score: float) -> int:
    """Return how many of 100 such filers would be confirmed, never all and never none.

    Examples
    --------
    >>> of_hundred(0.974), of_hundred(0.9999), of_hundred(0.001)
    (97, 99, 1)
    """
    return min(max(round(score * 100), 1), 99)


def _who(case: Case) -> Message:
    kind: Fact = ""
    if case.kind in KINDS:
        kind = _(" (%(kind)s)", kind=KINDS[case.kind])
    facts: dict[str, Fact] = {
        "filer": case.reference,
        "kind": kind,
        "level": LEVELS[case.level],
        "score": _score(case.score),
    }
    # A score that is held back is held because it says too much of such a filer.
    if case.held_by:
        who = _(
            "Filer %(filer)s%(kind)s is at the level %(level)s; its score of %(score)s alone would "
            "put it higher.",
            **facts,
        )
    else:
        who = _(
            "Filer %(filer)s%(kind)s is at the level %(level)s with a score of %(score)s: of 100 "
            "filers with such a record about %(confirmed)s would be confirmed as abusive.",
            confirmed=of_hundred(case.score),
            **facts,
        )
    ring = [_("It belongs to %(ring)s.", ring=case.ring)] if case.ring else []
    return sentences([who, _filed(case), *ring])


def _filed(case: Case) -> Message:
    facts: dict[str, Fact] = {
        "complaints": complaints(case.complaints),
        "claims": claims(case.claims),
        "stores": stores(case.stores),
    }
    if case.since == case.until:
        return _(
            "On %(day)s it filed %(complaints)s with %(claims)s against %(stores)s.",
            day=day(case.since),
            **facts,
        )
    return _(
        "From %(since)s to %(until)s it filed %(complaints)s with %(claims)s against %(stores)s.",
        since=day(case.since),
        until=day(case.until),
        **facts,
    )


def _against(case: Case) -> Message:
    lines = [
        _("%(finding)s [%(rests)s]", finding=line.finding, rests=_rests_on(line))
        for line in case.lines[:MOST_LINES]
    ]
    if len(case.lines) > MOST_LINES:
        lines.append(
            counted(
                "%(num)s weaker sign is listed apart.",
                "%(num)s weaker signs are listed apart.",
                len(case.lines) - MOST_LINES,
            )
        )
    return _("Against it: %(told)s", told=sentences(lines))


def _rests_on(line: FindingLine) -> Message:
    shown: list[Fact] = list(line.complaints[:MOST_COMPLAINTS])
    if len(line.complaints) > MOST_COMPLAINTS:
        shown.append(_("%(num)s more", num=len(line.complaints) - MOST_COMPLAINTS))
    named = counted(
        "complaint %(references)s",
        "complaints %(references)s",
        len(line.complaints),
        references=Listed(shown),
    )
    if line.since == line.until:
        return _("%(complaints)s, of %(day)s", complaints=named, day=day(line.since))
    return _(
        "%(complaints)s, %(since)s to %(until)s",
        complaints=named,
        since=day(line.since),
        until=day(line.until),
    )


def _for_it(case: Case) -> Message:
    if not case.speaks_for:
        return _("Nothing in its record speaks for it.")
    return _("For it: %(told)s", told=sentences(case.speaks_for))


def _why(case: Case) -> Message:
    level, score = LEVELS[case.level], Score(case.from_score)
    why = _("Why %(level)s: the score is at least %(score)s", level=level, score=score)
    if case.families:
        why = _(
            "Why %(level)s: the score is at least %(score)s, and %(evidence)s",
            level=level,
            score=score,
            evidence=_evidence(case.families),
        )
    if case.next_level is None or case.next_score is None:
        return _("%(why)s; there is no higher level.", why=why)
    above = LEVELS[case.next_level]
    if case.held_by:
        return _(
            "%(why)s. It is not %(level)s, although the score would allow it, because %(held)s.",
            why=why,
            level=above,
            held=HELD[case.held_by],
        )
    return _(
        "%(why)s; %(level)s begins at %(score)s.",
        why=why,
        level=above,
        score=Score(case.next_score),
    )


def _evidence(families: Sequence[str]) -> Message:
    return counted(
        "one kind of evidence speaks clearly (%(kinds)s)",
        "%(num)s kinds of evidence speak clearly (%(kinds)s)",
        len(families),
        kinds=Listed([FAMILIES[family] for family in families]),
    )


def _rests(case: Case) -> Message:
    """What hangs on what, and how many acts of others would have done it, or would undo it."""
    return sentences([_ablations(case), *_certificate(case.certificate)])


def _certificate(budgets: Mapping[str, int | None]) -> list[Message]:
    if "framing_budget" not in budgets:
        return []
    least, cheapest = budgets["framing_budget"], budgets["framing_found"]
    framing = _(
        "It stands on what the filer did and what people decided: no answers, reports or filings "
        "of others could have brought it about."
    )
    if least is not None and cheapest is not None:
        framing = _(
            "Others could not have brought it about with fewer than %(acts)s (the cheapest way "
            "found takes %(found)s).",
            acts=_acts(least),
            found=_acts(cheapest),
        )
    return [framing, *_hiding(budgets)]


def _hiding(budgets: Mapping[str, int | None]) -> list[Message]:
    least, cheapest = budgets.get("masking_budget"), budgets.get("masking_found")
    if least is None:
        return []
    if cheapest is None:
        return [
            _(
                "Others could not hide it with fewer than %(acts)s; no way was found.",
                acts=_acts(least),
            ),
        ]
    return [
        _(
            "Others could not hide it with fewer than %(acts)s (the cheapest way found takes "
            "%(found)s).",
            acts=_acts(least),
            found=_acts(cheapest),
        )
    ]


def _acts(number: int) -> Message:
    return counted("%(num)s act of theirs", "%(num)s acts of theirs", number)


def _ablations(case: Case) -> Message:
    first = case.lines[0]
    without = _(
        "without %(detector)s the score is %(score)s",
        detector=name(DETECTORS, first.detector),
        score=_score(first.score_without),
    )
    parts = [without, *(_without(case, each) for each in case.ablations)]
    return _("What the score depends on: %(parts)s.", parts=clauses(parts))


def _without(case: Case, each: AblationLine) -> Message:
    what = _("store %(store)s", store=each.what)
    if each.kind == "identifier":
        what = _("the shared %(identifier)s", identifier=name(SHARED, each.what))
    if each.level == case.level:
        return _("without %(what)s still %(score)s", what=what, score=_score(each.score))
    return _(
        "without %(what)s %(score)s (%(level)s)",
        what=what,
        score=_score(each.score),
        level=LEVELS[each.level],
    )


def _score(score: float) -> Fact:
    if score >= ALMOST_SURE:
        return _("over %(score)s", score=Score(0.99))
    return Score(score)
