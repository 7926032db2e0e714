"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.abuse.makers import Lines, event, honest, line

# The day on which authority was asked and others were denied, and one lately.
ON, LATELY = 150.0, 290.0
AGENT: dict[str, Any] = {"filer_more": {"kind": "agent"}}


@dataclass
class Made:
    """A record, whose authority was asked and verified in it, and who denied whom."""

    lines: Lines = field(default_factory=list)
    asked: dict[str, float] = field(default_factory=dict)
    verified: dict[str, float] = field(default_factory=dict)
    denied: list[tuple[str, str, str, float, float | None]] = field(default_factory=list)

    def file(self, reference: str, day: float, end: str = "", **more: Any) -> None:
        filer = reference.rsplit("-", 1)[0]
        events = [event(end, day + 2)] if end else []
        self.lines.append(line(reference, filer, day, *events, **more))

    def brands(self) -> None:
        """Eight that file themselves, each by its own number, and win; a person verified each."""
        for b in range(1, 9):
            for c in range(5):
                self.file(f"brand-{b}-{c}", c * 9, "takedown", right_more={"number": f"TM-{b}"},
                          filer_more={"name": f"Brand {b}", "kind": "rights_holder"})  # fmt: skip
            self.verified[f"brand-{b}-0"] = 2.0

    def agency(self, filer: str, holders: int, end: str = "", on: float = ON, **more: Any) -> None:
        """An agent that files for so many of the brands, and is asked about each."""
        for b in range(1, holders + 1):
            self.file(f"{filer}-{b}", 140 + b, end, right_more={"number": f"TM-{b}"}, **AGENT,
                      rights_holder={"name": f"Brand {b}"}, **more)  # fmt: skip
            self.asked[f"{filer}-{b}"] = on

    def undoubted(self, filer: str, number: int, **more: Any) -> None:
        """Other complaints of the filer, on a right that nobody asks about."""
        for c in range(number):
            self.file(f"{filer}-{100 + c}", 100 + c * 3, "takedown", **more)

    def squatter(self, filer: str, *numbers: str) -> None:
        """An account that files on each number as its own, and is asked each time."""
        for n, number in enumerate(numbers):
            self.file(f"{filer}-{n}", 140 + n, right_more={"number": number})
            self.asked[f"{filer}-{n}"] = ON

    def denier(
        self, filer: str, *complaints: str, on: float = ON, proven: float | None = None
    ) -> None:
        """An account that has filed twice, and denies the filers of these complaints."""
        self.undoubted(filer, 2)
        self.denied += [(filer, one, "right", on, proven) for one in complaints]


def made() -> Made:
    record = Made(honest())
    record.brands()
    record.agency("guilty", 6)
    record.undoubted("guilty", 4, **AGENT)
    record.agency("guilty-refused", 3, "rejection")
    record.squatter("guilty-squatter", "TM-1", "TM-2", "TM-3")
    some = ("brand-1-1", "brand-2-1", "brand-3-1")
    record.denier("guilty-denier", *some)
    # Two clients that never signed, and four of very many.
    record.agency("innocent-few", 2)
    record.agency("innocent-large", 4)
    record.undoubted("innocent-large", 40, **AGENT)
    # Documents lie there uncompared; it was asked lately; it proved all; what it hit is gone.
    paper = [{"kind": "authorization", "sha256": "d" * 64}]
    record.agency("innocent-papers", 5, documents=paper)
    record.agency("innocent-late", 5, on=LATELY)
    record.agency("innocent-proven", 5)
    record.verified |= {f"innocent-proven-{b}": 180.0 for b in range(1, 6)}
    record.agency("innocent-gone", 5, "listing_gone")
    # A brand that never answers, and whose former agency had filed on all its marks.
    for n in range(1, 5):
        record.file(f"former-{n}", 20 + n, "takedown", right_more={"number": f"OWN-{n}"}, **AGENT,
                    rights_holder={"name": "Innocent-Slow"})  # fmt: skip
    record.squatter("innocent-slow", *(f"OWN-{n}" for n in range(1, 5)))
    # A small firm without a certificate: it denies four impostors, and one that is none.
    for n in range(1, 5):
        record.file(f"fake-{n}-0", 120, "rejection", right_more={"number": f"FIRM-{n}"})
    record.denier("innocent-firm", *(f"fake-{n}-0" for n in range(1, 5)), "brand-4-1")
    # It proved its right in the end; it was asked for it lately.
    record.denier("innocent-prover", *some, proven=250)
    record.denier("innocent-asked", *some, on=LATELY)
    # A brand in whose one name five accounts file, and win as long as nobody stops them.
    for n in range(5):
        for c in range(2):
            record.file(f"one-{n}-{c}", 90 + c, "takedown", right_more={"number": "ONE-1"})
    record.denier("innocent-one", *(f"one-{n}-0" for n in range(5)))
    return record


def market() -> Lines:
    return made().lines


def on_the_day() -> Lines:
    """Three holders, asked for sixty days before the record ends, to the moment."""
    record = Made()
    record.brands()
    record.agency("guilty", 3)
    record.file("last-0", ON + 58, "takedown")
    return record.lines


# What no line says, by reference.
ASKED, VERIFIED, DENIED = made().asked, made().verified, made().denied
STRICTER = {
    "unproven_days": 150,
    "unproven_min_cases": 4,
    "unproven_share": 0.9,
}
SILENCED = {"unproven_min_cases": 1000}
TURNS = (
    {"threshold": "unproven_min_cases", "at": lambda n: n["cases"]},
    {"threshold": "unproven_days", "at": 60, "market": on_the_day},
    {"threshold": "unproven_share", "at": lambda n: n["asked"] / n["complaints"]},
    {
        "threshold": "unproven_min_cases", "at": lambda n: n["cases"],
        "filer": "guilty-denier",
    },
)  # fmt: skip
NULL: set[str] = set()
