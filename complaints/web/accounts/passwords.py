"""Which passwords are refused: too short, or among the first that a stranger would try."""

from __future__ import annotations

from typing import Any

from flask_security import PasswordUtil

from complaints.http.languages import say_here
from complaints.words import message as _

# Of ten characters and more, as leaked lists have them most often.
COMMON = frozenset(
    {
        "1234567890", "12345678910", "0123456789", "0987654321", "1q2w3e4r5t", "1qaz2wsx3edc",
        "q1w2e3r4t5", "qwertyuiop", "qwerty1234", "qwerty12345", "qwerty123456", "asdfghjkl1",
        "zxcvbnm123", "password12", "password123", "password1234", "passw0rd123",
        "iloveyou12", "iloveyou123", "letmein123", "welcome123", "welcome1234",
        "administrator", "admin12345", "changeme123", "abcdefghij", "abc1234567",
        "abcd123456", "football123", "baseball123", "superman123", "woaini1314",
        "woaini5201314", "5201314520", "a123456789", "aa123456789", "147258369a",
        "123456789a", "1234567891", "qq123456789", "cleanhands", "cleanhands1", "clean-hands",
    }
)  # fmt: skip
FEWEST_SIGNS = 5


class Passwords(PasswordUtil):
    """Flask-Security's rules of length, and a refusal of passwords that are easy to guess."""

    def validate(
        self, password: str, is_register: bool, **about: Any
    ) -> tuple[list[str] | None, str]:
        wrong, normal = super().validate(password, is_register, **about)
        if wrong:
            return wrong, normal
        email = about.get("email") or getattr(about.get("user"), "email", "") or ""
        if is_easy(normal, email):
            return [say_here(_("This password is easy to guess. Choose another."))], normal
        return None, normal


def is_easy(password: str, email: str) -> bool:
    """Say whether a stranger who knows the address would try this password early.

    >>> is_easy("Password123", ""), is_easy("kim.lee.2026", "kim.lee@example.com")
    (True, True)
    >>> is_easy("correct horse battery", "kim@example.com")
    False
    """
    plain = password.lower()
    mailbox = email.partition("@")[0]
    named = len(mailbox) > 3 and mailbox in plain
    return plain in COMMON or named or len(set(plain)) < FEWEST_SIGNS
