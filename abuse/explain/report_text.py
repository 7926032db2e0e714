"""A scan for people: rings first, a block each with their members, then a block each other filer.
Rendering only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from abuse.explain.report import FilerReport, Report, Signal, pseudonym
from abuse.identity.names import visible
from abuse.words import ENGLISH, Catalogue, Message
from abuse.words.message import message as _
from abuse.words.phrases import accounts, claims, complaints, filers

Group = Sequence[FilerReport]


def as_table(
    report: Report,
    *,
    mask: bool = False,
    limit: int | None = None,
    language: Catalogue = ENGLISH,
) -> str:
    """Return the report as text; of rings and filers without one at most `limit` together.

    Levels and detectors keep their codes.
    """
    groups = _groups(report.filers)
    shown = groups if limit is None else groups[:limit]
    lines = [language.say(_heading(report))]
    if not shown:
        lines.append(language.say(_("Nobody stands out.")))
    for rank, group in enumerate(shown, 1):
        block = _block if len(group) == 1 else _ring
        lines += ["", *block(rank, group, mask, language)]
    left = sum(len(group) for group in groups[len(shown) :])
    if left:
        lines += ["", language.say(_("... and %(num)s more.", num=left))]
    return "\n".join(map(visible, lines))


def _groups(filers: Sequence[FilerReport]) -> list[Group]:
    """Return rings, the one with the highest score first, then the others, each alone."""
    rings: dict[str, list[FilerReport]] = {}
    for filer in filers:
        if filer.ring:
            rings.setdefault(filer.ring, []).append(filer)
    together = [group for group in rings.values() if len(group) > 1]
    named = {filer.key for group in together for filer in group}
    return [*together, *([filer] for filer in filers if filer.key not in named)]


def _heading(report: Report) -> Message:
    run = report.run
    return _(
        "As of %(day)s: %(filers)s, %(complaints)s, %(claims)s.",
        day=run["as_of"][:10],
        filers=filers(run["filers"]),
        complaints=complaints(run["complaints"]),
        claims=claims(run["claims"]),
    )


def _ring(rank: int, group: Group, mask: bool, language: Catalogue) -> Iterator[str]:
    """Yield a ring: its line, what was found of its members, each once, and the members."""
    first = group[0]
    size = language.say(accounts(len(group)))
    yield f"{rank:>3}. {first.score:.2f}  {first.level:<14}  {first.ring}: {size}"
    for detector, held_by in _findings(group).items():
        owner, signal = held_by[0]
        line = _(
            "%(some)s of %(all)s; the clearest is %(name)s: %(finding)s",
            some=len(held_by),
            all=len(group),
            name=_name(owner, mask),
            finding=signal.message,
        )
        yield f"     {detector}: {language.say(line)}"
    for filer in group:
        yield f"       {filer.score:.2f}  {filer.level:<14}  {_name(filer, mask)}"


def _findings(group: Group) -> dict[str, list[tuple[FilerReport, Signal]]]:
    """Return the members' findings by detector, the strongest of each and of all first."""
    pairs = [(filer, signal) for filer in group for signal in filer.signals]
    pairs.sort(key=lambda pair: -pair[1].log_odds)
    findings: dict[str, list[tuple[FilerReport, Signal]]] = {}
    for filer, signal in pairs:
        findings.setdefault(signal.detector, []).append((filer, signal))
    return findings


def _block(rank: int, group: Group, mask: bool, language: Catalogue) -> Iterator[str]:
    (filer,) = group
    ring = f"  [{filer.ring}]" if filer.ring else ""
    yield f"{rank:>3}. {filer.score:.2f}  {filer.level:<14}  {_name(filer, mask)}{ring}"
    for signal in filer.signals:
        line = language.say(_what_it_brings(signal, filer.level))
        yield f"     {signal.log_odds:+.2f}  {signal.detector}: {line}"
    for each in filer.speaks_for:
        yield "     " + language.say(_("for it: %(told)s", told=each.message))
    case = filer.case(mask)
    for sentence in case.reasons() if case else ():
        yield f"     {language.say(sentence)}"


def _what_it_brings(signal: Signal, level: str) -> Message:
    """Return a finding, with the level that would stand without it where that is another one."""
    if signal.level_without in (None, level):
        return signal.message
    return _(
        "%(finding)s Without it the level would be %(level)s.",
        finding=signal.message,
        level=signal.level_without,
    )


def _name(filer: FilerReport, mask: bool) -> str:
    if mask:
        return pseudonym("filer", filer.reference)
    same = filer.name == filer.reference
    return filer.name if same else f"{filer.name} ({filer.reference})"
