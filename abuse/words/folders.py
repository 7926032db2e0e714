"""Languages as folders of .po files, read as they are edited: nothing is compiled."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations


def read_folder(folder: Path) -> NullTranslations:
    """Return the translations of all .po files of a folder; fuzzy ones are left out."""
    whole = Translations()
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            written = read_po(file)
        compiled = BytesIO()
        write_mo(compiled, written)
        compiled.seek(0)
        part = Translations(compiled)
        whole = part if not whole.files and not whole._catalog else whole.merge(part)
    return whole


def languages_in(folders: Iterable[Path]) -> tuple[str, ...]:
    """Return the codes of the languages that have a folder in each of these, English first."""
    codes = [{each.parent.name for each in folder.glob("*/*.po")} for folder in folders]
    return ("en", *sorted(set.intersection(*codes)))
