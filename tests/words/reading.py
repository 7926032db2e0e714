"""What a reader sees of a page or an answer, and what of it is in no language of the reader's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page
from sqlalchemy import select

from complaints.models import Base
from complaints.rules.sellers.marketplaces import BY_SLUG
from complaints.storage.context import Context
from complaints.words import LANGUAGES, language_name
from tests.words.extracting import asked
from tests.words.pseudo import left_in_english

# Visible texts and the attributes that are read out; what is code or in a named other language is
# left out, and so is what somebody wrote (bdi) and what a browser hides.
SEEN = """() => {
  const here = document.documentElement.lang;
  const apart = (e) => e.closest("script, style, code, kbd, pre, bdi, noscript")
    || (e.closest("[lang]") && e.closest("[lang]").lang !== here);
  const found = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!apart(e) && walker.currentNode.data.trim()) found.push(walker.currentNode.data);
  }
  for (const e of document.body.querySelectorAll("*")) {
    if (apart(e)) continue;
    for (const name of ["alt", "title", "aria-label", "placeholder", "data-label"])
      if (e.getAttribute(name)) found.push(e.getAttribute(name));
  }
  return found;
}"""
# Elements that hide a part of their text: it ends outside their box.
CUT = """() => {
  const hides = (value) => ["hidden", "clip"].includes(value);
  const ends = (e, box) => {
    const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
      if (!walker.currentNode.data.trim()) continue;
      if (walker.currentNode.parentElement.closest(".govuk-visually-hidden, svg, select")) continue;
      range.selectNodeContents(walker.currentNode);
      for (const rect of range.getClientRects())
        if (rect.right > box.right + 1 || rect.bottom > box.bottom + 1) return true;
    }
    return false;
  };
  return [...document.body.querySelectorAll("*")].filter((e) => {
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    if (box.width < 3 || box.height < 3 || e.closest(".govuk-visually-hidden, svg")) return false;
    return (hides(style.overflowX) || hides(style.overflowY)) && ends(e, box);
  }).map((e) => e.outerHTML.slice(0, 160));
}"""
CODE = re.compile(r"[a-z_]+(?::\d+)?")
ISO = re.compile(r"(?<![\w-])20\d\d-(?:0\d|1[0-2])(?:-[0-3]\d)?(?![\w-])")
# Members of an answer that say the same in each language of the house.
OTHERS = {"zone", "en", "zh"}
# Columns whose texts are names or words of a person, though they look like codes.
NAMES = {
    "name",
    "slug",
    "reference",
    "handle",
    "filename",
    "source",
    "why",
    "reason",
    "note",
    "label",
}


def english_on(page: Page, written: list[str]) -> list[str]:
    """Return the English that a page shows."""
    seen: list[str] = page.evaluate(SEEN)
    return left_in_english("\n".join(seen), written)


def iso_on(page: Page) -> list[str]:
    """Return the days and months that a page shows as machines write them, but for examples."""
    seen: list[str] = page.evaluate(SEEN)
    examples = {each for message in asked("complaints") for each in ISO.findall(message.text)}
    return [text for text in seen if set(ISO.findall(text)) - examples]


def cut_off(page: Page) -> list[str]:
    """Return the elements whose text does not fit and is hidden."""
    found: list[str] = page.evaluate(CUT)
    return found


def written_in(context: Context) -> list[str]:
    """Return what people wrote: the texts of the database, without codes, the longest first."""
    found: set[str] = set(map(language_name, LANGUAGES))
    found |= {marketplace.name for marketplace in BY_SLUG.values()} | set(BY_SLUG)
    with context.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)).mappings():
                for column, value in row.items():
                    named = column in NAMES
                    found.update(t for t in _texts(value) if named or not CODE.fullmatch(t))
    return sorted((text for text in found if len(text) > 2), key=len, reverse=True)


def texts_of(answer: Any) -> Iterator[str]:
    """Yield what an API answer says: its texts, without codes and what names another language."""
    if isinstance(answer, dict):
        for name, value in answer.items():
            if name not in OTHERS:
                yield from texts_of(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from texts_of(value)
    elif isinstance(answer, str) and not CODE.fullmatch(answer):
        yield answer


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in _texts(each)]
    return [value, *value.splitlines()] if isinstance(value, str) else []
