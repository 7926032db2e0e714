"""What a reader sees of a page or an answer, and what of it is in no language of the reader's."""

from __future__ import annotations

import re
from typing import Any

from babel import Locale
from playwright.sync_api import Page
from sqlalchemy import select

from complaints.context import Context
from complaints.models import Base
from complaints.rules.marketplaces import BY_SLUG
from complaints.words import LANGUAGES, name_of
from tests.words import pseudo

# Visible texts and the attributes that are read out; what is code or in a named other language is
# left out, and so is what a browser hides.
SEEN = """() => {
  const here = document.documentElement.lang;
  const apart = (e) => e.closest("script, style, code, kbd, pre, noscript")
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
STRETCHED = re.compile(r"[A-Za-z]+ö+|[「」]")
ENGLISH = re.compile(r"[A-Za-z]{3,}")
# The same in every language: addresses, files, ids, units, the names of the product's own things.
SAME = re.compile(
    r"https?://\S+|\S+@\S+|\S+\.(?:pdf|png|csv|md|jpg|example)\b|\b(?:CH|CN|VA|POA|A)-\w+|"
    r"\b\w*\d\w*\b|\bUTC\b|\bCSV\b|\bAPI\b|\bPDF\b|\bJSON\b|\b[a-z]+(?:[_.-][a-z]+)+\b"
)
CODE = re.compile(r"[a-z_]+")
# Columns whose texts are names, though they look like codes.
NAMES = {"name", "slug", "reference", "handle", "filename", "source"}


def left_in_english(text: str, written: list[str]) -> list[str]:
    """Return what is left of a text that is a word, no message said it and nobody wrote it."""
    text = STRETCHED.sub(" ", text)
    for each in written:
        text = text.replace(each, " ")
    lines = (" ".join(line.split()) for line in text.splitlines())
    return sorted({line for line in lines if ENGLISH.search(SAME.sub(" ", line))})


def english_on(page: Page, written: list[str]) -> list[str]:
    """Return the English that a page shows."""
    seen: list[str] = page.evaluate(SEEN)
    return left_in_english("\n".join(seen), written)


def cut_off(page: Page) -> list[str]:
    """Return the elements whose text does not fit and is hidden."""
    found: list[str] = page.evaluate(CUT)
    return found


def written_in(context: Context) -> list[str]:
    """Return what people wrote: the texts of the database, without codes, the longest first."""
    locale = Locale(pseudo.CODE)
    found: set[str] = {*locale.territories.values(), *map(name_of, LANGUAGES)}
    found |= {*locale.months["format"]["wide"].values(), "kaj"}
    found |= {marketplace.name for marketplace in BY_SLUG.values()} | set(BY_SLUG)
    with context.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)).mappings():
                for column, value in row.items():
                    named = column in NAMES
                    found.update(t for t in _texts(value) if named or not CODE.fullmatch(t))
    return sorted((text for text in found if len(text) > 2), key=len, reverse=True)


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in _texts(each)]
    return [value, *value.splitlines()] if isinstance(value, str) else []
