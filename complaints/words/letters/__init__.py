"""Letters: what each of them says, and how one is put into words.

    letter = claims.asked(7, "shop.example/1", what="The registration.", due=due)
    subject, body = compose(letter, LANGUAGES)

A letter says what happened, why, what it means, what its reader can do, by when and on which page;
`tests/words/test_whole_letters.py` holds each kind to that. It holds no identity data: the address
is looked up when it is sent. The modules hold one function a letter, from facts to a
`Letter`; `compose` is called where a letter is written down, and what it returns is stored as sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from complaints.words import LANGUAGES, Fact, Message, say
from complaints.words import message as _
from complaints.words.days import UTC_ZONE, read_at

# Between the languages of a letter that is written in several.
RULE: Final = "\n\n———\n\n"

# What a person wrote, an address and a list of numbers are text, the same in each language.
Paragraph = Message | str
# What one part of a letter says.
Said = tuple[Paragraph, ...]
TEST_INSTANCE: Final = _("Test instance: nothing here is real.")
PARTS: Final = ("happened", "why", "means", "can", "by_when", "where")


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: its subject, and the parts of its text in the order in which they are read.

    `means` is what it means for the listing or the account, `where` the page.
    """

    subject: Message
    happened: Said
    why: Said = ()
    means: Said = ()
    can: Said = ()
    by_when: Said = ()
    where: Said = ()

    @property
    def body(self) -> Said:
        """The paragraphs."""
        return tuple(paragraph for part in PARTS for paragraph in getattr(self, part))


class Written(NamedTuple):
    """A letter in words."""

    subject: str
    body: str


def compose(
    letter: Letter, languages: Iterable[str], *, zone: str = UTC_ZONE, test: bool = False
) -> Written:
    """Return the letter in these languages, one after the other, in one subject and one body.

    Its moments are by the clocks of `zone`. One of a `test` instance begins by saying so.

    Examples
    --------
    >>> from complaints.words import message
    >>> compose(Letter(message("Received"), (message("Withdrawn"), "A-1")), ["en", "zh"])
    Written(subject='Received / 待审理', body='Withdrawn\\n\\nA-1\\n\\n———\\n\\n已撤回\\n\\nA-1\\n')
    """
    asked = list(languages)
    head = read_at(zone, letter.subject)
    subject = " / ".join(say(head, language) for language in asked)
    body = (TEST_INSTANCE, *letter.body) if test else letter.body
    parts = [read_at(zone, part) for part in body]
    said = RULE.join(_body(parts, language) for language in asked)
    return Written(subject, said + "\n")


def read_in(subject: str, body: str, first: str, language: str) -> Written:
    """Return the part of a stored letter that is in a language; all of it where it is written in
    one alone, or its parts cannot be told apart. `first` is the language that it begins with.

    Examples
    --------
    >>> read_in("Received / 待审理", "A\\n\\n———\\n\\n甲\\n", "en", "zh")
    Written(subject='待审理', body='甲')
    """
    asked = in_order(first)
    subjects, bodies = subject.split(" / "), body.split(RULE)
    place = asked.index(language)
    return Written(
        subjects[place] if len(subjects) == len(asked) else subject,
        bodies[place].strip() if len(bodies) == len(asked) else body,
    )


def in_order(first: str) -> list[str]:
    """Return the languages of the house in the order of a letter that begins with one of them."""
    return [first, *(each for each in LANGUAGES if each != first)]


def _body(body: Sequence[Fact], language: str) -> str:
    return "\n\n".join(say(part, language) for part in body)
