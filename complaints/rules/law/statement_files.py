"""A restriction of a seller as the DSA Transparency Database takes it: DSA Art. 24(5).

Built to the database's published source as of 24 June 2026 (github.com/digital-services-act/
transparency-database: StatementStoreRequest, GroupedSubmissionsService, Statement) and its page
"API and Schema". `docs/contract/statements.schema.json` says the same fields and limits.

What anybody typed goes out nowhere: each text is made of codes of the record, so that no name,
address or mailbox of a person can be in it. A notifier is named where Art. 17(3)(b) lets it be and
it is a company for sure. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from complaints.rules.decisions.reasons import BY_CODE, CHANNEL, LawOrTerms, ground_of
from complaints.rules.kinds import Basis, ListingKind
from complaints.rules.law.public_names import is_company
from complaints.rules.law.transparency import CATEGORIES, RIGHTS
from complaints.words import Country
from complaints.words import message as _
from complaints.words.labels import label

# So many statements go in one call.
BATCH: Final = 100
LONGEST_NAME: Final = 500
FIRST_CONTENT, FIRST_DECISION, LAST_DAY = date(2000, 1, 1), date(2020, 1, 1), date(2038, 1, 1)
# The countries that the database knows: those of the European Economic Area.
COUNTRIES: Final = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS",
    "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
NO_GROUND: Final = "It states no ground: neither a law nor our terms."
NO_DAY: Final = "A day of it is outside what the database takes."
_LAWS: Final = {
    Basis.COUNTERFEIT: "Trade mark law",
    Basis.TRADEMARK: "Trade mark law",
    Basis.COPYRIGHT: "Copyright law",
    Basis.PATENT: "Patent law",
    Basis.DESIGN: "Design law",
    Basis.CIRCUMVENTION: "Copyright law: technical protection",
    Basis.OTHER: "Other law of intellectual property",
}
_TERMS: Final = "Terms of the platform: what sellers may offer"
_STORES: Final = "Terms of the platform: stores that infringe again and again (DSA Art. 23(1))"

Statement = dict[str, Any]


class LeftOut(Exception):
    """A restriction that the database would refuse; the text says why."""


@dataclass(frozen=True, slots=True)
class TakenDown:
    """A listing that was taken down, as its statement of reasons has it. `listed_on` is the first
    day on which the listing is known to have been there, `country` whose law it is, where it is one
    country's; `territory` are the countries where it is down (empty: everywhere), `delivers_to`
    those to which it is delivered, where that is known. `is_flagged`: a trusted flagger complained
    of it in its field."""

    statement_id: int
    claim_id: int
    reason: str
    basis: Basis
    country: str | None
    territory: Collection[str]
    delivers_to: Collection[str] | None
    kind: ListingKind
    listed_on: date
    filed_at: datetime
    starts_at: datetime
    ends_at: datetime | None
    is_answered: bool
    notifier: str | None
    notifier_kind: str | None
    is_flagged: bool
    automated: bool


@dataclass(frozen=True, slots=True)
class Shut:
    """Stores of one seller that were suspended, or closed (`ends_at` is None). `upheld` is upon how
    many complaints that a person found right."""

    suspension_id: int
    territory: Collection[str]
    listed_on: date
    starts_at: datetime
    ends_at: datetime | None
    stores: int
    upheld: int


def of_listing(row: TakenDown, *, house: str) -> Statement:
    """Return the statement about a listing. `house` is the name of this database, so that two of a
    platform never give one identifier to two statements.

    Raises LeftOut, where it states no ground or a day that the database does not take.
    """
    reason = BY_CODE.get(row.reason)
    if reason is None:
        raise LeftOut(NO_GROUND)
    why = str(reason.words)
    answered = " The seller had answered." if row.is_answered else ""
    return {
        **_common(row.listed_on, row.starts_at, _scope(row)),
        "decision_visibility": ["DECISION_VISIBILITY_CONTENT_DISABLED"],
        **_ends("end_date_visibility_restriction", row.ends_at),
        **_ground(ground_of(reason, row.basis), row, why),
        **_keyword(row.basis),
        **_content(row.kind),
        "decision_facts": (
            f"A complaint of {row.filed_at.date()} accused a listing: "
            f"{label('basis', row.basis)}.{answered} {why}"
        ),
        **_source(row),
        "automated_decision": (
            "AUTOMATED_DECISION_FULLY" if row.automated else "AUTOMATED_DECISION_NOT_AUTOMATED"
        ),
        "puid": f"{house}-statement-{row.statement_id}-{row.claim_id}",
    }  # fmt: skip


def of_stores(row: Shut, *, house: str) -> Statement:
    """Return the statement about stores that were suspended or closed: the provision of the service
    ends there, and the seller's account for its letters stays. Raises LeftOut as `of_listing`."""
    part = "PARTIAL" if row.territory else "TOTAL"
    act = "TERMINATION" if row.ends_at is None else "SUSPENSION"
    explained = (
        f"Persons found {row.upheld} complaint(s) against listings of {row.stores} store(s) of one "
        "seller to be right. It goes on after a warning that reached the seller."
    )
    return {
        **_common(row.listed_on, row.starts_at, _within(row.territory)),
        "decision_provision": f"DECISION_PROVISION_{part}_{act}",
        **_ends("end_date_service_restriction", row.ends_at),
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": _STORES,
        "incompatible_content_explanation": explained,
        "content_type": ["CONTENT_TYPE_OTHER"],
        "content_type_other": "Online store",
        "decision_facts": f"{explained} Two persons decided it.",
        "source_type": "SOURCE_VOLUNTARY",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
        "puid": f"{house}-suspension-{row.suspension_id}",
    }


