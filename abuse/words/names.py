"""What levels, kinds, families and shared identifiers are called.

Keyed by the codes of a scan; a code that is not here is shown as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from abuse.words.message import Fact, Message, in_context
from abuse.words.message import message as _

LEVELS: Final = {
    "none": in_context("level", "no level"),
    "watch": in_context("level", "watch"),
    "warning": in_context("level", "warning"),
    "boycott_review": in_context("level", "boycott review"),
}
KINDS: Final = {
    "rights_holder": in_context("filer", "a rights holder"),
    "agent": in_context("filer", "an agent"),
    "individual": in_context("filer", "a person"),
}
FAMILIES: Final = {
    "outcomes": in_context("family", "how its claims ended"),
    "conduct": in_context("family", "how it behaves"),
    "structure": in_context("family", "whom it acts with"),
    "authority": in_context("family", "whether it may file at all"),
}
# One of the kind, as in "it shares an email address".
ONE_SHARED: Final = {
    "email": in_context("it shares", "an email address"),
    "free_email": in_context("it shares", "a free mailbox"),
    "website": in_context("it shares", "a website"),
    "domain": in_context("it shares", "an email domain"),
    "phone": in_context("it shares", "a phone number"),
    "device": in_context("it shares", "a device"),
    "payment": in_context("it shares", "a payment account"),
    "address": in_context("it shares", "a postal address"),
    "ip": in_context("it shares", "an IP address"),
    "ip_net": in_context("it shares", "a network"),
    "paper": in_context("it shares", "a document"),
    "near_paper": in_context("it shares", "nearly the same document"),
    "text": in_context("it shares", "nearly the same wording"),
}
# The kind by itself, as in "the shared email address".
SHARED: Final = {
    "email": in_context("the shared", "email address"),
    "free_email": in_context("the shared", "free mailbox"),
    "website": in_context("the shared", "website"),
    "domain": in_context("the shared", "email domain"),
    "phone": in_context("the shared", "phone"),
    "device": in_context("the shared", "device"),
    "payment": in_context("the shared", "payment account"),
    "address": in_context("the shared", "postal address"),
    "ip": in_context("the shared", "IP address"),
    "ip_net": in_context("the shared", "network"),
    "paper": in_context("the shared", "document"),
    "near_paper": in_context("the shared", "document that comes again nearly the same"),
    "text": in_context("the shared", "wording"),
}
SALES: Final = {
    "Singles' Day": _("Singles' Day"),
    "Black Friday": _("Black Friday"),
    "Double Twelve": _("Double Twelve"),
}


def name(names: Mapping[str, Message], code: str) -> Fact:
    """Return what a code is called; a code without a name is its own.

    Examples
    --------
    >>> str(name(LEVELS, "boycott_review")), name(SALES, "618")
    ('boycott review', '618')
    """
    return names.get(code, code)
