"""Text made fit to keep: without redaction marks and contact data that slipped through."""

from __future__ import annotations

import re

_MARK = re.compile(
    r"\[\s*(?:private|redacted|deleted|invalid)\s*\]|<\s*(?:private|redacted)\s*>", re.IGNORECASE
)
_MAIL = re.compile(
    r"(?:mailto:)?[\w.+-]+\s?(?:@|\[at\]|\(at\))\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
_PHONE = re.compile(r"(?<![\w/.=&#-])\+?\(?\d{1,4}\)?(?:[ .-]\(?\d{2,5}\)?){2,5}(?![\w/-])")
_POSTAL = re.compile(
    r"^.*\b(?:street|avenue|boulevard|suite|floor|p\.?\s?o\.?\s?box|zip(?:\s?code)?|phone"
    r"|tel(?:ephone)?|mobile|fax|e-?mail|my (?:full |legal )?name is|signed|signature|sincerely|regards)\b.*$",
    re.IGNORECASE | re.MULTILINE,
)


def clean(text: str) -> str:
    """A text without redaction marks, mail addresses, telephone numbers and lines of address."""
    text = _POSTAL.sub("", _MARK.sub("", text))
    text = _PHONE.sub("", _MAIL.sub("", text))
    text = re.sub(r"\*\*|__(?=\W|$)|^[ \t>]+", "", text, flags=re.MULTILINE)
    text = "".join(char for char in text if char in "\n\t" or char.isprintable())
    return re.sub(r"\n\s*\n\s*", "\n\n", re.sub(r"[ \t]+", " ", text)).strip()
