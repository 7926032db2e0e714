"""What the reader of a decision can do about it, by when, and where: one line for each way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from complaints.words import Message
from complaints.words import message as _
from complaints.words.letters.pages import read_on


@dataclass(frozen=True, slots=True)
class Way:
    """One remedy: its code, the article or rule that gives it, and until when it is open."""

    way: str
    basis: str
    until: Message | None = None


ANSWER_THE_OTHER: Final = _(
    "You do not have to do anything more about this complaint. If a listing is still off "
    "sale, that is because of another complaint: answer that one. The letter about it has "
    "its own link. If you do not have that letter, ask for it."
)
DISPUTE_BODY: Final = _(
    "- Go to an out-of-court dispute settlement body that is certified under Art. 21 "
    "of the Digital Services Act. You choose which one; the European Commission "
    "publishes the list. What it decides does not bind you or us."
)
# What is open besides an appeal to us, against what was decided about a filer or a store.
BEYOND_US: Final = (DISPUTE_BODY, _("- Go to court, at any time."))
# Remedies that go through us.
OURS = frozenset({"answer", "internal_complaint", "tell_of_suit"})


def can(side: str, ways: Sequence[Way], *, decision: str) -> Iterator[Message]:
    """Yield the paragraphs about what one side can do, with the last day of each way."""
    if not ways:
        yield _(
            "You do not have to do anything. If the seller answers or appeals, we write to you. "
            "If your complaint turns out to be wrong, withdraw it."
        )
        return
    yield in_lines(_("What you can do:"), [_line(way, side, decision) for way in ways])
    if side == "seller":
        yield _(
            "If anybody asks you for money or a favour to take the complaint back, tell us. It "
            "does not count against you."
        )


def if_nothing_is_done(side: str, ways: Sequence[Way], *, is_down: bool) -> Iterator[Message]:
    """Say by when a seller answers, and what happens if nobody does."""
    if side != "seller" or not is_down:
        return
    answers = [way for way in ways if way.way == "answer"]
    if answers and answers[0].until is not None:
        yield _("Answer by %(due)s.", due=answers[0].until)
    if answers:
        yield _(
            "If you do nothing, the listing stays off sale. You can also answer later, for "
            "as long as the page behind the link below lets you."
        )
    else:
        yield _("If you do nothing, the listing stays off sale.")


def where(side: str, ways: Sequence[Way], page: str) -> Message:
    """Say on which page. A seller has the link at the end of its letter."""
    if side == "seller":
        return _(
            "To answer, to appeal, or to report that you were asked for money, use the link in our "
            "letter. You need no account."
        )
    if any(way.way in OURS for way in ways):
        return _(
            "To appeal or to write to us about this, sign in and use this page: %(page)s", page=page
        )
    return read_on(page)


def in_lines(heading: Message, lines: Sequence[Message]) -> Message:
    """Return one paragraph of a heading and lines below it."""
    parts = {f"line_{number}": line for number, line in enumerate([heading, *lines])}
    return Message("\n".join(f"%({name})s" for name in parts), parts)


def _line(way: Way, side: str, decision: str) -> Message:
    match way.way:
        case "answer":
            return _answer(way)
        case "internal_complaint":
            return _appeal(way, decision)
        case "dispute_body":
            return DISPUTE_BODY
        case "authority":
            return _(
                "- Complain to the authority that is responsible for the right (Art. 43 of the "
                "E-Commerce Law of China)."
            )
        case "tell_of_suit":
            return _(
                "- If you sue the seller, or complain to an authority about it, tell us, and send "
                "us what the court or the authority wrote."
            )
        case _:
            return _court(decision)


def _answer(way: Way) -> Message:
    if way.basis.startswith("17 U.S.C."):
        if way.until is None:
            return _(
                "- Send a counter-notice (17 U.S.C. 512(g)). The listing comes back 10 to 14 "
                "business days later, unless we hear that the complainant has sued."
            )
        return _(
            "- Send a counter-notice (17 U.S.C. 512(g)) by %(due)s. The listing comes back 10 to "
            "14 business days later, unless we hear that the complainant has sued.",
            due=way.until,
        )
    if way.basis.startswith("E-Commerce Law"):
        if way.until is None:
            return _(
                "- Send a declaration that you do not infringe (Art. 43 of the E-Commerce Law of "
                "China). The listing comes back if the complainant neither complains to an "
                "authority nor sues within 15 days of receiving it."
            )
        return _(
            "- Send a declaration that you do not infringe (Art. 43 of the E-Commerce Law of "
            "China) by %(due)s. The listing comes back if the complainant neither complains to an "
            "authority nor sues within 15 days of receiving it.",
            due=way.until,
        )
    if way.until is None:
        return _("- Answer the complaint. We read your answer and decide again.")
    return _(
        "- Answer the complaint by %(due)s. We read your answer and decide again.",
        due=way.until,
    )


def _appeal(way: Way, decision: str) -> Message:
    if decision == "not_processed" and way.until is None:
        return _(
            "- Appeal against being counted together with another account: the decision not to "
            "process complaints was made about that one. You can do so at any time while it holds. "
            "It costs nothing, and a different person decides."
        )
    if decision == "not_processed":
        return _(
            "- Appeal by %(day)s against our decision not to process complaints from your "
            "account: one appeal covers that decision and each complaint kept because of it. "
            "It costs nothing, and a different person decides.",
            day=way.until or "",
        )
    return _(
        "- Appeal by %(day)s. It costs nothing, and a different person decides.",
        day=way.until or "",
    )


def _court(decision: str) -> Message:
    if decision == "lapse":
        return _(
            "- File a new complaint with what was missing, or go to court. You can do so at any "
            "time."
        )
    if decision == "gone":
        return _(
            "- If the listing comes back, file a new complaint. You can go to court at any time."
        )
    if decision == "discard":
        return _("- File a new complaint, or go to court. You can do so at any time.")
    return _("- Go to court, at any time.")
