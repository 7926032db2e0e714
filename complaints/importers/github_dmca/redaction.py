"""Text made fit to keep: without redaction marks and contact data that slipped through."""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]"
)
_MARK = re.compile(
    r"\[\s*(?:private|redacted|deleted|invalid)\s*\]|<\s*(?:private|redacted)\s*>", re.IGNORECASE
)
_MAIL = re.compile(
    r"(?:mailto:)?[\w.+-]+\s?(?:@|\[at\]|\(at\))\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
# Nine digits or more: a date has eight.
_PHONE = re.compile(
    r"(?<![\w/.=&#-])(?=\+?(?:[ .()-]{0,2}\d){9})"
    r"\+?\(?\d{1,4}\)?(?:[ .-]\(?\d{2,5}\)?){2,5}(?![\w/-])"
)
_LABELLED = re.compile(
    r"^\W*(?:phone|tel(?:ephone)?|mobile|cell|fax|e-?mail|address|signed|signature)\b"
    r"[^:\n]{0,20}:.*$",
    re.IGNORECASE | re.MULTILINE,
)
_NAMED = re.compile(r"\bmy (?:full |legal )*name is\s+[^.,;\n]*", re.IGNORECASE)
_POSTAL = re.compile(
    r"^.*\b\d{1,6}\s+(?:[\w.'-]+\s+){1,4}(?:street|st\.|avenue|ave\.|boulevard|blvd|road|suite"
    r"|floor|drive)(?!\w).*$|\bp\.?\s?o\.?\s?box\s+\d+",
    re.IGNORECASE | re.MULTILINE,
)


def clean(text: str) -> str:
    """A text without redaction marks, mail addresses, telephone numbers and lines of address."""
    text = _NAMED.sub("", _LABELLED.sub("", _MARK.sub("", text)))
    text = _PHONE.sub("", _MAIL.sub("", _POSTAL.sub("", text)))
    text = re.sub(r"\*\*|__(?=\W|$)|^[ \t>]+", "", text, flags=re.MULTILINE)
    text = _UNPRINTABLE.sub("", text)
    return re.sub(r"\n\s*\n\s*", "\n\n", re.sub(r"[ \t]+", " ", text)).strip()
