"""What accounts of a ring read in common and what each reads alone: words once, facts apart.

Who cannot be proposed for, or could not be warned afterwards, is said before words are written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from complaints.base.errors import Refusal
from complaints.kit.pages import PageCall
from complaints.queries.cases import boycotts
from complaints.queries.cases.rings import Member
from complaints.queries.logins import grants
from complaints.rules.cases.boycotts import FourFactors
from complaints.services.cases.boycotts import RingPreview
from complaints.words import Message
from complaints.words import message as _
from complaints.words.labels import label


@dataclass(frozen=True, slots=True)
class ForOne:
    """What a proposal would say of one account: its own count, and what stands in the way.

    `refused` is why none can be proposed. `is_thin` says that too few of its claims are graded to
    warn for them. `shared_with` is another chosen account of its party: the two share one case.
    """

    member: Member
    counted: FourFactors
    refused: Message | str | None
    is_thin: bool
    shared_with: Member | None


def proposals_for(call: PageCall, members: Sequence[Member]) -> list[ForOne]:
    """Return what a proposal would say of each account, as graded now."""
    policy = call.work.policy.boycott
    first: dict[int, Member] = {}
    cases = []
    for member in members:
        counted = boycotts.counted_now(call.session, member.filer.id, policy, call.now)
        leading = first.setdefault(member.filer.party_id, member)
        cases.append(
            ForOne(
                member,
                counted,
                _refused(call, member),
                counted.manifestly_unfounded < policy.warn_manifest,
                leading if leading is not member else None,
            )
        )
    return cases


def _refused(call: PageCall, member: Member) -> Message | str | None:
    if "propose" not in member.possible:
        standing = member.boycott or member.of_party
        if standing is not None and (member.flag is None or member.flag.state == "confirmed"):
            return _("Boycott: %(state)s", state=label("state", standing.state))
        return label("state", member.flag.state) if member.flag else _("No flag")
    try:
        grants.require_untied(call.work, member.filer.id)
    except Refusal as refusal:
        return refusal.message
    return None


@dataclass(frozen=True, slots=True)
class AlikeLetters:
    """Letters of one subject, which is to say in the same languages.

    `common` are the passages that all of them have, in the first one's order, with None where each
    has its own; `own` are, by letter, the lines that not all have.
    """

    letters: tuple[RingPreview, ...]
    common: tuple[str | None, ...]
    own: tuple[str, ...]


def letters_once(previews: Sequence[RingPreview]) -> list[AlikeLetters]:
    """Return the letters that can be sent with what they have in common said once."""
    by_subject: dict[str, list[tuple[RingPreview, Sequence[str]]]] = {}
    for each in previews:
        if each.letter is not None:
            lines = each.letter.body.split("\n")
            by_subject.setdefault(each.letter.subject, []).append((each, lines))
    return [
        AlikeLetters(
            tuple(each for each, _lines in pairs),
            tuple(passages([lines for _each, lines in pairs])),
            tuple(own_lines([lines for _each, lines in pairs])),
        )
        for pairs in by_subject.values()
    ]


def passages(letters: Sequence[Sequence[str]]) -> list[str | None]:
    """Return the runs of lines that all letters have, in the first one's order, and None for each
    run that they do not.

    Examples
    --------
    >>> passages([["Dear A,", "answer by May.", "Yours"], ["Dear B,", "answer by May.", "Yours"]])
    [None, 'answer by May.\\nYours']
    """
    shared = _shared(letters)
    runs = _runs(letters[0], shared)
    return ["\n".join(lines) if is_shared else None for is_shared, lines in runs]


def own_lines(letters: Sequence[Sequence[str]]) -> list[str]:
    """Return of each letter the lines that not all of them have.

    Examples
    --------
    >>> own_lines([["Dear A,", "answer by May."], ["Dear B,", "answer by May."]])
    ['Dear A,', 'Dear B,']
    """
    shared = _shared(letters)
    return ["\n".join(line for line in lines if line not in shared) for lines in letters]


def _shared(letters: Sequence[Sequence[str]]) -> set[str]:
    return set(letters[0]).intersection(*letters[1:]) | {""}


def _runs(lines: Sequence[str], shared: Collection[str]) -> Iterator[tuple[bool, list[str]]]:
    """Yield the lines in runs of those that are shared and those that are not. An empty line goes
    with what stands before it."""
    run: list[str] = []
    is_shared = True
    for line in lines:
        here = line in shared if line else is_shared
        if run and here is not is_shared:
            yield is_shared, run
            run = []
        is_shared = here
        run.append(line)
    if run:
        yield is_shared, run
