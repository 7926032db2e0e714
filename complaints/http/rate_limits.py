"""How much an account may ask of the API: whoever asks more is refused before anything is done.

All keys of an account share its limits; whoever asks without a key has those of its network. A
partner has five times as much, and each filer that it files for no more than an account of its own,
so that one filer's burst leaves the others their share. Who owns a key that was good is remembered,
so that a refusal reads no database; a key that was wrong is counted by itself, and new wrong ones
by the network that they come from.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final, Generic, NamedTuple, TypeVar

from flask import Flask, Request, Response, current_app, request

from complaints.base.errors import Refusal
from complaints.http import identity
from complaints.http.buckets import Bucket, Buckets, Shortage
from complaints.rules.actors import Actor, ActorKind
from complaints.settings.rate_limits import LimitName, Quota
from complaints.storage.vault import hash_secret
from complaints.words import Message, counted

TIMES_OF_PARTNER = 5
# What each filer of a partner may take of the partner's `file`.
EACH_FILER: Final = "file-filer"
# Keys that are remembered, good ones and wrong ones.
MOST_KEYS = 10_000
_KEPT: Final = "cleanhands.limits"


class KeyOwner(NamedTuple):
    """Whose a key is."""

    kind: ActorKind
    id: int


@dataclass(frozen=True, slots=True)
class LimitLevel:
    """How much of a limit an account has left. `left` is None where it depends on the filer."""

    name: str
    quota: int
    window: int
    left: int | None


Known = TypeVar("Known")
Clock = Callable[[], int]


class _Keys(Generic[Known]):
    """What is known of keys by their digests, those used last; several threads may ask at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: OrderedDict[str, Known] = OrderedDict()

    def get(self, digest: str) -> Known | None:
        with self._lock:
            known = self._known.get(digest)
            if known is not None:
                self._known.move_to_end(digest)
            return known

    def keep(self, digest: str, known: Known) -> None:
        with self._lock:
            self._known[digest] = known
            self._known.move_to_end(digest)
            if len(self._known) > MOST_KEYS:
                self._known.popitem(last=False)

    def drop(self, digest: str) -> None:
        with self._lock:
            self._known.pop(digest, None)


class Limiter:
    """What the accounts of one process have asked for. `clock` gives nanoseconds."""

    def __init__(self, quotas: Mapping[LimitName, Quota], clock: Clock) -> None:
        self.clock = clock
        self._quotas = quotas
        self._buckets = Buckets()
        self._owners: _Keys[KeyOwner] = _Keys()
        self._wrong: _Keys[bool] = _Keys()

    def owner_of(self, digest: str) -> KeyOwner | None:
        """Return whose a key was when it was last used, None where that is not known."""
        return self._owners.get(digest)

    def note_good(self, digest: str, owner: KeyOwner) -> None:
        """Remember whose a key is."""
        self._owners.keep(digest, owner)

    def note_wrong(self, digest: str, network: str) -> None:
        """Count a key that is none, or is none any more."""
        self._buckets.take(self._tries(digest, network), 1, now=self.clock())
        self._owners.drop(digest)
        self._wrong.keep(digest, True)

    def require_try(self, digest: str, network: str) -> None:
        """Refuses with: rate-limited, where too many wrong keys came from a network, or this one
        came too often."""
        met = self._buckets.short(self._tries(digest, network), 1, now=self.clock())
        if met is not None:
            raise _refusal(met)

    def buckets_of(
        self, owner: KeyOwner, name: LimitName, filer: str | None = None
    ) -> list[Bucket]:
        """Return what an account takes from, for one of its filers where a partner names it; none
        where nothing is counted."""
        quota = self._quotas.get(name)
        if quota is None or name is LimitName.WRONG_KEYS:
            return []
        whose = f"{owner.kind}-{owner.id}"
        if owner.kind is not ActorKind.PARTNER:
            return [Bucket(name, whose, quota)]
        whole = Bucket(name, whose, quota.times(TIMES_OF_PARTNER))
        return [whole] if filer is None else [whole, Bucket(EACH_FILER, f"{whose}/{filer}", quota)]

    def buckets_of_network(self, network: str, name: LimitName) -> list[Bucket]:
        """Return what a network takes from that asks without a key."""
        quota = self._quotas.get(name)
        return [] if quota is None else [Bucket(name, f"network-{network}", quota)]

    def take(self, buckets: Sequence[Bucket]) -> None:
        """Take a unit of each. Refuses with: rate-limited, and takes none, where one has none."""
        met = self._buckets.take(buckets, 1, now=self.clock())
        if met is not None:
            raise _refusal(met)

    def require(self, buckets: Sequence[Bucket], units: int) -> None:
        """Refuses with: rate-limited, where one has fewer units left, and is not full."""
        for bucket in buckets:
            enough = min(units, bucket.quota.most)
            met = self._buckets.short([bucket], enough, now=self.clock())
            if met is not None:
                raise _refusal(met)

    def header_fields(self, buckets: Sequence[Bucket]) -> dict[str, str]:
        """Return what tells a client of these (draft-ietf-httpapi-ratelimit-headers-10)."""
        now = self.clock()
        policies, levels = [], []
        for bucket in buckets:
            level = self._buckets.level(bucket, now=now)
            policies.append(f'"{bucket.name}";q={bucket.quota.most};w={bucket.quota.seconds}')
            more = f";t={level.more_in}" if level.more_in else ""
            levels.append(f'"{bucket.name}";r={level.left}{more}')
        return {"RateLimit-Policy": ", ".join(policies), "RateLimit": ", ".join(levels)}

    def shares(self, owner: KeyOwner) -> list[LimitLevel]:
        """Return the limits of an account, and what it has left of each."""
        shares = []
        for name in self._quotas:
            for bucket in self.buckets_of(owner, name):
                left = self._buckets.level(bucket, now=self.clock()).left
                shares.append(LimitLevel(name, bucket.quota.most, bucket.quota.seconds, left))
        each = self._quotas.get(LimitName.FILE)
        if owner.kind is ActorKind.PARTNER and each is not None:
            shares.append(LimitLevel(EACH_FILER, each.most, each.seconds, None))
        return shares

    def _tries(self, digest: str, network: str) -> list[Bucket]:
        quota = self._quotas.get(LimitName.WRONG_KEYS)
        if quota is None:
            return []
        is_known = self._wrong.get(digest) is not None
        return [Bucket(LimitName.WRONG_KEYS, digest if is_known else network, quota)]


