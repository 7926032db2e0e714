"""What a seller's counter-notice must state, by the kind of right and by the law that applies.

What a law asks for is in `rules/law/regimes`; here an answer is held against it. Pure: values in,
field errors out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from abuse.identity.keys import bare
from complaints.base.codes import Code
from complaints.base.errors import FieldError, invalid_fields
from complaints.rules.kinds import Basis, RightKind
from complaints.rules.law.regimes import HOUSE, Law, Need, RegimeCode, answer_texts
from complaints.rules.law.regimes.us_copyright import COPY_SINCE, JURISDICTION
from complaints.rules.sellers.completeness import COMPLETED_LATER, Lack, NumberedFact, lacks_of
from complaints.words import ENGLISH, Message
from complaints.words import message as _
from complaints.words.forms import STILL_TO_COME
from complaints.words.grounds import GROUNDS

DECLARE_ALL = _(
    "Tick each of these boxes to declare what it says. Your answer does not count without them."
)
# Accusations that depend on what only the seller can show: it is asked before a takedown.
HEARD_FIRST = frozenset({Basis.PATENT, Basis.UNAUTHORISED_CHANNEL})


class Ground(StrEnum):
    """Why the seller says that the complaint does not hold."""

    LICENCE = "licence"
    GENUINE = "genuine"
    OWN_RIGHT = "own_right"
    NOT_THE_GOODS = "not_the_goods"
    RIGHT_INVALID = "right_invalid"
    EARLIER = "earlier"
    PERMITTED_USE = "permitted_use"
    LISTING_MISTAKEN = "listing_mistaken"
    OTHER = "other"


_ALWAYS = (
    Ground.LICENCE, Ground.OWN_RIGHT, Ground.NOT_THE_GOODS, Ground.RIGHT_INVALID,
    Ground.LISTING_MISTAKEN, Ground.OTHER,
)  # fmt: skip
_BY_KIND: dict[RightKind, tuple[Ground, ...]] = {
    RightKind.TRADEMARK: (Ground.GENUINE, Ground.PERMITTED_USE, Ground.EARLIER),
    RightKind.COPYRIGHT: (Ground.GENUINE, Ground.PERMITTED_USE, Ground.EARLIER),
    RightKind.PATENT: (Ground.GENUINE, Ground.EARLIER),
    RightKind.DESIGN: (Ground.GENUINE, Ground.EARLIER),
    RightKind.OTHER: (Ground.GENUINE, Ground.PERMITTED_USE, Ground.EARLIER),
}


# Below this nobody can be called: the shortest numbers that a shop has, a Chinese 95 number or one
# of a small country, have five digits.
FEWEST_DIGITS = 5
# How long a seller can take its answer back once it was told that a copy goes to the complainant,
# where it was promised another thing as it signed.
TO_TAKE_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SellerContact:
    """The name and contact of the seller who answers, kept sealed. The filer sees only the name;
    name, address and telephone where 17 U.S.C. 512(g)(2)(B) gives it a copy of the answer.

    `registration` is the number of its business, by which it is known who it is.
    """

    name: str
    email: str | None = None
    phone: str | None = None
    address: str | None = field(default=None, repr=False)
    registration: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A counter-notice. `grounds` is the answer in one sentence; None for the ground's own.

    `contact` is an address that the seller chose to give to the filer; where it is None, we pass
    letters between the two on. The declarations were read in `language`; `documents` is the number
    of documents sent with it, `shows` what they show by the seller's word, `facts` are numbers that
    can be looked up.
    """

    ground: Ground
    statement: str
    seller: SellerContact
    grounds: str | None = None
    party: str | None = None
    reference: str | None = None
    dated_on: date | None = None
    contact: str | None = None
    declarations: frozenset[str] = frozenset()
    language: str = ENGLISH
    documents: int = 0
    facts: tuple[NumberedFact, ...] = ()
    shows: frozenset[Lack] = frozenset()

    @property
    def in_short(self) -> Message | str:
        return self.grounds or GROUNDS[self.ground].short


def grounds_for(kind: RightKind) -> tuple[Ground, ...]:
    """Return the grounds that a seller can choose from, in the order in which they are shown."""
    ours = {*_ALWAYS, *_BY_KIND[kind]}
    return tuple(ground for ground in Ground if ground in ours)


def form_of(laws: Collection[Law]) -> RegimeCode | None:
    """Return the statute whose form an answer to claims of these laws takes, None for ours.

    The regime that leads a claim decides, as it does for the notice. Where several do, the answer
    holds what each asks for, and the first of them names it.
    """
    leading = {law.leading.code for law in laws if law.leading.answer_texts}
    return next((code for code in RegimeCode if code in leading - {RegimeCode.HOUSE}), None)


