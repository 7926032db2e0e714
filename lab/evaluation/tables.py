"""An evaluation for people and for programs: tables of plain text, and plain values.

Each figure stands beside the bar that is set for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from lab.evaluation.bars import LONE, LOSING, NAMED, TURNED, WARNED, Bar, bars
from lab.evaluation.figures import Share
from lab.evaluation.kinds import together
from lab.evaluation.layout import counted, head, many, part, row, shown, verdict
from lab.evaluation.looks_table import looks_lines
from lab.evaluation.missed import Missed
from lab.evaluation.outcome import CARELESS, IMPOSTOR, ORDINARY
from lab.evaluation.replay_table import replay_lines
from lab.evaluation.strategies import FRAMED
from lab.evaluation.tallies import Tally
from lab.evaluation.whole import Evaluation

_LEVELS = {"precision at warning or more": "warning", "precision at watch or more": "watch"}
_MEASURES = ("average_precision", "precision", "ring_f1", "brier", "calibration_error")


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Plain values, with mean and worst of each measure and the bars."""
    worst = {name: evaluation.worst(name) for name in _MEASURES}
    return asdict(evaluation) | {
        "mean": {name: evaluation.mean(name) for name in _MEASURES},
        "worst": {name: {"market": at, "value": value} for name, (at, value) in worst.items()},
        "bars": [asdict(bar) | {"met": bar.met} for bar in bars(evaluation)],
    }


def as_table(evaluation: Evaluation, *, missed: bool = False) -> str:
    """All tables, from the ranking to the reliability of the score; cases `missed` if asked for."""
    by_name = {bar.figure: bar for bar in bars(evaluation)}
    parts = [
        [_opening(evaluation)],
        _figures(evaluation, by_name),
        _abuse(evaluation, by_name),
        _innocents(evaluation, by_name),
        _strategies(evaluation, by_name),
        replay_lines(evaluation.replayed, by_name),
        looks_lines(evaluation.looks),
        _detectors(evaluation),
        _reliability(evaluation),
        _strata(evaluation),
        _peers(evaluation),
        _missed(evaluation.missed) if missed else (),
        [verdict(list(by_name.values()))],
    ]
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part)))


def _opening(evaluation: Evaluation) -> str:
    sizes, pooled = sorted(evaluation.complaints.values()), evaluation.pooled
    span = f"{sizes[0]:,}" if sizes[0] == sizes[-1] else f"{sizes[0]:,} to {sizes[-1]:,}"
    return (
        f"{many(len(sizes), 'market')} of {span} complaints, {pooled.filers:,} filers, "
        f"{pooled.abusers:,} of them abusers."
    )


def _figures(evaluation: Evaluation, by_name: dict[str, Bar]) -> Iterator[str]:
    pooled = evaluation.pooled
    values: list[tuple[str, float | None, str]] = [
        ("average precision, mean", evaluation.mean("average_precision"), "")
    ]
    market, worst = evaluation.worst("average_precision")
    values += [
        ("average precision, worst", worst, f"market {market}"),
        ("average precision, pooled", pooled.average_precision, ""),
        ("precision at boycott review", pooled.precision, ""),
        *((name, pooled.precisions[level], "") for name, level in _LEVELS.items()),
        ("rings named (F1)", pooled.ring_f1, ""),
        ("calibration error", pooled.calibration_error, ""),
    ]
    market, worst = evaluation.worst("calibration_error")
    values += [
        ("calibration error, worst", worst, f"market {market}"),
        ("Brier score", pooled.brier, ""),
    ]
    yield f"{'':<30}{'value':>8}  {'where':<14}bar"
    for name, value, where in values:
        yield f"{name:<30}{shown(value):>8}  {where:<14}{by_name.get(name, '')}".rstrip()


def _abuse(evaluation: Evaluation, by_name: dict[str, Bar]) -> Iterator[str]:
    pooled = evaluation.pooled
    yield head("abuse found", "bar")
    for name, tally in pooled.patterns.items():
        yield row(name, tally, "")
    for name, rings in pooled.rings.items():
        named = f"{many(rings.rings, 'ring')}, F1 {rings.f1:.3f}"
        yield row(f"ring, {name}", rings.members, named)
    for name, tally in pooled.losing.items():
        yield row(f"{LOSING}, {name}", tally, f"review {by_name[f'{LOSING}, {name}']}")
    for name, share in ((LONE, pooled.lone), (TURNED, pooled.turned)):
        if share.filers:
            yield _share(name, share, by_name[name])
    impostors = pooled.patterns.get(IMPOSTOR)
    if impostors:
        right = f"{impostors.impostor} of {impostors.filers}"
        wrong = together(Tally, pooled.innocents.values()).impostor
        yield f"named impostor: {right}; of innocents: {wrong}"


