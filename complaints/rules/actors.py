"""Who acts, and what they may do.

A staff member is a person; a key belongs to a person, a filer or a partner. Rules that ask for a
second pair of eyes compare persons, never keys.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum

from complaints.base.errors import Refusal, not_found
from complaints.storage.links import SellerOf
from complaints.words import Listed, Message
from complaints.words import message as _

# The source of filers whose account was opened here, by an operator.
LOCAL = "local"


class ActorKind(StrEnum):
    PERSON = "person"
    FILER = "filer"
    PARTNER = "partner"
    SELLER = "seller"
    SYSTEM = "system"


class HandKind(StrEnum):
    """By what an actor acted: the ledger names it beside the side that was acted for."""

    LOG_IN = "log_in"
    KEY = "key"
    LINK = "link"
    COMMAND = "command"


class PersonRole(StrEnum):
    """Counsel is somebody from outside who judges appeals of cases about filers, and nothing
    else."""

    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    COUNSEL = "counsel"


class Role(StrEnum):
    """Parts that an actor can play in a state machine (`Step.by`)."""

    FILER = "filer"
    SELLER = "seller"
    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    COUNSEL = "counsel"
    CLOCK = "clock"


class Scope(StrEnum):
    """What a key is good for.

    A partner's are apart by side: to file for filers; to take letters to sellers out and deliver
    them, to speak for sellers, and to carry decisions out, on the marketplaces that it runs. The
    operator's own mail server, which says which letters bounced, is on no side.
    """

    FILE = "file"
    FILE_ON_BEHALF = "file_on_behalf"
    DELIVER = "deliver"
    SPEAK_FOR_SELLERS = "speak_for_sellers"
    ENFORCE = "enforce"
    REPORT_BOUNCES = "report_bounces"
    DECIDE = "decide"
    REVIEW = "review"
    READ = "read"
    JUDGE_APPEALS = "judge_appeals"
    ADMINISTER = "administer"


OWNER_SCOPES: dict[ActorKind, frozenset[Scope]] = {
    ActorKind.FILER: frozenset({Scope.FILE, Scope.READ}),
    ActorKind.PARTNER: frozenset(
        {
            Scope.FILE_ON_BEHALF,
            Scope.DELIVER,
            Scope.SPEAK_FOR_SELLERS,
            Scope.ENFORCE,
            Scope.REPORT_BOUNCES,
            Scope.READ,
        }
    ),
    ActorKind.PERSON: frozenset(
        {Scope.DECIDE, Scope.REVIEW, Scope.READ, Scope.JUDGE_APPEALS, Scope.ADMINISTER}
    ),
}
# The part that a person of each role plays: an administrator judges as a supervisor does.
PARTS: dict[PersonRole, Role] = {
    PersonRole.REVIEWER: Role.REVIEWER,
    PersonRole.SUPERVISOR: Role.SUPERVISOR,
    PersonRole.ADMINISTRATOR: Role.SUPERVISOR,
    PersonRole.COUNSEL: Role.COUNSEL,
}
# What no role but this one may.
ADMINISTRATORS_OWN = frozenset({Scope.ADMINISTER})
# What a partner may on the marketplaces that it runs: the other side of whoever files.
SELLERS_SIDE = frozenset({Scope.DELIVER, Scope.SPEAK_FOR_SELLERS, Scope.ENFORCE})
# What a key is given only where it is asked for.
ONLY_WHERE_NAMED = ADMINISTRATORS_OWN | SELLERS_SIDE | {Scope.REPORT_BOUNCES}


@dataclass(frozen=True, slots=True)
class Hand:
    """By what somebody acted: a log-in, a key or a link by its id; a command, without one."""

    kind: HandKind
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts: `id` is the id of the row of its kind, 0 for the system.

    A seller is known by the link that it holds (`seller_of`); its `id` is its store's or, where
    that is not known, minus the claim's. `hand` is by what it acted; None for the clock and for
    what the service does by itself. `only_filers` are the references to which a partner's key is
    cut; None: all that it files for.
    """

    kind: ActorKind
    id: int
    role: Role
    scopes: frozenset[Scope] = field(default_factory=frozenset)
    key_id: int | None = None
    seller_of: SellerOf | None = None
    other_hand: Hand | None = None
    only_filers: frozenset[str] | None = None

    @property
    def hand(self) -> Hand | None:
        return Hand(HandKind.KEY, self.key_id) if self.key_id is not None else self.other_hand

    @property
    def link_id(self) -> int | None:
        """The link in a letter by which the actor acts, None where it acts by anything else."""
        by_link = self.hand is not None and self.hand.kind is HandKind.LINK
        return self.hand.id if self.hand and by_link else None

    def by(self, kind: HandKind, id_: int | None = None) -> Actor:
        """Return the same actor, acting by this log-in, link or command."""
        return replace(self, other_hand=Hand(kind, id_))

    def on_sellers_side(self) -> Actor:
        """Return a partner as it acts for sellers; anybody else unchanged.

        A partner's role is the side that it acts on: what it sees and may do hangs on that.
        """
        return replace(self, role=Role.SELLER) if self.kind is ActorKind.PARTNER else self

    @property
    def is_notifier(self) -> bool:
        """Whether it is a filer that came in by the link of a letter: it has no key's scope, and
        what it may is said where it may (`notices=True` of a route, NOTIFIERS of a page)."""
        return self.kind is ActorKind.FILER and self.key_id is None and not self.scopes

    @property
    def is_staff(self) -> bool:
        """Whether it works here. Counsel does not: it judges appeals, and sees those cases."""
        return self.kind is ActorKind.PERSON and not self.is_counsel

    @property
    def reads_as_staff(self) -> bool:
        """Whether it reads what staff read: staff do, and the operator, who has the database."""
        return self.is_staff or self.kind is ActorKind.SYSTEM

    @property
    def is_rule(self) -> bool:
        """Whether a program decides by its own rules: its key decides and may not review."""
        return self.is_staff and Scope.REVIEW not in self.scopes

    @property
    def is_counsel(self) -> bool:
        return self.role is Role.COUNSEL

    @property
    def person_id(self) -> int | None:
        return self.id if self.kind is ActorKind.PERSON else None

    @property
    def filer_id(self) -> int | None:
        return self.id if self.kind is ActorKind.FILER else None

    @property
    def partner_id(self) -> int | None:
        return self.id if self.kind is ActorKind.PARTNER else None

    def require(self, scope: Scope) -> None:
        """Refuses with: forbidden, where the key was not given `scope`."""
        if scope not in self.scopes:
            raise Refusal(
                "forbidden",
                _(
                    "This key does not have the scope “%(scope)s”. Ask for one that has.",
                    scope=str(scope),
                ),
                needed=str(scope),
            )

    def require_filer(self, reference: str) -> None:
        """Refuses with: forbidden, where the key is cut to other filers."""
        if self.only_filers is not None and reference not in self.only_filers:
            raise Refusal(
                "forbidden",
                _(
                    "This key is for named filers only, and “%(reference)s” is none of them. Ask "
                    "the operator for a key that is.",
                    reference=reference,
                ),
            )

    def require_no_more_than(self, scopes: Collection[str] | None) -> None:
        """Refuses with: scope-not-yours, for a scope that this key was not given itself."""
        if scopes is not None and not set(scopes) <= {str(scope) for scope in self.scopes}:
            raise Refusal(
                "scope-not-yours",
                _(
                    "This key can make and revoke keys with: %(scopes)s.",
                    scopes=Listed(sorted(self.scopes)),
                ),
            )