def _common(listed_on: date, starts_at: datetime, scope: list[str]) -> Statement:
    if not FIRST_CONTENT <= listed_on <= LAST_DAY:
        raise LeftOut(NO_DAY)
    if not FIRST_DECISION <= starts_at.date() <= LAST_DAY:
        raise LeftOut(NO_DAY)
    return {
        "category": RIGHTS,
        "territorial_scope": scope,
        "content_date": str(listed_on),
        "application_date": str(starts_at.date()),
        "automated_detection": "No",
    }


def _ends(name: str, at: datetime | None) -> Statement:
    if at is None:
        return {}
    if at.date() > LAST_DAY:
        raise LeftOut(NO_DAY)
    return {name: str(at.date())}


def _ground(ground: LawOrTerms, row: TakenDown, why: str) -> Statement:
    law = _LAWS.get(row.basis)
    if ground is LawOrTerms.LAW and law is not None:
        if row.country:
            law = str(_("%(law)s (%(country)s)", law=law, country=Country(row.country)))
        return {
            "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
            "illegal_content_legal_ground": law,
            "illegal_content_explanation": why,
        }
    return {
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": _TERMS,
        "incompatible_content_explanation": why,
    }


def _keyword(basis: Basis) -> Mapping[str, Any]:
    """Return by which words a report counts it: those of the template of Art. 15 and 24."""
    (category,) = (each for each in CATEGORIES[2:] if basis in each.bases)
    said: Statement = {"category_specification": [category.code]}
    return {**said, "category_specification_other": category.other} if category.other else said


def _content(kind: ListingKind) -> Statement:
    if kind is ListingKind.LISTING:
        return {"content_type": ["CONTENT_TYPE_PRODUCT"]}
    return {"content_type": ["CONTENT_TYPE_OTHER"], "content_type_other": "Page of a store"}


def _source(row: TakenDown) -> Statement:
    """Return where it came from. Who sells through which channel is no illegal content, and a
    complaint of it no notice under Art. 16."""
    said = {"source_type": "SOURCE_ARTICLE_16"}
    if row.basis in CHANNEL:
        said["source_type"] = "SOURCE_TYPE_OTHER_NOTIFICATION"
    elif row.is_flagged:
        said["source_type"] = "SOURCE_TRUSTED_FLAGGER"
    name = row.notifier
    if name and len(name) <= LONGEST_NAME and is_company(name, row.notifier_kind):
        said["source_identity"] = name
    return said


def _scope(row: TakenDown) -> list[str]:
    return _within(row.territory or row.delivers_to or ())


def _within(countries: Collection[str]) -> list[str]:
    """Return those of these countries that the database knows; of none named, each of its own."""
    return [code for code in COUNTRIES if code in countries] if countries else list(COUNTRIES)
