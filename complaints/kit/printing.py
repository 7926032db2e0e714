"""What a complaint's receipt and a letter say when they are printed, in the language asked for.

Holds no question: it is given what the record says. `papers/printing.py` draws it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from complaints.models import Letter, Right
from complaints.papers import printing
from complaints.papers.printing import Block, Printed
from complaints.queries.complaints import WholeComplaint
from complaints.words import Fact, say
from complaints.words import message as _
from complaints.words.labels import label

SERVICE = _("Clean Hands")
# Says a message, a name or a moment in the language of the paper.
Said = Callable[[Fact], str]


def receipt(whole: WholeComplaint, *, base_url: str, language: str) -> bytes:
    """Return the receipt of a complaint as PDF: what was filed, what became of it, how to go on.

    The same record gives the same bytes.
    """
    address = f"{base_url}/complaints/{whole.complaint.id}"
    said: Said = partial(say, language=language)
    printed = Printed(
        language=language,
        service=said(SERVICE),
        number=whole.complaint.reference,
        title=said(_("Receipt of complaint %(reference)s", reference=whole.complaint.reference)),
        foot=said(_("As the record stood at %(moment)s.", moment=_newest(whole))),
        blocks=[
            *_kept(whole, said),
            printing.facts([(said(name), said(value)) for name, value in _facts(whole, said)]),
            *_statement(whole, said),
            printing.heading(said(_("Listings"))),
            _listings(whole, said),
            *_papers(whole, said),
            *_declarations(whole, said),
            printing.heading(said(_("How to go on"))),
            *_going_on(whole, address, said),
        ],
    )
    return printing.pdf(printed, made_at=_newest(whole))


def letter(letter: Letter, body: str) -> bytes:
    """Return a letter as PDF. `body` is its text, with or without its link as the reader may.

    The text may be in several languages, so that its date is written in none.
    """
    printed = Printed(
        language=letter.language,
        service=say(SERVICE, letter.language),
        number=_number(letter),
        title=letter.subject,
        foot=letter.created_at.date().isoformat(),
        blocks=[printing.lines(part.split("\n")) for part in body.split("\n\n") if part.strip()],
    )
    return printing.pdf(printed, made_at=letter.created_at)


def _number(letter: Letter) -> str:
    about = ((letter.boycott_id, "B"), (letter.complaint_id, "C"))
    return " · ".join([f"L-{letter.id}", *(f"{kind}-{row}" for row, kind in about if row)])


def _newest(whole: WholeComplaint) -> datetime:
    happened = [view.event.recorded_at for view in whole.events]
    return max([whole.complaint.recorded_at, *happened])


def _kept(whole: WholeComplaint, said: Said) -> list[Block]:
    if whole.complaint.boycott_id is None:
        return []
    told = _(
        "This complaint is kept with its time and is not processed for now. "
        "It can be taken up if the decision against its filer is lifted."
    )
    return [printing.text(said(told))]


def _facts(whole: WholeComplaint, said: Said) -> list[tuple[Fact, Fact]]:
    complaint, holder = whole.complaint, whole.rights_holder
    return [
        (_("Number"), complaint.reference),
        (_("Filed"), complaint.filed_at),
        (_("Filer"), whole.filer.name),
        (_("Rights holder"), holder.name if holder else whole.filer.name),
        (_("Right"), _right(whole.right, said)),
        (_("What is wrong"), label("basis", complaint.basis)),
        (_("State"), label("state", whole.state)),
    ]


def _right(right: Right, said: Said) -> str:
    kind = said(label("right_kind", right.kind))
    return " · ".join(
        part for part in (kind, right.jurisdiction, right.number, right.title) if part
    )


def _statement(whole: WholeComplaint, said: Said) -> list[Block]:
    statement = whole.complaint.statement
    if not statement:
        return []
    return [printing.heading(said(_("Your explanation"))), printing.lines(statement.split("\n"))]


def _listings(whole: WholeComplaint, said: Said) -> Block:
    rows: Sequence[Sequence[str]] = [
        (
            str(number),
            view.claim.url,
            view.claim.title or "",
            said(label("state", view.claim.state)),
        )
        for number, view in enumerate(whole.claims, 1)
    ]
    head = (_("Line"), _("Address"), _("Title"), _("State"))
    return printing.table([said(name) for name in head], rows, (1, 8, 5, 3))


def _papers(whole: WholeComplaint, said: Said) -> list[Block]:
    if not whole.papers:
        return []
    rows = [
        (said(label("document", paper.kind)), paper.filename or "", paper.sha256)
        for paper in whole.papers
    ]
    head = (_("Kind"), _("File name"), _("SHA-256 of its content"))
    return [
        printing.heading(said(_("Documents sent with it"))),
        printing.table([said(name) for name in head], rows, (3, 5, 8)),
    ]


def _declarations(whole: WholeComplaint, said: Said) -> list[Block]:
    if not whole.declarations:
        return []
    signed = whole.declarations[0]
    by = _("Signed by %(name)s, %(moment)s.", name=signed.signed_by, moment=signed.signed_at)
    wordings = [one.wording for one in whole.declarations]
    return [
        printing.heading(said(_("Declarations"))),
        printing.steps(wordings),
        printing.text(said(by)),
    ]


def _going_on(whole: WholeComplaint, address: str, said: Said) -> list[Block]:
    follow = printing.facts([(said(_("Follow it at")), address)])
    if whole.complaint.boycott_id is not None:
        return [follow]
    asked = _(
        "We asked you to show that you may speak for the rights holder. Nothing is taken down on "
        "this complaint until staff have verified it."
    )
    steps = (
        _("Staff decide each listing by itself and write to you with the reason."),
        _(
            "The seller reads your complaint and can answer it. You read the answer, and stand by "
            "your claim or withdraw it."
        ),
        _("You can appeal a rejection once. Another person decides."),
        _("Withdraw what no longer holds at any time."),
    )
    return [
        *([printing.text(said(asked))] if whole.authority == "asked" else []),
        printing.steps([said(step) for step in steps]),
        follow,
    ]