# Somebody without an account: sees nothing, may nothing.
VISITOR = Actor(ActorKind.SELLER, 0, Role.SELLER, frozenset())
SYSTEM = Actor(ActorKind.SYSTEM, 0, Role.CLOCK, frozenset(Scope))


def person(person_id: int, role: PersonRole, *, key_id: int | None = None) -> Actor:
    """Return the actor for a staff member or counsel with everything that the role may do."""
    scopes = OWNER_SCOPES[ActorKind.PERSON]
    if role is PersonRole.COUNSEL:
        scopes = frozenset({Scope.JUDGE_APPEALS})
    elif role is not PersonRole.ADMINISTRATOR:
        scopes -= ADMINISTRATORS_OWN
    return Actor(ActorKind.PERSON, person_id, PARTS[role], scopes, key_id)


def filer(filer_id: int, *, key_id: int | None = None) -> Actor:
    """Return the actor for a filer's own account."""
    return Actor(ActorKind.FILER, filer_id, Role.FILER, OWNER_SCOPES[ActorKind.FILER], key_id)


def notifier(filer_id: int) -> Actor:
    """Return the actor for a filer that came in by the link of a letter."""
    return replace(filer(filer_id), scopes=frozenset())


def partner(partner_id: int, *, key_id: int | None = None) -> Actor:
    """Return the actor for a partner system; on the side of the filers that it files for."""
    scopes = OWNER_SCOPES[ActorKind.PARTNER]
    return Actor(ActorKind.PARTNER, partner_id, Role.FILER, scopes, key_id)


def seller(of: SellerOf) -> Actor:
    """Return the actor for the holder of a seller's link: without scopes, it sees only its
    claims."""
    return Actor(ActorKind.SELLER, of.store_id or -(of.claim_id or 0), Role.SELLER, seller_of=of)


def require_staff(actor: Actor) -> None:
    """Refuses with: not-found, unless the actor is staff."""
    if not actor.is_staff:
        raise not_found(_("page"))


def require_judge(actor: Actor) -> None:
    """Refuses with: not-found, unless the actor is staff or counsel."""
    if actor.person_id is None:
        raise not_found(_("page"))


def require_another_person(actor: Actor, earlier: Collection[int | None], what: Message) -> None:
    """Refuses with: second-person-needed, where the actor took an earlier part in `what`."""
    if actor.person_id is None or actor.person_id in earlier:
        raise Refusal(
            "second-person-needed",
            _(
                "%(what)s needs a person who took no earlier part in it. Ask a colleague.",
                what=what,
            ),
        )
