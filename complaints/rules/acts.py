"""What a person can do in a case, said once for every door: a step's words, fields and bars.

An `Act` stands in the steps of the machine that it takes (`Step.act`). The API makes its route from
it, the pages their buttons, forms and the question before, and the services' common ground asks its
bars (`services/cases/case_steps.py`). Most acts take one step; to decide an appeal is one act that
takes either of two.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from complaints.rules.actors import Role
from complaints.rules.decisions.reasons import require_text
from complaints.words import Message
from complaints.words import message as _

STAFF: Final = (Role.REVIEWER, Role.SUPERVISOR)


class Bar(StrEnum):
    """What can stand in the way of a step, beside the state, the role and an earlier part.

    Every step is also barred for whoever is tied with a filer of the case: that is no choice, and
    so in no record.
    """

    LEASE = "lease"
    RING_LEASE = "ring_lease"
    OWN_ACCOUNT = "own_account"
    ONE_SIDE = "one_side"
    IN_TIME = "in_time"
    TIME_OVER = "time_over"
    JUDGE_LEFT = "judge_left"
    CARRIED = "carried"
    SUPPORTED = "supported"
    SAMPLED = "sampled"
    APPEAL_OPEN = "appeal_open"
    GROUND_AWAITED = "ground_awaited"
    BINDS_STILL = "binds_still"
    APPEAL_WAITS = "appeal_waits"


# The problem that each bar is answered with; every step can be `forbidden` and `wrong-state`.
PROBLEMS: Final = MappingProxyType(
    {
        Bar.LEASE: "held",
        Bar.RING_LEASE: "held",
        Bar.OWN_ACCOUNT: "forbidden",
        Bar.ONE_SIDE: "two-sides",
        Bar.IN_TIME: "wrong-state",
        Bar.TIME_OVER: "answer-period-runs",
        Bar.JUDGE_LEFT: "nobody-to-judge-appeal",
        Bar.CARRIED: "second-person-needed",
        Bar.SUPPORTED: "flag-unsupported",
        Bar.SAMPLED: "sample-ungraded",
        Bar.APPEAL_OPEN: "wrong-state",
        Bar.GROUND_AWAITED: "answer-period-runs",
        Bar.BINDS_STILL: "wrong-state",
        Bar.APPEAL_WAITS: "wrong-state",
    }
)


class Kind(StrEnum):
    """What a field takes."""

    WORDS = "words"
    NUMBER = "number"
    CHOICE = "choice"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a step. The API describes it by `about`; a page shows `label` and `hint`.

    `readers` is the heading over words that others than staff read; without one they are for staff
    alone. `missing` is said where required words are blank, `asks` on a page where they are left
    out. The verb takes the field as `taken_as`, where it calls it otherwise.
    """

    name: str
    label: Message | None = None
    kind: Kind = Kind.WORDS
    required: bool = True
    longest: int = 5_000
    about: str | None = None
    hint: Message | None = None
    readers: Message | None = None
    missing: Message | None = None
    asks: Message | None = None
    choices: tuple[tuple[str, Message], ...] = ()
    taken_as: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does in a case. `name` is that of the service's verb; `path` and `page` are the
    ends of its addresses, where they are named otherwise.

    `about` is the API's summary, and `body` names the schema of the fields there. `refuses` are
    problems that the verb itself answers with, beside those of the bars. `second` names what needs
    another person, where a step of it says apart from whom. A page of staff shows `title`, `button`
    and `effect`, and says `done` afterwards; without `done` no page of staff takes it. `tone` makes
    the button a warning or a second choice. Where `asked` is set, a page asks once more, and that
    is the text of its button.
    """

    name: str
    about: str
    fields: tuple[Field, ...] = ()
    body: str = ""
    bars: tuple[Bar, ...] = ()
    refuses: tuple[str, ...] = ()
    path: str = ""
    page: str = ""
    title: Message | None = None
    button: Message | None = None
    effect: Message | None = None
    done: Message | None = None
    tone: str = ""
    asked: Message | None = None
    second: Message | None = None

    def stated(self, words: str, name: str = "") -> str:
        """Return the words that the step requires, without blanks around them: those of the field
        `name`, where it requires several.

        Refuses with: invalid-request, where there are none.
        """
        required = (each for each in self.fields if each.missing is not None)
        field = next(each for each in required if name in ("", each.name))
        assert field.missing is not None
        return require_text(f"/{field.name}", words, field.missing)


# What staff say for the record, and what the filer reads.
FOR_RECORD: Final = Field(
    "why",
    _("Your reason"),
    about="the reason, kept in the record",
    asks=_("Enter your reason."),
    missing=_("Say why; the reason is kept in the record."),
)
FOR_FILER: Final = Field(
    "reason",
    _("Your reason"),
    about="the filer reads it",
    readers=_("The filer reads these words"),
    missing=_("Say why; the filer reads it."),
)
# An appeal is decided in two parts, which both sides read.
ARGUED: Final = Field(
    "argued",
    _("What the appeal says"),
    about="what was argued, in short; the filer reads it",
    readers=_("The filer reads these words"),
    missing=_("Say in short what the appeal argues; the filer reads it."),
)
DECIDED: Final = replace(
    FOR_FILER,
    label=_("What you find, and why"),
    about="what was found, and why; the filer reads it",
)
GROUNDS: Final = Field("grounds", longest=20_000, missing=_("Say why the decision is wrong."))
