"""What a detector hands back: a `Finding` about one filer. Values only, no judgement of levels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from abuse.words import Message
from abuse.words import finding as finding_message
from abuse.words import mitigating as mitigating_message

Family = Literal["outcomes", "conduct", "structure", "authority"]
# Figures of a sentence, by name.
Figures = Mapping[str, float | int | str]
# Kinds of acts that others control: filings of other accounts, answers and reports of sellers, and
# public marks (a telephone, a certificate) that another account shows.
ACTS: Final = ("filings", "answers", "reports", "copies")
FAMILIES: Final[tuple[Family, ...]] = ("outcomes", "conduct", "structure", "authority")
# A family of evidence counts for the two families of a boycott review from this weight on, in
# log-odds.
FAMILY_FLOOR: Final = 0.5


@dataclass(frozen=True)
class Finding:
    """One line of evidence about one filer.

    Attributes
    ----------
    filer : int
        Position in the table's filers.
    detector, family : str
    strength : float
        0 to 1, how clear the pattern is; for people, not part of the score.
    log_odds : float
        How much evidence it is, in natural log-odds: the log Bayes factor of abusers against honest
        filers where the detector has one. What it weighs in a score is the shapes' business.
    numbers : dict
        The figures of its sentence (`abuse.words`), by name: window, peer baseline and the
        parameters of its null.
    complaints : tuple of int
        Positions of the complaints it rests on, the strongest first.
    partners : tuple of int
        Positions of the other filers that it speaks of.
    ceiling : str, optional
        Highest level that this finding may help to reach, where the facts are known to be thin.
    echo : tuple of str
        Detectors of other families that read the same facts; beside these alone this finding is no
        second family.
    least : int
        How many complaints it needs before it may be said; its picture shows as many.
    outside : float
        The part of `log_odds`, 0 to 1, that rests on what others did: a seller's answer or report,
        another account that files alike or shows what is public. What the filer did itself and what
        a person of the desk decided is none of it.
    acts : mapping of str to int
        How many acts of others that part rests on, by kind (`ACTS`); acts of one kind may be
        counted by several findings.
    price : float, optional
        What it would cost a stranger to be the parties whose filings and copies these are, in
        complaints that it files and loses itself (`abuse.structure.parties`); left out, each act
        costs as much as one such complaint.
    bound : bool
        Whether the ceiling binds beside other evidence too: what lies above it is reached without
        this finding, or not at all.
    """

    filer: int
    detector: str
    family: Family
    strength: float
    log_odds: float
    numbers: dict[str, float | int | str]
    complaints: tuple[int, ...]
    partners: tuple[int, ...] = ()
    ceiling: str | None = None
    echo: tuple[str, ...] = ()
    least: int = 1
    outside: float = 0.0
    acts: Mapping[str, int] = field(default_factory=dict)
    price: float | None = None
    bound: bool = False

    @property
    def own(self) -> float:
        """The evidence of what the filer did itself and what the desk decided."""
        return (1 - self.outside) * max(self.log_odds, 0.0)

    @property
    def of_others(self) -> float:
        """The evidence that rests on acts of others."""
        return self.outside * max(self.log_odds, 0.0)

    def resting_on(self, own: float, of_others: float) -> Finding:
        """Return the finding with other evidence, by whose it is."""
        whole = own + of_others
        if whole == self.log_odds and (of_others > 0) == (self.outside > 0):
            return self
        return replace(self, log_odds=whole, outside=of_others / whole if whole > 0 else 0.0)

    @property
    def message(self) -> Message:
        """What it says."""
        return finding_message(self.detector, self.numbers)


@dataclass(frozen=True)
class MitigatingFactor:
    """A mitigating factor: something that speaks for a filer, and its log-odds (<= 0).

    `kind` names its sentence in `abuse.words`, `numbers` holds the figures; `ceiling` is the
    highest level that the filer may reach beside it.
    """

    filer: int
    kind: str
    numbers: Figures
    log_odds: float = 0.0
    ceiling: str | None = None

    @property
    def message(self) -> Message:
        """What it says."""
        return mitigating_message(self.kind, self.numbers)


@dataclass(frozen=True)
class Link:
    """Two filers (positions, `a < b`) that seem to act as one.

    `weight` is in the unit of its source (rarity-weighted evidence, or log-odds of co-targeting);
    `kinds` says what they share, for people.
    """

    a: int
    b: int
    source: str
    weight: float
    kinds: tuple[str, ...]
    numbers: dict[str, float] = field(default_factory=dict)
    complaints: tuple[int, ...] = ()


def links_by_filer(links: Iterable[Link]) -> dict[int, list[Link]]:
    """The links of each filer that has any, filers ascending, links in the order given."""
    by_filer: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        by_filer[link.a].append(link)
        by_filer[link.b].append(link)
    return dict(sorted(by_filer.items()))


def filings_of_others(link: Link, mine: set[int]) -> int:
    """How many acts of its other end a link rests on, for the end whose complaints are given.

    Who hits many stores in one complaint has acted once, and a store is met once however often.

    Examples
    --------
    >>> link = Link(0, 1, "lockstep", 2.0, (), {"common": 4}, (5, 6, 8))
    >>> filings_of_others(link, {5, 6}), filings_of_others(link, {8})
    (1, 2)
    """
    others = sum(complaint not in mine for complaint in set(link.complaints))
    return min(others, int(link.numbers["common"]))
