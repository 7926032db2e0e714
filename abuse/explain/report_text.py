"""A scan for people: one block a filer, each finding on its own line. Rendering only."""

from __future__ import annotations

from collections.abc import Iterator

from abuse.explain.report import FilerReport, Report, pseudonym
from abuse.identity.names import visible
from abuse.words import ENGLISH, Catalogue, Message
from abuse.words.message import Score
from abuse.words.message import message as _
from abuse.words.phrases import claims, complaints, filers


def as_table(
    report: Report,
    *,
    mask: bool = False,
    limit: int | None = None,
    language: Catalogue = ENGLISH,
) -> str:
    """Return the report as text; at most `limit` filers. Levels and detectors keep their codes."""
    shown = report.filers if limit is None else report.filers[:limit]
    lines = [language.say(_heading(report))]
    if not shown:
        lines.append(language.say(_("Nobody stands out.")))
    for rank, filer in enumerate(shown, 1):
        lines += ["", *_block(rank, filer, mask, language)]
    if len(shown) < len(report.filers):
        more = _("... and %(num)s more.", num=len(report.filers) - len(shown))
        lines += ["", language.say(more)]
    return "\n".join(map(visible, lines))


def _heading(report: Report) -> Message:
    run = report.run
    return _(
        "As of %(day)s: %(filers)s, %(complaints)s, %(claims)s.",
        day=run["as_of"][:10],
        filers=filers(run["filers"]),
        complaints=complaints(run["complaints"]),
        claims=claims(run["claims"]),
    )


def _block(rank: int, filer: FilerReport, mask: bool, language: Catalogue) -> Iterator[str]:
    ring = f"  [{filer.ring}]" if filer.ring else ""
    yield f"{rank:>3}. {filer.score:.2f}  {filer.level:<14}  {_name(filer, mask)}{ring}"
    for signal in filer.signals:
        line = _(
            "%(finding)s Without it %(score)s.",
            finding=signal.message,
            score=Score(signal.score_without),
        )
        yield f"     {signal.log_odds:+.2f}  {signal.detector}: {language.say(line)}"
    for each in filer.speaks_for:
        yield "     " + language.say(_("for it: %(told)s", told=each.message))
    case = filer.case(mask)
    for sentence in case.reasons() if case else ():
        yield f"     {language.say(sentence)}"


def _name(filer: FilerReport, mask: bool) -> str:
    if mask:
        return pseudonym("filer", filer.reference)
    same = filer.name == filer.reference
    return filer.name if same else f"{filer.name} ({filer.reference})"