def asked_of(laws: Collection[Law]) -> frozenset[Need]:
    """Return what an answer to claims of these laws must hold."""
    regimes = {HOUSE, *(law.leading for law in laws)}
    return frozenset(asked.need for regime in regimes for asked in regime.answer)


def require_valid(answer: Answer, kind: RightKind, laws: Collection[Law], today: date) -> None:
    """Refuses with: invalid-request, with a pointer to everything that is wrong."""
    wrong = list(check_answer(answer, kind, laws, today))
    if wrong:
        raise invalid_fields(wrong)


def check_answer(
    answer: Answer, kind: RightKind, laws: Collection[Law], today: date
) -> Iterator[FieldError]:
    """Yield everything that is wrong with an answer to claims of these laws."""
    yield from _ground(answer, kind, today)
    yield from _reachable(answer, asked_of(laws))
    yield from _declared(answer.declarations, laws)
    yield from _private(answer)


def _ground(answer: Answer, kind: RightKind, today: date) -> Iterator[FieldError]:
    if answer.ground not in grounds_for(kind):
        yield FieldError(
            "/ground",
            Code.DOES_NOT_FIT,
            _("This answer does not fit this kind of right."),
            {"allowed": [str(each) for each in grounds_for(kind)]},
        )
    if answer.dated_on is not None and answer.dated_on > today:
        yield FieldError("/dated_on", Code.IN_THE_FUTURE, STILL_TO_COME)


def _reachable(answer: Answer, asked: Collection[Need]) -> Iterator[FieldError]:
    seller = answer.seller
    if Need.CONTACT in asked and not (seller.email or seller.phone):
        yield FieldError(
            "/seller/email",
            Code.ONE_OF_THESE,
            _("Enter an email address or a telephone number."),
            {"members": ["email", "phone"]},
        )
    if Need.ADDRESS in asked and not seller.address:
        yield FieldError(
            "/seller/address", Code.REQUIRED, _("Enter your postal address. The law asks for it.")
        )
    if Need.PHONE in asked and not seller.phone:
        yield FieldError(
            "/seller/phone", Code.REQUIRED, _("Enter your telephone number. The law asks for it.")
        )
    elif seller.phone and sum(sign.isdecimal() for sign in seller.phone) < FEWEST_DIGITS:
        yield FieldError(
            "/seller/phone",
            Code.WRONG_FORMAT,
            _("Enter a telephone number with its digits, for example +86 138 1234 5678."),
            {"format": "phone"},
        )


def lacks_in(answer: Answer, laws: Collection[Law]) -> tuple[Lack, ...]:
    """Return what an answer to claims of these laws lacks, and is asked for once it is here."""
    return lacks_of(
        asked_of(laws),
        name=answer.seller.name,
        registration=answer.seller.registration,
        facts=answer.facts,
        shows=answer.shows,
        documents=answer.documents,
    )


def asks_to_complete(laws: Collection[Law]) -> bool:
    """Say whether an answer to claims of these laws must show who answers, and evidence."""
    return any(need in COMPLETED_LATER for need in asked_of(laws))


def knew_of_copy(declarations: Sequence[Mapping[str, str]]) -> bool:
    """Say whether who signed these texts read in them that the complainant gets a copy with name,
    address and telephone number. Until revision 0030 it was promised that they stay with us."""
    return any(
        text["code"] == JURISDICTION.code and text["version"] >= COPY_SINCE for text in declarations
    )


def _declared(declared: Collection[str], laws: Collection[Law]) -> Iterator[FieldError]:
    if not {text.code for text in answer_texts(laws)} <= set(declared):
        yield FieldError(
            "/declarations",
            Code.NOT_AGREED,
            DECLARE_ALL,
        )


def _private(answer: Answer) -> Iterator[FieldError]:
    """Yield an error where a text for the filer contains the seller's postal address or telephone
    number."""
    kept = [bare(part) for part in (answer.seller.address, answer.seller.phone) if part]
    read_by_filer = {
        "/statement": answer.statement,
        "/contact": answer.contact,
        "/grounds": answer.grounds,
        "/party": answer.party,
        "/reference": answer.reference,
    }
    for pointer, text in read_by_filer.items():
        plain = bare(text or "")
        if any(len(private) > 5 and private in plain for private in kept):
            yield FieldError(
                pointer,
                Code.PRIVATE_DATA,
                _(
                    "Remove your own postal address or telephone number: the complainant "
                    "reads this."
                ),
            )
