"""One letter of several decisions that were taken at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from complaints.words import message as _
from complaints.words.letters import Letter, Paragraph


def together(parts: Sequence[Letter], reference: str) -> Letter:
    """Return one letter of what was decided at once about several listings of a reader, where not
    the same law or ground applies to all: each statement whole, one after the other.

    Examples
    --------
    >>> part = Letter(_("Rejected"), ("a",), can=("b",), where=("c",))
    >>> [str(each) for each in together([part, part], "A-1").body][1:]
    ['Decision 1 of 2', 'a', 'b', 'Decision 2 of 2', 'a', 'b', 'c']
    """
    if len(parts) == 1:
        return parts[0]
    said: list[Paragraph] = []
    for number, part in enumerate(parts, 1):
        said.append(_("Decision %(number)s of %(all)s", number=str(number), all=str(len(parts))))
        said += replace(part, where=()).body
    opening = _(
        "We have decided about several listings in complaint %(reference)s, but not all for "
        "the same reason. Each decision has its own reasons, its own deadlines and its own "
        "answer.",
        reference=reference,
    )
    return Letter(
        _(
            "Complaint %(reference)s: %(number)s decisions about listings",
            reference=reference,
            number=str(len(parts)),
        ),
        (opening, *said),
        where=parts[0].where,
    )
