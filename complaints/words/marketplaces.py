"""What marketplaces are called where a language has a name of its own for them."""

from __future__ import annotations

from typing import Final

from complaints.words import Message, in_context
from complaints.words import message as _

# By their slugs; of a house with a site a country, by the beginning of them.
NAMES: Final = {
    "aliexpress": _("AliExpress"),
    "alibaba": _("Alibaba.com"),
    "taobao": _("Taobao"),
    "tmall": _("Tmall"),
    "xianyu": _("Xianyu (Goofish)"),
    "jd": _("JD"),
    "pinduoduo": _("Pinduoduo"),
    "mercadolibre": _("Mercado Libre"),
    "walmart": _("Walmart"),
}


def name_of(slug: str, name: str) -> Message:
    """Return the name of a marketplace that is called `name` in its record."""
    if slug.startswith("amazon."):
        return in_context("Amazon", "%(site)s", site=name)
    return NAMES.get(slug) or Message("%(text)s", {"text": name})
