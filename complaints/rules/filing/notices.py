"""What a notice must hold, by the laws of its claims: the same at every door.

What a law asks for is in `rules/law/regimes`; here a notice is held against it. A statute's wishes
stand; a platform may relax our own (`LawPolicy`). It judges form, never merit. Pure: values in,
field errors out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from complaints.base.codes import Code
from complaints.base.errors import FieldError
from complaints.rules.filing.questions import questions_of
from complaints.rules.kinds import DocumentKind, IdentityKind, RightKind
from complaints.rules.law.regimes import Asked, Law, Need, notice_texts
from complaints.rules.policy.law_policy import LawPolicy
from complaints.words import Listed, Message
from complaints.words import message as _

# By which attributes of an account a need of contact is met: one of them is enough.
CONTACTS: Final[Mapping[Need, frozenset[IdentityKind]]] = {
    Need.CONTACT: frozenset({IdentityKind.EMAIL, IdentityKind.PHONE, IdentityKind.ADDRESS}),
    Need.EMAIL: frozenset({IdentityKind.EMAIL}),
    Need.PHONE: frozenset({IdentityKind.PHONE}),
    Need.ADDRESS: frozenset({IdentityKind.ADDRESS}),
}
NOT_SIGNED = _("Read the declarations and sign them with your name.")
NOT_AGREED = _("Agree to each of the declarations. You cannot file a complaint without them.")
OUR_RULES = _("our rules")
# Kinds of rights that a register has under a number.
REGISTERED: Final = frozenset({RightKind.TRADEMARK, RightKind.PATENT, RightKind.DESIGN})


@dataclass(frozen=True, slots=True)
class Held:
    """What a notice holds. `agreed` are the codes of the signed texts, None where nothing was
    signed; `contacts` the attributes by which the filer can be reached; `is_holder_named` says that
    the rights holder is: the account itself or another; `is_work_named` that the work has a
    title or a number; `is_shown` that there is prima facie evidence (`shows`); `is_explained` that
    the filer says why it infringes (`explains`); `is_least` that our own declaration is not asked
    for (`asks_least`)."""

    agreed: Collection[str] | None = None
    contacts: Collection[str] = ()
    is_holder_named: bool = True
    is_work_named: bool = True
    is_shown: bool = False
    is_explained: bool = False
    is_least: bool = False


@dataclass(frozen=True, slots=True)
class Pointers:
    """Where the sender may mend what is missing: a partner states the contact of its filer."""

    contact: str = "/contact"
    holder: str = "/rights_holder"
    work: str = "/right/title"


def asked_of(laws: Iterable[Law], policy: LawPolicy) -> dict[Need, list[Asked]]:
    """Return what the laws of a complaint's claims ask of its notice, and each by whose word:
    those that lead, those that add, and our own rules as far as the policy keeps them."""
    regimes = {regime: None for law in laws for regime in law.regimes}
    asked: dict[Need, list[Asked]] = {}
    for regime in regimes:
        for each in regime.notice:
            if not (each.is_ours and _is_relaxed(each.need, policy)):
                asked.setdefault(each.need, []).append(each)
    return asked


def _is_relaxed(need: Need, policy: LawPolicy) -> bool:
    kept = {Need.SIGNATURE: policy.notice_signed, Need.CONTACT: policy.notice_contact}
    return not kept.get(need, 1)


def shows(basis: str, answers: Mapping[str, str], papers: Collection[str]) -> bool:
    """Say whether a notice has prima facie evidence: a paper sent as evidence, or an answer that
    says what in the listing shows the infringement. A certificate shows the right alone."""
    return DocumentKind.EVIDENCE in papers or _is_answered(basis, answers)


def explains(basis: str, answers: Mapping[str, str], statement: str | None) -> bool:
    """Say whether a notice explains why the listing infringes: in the filer's own words, or by an
    answer that says what in the listing shows it. A paper alone explains nothing."""
    return bool((statement or "").strip()) or _is_answered(basis, answers)


def _is_answered(basis: str, answers: Mapping[str, str]) -> bool:
    said = (each.name for each in questions_of(basis).questions if each.shows_it)
    return any(answers.get(name, "").strip() for name in said)


def check_notice(
    laws: Sequence[Law], held: Held, policy: LawPolicy, at: Pointers | None = None
) -> Iterator[FieldError]:
    """Yield an error for each need that the notice does not meet."""
    at = at or Pointers()
    asked = asked_of(laws, policy)
    yield from _signed(laws, held, asked.get(Need.SIGNATURE, ()))
    unmet = [need for need in CONTACTS if need in asked and not CONTACTS[need] & {*held.contacts}]
    # Which one is asked for says more than that one is.
    for need in unmet if unmet == [Need.CONTACT] else [n for n in unmet if n is not Need.CONTACT]:
        yield _unreachable(need, asked[need], at)
    if Need.IDENTITY in asked and not held.is_holder_named:
        yield FieldError(
            at.holder,
            Code.REQUIRED,
            _(
                "Name the rights holder, with your own name where the right is yours. This is "
                "asked for by: %(laws)s.",
                laws=_by(asked[Need.IDENTITY]),
            ),
            {"laws": _named(asked[Need.IDENTITY])},
        )
    if Need.WORK in asked and not held.is_work_named:
        yield FieldError(
            at.work,
            Code.REQUIRED,
            _(
                "Name the work: its title, or the number under which it is registered. This is "
                "asked for by: %(laws)s.",
                laws=_by(asked[Need.WORK]),
            ),
            {"laws": _named(asked[Need.WORK])},
        )
    yield from _reasoned(held, asked)


def check_registered(
    kind: str, number: str | None, jurisdiction: str | None
) -> Iterator[FieldError]:
    """Yield an error for what of a registered right somebody without an account leaves out, where
    more is asked for than Art. 16(2) DSA lists."""
    if kind not in REGISTERED:
        return
    lacks = _("Enter the number under which the right is registered, and where.")
    for name, value in (("number", number), ("jurisdiction", jurisdiction)):
        if not value:
            yield FieldError(f"/right/{name}", Code.REQUIRED, lacks)


def _reasoned(held: Held, asked: Mapping[Need, Sequence[Asked]]) -> Iterator[FieldError]:
    if Need.EVIDENCE in asked and not held.is_shown:
        yield FieldError(
            "/documents",
            Code.REQUIRED,
            _(
                "Add prima facie evidence: a document of the kind “evidence”, or answers to the "
                "questions that say what in the listing infringes. This is asked for by: %(laws)s.",
                laws=_by(asked[Need.EVIDENCE]),
            ),
            {"laws": _named(asked[Need.EVIDENCE])},
        )
    if Need.EXPLANATION in asked and not held.is_explained:
        yield FieldError(
            "/statement",
            Code.REQUIRED,
            _(
                "Say why each listing infringes: in “statement”, or by answers to the questions "
                "that say what in the listing infringes. This is asked for by: %(laws)s.",
                laws=_by(asked[Need.EXPLANATION]),
            ),
            {"laws": _named(asked[Need.EXPLANATION])},
        )


def _signed(laws: Sequence[Law], held: Held, asked: Sequence[Asked]) -> Iterator[FieldError]:
    """Whoever signs agrees to every text, also where a signature is not asked for."""
    if held.agreed is None:
        if asked:
            yield FieldError(
                "/declaration",
                Code.REQUIRED,
                _("%(sign)s This is asked for by: %(laws)s.", sign=NOT_SIGNED, laws=_by(asked)),
                {"laws": _named(asked)},
            )
    elif {text.code for text in notice_texts(laws, least=held.is_least)} - {*held.agreed}:
        yield FieldError("/declaration/agreed", Code.NOT_AGREED, NOT_AGREED)


def _unreachable(need: Need, asked: Sequence[Asked], at: Pointers) -> FieldError:
    name = {Need.EMAIL: "/email", Need.PHONE: "/phone", Need.ADDRESS: "/address"}.get(need, "")
    sentences: dict[Need, Message] = {
        Need.EMAIL: _("Give the filer’s email address."),
        Need.PHONE: _("Give the filer’s telephone number."),
        Need.ADDRESS: _("Give the filer’s postal address."),
        Need.CONTACT: _("Say how to reach the filer: an email address, a telephone number or a "
                        "postal address."),
    }  # fmt: skip
    return FieldError(
        f"{at.contact}{name}",
        Code.REQUIRED,
        _("%(sign)s This is asked for by: %(laws)s.", sign=sentences[need], laws=_by(asked)),
        {"laws": _named(asked)},
    )


def _named(asked: Sequence[Asked]) -> list[str]:
    return sorted({each.basis for each in asked if not each.is_ours})


def _by(asked: Sequence[Asked]) -> Listed:
    in_order = sorted(asked, key=lambda each: each.is_ours)
    return Listed([OUR_RULES if each.is_ours else each.basis for each in in_order])
