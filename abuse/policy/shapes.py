"""Shapes: how much each kind of evidence weighs, learnt from markets whose truth is known.

A score is a sum of one rising curve for each finding and one for each mitigating factor. The
curves are data (``shapes.json``); `docs/shapes.md` is their card. This module reads and applies
them; `abuse.fitting.monotone` learns them, and the detectors say what evidence there is.
"""

from __future__ import annotations

import hashlib
import json
import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

from abuse.words.message import Message
from abuse.words.message import message as _

# The form of the file. Another one is refused: its curves may mean something else.
VERSION: Final = 1
# What a curve reads: what the filer did itself, what others' acts add, what speaks for the filer.
PARTS: Final = ("own", "others", "mitigating")
_NEAR: Final = 1e-9
_NEEDED: Final = _("shapes need an offset, and curves of two rows of numbers each")


class ShapesError(ValueError):
    """Shapes that cannot be used; the message is one sentence, without its full stop."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


class ShapesFileError(Exception):
    """The file of shapes cannot be used, so nothing can be scanned, under whatever policy.

    The message is one sentence, without its full stop.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Shape:
    """A rising curve through points, straight between them and level beyond the last.

    Attributes
    ----------
    evidence, weight : tuple of float
        The points, in log-odds; the first is (0, 0), and neither falls.
    """

    evidence: tuple[float, ...]
    weight: tuple[float, ...]

    def at(self, evidence: float) -> float:
        """The weight of so much evidence; 0 where nothing speaks.

        Examples
        --------
        >>> Shape((0.0, 2.0, 4.0), (0.0, 3.0, 3.5)).at(1.0)
        1.5
        """
        if evidence <= 0:
            return 0.0
        spot = bisect_right(self.evidence, evidence)
        if spot == len(self.evidence):
            return self.weight[-1]
        left, right = self.evidence[spot - 1], self.evidence[spot]
        low, high = self.weight[spot - 1], self.weight[spot]
        return low + (high - low) * (evidence - left) / (right - left)