def _share(name: str, share: Share, bar: Bar) -> str:
    return (
        f"{counted(name, share.filers)}{'':>16}{part(share.met, share.filers):>16}{'':>16}  {bar}"
    )


def _innocents(evaluation: Evaluation, by_name: dict[str, Bar]) -> Iterator[str]:
    tallies = evaluation.pooled.innocents
    yield head("innocents", "bar")
    for name, tally in tallies.items():
        bar = f"warning {by_name[f'{ORDINARY}, {WARNED}']}" if name == ORDINARY else ""
        yield row(name, tally, bar)
    kinds = {kind: tally for kind, tally in tallies.items() if kind != ORDINARY}
    if kinds:
        bar = f"review, as a count {by_name[f'{NAMED}, at review']}"
        yield row(NAMED, together(Tally, kinds.values()), bar)
    apart = together(Tally, (t for kind, t in kinds.items() if kind != CARELESS))
    if apart.filers:
        yield row("careless apart", apart, f"warning {by_name[f'{NAMED}, {WARNED}']}")


def _strategies(evaluation: Evaluation, by_name: dict[str, Bar]) -> Iterator[str]:
    """Those who work against the detector, by strategy and budget; the framed apart, at the end."""
    some = evaluation.pooled.strategies
    if not some:
        return
    yield head("strategy, budget: what", "")
    for innocent in (False, True):
        for one in (each for each in some if each.innocent is innocent):
            budget = "" if one.budget is None else f", {one.budget}"
            yield row(f"{one.strategy}{budget}: {one.kind}", one.tally, "")
    framed = together(Tally, (one.tally for one in some if one.innocent))
    if framed.filers:
        none, few = by_name[FRAMED], by_name[f"{FRAMED}, {WARNED}"]
        yield row("all framed", framed, f"review {none}; warning {few}")


def _detectors(evaluation: Evaluation) -> Iterator[str]:
    """Each detector's findings: how many are about abusers, and who the others are."""
    pooled = evaluation.pooled
    yield f"{'findings of':<24}{'filers':>8}{'precision':>16}  about abusers; about innocents"
    for name, named in pooled.detectors.items():
        right = _of(named.abuse, pooled.patterns)
        wrong = _of(named.innocents, pooled.innocents)
        yield f"{name:<24}{named.filers:>8}{named.precision:>16.3f}  {right}; {wrong}"


def _of(counts: dict[str, int], all_of: dict[str, Tally]) -> str:
    parts = [f"{kind} {count:,}/{all_of[kind].filers:,}" for kind, count in counts.items()]
    return ", ".join(parts) or "none"


def _reliability(evaluation: Evaluation) -> Iterator[str]:
    yield f"{'score between':<24}{'filers':>8}{'mean score':>16}{'abusers':>16}"
    for b in evaluation.reliability:
        span = f"{b.low:.1f} and {b.high:.1f}"
        yield f"{span:<24}{b.count:>8}{b.mean:>16.3f}{b.share:>16.3f}"


def _strata(evaluation: Evaluation) -> Iterator[str]:
    """Whether the score is as right among filers of one kind as among all."""
    pooled = evaluation.pooled
    if not pooled.by_right:
        return
    yield f"{'calibration among':<24}{'filers':>8}{'mean score':>16}{'abusers':>16}{'error':>16}"
    for title, strata in (("right", pooled.by_right), ("complaints", pooled.by_size)):
        for name, one in strata.items():
            yield (
                f"{f'{title}: {name}':<24}{one.filers:>8}{one.mean_score:>16.3f}"
                f"{one.abusers / one.filers:>16.3f}{one.error:>16.3f}"
            )


def _peers(evaluation: Evaluation) -> Iterator[str]:
    if not evaluation.peers:
        return
    heads = "".join(f"{head:>8}" for head in ("mean", "worst", "pooled"))
    yield f"{'average precision':<30}{heads}  precision at our recall"
    for peer in evaluation.peers:
        figures = "".join(f"{value:>8.3f}" for value in (peer.mean, peer.worst, peer.pooled))
        yield f"{peer.name:<30}{figures}  {shown(peer.precision_at_recall)}"


def _missed(cases: Sequence[Missed]) -> Iterator[str]:
    if cases:
        yield f"{'missed':<34}{'market':<10}{'filer':<22}{'what':<20}{'score':>6}  level, findings"
    for one in cases:
        ring = f"; ring of {one.ring_size}" if one.ring_size else ""
        findings = ", ".join(one.detectors) or "no finding"
        yield (
            f"{one.why:<34}{one.market:<10}{one.reference:<22}{one.what:<20}"
            f"{shown(one.score):>6}  {one.level}: {findings}; {one.lost} of {one.claims} claims "
            f"lost{ring}"
        )
