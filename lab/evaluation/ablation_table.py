"""An ablation for people and for programs: a table in Markdown for each maker, and plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from abuse.policy.shapes import Shapes
from lab.evaluation.ablation import Ablation, Left
from lab.evaluation.layout import many, shown
from lab.evaluation.parts import MECHANISMS

# Column heads, and the one or two figures of each.
_COLUMNS: Final = {
    "average precision": ("average_precision",),
    "rings (F1)": ("ring_f1",),
    "precision at review": ("precision",),
    "recall at review": ("reviewed",),
    "recall at warning": ("warned",),
    "plotting at review, warned": ("plotting_reviewed", "plotting_warned"),
    "innocents at review, warned": ("innocents_reviewed", "innocents_warned"),
    "framed at review, warned": ("framed_reviewed", "framed_warned"),
    "calibration error": ("calibration_error",),
}
_NOTHING: Final = "·"

Results = Sequence[tuple[str, Ablation]]


def ablations_as_json(results: Results) -> dict[str, Any]:
    """Plain values: whose markets, what the whole scan reaches, and each part's differences."""
    return {
        "thresholds": {
            name: {key: _told(value) for key, value in values.items()}
            for name, values in MECHANISMS.items()
        },
        "runs": [{"markets_of": title} | asdict(ablation) for title, ablation in results],
    }


def _told(value: Any) -> Any:
    """A threshold's value; of shapes their digest, as a policy names them."""
    return value.digest if isinstance(value, Shapes) else value


def ablations_as_table(results: Results) -> str:
    """A table for each, in Markdown."""
    return "\n\n".join("\n".join(_table(title, each)) for title, each in results)


def _table(title: str, ablation: Ablation) -> Iterator[str]:
    yield f"**{title[:1].upper()}{title[1:]}**, {many(ablation.markets, 'market')}:"
    yield ""
    yield f"| without | {' | '.join(_COLUMNS)} | at another level |"
    yield f"|---|{'---|' * (len(_COLUMNS) + 1)}"
    whole = asdict(ablation.whole)
    cells = [", ".join(_value(whole[n]) for n in names) for names in _COLUMNS.values()]
    yield f"| nothing | {' | '.join(cells)} | |"
    silent = []
    for left in ablation.without:
        if left.scores or left.levels or any(left.change.values()):
            yield f"| {left.part} | {' | '.join(_cells(left))} | {left.levels} |"
        else:
            silent.append(left.part)
    if silent:
        yield ""
        yield f"Nothing changes without {', '.join(silent)}."


def _cells(left: Left) -> Iterator[str]:
    for names in _COLUMNS.values():
        said = [_difference(left.change[name]) for name in names]
        cell = _NOTHING if set(said) == {_NOTHING} else ", ".join(said)
        if names == ("average_precision",) and left.deviation and cell != _NOTHING:
            cell += f" ± {left.deviation:.3f}"
        yield cell


def _value(value: float | int | None) -> str:
    return str(value) if isinstance(value, int) else shown(value)


def _difference(change: float | int | None) -> str:
    """A difference with its sign; one that would be shown as 0 is a dot.

    Examples
    --------
    >>> [_difference(value) for value in (-0.0123, 0.0004, 2, 0, None)]
    ['−0.012', '·', '+2', '·', '-']
    """
    if change is None:
        return "-"
    text = f"{change:+d}" if isinstance(change, int) else f"{change:+.3f}"
    return _NOTHING if float(text) == 0 else text.replace("-", "−")
