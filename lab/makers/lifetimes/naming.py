"""Makes names, mailboxes, telephones and lines that look like those of people and firms."""

from __future__ import annotations

from lab.makers.lifetimes import words
from lab.makers.lifetimes.dice import Dice


def mark(dice: Dice) -> str:
    """An invented word that can be a brand or a shop."""
    return "".join(dice.pick(words.SYLLABLES) for _ in range(dice.whole(2, 4))).capitalize()


def person(dice: Dice) -> str:
    """Forename and surname."""
    return f"{dice.pick(words.FORENAMES)} {dice.pick(words.SURNAMES)}"


def firm(dice: Dice, word: str) -> str:
    """A firm that is named after its brand."""
    return f"{word} {dice.pick(words.FIRM_ENDS)}"


def domain(dice: Dice, word: str) -> str:
    """A domain of the firm's own, kept to the reserved names for examples."""
    return f"{word.lower()}-{dice.digits(3)}.{dice.pick(('example', 'test'))}"


def mailbox(dice: Dice, at: str) -> str:
    """A mailbox at a firm's domain."""
    box = dice.pick(("legal", "ip", "brand", "info", "office", "protection"))
    return f"{box}@{at}" if dice.chance(0.6) else f"{dice.pick(words.SURNAMES).lower()}@{at}"


def free_mailbox(dice: Dice, name: str) -> str:
    """A mailbox at a free provider."""
    handle = "".join(each for each in name.lower() if each.isalnum() and each.isascii())
    return f"{handle or 'user'}{dice.digits(3)}@{dice.pick(words.FREE_MAIL)}"


def phone(dice: Dice, country: str) -> str:
    """A telephone number with its country's prefix."""
    return words.CALLING[country] + dice.digits(8)


def address(dice: Dice, country: str) -> str:
    """Street, number and town."""
    town = dice.pick(words.TOWNS[country])
    return f"{dice.whole(1, 240)} {dice.pick(words.STREETS)}, {town}"


def ip(dice: Dice) -> str:
    """An IPv4 address out of public ranges."""
    first = dice.pick((36, 58, 81, 92, 113, 121, 178, 203))
    return f"{first}.{dice.whole(1, 250)}.{dice.whole(0, 255)}.{dice.whole(1, 254)}"


def device(dice: Dice) -> str:
    """A browser's fingerprint."""
    return "dev-" + dice.sha256()[:16]


def payment(dice: Dice) -> str:
    """A bank account or wallet, as a token."""
    return "pay-" + dice.sha256()[:14]


def look_alike(dice: Dice, real: str) -> str:
    """A domain that reads like `real` (P4: look-alike mailboxes of Bungie v. Minor)."""
    stem = real.split(".")[0]
    return dice.pick((f"{stem}-legal.example", f"{stem}s.example", f"ip-{stem}.test"))