def install(
    app: Flask, quotas: Mapping[LimitName, Quota], clock: Clock = time.monotonic_ns
) -> None:
    """Give an application its limits, all of them unused."""
    app.extensions[_KEPT] = Limiter(quotas, clock)


def limiter() -> Limiter:
    """Return the limits of the application that answers this request."""
    kept: Limiter = current_app.extensions[_KEPT]
    return kept


def admit(
    asked: Request, token: str, find_actor: Callable[[], Actor], name: LimitName, *, files: bool
) -> Actor:
    """Return who acts by a key, as `find_actor` finds it, with one unit of a limit taken.

    `files`: the request is refused too where nothing may be filed. Refuses with: rate-limited; as
    `find_actor` does.
    """
    limits, digest = limiter(), hash_secret(token)
    owner, network = limits.owner_of(digest), identity.network_of(asked)
    if owner is None:
        limits.require_try(digest, network)
    else:
        # The log names also whoever is refused.
        asked.environ["cleanhands.owner"] = f"{owner.kind}:{owner.id}"
        _take(limits, owner, name, files=files)
    try:
        actor = find_actor()
    except Refusal as refusal:
        if refusal.slug == "unauthorised":
            limits.note_wrong(digest, network)
        raise
    if owner is None:
        limits.note_good(digest, owner_of(actor))
        _take(limits, owner_of(actor), name, files=files)
    return actor


def admit_anyone(asked: Request, name: LimitName) -> None:
    """Take one unit of a limit for whoever asks without a key: it is its network's.

    Refuses with: rate-limited.
    """
    limits = limiter()
    buckets = limits.buckets_of_network(identity.network_of(asked), name)
    show_limits(buckets)
    limits.take(buckets)


def _take(limits: Limiter, owner: KeyOwner, name: LimitName, *, files: bool) -> None:
    if files:
        to_file = limits.buckets_of(owner, LimitName.FILE)
        show_limits(to_file)
        limits.require(to_file, 1)
    buckets = limits.buckets_of(owner, name)
    show_limits(buckets)
    limits.take(buckets)


def of_filing(actor: Actor, filer: str | None = None) -> Sequence[Bucket]:
    """Return by what a complaint is counted that an account files, or only tries, for a filer that
    a partner names."""
    return limiter().buckets_of(owner_of(actor), LimitName.FILE, filer)


def show_limits(buckets: Sequence[Bucket]) -> None:
    """Have the answer tell of these."""
    shown: dict[Bucket, None] = request.environ.setdefault(_KEPT, {})
    shown.update(dict.fromkeys(buckets))


def shares_of(actor: Actor) -> list[LimitLevel]:
    """Return the limits of an actor's account, and what it has left of each."""
    return limiter().shares(owner_of(actor))


def owner_of(actor: Actor) -> KeyOwner:
    """Return whose limits an actor uses up."""
    return KeyOwner(actor.kind, actor.id)


def add_headers(response: Response) -> Response:
    """Tell the client what is left of the limits that this request is counted by."""
    buckets = request.environ.get(_KEPT)
    if buckets:
        response.headers.extend(limiter().header_fields(list(buckets)))
    return response


def _refusal(met: Shortage) -> Refusal:
    bucket = met.bucket
    return Refusal(
        "rate-limited",
        _sentence(bucket.name, met.seconds),
        limit=bucket.name,
        quota=bucket.quota.most,
        window=bucket.quota.seconds,
        retry_after=met.seconds,
    )


def _sentence(name: str, seconds: int) -> Message:
    if name == LimitName.WRONG_KEYS:
        return counted(
            "Too many wrong keys came from your network. Check your key, and send it again in "
            "%(num)s second.",
            "Too many wrong keys came from your network. Check your key, and send it again in "
            "%(num)s seconds.",
            seconds,
        )
    if name == EACH_FILER:
        return counted(
            "You have filed a lot for this filer just now. Nothing was done. Send it again "
            "in %(num)s second. You can go on for your other filers.",
            "You have filed a lot for this filer just now. Nothing was done. Send it again "
            "in %(num)s seconds. You can go on for your other filers.",
            seconds,
        )
    return counted(
        "This is more than the limit “%(limit)s” lets you ask now. Nothing was done. Send it again "
        "in %(num)s second.",
        "This is more than the limit “%(limit)s” lets you ask now. Nothing was done. Send it again "
        "in %(num)s seconds.",
        seconds,
        limit=name,
    )
