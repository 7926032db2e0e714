"""Rights with numbers in the registers' own formats; the numbers themselves are drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from abuse.identity.registers import check_digit
from abuse.market.draw import Draw


@dataclass(frozen=True)
class Right:
    """One right. Dates that are None are not told in the complaint."""

    kind: str
    number: str | None
    jurisdiction: str
    title: str
    classes: tuple[int, ...] = ()
    applied_on: date | None = None
    registered_on: date | None = None
    priority_on: date | None = None
    first_published_on: date | None = None

    def as_json(self, today: date) -> dict[str, Any]:
        """The right as it stands today: what is yet to be registered is only applied for."""
        value: dict[str, Any] = {
            "kind": self.kind,
            "jurisdiction": self.jurisdiction,
            "title": self.title,
        }
        if self.number:
            value["number"] = self.number
        if self.classes:
            value["classes"] = list(self.classes)
        for name in ("applied_on", "priority_on", "registered_on", "first_published_on"):
            when: date | None = getattr(self, name)
            if when and when <= today:
                value[name] = when.isoformat()
        if self.kind != "copyright":
            value["status"] = "registered" if "registered_on" in value else "applied"
        return value

    def published(self, since: date) -> Right:
        """The same right where the filer says that the work came out then."""
        return replace(self, first_published_on=since)

    def without_application(self) -> Right:
        """The same right where the filer tells only when it was registered."""
        return replace(self, applied_on=None, priority_on=None)


def make_right(
    draw: Draw, kind: str, country: str, title: str, nice_class: int, since: date
) -> Right:
    """A right applied for, or first published, on the day `since`."""
    where = {"CN": "CN", "US": "US", "GB": "GB"}.get(country, "EU")
    if kind == "patent" and where in ("EU", "GB"):
        where = "US"
    granted = since + timedelta(days=draw.between(*_WAIT[kind]))
    number = _number(draw, kind, where, since.year, granted.year)
    if kind == "copyright":
        published = since
        return Right(
            kind,
            number,
            where,
            f"{title} (work of applied art)",
            first_published_on=published,
            registered_on=granted if number else None,
        )
    classes: tuple[int, ...] = ()
    if kind == "trademark":
        classes = (nice_class, 35) if draw.chance(0.3) else (nice_class,)
    priority = since - timedelta(days=draw.between(30, 170)) if draw.chance(0.1) else None
    return Right(kind, number, where, title, classes, since, granted, priority)


# Days from application (or publication) to registration.
_WAIT = {"trademark": (240, 420), "copyright": (20, 200), "design": (60, 210), "patent": (300, 800)}


def _number(draw: Draw, kind: str, where: str, applied: int, granted: int) -> str | None:
    if kind == "trademark":
        return {"CN": draw.digits(8), "US": draw.digits(7), "EU": f"018{draw.digits(6)}"}.get(
            where, f"UK0000{draw.digits(7)}"
        )
    if kind == "copyright":
        if draw.chance(0.4):
            return None
        if where == "CN":
            return f"国作登字-{granted}-F-{draw.digits(8)}"
        return f"VA000{draw.digits(7)}"
    if where == "CN":
        return _chinese_patent(f"{applied}{'3' if kind == 'design' else '2'}{draw.digits(7)}")
    if kind == "design":
        return f"D{draw.digits(7)}" if where == "US" else f"00{draw.digits(7)}-0001"
    return f"US1{draw.digits(7)}"


def _chinese_patent(digits: str) -> str:
    return f"ZL{digits}.{check_digit(digits).upper()}"
