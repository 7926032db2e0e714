"""Letters about decisions: the text of a statement of reasons, to the filer or to the seller.

    letter = decided(Reasons(side="seller", restriction="removed", ...))

Each says what happened, why, by what ground, from whom it came and who decided, where and how long
it holds, and what its reader can do, by when and where. Sources: DSA Art. 17(3) and 16(5).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from complaints.words import Country, Fact, Listed, Message
from complaints.words import message as _
from complaints.words.letters import Letter, Paragraph
from complaints.words.letters.outcomes import appeal, happened, outcome, true_of
from complaints.words.letters.pages import NOTHING_TO_DO
from complaints.words.letters.reasons import Reasons
from complaints.words.letters.redress import ANSWER_THE_OTHER, can, if_nothing_is_done, where

ACCUSATIONS: Final = {
    "counterfeit": _("that the goods are counterfeit"),
    "trademark": _("that a trade mark is used without permission"),
    "copyright": _("that a work is used without permission"),
    "patent": _("that a patented invention is used without permission"),
    "design": _("that a protected design is used without permission"),
    "circumvention": _("that a protection against copying is bypassed"),
    "unauthorised_channel": _("that genuine goods are sold outside the maker's channel"),
    "other": _("that another right is infringed"),
}
LAWS: Final = {
    "counterfeit": _("trade mark law"),
    "trademark": _("trade mark law"),
    "copyright": _("copyright law"),
    "patent": _("patent law"),
    "design": _("design law"),
    "circumvention": _("copyright law"),
    "other": _("the law of the right"),
}
# What kind of notice it was, by the code of the regime; one of the house's own has no name.
NOTICES: Final = {
    "dmca": _("a notice under US copyright law, 17 U.S.C. 512(c)"),
    "ecl": _("a notice under Art. 42 of the E-Commerce Law of China"),
    "dsa": _("a notice under Art. 16 of the Digital Services Act"),
}
EVERYWHERE: Final = _("every place where it is offered")


def decided(reasons: Reasons) -> Letter:
    """Return the letter that tells one side what was decided, with the reasons."""
    return Letter(
        _(
            "Complaint %(reference)s: %(outcome)s",
            reference=reasons.reference,
            outcome=outcome(reasons),
        ),
        tuple(_happened(reasons)),
        why=tuple(_why(reasons)),
        means=tuple(_means(reasons)),
        can=tuple(_can(reasons)),
        by_when=tuple(if_nothing_is_done(reasons.side, reasons.ways, is_down=reasons.is_down)),
        where=(where(reasons.side, reasons.ways, reasons.page),),
    )


def _happened(reasons: Reasons) -> Iterator[Paragraph]:
    if reasons.result_of:
        yield _("The case at %(name)s has ended. We carry out its result.", name=reasons.result_of)
    elif reasons.decision in ("uphold", "overturn"):
        yield appeal(reasons)
    yield happened(reasons)
    yield "\n".join(f"- {each.address}" for each in reasons.listings)


def _why(reasons: Reasons) -> Iterator[Paragraph]:
    yield _("Why: %(reason)s", reason=reasons.reason)
    if reasons.note:
        yield reasons.note
    yield _alleged(reasons)
    yield from _answered(reasons)
    yield from _ground(reasons)
    yield from _origin(reasons)
    if reasons.decision != "gone":
        yield _decider(reasons)


def _means(reasons: Reasons) -> Iterator[Message]:
    yield from true_of(reasons.listings)
    if reasons.is_down:
        yield _extent(reasons)
    elif reasons.decision == "not_processed" and reasons.until:
        yield _("It lasts until %(day)s.", day=reasons.until)


def _can(reasons: Reasons) -> Iterator[Message]:
    if reasons.side == "seller" and not reasons.ways:
        # It asks nothing of the seller, and something else may.
        others = any(each.now.is_down for each in reasons.listings)
        yield ANSWER_THE_OTHER if others else NOTHING_TO_DO
        return
    yield from can(reasons.side, reasons.ways, decision=reasons.decision)


def _alleged(reasons: Reasons) -> Message:
    facts: dict[str, Fact] = {
        "day": reasons.filed_at.date(),
        "accusation": ACCUSATIONS[reasons.basis],
        "right": reasons.right,
    }
    if reasons.side == "filer":
        return _("Your complaint of %(day)s says %(accusation)s. The right: %(right)s.", **facts)
    if reasons.notifier is None:
        return _("A complaint of %(day)s says %(accusation)s. The right: %(right)s.", **facts)
    return _(
        "The complaint of %(day)s is by %(name)s. It says %(accusation)s. The right: %(right)s.",
        name=reasons.notifier,
        **facts,
    )


def _answered(reasons: Reasons) -> Iterator[Message]:
    if reasons.answer is None:
        return
    words, at = reasons.answer
    if reasons.side == "seller":
        yield _("You answered on %(day)s: %(answer)s", day=at.date(), answer=words)
    else:
        yield _("The seller answered on %(day)s: %(answer)s", day=at.date(), answer=words)


def _ground(reasons: Reasons) -> Iterator[Message]:
    if not reasons.is_decided:
        if reasons.decision == "restore":
            yield _(
                "We do this under %(article)s. It does not decide whether the listing infringes "
                "the right.",
                article=reasons.article,
            )
        return
    if not reasons.on_law:
        if reasons.is_down:
            yield _(
                "This decision is based on our rules for selling here, not on a law. The "
                "reason is given above."
            )
        else:
            yield _(
                "This decision is based on our rules for selling here, not on a law. We "
                "do not find that they are broken, for the reason given above."
            )
        return
    law: Message = LAWS[reasons.basis]
    if reasons.country:
        law = _("%(law)s (%(country)s)", law=law, country=Country(reasons.country))
    if reasons.is_outside:
        yield _("As far as we know, the right is not registered where the listing is offered.")
    if reasons.is_down:
        yield _(
            "This decision is based on %(law)s. We find that the right is infringed, for "
            "the reason given above.",
            law=law,
        )
    else:
        yield _(
            "This decision is based on %(law)s. We do not find that the right is "
            "infringed, for the reason given above.",
            law=law,
        )


def _origin(reasons: Reasons) -> Iterator[Message]:
    kinds = Listed(list(reasons.notice))
    if reasons.side == "filer":
        if reasons.notice:
            yield _("We dealt with it as %(kinds)s.", kinds=kinds)
    elif reasons.notice:
        yield _("This came to us as %(kinds)s. We did not look for it ourselves.", kinds=kinds)
    else:
        yield _("This came to us by a complaint. We did not look for it ourselves.")


def _decider(reasons: Reasons) -> Message:
    if reasons.decision == "not_processed":
        return _(
            "Two members of our staff decided, after a warning, that such complaints are not "
            "processed for a time. We have kept this complaint because of that decision. A "
            "program recognised that the decision covers it."
        )
    if reasons.automated:
        return _(
            "No person decided this: it happened automatically, by a rule or because a deadline "
            "passed."
        )
    return _(
        "A person decided this. We used no automated means to find the listing or to decide about "
        "it."
    )


def _extent(reasons: Reasons) -> Message:
    places: Fact = EVERYWHERE
    if reasons.territory:
        places = Listed([Country(code) for code in reasons.territory])
    if reasons.until:
        return _(
            "This applies in: %(places)s. It lasts until %(end)s, unless we hear by then that the "
            "complainant has gone to court or, where the law says so, to an authority; or until "
            "the complaint is withdrawn or a later decision, ours or a court's, changes it.",
            places=places,
            end=reasons.until,
        )
    return _(
        "This applies in: %(places)s. It lasts until the complaint is withdrawn or a later "
        "decision, ours or a court's, changes it.",
        places=places,
    )
