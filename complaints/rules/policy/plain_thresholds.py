"""The thresholds that people argue about, in the order of the page: what each is called, how far
a slider goes, and why its default is what it is.

What a threshold does, its unit and its bounds stand where all thresholds have them (policy_tables,
abuse/policy/policy.toml). The others are for experts, who know them by their names in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from complaints.words import Fact, Message
from complaints.words import message as _


@dataclass(frozen=True, slots=True)
class Plain:
    """One threshold in plain words. `slider` is where a slider begins and ends, and its step; None
    for a switch."""

    table: str
    name: str
    title: Message
    why: Message
    slider: tuple[float, float, float] | None = None

    @property
    def key(self) -> str:
        return f"{self.table}.{self.name}"


@dataclass(frozen=True, slots=True)
class Group:
    title: Message
    members: tuple[Plain, ...]


GROUPS: tuple[Group, ...] = (
    Group(
        _("When a filer is put before staff"),
        (
            Plain(
                "scan", "watch", _("Watch level"),
                _("At this score one filer in four is confirmed: enough to keep an eye on it."),
                (0.05, 0.95, 0.01),
            ),
            Plain(
                "scan", "warning", _("Warning level"),
                _("More likely than not, with a margin: a warning accuses."),
                (0.05, 0.95, 0.01),
            ),
            Plain(
                "scan", "boycott_review", _("Boycott review level"),
                _("At this score six in seven are confirmed. A person still decides."),
                (0.05, 0.98, 0.01),
            ),
            Plain(
                "scan", "framing_price", _("Price of a framing"),
                _("So that nobody can bring a boycott about with a few puppets or false reports."),
                (1, 100, 1),
            ),
        ),
    ),
    Group(
        _("From a warning to a boycott"),
        (
            Plain(
                "boycott", "warn_manifest", _("Manifestly unfounded claims that a warning names"),
                _("One may be a slip. A warning accuses, so it names more than one."),
                (1, 20, 1),
            ),
            Plain(
                "boycott", "min_manifest", _("Manifestly unfounded claims needed"),
                _("DSA Art. 23 says “frequently”: once or twice is not frequent."),
                (0, 20, 1),
            ),
            Plain(
                "boycott", "min_after_warning", _("Manifestly unfounded claims after a warning"),
                _("DSA Art. 23 asks for a prior warning: what follows must show that it failed."),
                (1, 20, 1),
            ),
            Plain(
                "boycott", "window", _("How far back claims count"),
                _("A year: long enough to see a habit, short enough to leave the past behind."),
                (30, 730, 5),
            ),
            Plain(
                "boycott", "answer_days", _("Time to answer a warning"),
                _("Two weeks give a firm time to ask counsel."),
                (1, 60, 1),
            ),
            Plain(
                "boycott", "bounce_days", _("When a mail counts as delivered"),
                _("Mail servers give a message up after five days; by then we have been told."),
                (1, 30, 1),
            ),
            Plain(
                "boycott", "post_days", _("When a posted letter counts as delivered"),
                _("Ten days, for letters that cross a border."),
                (1, 60, 1),
            ),
            Plain(
                "boycott", "heed_days", _("When a warning is closed"),
                _("Half a year without anything new shows that the warning worked."),
                (0, 365, 5),
            ),
            Plain(
                "boycott", "min_term", _("Shortest boycott"),
                _("Less than a week changes nothing."),
                (1, 90, 1),
            ),
            Plain(
                "boycott", "max_term", _("Longest boycott"),
                _("DSA Art. 23 says “a reasonable period”: more than this is hard to justify."),
                (1, 730, 1),
            ),
        ),
    ),
    Group(
        _("Filing and deciding"),
        (
            Plain(
                "boycott", "hold_days", _("Time to look at who files"),
                _("Two working days, so that an honest filer does not wait long."),
                (1, 30, 1),
            ),
            Plain(
                "law", "pending_minutes", _("Time to undo a decision"),
                _("No letter goes out before that, so a wrong click can be undone."),
                (0, 60, 1),
            ),
            Plain(
                "law", "reply_days", _("Time to reply to a seller's answer"),
                _("No law requires several rounds of answers, and they make a case longer."),
                (0, 60, 1),
            ),
            Plain(
                "law", "rejoin_days", _("Time for the seller's last word"),
                _("Applies only if the filer may reply first."),
                (0, 60, 1),
            ),
        ),
    ),
    Group(
        _("What the law leaves to us"),
        (
            Plain(
                "law", "restore_day", _("Day on which a listing comes back"),
                _("17 U.S.C. 512(g) allows the 10th to the 14th; the 11th is safe and early."),
                (10, 14, 1),
            ),
            Plain(
                "law", "notice_signed", _("Complaints must be signed"),
                _("People who sign a statement take more care."),
            ),
            Plain(
                "law", "notice_contact", _("Filers must be reachable"),
                _("If a filer cannot be reached, we cannot ask it anything."),
            ),
            Plain(
                "law", "boycott_dsa", _("Boycotts stop notices under the Digital Services Act"),
                _("DSA Art. 23(2) allows it for notices that are often manifestly unfounded."),
            ),
            Plain(
                "law", "boycott_ecl",
                _("While a boycott lasts, notices under China's E-Commerce Law need more proof"),
                _(
                        "Art. 42 asks for preliminary evidence and knows no suspension. Ask "
                        "counsel how much proof is reasonable."
                    ),
            ),
            Plain(
                "law", "boycott_house", _("Boycotts stop complaints under our own rules"),
                _(
                        "Filers sign this rule. In the United States and the United Kingdom, an "
                        "unread notice still gives knowledge."
                    ),
            ),
            Plain(
                "law", "lane_days", _("Time to decide in the lane"),
                _("17 U.S.C. 512(c) says “expeditiously” and names no number. Ask counsel."),
                (1, 10, 1),
            ),
            Plain(
                "law", "small_firm", _("We are a micro or small firm"),
                _("Off: most platforms are larger than DSA Art. 19 allows."),
            ),
        ),
    ),
    Group(
        _("The monthly sample"),
        (
            Plain(
                "sample", "size", _("Filers drawn each month"),
                _("Twenty a month can be read in a morning, and show what the scan misses."),
                (0, 100, 1),
            ),
        ),
    ),
)  # fmt: skip
PLAIN: Mapping[str, Plain] = MappingProxyType(
    {plain.key: plain for group in GROUPS for plain in group.members}
)


def title_of(table: str, name: str) -> Fact:
    """Return what people call a threshold; its name in the file where it has no other."""
    plain = PLAIN.get(f"{table}.{name}")
    return plain.title if plain else name
