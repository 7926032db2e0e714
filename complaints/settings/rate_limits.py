"""How much an account may ask of the API in a time: by class of request, as the operator set it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from complaints.base.errors import ConfigurationError
from complaints.words import Listed
from complaints.words import message as _

VARIABLE = "CLEANHANDS_RATE_LIMITS"
OFF = "off"
# What a limit can be set to: units, and seconds.
MOST, LONGEST = 10_000_000, 86_400
_SET = re.compile("([a-z-]+)=([1-9][0-9]{0,7})/([1-9][0-9]{0,4})")


class LimitName(StrEnum):
    """What is counted: a request by its class, a complaint that is filed, a key that is wrong."""

    READ = "read"
    WRITE = "write"
    COSTLY = "costly"
    FILE = "file"
    WRONG_KEYS = "wrong-keys"


@dataclass(frozen=True, slots=True)
class Quota:
    """A token bucket: it holds `most` units, and an empty one is full again after `seconds`, to
    which units come back one by one."""

    most: int
    seconds: int

    @property
    def nanoseconds_each(self) -> int:
        """How long it takes until one unit comes back."""
        return self.seconds * 1_000_000_000 // self.most

    def times(self, number: int) -> Quota:
        """Return a bucket of so many times the size, filled as much faster."""
        return Quota(self.most * number, self.seconds)


# docs/api.md says what each is enough for.
USUAL: Mapping[LimitName, Quota] = {
    LimitName.READ: Quota(3_000, 60),
    LimitName.WRITE: Quota(1_200, 60),
    LimitName.COSTLY: Quota(1_200, 300),
    LimitName.FILE: Quota(3_000, 300),
    LimitName.WRONG_KEYS: Quota(20, 600),
}


def read_quotas(text: str) -> Mapping[LimitName, Quota]:
    """Return the limits in force: the usual ones but for those that `text` sets; none for `off`.

    >>> read_quotas("file=10/60")[LimitName.FILE]
    Quota(most=10, seconds=60)

    Raises ConfigurationError where the text is something else.
    """
    if text.strip() == OFF:
        return {}
    quotas = dict(USUAL)
    for each in text.split():
        match = _SET.fullmatch(each)
        if match is None or match[1] not in set(LimitName):
            raise _wrong()
        most, seconds = int(match[2]), int(match[3])
        if most > MOST or seconds > LONGEST:
            raise _wrong()
        quotas[LimitName(match[1])] = Quota(most, seconds)
    return quotas


def _wrong() -> ConfigurationError:
    return ConfigurationError(
        _(
            "%(setting)s must be “off”, or limits as “read=3000/60 file=3000/300”: units, up to "
            "%(most)s, and the seconds that they are for, up to %(longest)s. There are: %(names)s.",
            setting=VARIABLE,
            most=MOST,
            longest=LONGEST,
            names=Listed([*LimitName]),
        )
    )
