"""Appeals against cases about filers: until when one is open, and which is asked for a ground.

Source: DSA Art. 20(1), at least six months from the day on which the recipient is informed of the
decision. A boycott decides anew with each notice that it keeps: six months run from each of them.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from complaints.base.errors import Refusal
from complaints.rules.law.calendars import NOWHERE, Calendar, Length, Unit, deadline, last_day
from complaints.words import message as _

APPEAL_TERM: Final = Length(6, Unit.MONTHS)
# One word that is so long, or Chinese of so many characters, is no longer one word.
_LONGEST_WORD: Final = 30
_CHINESE_WORD: Final = 4
_CHINESE: Final = re.compile("[\u3400-\u9fff]")
GROUND_TIME: Final = timedelta(days=14)


def last_day_to_appeal(decided_at: datetime) -> date:
    """Return the last day on which an appeal is open anyway."""
    calendar = Calendar(NOWHERE)
    return last_day(calendar.day_of(decided_at), APPEAL_TERM, calendar)


def appeal_ends_at(decided_at: datetime, refused_at: datetime | None) -> datetime:
    """Return the first moment at which the appeal is no longer open: six months after the decision
    or after the last notice that was refused under it, whichever is later."""
    since = decided_at if refused_at is None else max(decided_at, refused_at)
    return deadline(since, APPEAL_TERM, Calendar(NOWHERE)).at


def is_one_word(grounds: str) -> bool:
    """Say whether an appeal is of one word: such a one is asked for its ground, once. Chinese puts
    no blanks between words.

    >>> is_one_word("Unverschämtheit!"), is_one_word("不公平。"), is_one_word("我方商标已注册。")
    (True, True, False)
    """
    if len(grounds.split()) != 1:
        return False
    return len(grounds) <= (_CHINESE_WORD if _CHINESE.search(grounds) else _LONGEST_WORD)


def ground_due(grounds: str, now: datetime) -> datetime | None:
    """Return until when an appeal's ground is waited for; None where it states one. What is said
    then is taken as it is."""
    return now + GROUND_TIME if is_one_word(grounds) else None


def require_appeal_open(
    state: str, until: datetime | None, *, is_filed: bool, ground_until: datetime | None,
    now: datetime,
) -> None:  # fmt: skip
    """Refuses with: wrong-state, where there was an appeal before whose ground is not waited for,
    or the time is over. `until` is None where no time is set."""
    if is_filed and (ground_until is None or now >= ground_until):
        raise Refusal(
            "wrong-state", _("You have already appealed against this. You can appeal only once."),
            state=state, possible=[],
        )  # fmt: skip
    if not is_filed and until is not None and now >= until:
        day = (until - timedelta(days=1)).date()
        raise Refusal(
            "wrong-state",
            _(
                "The time to appeal ended with %(day)s. If you could not appeal in time, write to "
                "us and say why.",
                day=day,
            ),
            state=state,
            over_since=day.isoformat(),
            possible=[],
        )


def require_ground_not_awaited(ground_until: datetime | None, now: datetime) -> None:
    """Refuses with: answer-period-runs, while the filer is asked for the ground of its appeal."""
    if ground_until is not None and now < ground_until:
        raise Refusal(
            "answer-period-runs",
            _(
                "The filer was asked for the ground of its appeal, and can give it until "
                "%(until)s. Wait until then.",
                until=ground_until,
            ),
            until=ground_until.isoformat(),
        )
