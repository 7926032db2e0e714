"""What the floors below say, with facts in it, about rights, permissions and addresses."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

PATTERNS: dict[str, LazyString] = {
    "This {name} address names neither a listing nor a store; open the product's own page and copy "
    "its address.": _(
        "This address of %(name)s names neither a listing nor a store. Open the product's own page "
        "and copy its address."
    ),
    "The address is longer than {most} characters.": _(
        "The address is longer than %(most)s characters."
    ),
    "The address without its tracking is over {most} characters.": _(
        "The address is longer than %(most)s characters, its tracking left out."
    ),
    "{day} is in the future; give a date that has been.": _(
        "%(day)s is in the future. Give a date that has been."
    ),
    "{later} ({then}) is before {earlier} ({first}); one of the two is wrong.": _(
        "%(then)s is before %(first)s. One of the two dates is wrong."
    ),
    "This right is {status}; a complaint needs a right that is in force or applied for.": _(
        "This right is not in force any more. A complaint needs one that is in force or applied "
        "for."
    ),
    "A right of kind {kind} cannot be the basis of a complaint about {basis}. Rights that can: "
    "{can}. Name the right that is infringed, or another basis.": _(
        "A right of this kind cannot carry such a complaint. Choose something else that is wrong, "
        "or another right."
    ),
    "This authorization was revoked on {day}. Name one in force.": _(
        "The authorization was revoked on %(day)s. A new one is needed."
    ),
    "This authorization begins on {day}. File from that day on.": _(
        "The authorization begins on %(day)s. File from that day on."
    ),
    "This authorization ended on {day}. Name one in force.": _(
        "The authorization ended on %(day)s. A new one is needed."
    ),
    "This authorization was revoked on {day}, and stating it again does not bring it back. A new "
    "permission has a reference of its own.": _(
        "This authorization was revoked on %(day)s and does not come back. A new one has a number "
        "of its own."
    ),
    "This authorization is for rights of kind {kind} only.": _(
        "The authorization is for rights of another kind."
    ),
    "The address is one of {name}. Mend it, or leave this out.": _(
        "The address is one of %(name)s. Mend it, or leave the marketplace out."
    ),
    "The address names the listing {listing} of {name}. Mend it, or leave this out.": _(
        "The address names the listing %(listing)s of %(name)s. Mend it, or leave the number out."
    ),
    "There are {most} drafts already; file or delete one first.": _(
        "There are %(most)s drafts already. File or delete one first."
    ),
    "An agent files for a rights holder with its authorization. Send {rest}": _(
        "You file for this holder only with its authorization. Ask it to authorize you, or "
        "register what you have on paper, on the page “Authorizations”."
    ),
    "This key has filed a complaint with this reference. Read that one, or choose another "
    "reference.": _("You have used this reference before. Choose another one."),
    "Name at least one claim, or leave this out for all.": _(
        "Tick at least one listing, or withdraw all."
    ),
    "{count} things do not hold.": _("%(count)s things do not hold."),
}
