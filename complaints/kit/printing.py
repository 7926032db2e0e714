"""What a complaint's receipt and a letter say when they are printed, in the language asked for.

Holds no question: it is given what the record says. `papers/printing.py` draws it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from complaints.kit.labels import label
from complaints.models import Letter, Right
from complaints.papers import printing
from complaints.papers.printing import Block, Printed
from complaints.queries.complaints import WholeComplaint

SERVICE = "Clean Hands"


def receipt(whole: WholeComplaint, *, base_url: str, language: str) -> bytes:
    """Return the receipt of a complaint as PDF: what was filed, what became of it, how to go on.

    The same record gives the same bytes.
    """
    address = f"{base_url}/complaints/{whole.complaint.id}"
    with force_locale(language):
        printed = Printed(
            language=language,
            service=SERVICE,
            number=whole.complaint.reference,
            title=_("Receipt of complaint %(reference)s", reference=whole.complaint.reference),
            foot=_("As the record stood at %(moment)s.", moment=_moment(_newest(whole))),
            blocks=[
                *_kept(whole),
                printing.facts(_facts(whole)),
                *_statement(whole),
                printing.heading(_("Listings")),
                _listings(whole),
                *_papers(whole),
                *_declarations(whole),
                printing.heading(_("How to go on")),
                *_going_on(whole, address),
            ],
        )
    return printing.pdf(printed, made_at=_newest(whole))


def letter(letter: Letter, body: str) -> bytes:
    """Return a letter as PDF. `body` is its text, with or without its link as the reader may."""
    printed = Printed(
        language=letter.language,
        service=SERVICE,
        number=_number(letter),
        title=letter.subject,
        foot=f"{letter.created_at:%Y-%m-%d}",
        blocks=[printing.lines(part.split("\n")) for part in body.split("\n\n") if part.strip()],
    )
    return printing.pdf(printed, made_at=letter.created_at)


def _number(letter: Letter) -> str:
    about = ((letter.boycott_id, "B"), (letter.complaint_id, "C"))
    return " · ".join([f"L-{letter.id}", *(f"{kind}-{row}" for row, kind in about if row)])


def _newest(whole: WholeComplaint) -> datetime:
    happened = [view.event.recorded_at for view in whole.events]
    return max([whole.complaint.recorded_at, *happened])


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _kept(whole: WholeComplaint) -> list[Block]:
    if whole.complaint.boycott_id is None:
        return []
    return [
        printing.text(
            _(
                "This complaint is kept with its time and is not processed for now. "
                "It can be taken up if the decision against its filer is lifted."
            )
        )
    ]


def _facts(whole: WholeComplaint) -> list[tuple[str, str]]:
    complaint, holder = whole.complaint, whole.rights_holder
    return [
        (_("Number"), complaint.reference),
        (_("Filed"), _moment(complaint.filed_at)),
        (_("Filer"), whole.filer.name),
        (_("Rights holder"), holder.name if holder else whole.filer.name),
        (_("Right"), _right(whole.right)),
        (_("What is wrong"), str(label("basis", complaint.basis))),
        (_("State"), str(label("state", whole.state))),
    ]


def _right(right: Right) -> str:
    said = (str(label("right_kind", right.kind)), right.jurisdiction, right.number, right.title)
    return " · ".join(part for part in said if part)


def _statement(whole: WholeComplaint) -> list[Block]:
    statement = whole.complaint.statement
    if not statement:
        return []
    return [printing.heading(_("Your explanation")), printing.lines(statement.split("\n"))]


def _listings(whole: WholeComplaint) -> Block:
    rows: Sequence[Sequence[str]] = [
        (
            str(number),
            view.claim.url,
            view.claim.title or "",
            str(label("state", view.claim.state)),
        )
        for number, view in enumerate(whole.claims, 1)
    ]
    head = (_("Line"), _("Address"), _("Title"), _("State"))
    return printing.table(head, rows, (1, 8, 5, 3))


def _papers(whole: WholeComplaint) -> list[Block]:
    if not whole.papers:
        return []
    rows = [
        (str(label("document", paper.kind)), paper.filename or "", paper.sha256)
        for paper in whole.papers
    ]
    head = (_("Kind"), _("File name"), _("SHA-256 of its content"))
    return [printing.heading(_("Documents sent with it")), printing.table(head, rows, (3, 5, 8))]


def _declarations(whole: WholeComplaint) -> list[Block]:
    if not whole.declarations:
        return []
    signed = whole.declarations[0]
    by = _(
        "Signed by %(name)s, %(moment)s.", name=signed.signed_by, moment=_moment(signed.signed_at)
    )
    wordings = [one.wording for one in whole.declarations]
    return [printing.heading(_("Declarations")), printing.steps(wordings), printing.text(by)]


def _going_on(whole: WholeComplaint, address: str) -> list[Block]:
    if whole.complaint.boycott_id is not None:
        return [printing.facts([(_("Follow it at"), address)])]
    asked = [
        printing.text(
            _(
                "We asked you to show that you may speak for the rights holder. Nothing is taken "
                "down on this complaint until staff have verified it."
            )
        )
    ]
    return [
        *(asked if whole.authority == "asked" else []),
        printing.steps(
            [
                _("Staff decide each listing by itself and write to you with the reason."),
                _(
                    "The seller reads your complaint and can answer it. You read the answer, and "
                    "stand by your claim or withdraw it."
                ),
                _("You can appeal a rejection once. Another person decides."),
                _("Withdraw what no longer holds at any time."),
            ]
        ),
        printing.facts([(_("Follow it at"), address)]),
    ]