@dataclass(frozen=True, eq=False)
class Shapes:
    """All curves of a score; two with the same curves are equal.

    Attributes
    ----------
    offset : float
        Log-odds of a filer with a finding beside those of the market's share of abusers, before
        any curve.
    own, others : mapping of str to Shape
        By detector: of what the filer did, and of what others' acts add.
    mitigating : mapping of str to Shape
        By kind of mitigating factor: how much it takes away.
    """

    offset: float
    own: Mapping[str, Shape]
    others: Mapping[str, Shape]
    mitigating: Mapping[str, Shape]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shapes) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __reduce__(self) -> tuple[Any, ...]:
        # Read-only mappings do not pickle; plain values do, for processes that measure.
        return Shapes.of, (self.as_json(),)

    def weigh(self, part: str, name: str, evidence: float) -> float:
        """The weight of one piece of evidence; one for which there is no curve weighs nothing."""
        # Most evidence has no part of others: nothing of it is looked up.
        if evidence <= 0:
            return 0.0
        shape = getattr(self, part).get(name)
        return shape.at(evidence) if shape else 0.0

    def by_piece(self) -> dict[tuple[str, str], Shape]:
        """Return the curves by part and name."""
        return {
            (part, name): shape for part in PARTS for name, shape in getattr(self, part).items()
        }

    @classmethod
    def of_pieces(cls, offset: float, pieces: Mapping[tuple[str, str], Shape]) -> Shapes:
        """Shapes from curves by part and name."""
        curves = {
            part: MappingProxyType(
                {name: pieces[of, name] for of, name in sorted(pieces) if of == part}
            )
            for part in PARTS
        }
        return cls(offset, **curves)

    def without(self, name: str) -> Shapes:
        """Return the shapes in which evidence of this name weighs nothing."""
        curves = {
            part: MappingProxyType({k: v for k, v in getattr(self, part).items() if k != name})
            for part in PARTS
        }
        return Shapes(self.offset, **curves)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the curves, and of nothing else."""
        text = json.dumps(self.as_json(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """Return plain values, as ``shapes.json`` has them."""
        curves = {
            part: {
                name: [list(shape.evidence), list(shape.weight)]
                for name, shape in getattr(self, part).items()
            }
            for part in PARTS
        }
        return {"version": VERSION, "offset": self.offset, **curves}

    def as_toml(self) -> list[str]:
        """Return the lines of a policy's ``[shapes]`` that states these curves.

        Only what the shipped ones have otherwise: the rest stays theirs.
        """
        known = shipped()
        lines = ["[shapes]", f"version = {VERSION}"]
        if self.offset != known.offset:
            lines.append(f"offset = {self.offset!r}")
        for part in PARTS:
            ours, theirs = getattr(self, part), getattr(known, part)
            stated = {name: curve for name, curve in ours.items() if theirs.get(name) != curve}
            # A curve that is not there weighs nothing.
            stated |= {name: Shape((0.0,), (0.0,)) for name in theirs if name not in ours}
            lines += [f"[shapes.{part}]"] if stated else []
            lines += [
                f"{name} = [{list(curve.evidence)}, {list(curve.weight)}]"
                for name, curve in stated.items()
            ]
        return lines

    @classmethod
    def of_toml(cls, given: Any, *, stored: bool = False) -> Shapes:
        """Shapes from a policy's ``[shapes]``; what it leaves out is as shipped.

        Parameters
        ----------
        given : mapping
        stored : bool
            Whether an earlier version took it: a curve of evidence that went is passed over then.

        Raises
        ------
        ShapesError
            As `of`, for a name that is neither the version, the offset nor a part, and for a curve
            of evidence that no shipped curve is of.
        """
        if not isinstance(given, Mapping) or given.get("version") != VERSION:
            return cls.of(given)
        for name in given:
            if name not in ("version", "offset", *PARTS):
                raise ShapesError(_("%(name)s is no part of shapes", name=str(name)))
        known = shipped().as_json()
        if not all(isinstance(given.get(part, {}), Mapping) for part in PARTS):
            raise ShapesError(_NEEDED)
        parts = {}
        for part in PARTS:
            stated = dict(given.get(part, {}))
            for name in [name for name in stated if name not in known[part]]:
                if not stored:
                    raise ShapesError(_("no evidence is called %(name)s", name=f"{part}.{name}"))
                del stated[name]
            parts[part] = known[part] | stated
        return cls.of({**known, **given, **parts})

    @classmethod
    def of(cls, given: Any) -> Shapes:
        """Shapes from plain values.

        Raises
        ------
        ShapesError
            When they are of another version, or a curve falls or does not begin at nothing, or
            others' acts would weigh more than the evidence that they are.
        """
        if not isinstance(given, Mapping) or given.get("version") != VERSION:
            version = given.get("version") if isinstance(given, Mapping) else None
            raise ShapesError(
                _(
                    "shapes of version %(needed)s are needed, not %(found)s",
                    needed=str(VERSION),
                    found=repr(version),
                )
            )
        try:
            curves = {
                part: MappingProxyType(
                    {name: _shape(part, name, *points) for name, points in given[part].items()}
                )
                for part in PARTS
            }
            return cls(_number(given["offset"]), **curves)
        except ShapesError:
            raise
        except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
            raise ShapesError(_NEEDED) from error


def _shape(part: str, name: str, evidence: Any, weight: Any) -> Shape:
    shape = Shape(tuple(map(_number, evidence)), tuple(map(_number, weight)))
    steps = list(zip(_steps(shape.evidence), _steps(shape.weight), strict=False))
    begins = (shape.evidence[:1], shape.weight[:1]) == ((0.0,), (0.0,))
    rises = all(along > 0 and up >= 0 for along, up in steps)
    if not begins or not rises or len(shape.evidence) != len(shape.weight):
        raise ShapesError(
            _("the curve %(name)s must begin at 0, 0 and never fall", name=f"{part}.{name}")
        )
    # The certificate holds an act of others to a price: no curve may give it more.
    if part == "others" and any(up > along + _NEAR for along, up in steps):
        raise ShapesError(
            _("the curve %(name)s must not rise faster than its evidence", name=f"{part}.{name}")
        )
    return shape


def _number(value: Any) -> float:
    number = float(value)
    if isinstance(value, str) or not math.isfinite(number):
        raise ShapesError(_NEEDED)
    return number


def _steps(points: Sequence[float]) -> list[float]:
    return [after - before for before, after in pairwise(points)]


@cache
def shipped() -> Shapes:
    """The shapes that come with the detector.

    Raises
    ------
    ShapesFileError
        As `read_shapes`.

    Examples
    --------
    >>> shipped().own["unfounded_share"].at(0.0)
    0.0
    """
    return read_shapes(resources.files("abuse.policy").joinpath("shapes.json"))


def read_shapes(file: Traversable) -> Shapes:
    """The shapes of a file as `python -m lab learn` writes it.

    Raises
    ------
    ShapesFileError
        When it cannot be read, is cut off, is of another version or has no curves that hold; it
        names the file, its version ("?" where that cannot be told) and the version needed.
    """
    given: Any = None
    try:
        text = json.loads(file.read_text("utf-8"))
        given = text.get("shapes") if isinstance(text, Mapping) else None
        return Shapes.of(given)
    except OSError as error:
        why = _("it cannot be read")
        raise ShapesFileError(_faulty(file, given, why)) from error
    except ShapesError as error:
        raise ShapesFileError(_faulty(file, given, error.message)) from error
    except ValueError as error:
        why = _("it is cut off, or no JSON")
        raise ShapesFileError(_faulty(file, given, why)) from error


def _faulty(file: Traversable, given: Any, why: Message) -> Message:
    version = given.get("version") if isinstance(given, Mapping) else None
    return _(
        "the shapes %(file)s (version %(found)s; this program reads version %(needed)s) cannot be "
        "used: %(error)s",
        file=str(file),
        found="?" if version is None else repr(version),
        needed=str(VERSION),
        error=why,
    )
