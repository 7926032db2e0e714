"""Every message exists in every language, with the same facts and plural forms, and none twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from abuse.words.folders import languages_in
from complaints.words import ENGLISH, FOLDERS, LANGUAGES
from tests.words.extracting import ROOT, Asked, asked

HOLE = re.compile(r"%\(\w+\)[sd]")
PACKAGES = {folder: str(folder.relative_to(ROOT)).partition("/")[0] for folder in FOLDERS}
# What each package says in each language: (the package, the language, its folder).
SPOKEN = [
    pytest.param(package, folder / language, id=f"{package}-{language}")
    for folder, package in PACKAGES.items()
    for language in LANGUAGES
    if language != ENGLISH
]


def catalogues(folder: Path) -> Iterator[tuple[str, Catalog]]:
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            yield path.name, read_po(file, locale=folder.name)


def messages(folder: Path) -> Iterator[tuple[str, Message]]:
    for name, catalogue in catalogues(folder):
        yield from ((name, message) for message in catalogue if message.id)


def key(message: Message) -> Asked:
    """Return the message as the code asks for it."""
    text, plural = forms(message.id)[0], forms(message.id)[1:]
    return Asked(text, plural[0] if plural else "", message.context or "")


def forms(value: object) -> list[str]:
    """Return the forms of a message: singular and plural, or its one string."""
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value or "")]


@pytest.mark.parametrize(("package", "folder"), SPOKEN)
def test_every_message_has_a_translation(package: str, folder: Path) -> None:
    known = {key(each) for _name, each in messages(folder) if all(forms(each.string))}
    missing = {each.text: place for each, place in asked(package).items() if each not in known}
    assert missing == {}


@pytest.mark.parametrize(("package", "folder"), SPOKEN)
def test_a_translation_holds_the_same_facts(package: str, folder: Path) -> None:
    wrong = []
    for name, message in messages(folder):
        # A form for one thing alone may leave its number out, where English does.
        least, *more = (set(HOLE.findall(each)) for each in forms(message.id))
        most = more[0] if more else least
        *some, last = (set(HOLE.findall(each)) for each in forms(message.string))
        if message.fuzzy or last != most or not all(least <= each <= most for each in some):
            wrong.append((name, forms(message.id)[0]))
    assert wrong == []


@pytest.mark.parametrize(("package", "folder"), SPOKEN)
def test_a_count_has_the_forms_that_the_language_needs(package: str, folder: Path) -> None:
    # Babel has the language's own rule; "other" is not among its tags, and always needed.
    needed = len(Locale.parse(folder.name).plural_form.tags | {"other"})
    wrong = [
        (name, forms(message.id)[0])
        for name, message in messages(folder)
        if len(forms(message.string)) != (needed if message.pluralizable else 1)
    ]
    assert wrong == []


@pytest.mark.parametrize(("package", "folder"), SPOKEN)
def test_no_message_is_kept_that_nobody_says(package: str, folder: Path) -> None:
    said = asked(package)
    unused = [
        (name, forms(message.id)[0])
        for name, message in messages(folder)
        if key(message) not in said
    ]
    assert unused == []


@pytest.mark.parametrize(("package", "folder"), SPOKEN)
def test_no_message_is_translated_twice(package: str, folder: Path) -> None:
    times = Counter(key(message) for _name, message in messages(folder))
    assert [each.text for each, count in times.items() if count > 1] == []


def test_a_language_has_its_folder_in_both_packages() -> None:
    ours, theirs = (languages_in([folder]) for folder in FOLDERS)
    assert ours == theirs == tuple(LANGUAGES)


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != ENGLISH])
def test_what_both_packages_say_they_say_alike(language: str) -> None:
    ours, theirs = (
        {key(each): forms(each.string) for _name, each in messages(folder / language)}
        for folder in FOLDERS
    )
    differ = [each.text for each in ours.keys() & theirs.keys() if ours[each] != theirs[each]]
    assert differ == []
