"""The card of the shipped shapes: what they learnt from, how well they do elsewhere, the curves.

Written between two marks of docs/shapes.md, with the picture beside the page.
"""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any, Final

from abuse.policy.shapes import Shapes
from lab.training.picture import drawn

BEGIN, END = "<!-- card -->", "<!-- end of card -->"
PICTURE: Final = "shapes.svg"
# Where the table reads the curves: little evidence, some, much.
_AT: Final = (1.0, 3.0, 10.0)


def write(docs: Path) -> None:
    """Put the card of the shipped shapes into the page, and the picture beside it."""
    text = resources.files("abuse.policy").joinpath("shapes.json").read_text("utf-8")
    given = json.loads(text)
    shapes = Shapes.of(given["shapes"])
    page = docs / "shapes.md"
    tables = "\n\n".join([_learnt(given.get("card")), _curves(shapes)])
    body = f"{BEGIN}\n\n{tables}\n\n![Each piece's curve]({PICTURE})\n\n{END}"
    whole = re.sub(f"{BEGIN}.*?{END}", lambda _: body, page.read_text(encoding="utf-8"), flags=re.S)
    page.write_text(whole, encoding="utf-8")
    (docs / PICTURE).write_text(drawn(shapes), encoding="utf-8")


def _learnt(card: dict[str, Any] | None) -> str:
    if not card:
        return "Their file does not say what these curves were learnt from."
    first, last = card["seeds"]
    said = (
        f"Learnt from {card['examples']:,} filers with a finding, {card['abusers']:,} of them "
        f"abusers, of the seeds {first} to {last} of: {', '.join(card['makers'])}. How shapes do "
        "on the markets of a maker that they were not learnt from:"
    )
    rows = [
        f"| {each['maker']} | {each['markets']} | {each['average_precision']:.3f} | "
        f"{each['calibration_error']:.4f} | {each['log_loss']:.4f} |"
        for each in card["left_out"]
    ]
    head = [
        "| left out | its markets | average precision | calibration error | log loss |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([said, "", *head, *rows])


def _curves(shapes: Shapes) -> str:
    at = [f"{each:g}" for each in _AT]
    rows = [
        f"Their digest is `{shapes.digest}`, the offset {shapes.offset:g}. Weight at so much "
        "evidence, in log-odds:",
        "",
        f"| piece | own, at {' / '.join(at)} | others', at {' / '.join(at)} |",
        "|---|---|---|",
    ]
    for name in sorted({*shapes.own, *shapes.others}):
        rows.append(f"| `{name}` | {_read(shapes, 'own', name)} | "
                    f"{_read(shapes, 'others', name)} |")  # fmt: skip
    rows += ["", f"| for the filer | takes away, at {' / '.join(at)} |", "|---|---|"]
    rows += [f"| `{n}` | {_read(shapes, 'mitigating', n)} |" for n in sorted(shapes.mitigating)]
    return "\n".join(rows)


def _read(shapes: Shapes, part: str, name: str) -> str:
    if name not in getattr(shapes, part):
        return "–"
    return " / ".join(f"{shapes.weigh(part, name, each):.2f}" for each in _AT)
