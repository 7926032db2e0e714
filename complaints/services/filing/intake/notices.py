"""A notice as it comes in, and its possible results. Plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from abuse.identity.origins import Origin
from complaints.models import Boycott, Complaint
from complaints.rules.authority.territories import Reach
from complaints.rules.filing.complaint_facts import NAMES
from complaints.rules.filing.targets import Target, WhereWrong, WrongTarget
from complaints.rules.law.raised_proof import ProofLack
from complaints.services.registry.keys import Facts


@dataclass(frozen=True, slots=True)
class Notice:
    """A complaint as it is filed: the members of the interchange object, under their names.

    `right_id` stands in place of `right` (and of `rights_holder`), `authorization_id` in place of
    `authorization`. `filer` is given by partners only. Dates are `date`s.
    `facts` are what the filer says in its own words, by name (rules/filing/complaint_facts.py).
    `complete` says that it came from a draft, so every question must be answered. `shown` are the
    identity attributes that the account itself shows, by a form (email, ip) or as its `contact`;
    `origins` are how a platform says that it knows what its `filer` shows, by kind.
    `territory_ground` says why the right binds where it is not registered: `ground` and `words`.
    `aside` are the targets that are known to be wrong, where its sender has these set aside, and
    None where one refuses the notice. `metadata` is the sender's own. `unanswered`
    says that nobody waits for the answer, as of a row of a file: no warning is shown by it.
    """

    basis: str
    targets: Sequence[Target]
    reference: str | None = None
    filer: Facts | None = None
    rights_holder: Facts | None = None
    right: Facts | None = None
    right_id: int | None = None
    authorization: Facts | None = None
    authorization_id: int | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    documents: Sequence[Facts] = ()
    channel: str | None = None
    answers: Mapping[str, str] | None = None
    declaration: Facts | None = None
    complete: bool = False
    shown: Facts | None = None
    origins: Mapping[str, Origin] = field(default_factory=dict)
    territory_ground: Facts | None = None
    aside: Sequence[WrongTarget] | None = None
    metadata: Mapping[str, str] | None = None
    unanswered: bool = False

    @classmethod
    def of(cls, members: Facts) -> Notice:
        """Return what a complaint's members state, with its facts gathered."""
        others = {name: value for name, value in members.items() if name not in NAMES}
        others["shown"] = others.pop("contact", others.get("shown"))
        said = (others.get("filer") or {}).get("origins") or {}
        others["origins"] = {kind: Origin(origin) for kind, origin in said.items()}
        if others.pop("wrong_targets", WhereWrong.REFUSE) == WhereWrong.SET_ASIDE:
            stated = others["targets"]
            others["aside"] = [each for each in stated if isinstance(each, WrongTarget)]
            others["targets"] = [each for each in stated if isinstance(each, Target)]
        return cls(**others, facts={name: members[name] for name in NAMES if name in members})


@dataclass(frozen=True, slots=True)
class Outcome:
    """The claim on a target; `duplicate` where it was open before."""

    claim_id: int
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Accepted:
    """The complaint was stored. `outcomes` are in the order of the targets; at least one is new.

    `authority_asked` says that nothing is taken down before the filer's authority is verified.
    `held_until` is until when nothing is, because somebody is to look at who files. `boycott` binds
    the filer and stops `kept` of the new claims; `lacks` are what more the others are asked for, by
    claim, and a person decides the rest in the lane.
    """

    complaint: Complaint
    outcomes: tuple[Outcome, ...]
    authority_asked: bool
    held_until: datetime | None = None
    boycott: Boycott | None = None
    kept: int = 0
    lacks: Mapping[int, Sequence[ProofLack]] = field(default_factory=dict)
    # Warnings that reached the filer by no other way: every answer to a filing shows them.
    warned: Sequence[Boycott] = ()
    # Where those claims hold that are processed, by claim.
    reaches: Mapping[int, Reach] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """All targets have open claims already: no complaint was stored; `outcomes` are these claims.

    `complaint` is the one that made the first of them. `reference` is the sender's own, None where
    it gave none.
    """

    complaint: Complaint
    outcomes: tuple[Outcome, ...]
    reference: str | None
    warned: Sequence[Boycott] = ()


@dataclass(frozen=True, slots=True)
class NotProcessed:
    """The complaint was stored with its time, and no claim of it is processed while the boycott
    binds."""

    complaint: Complaint
    boycott: Boycott
    outcomes: tuple[Outcome, ...]
    warned: Sequence[Boycott] = ()
