"""Codes of authenticators: each can be used once."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager

from flask_security.totp import Totp
from passlib.totp import TOTP, AppWallet, TokenError

from complaints.base.errors import Refusal
from complaints.rules.logins.accounts import SecondFactor
from complaints.web.accounts.user import User
from complaints.words import message as _


class Codes(Totp):
    """Flask-Security's codes, with the last one that was used kept on the account."""

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        # While the encryption key is changed there are two: the first is the newer.
        wallet = AppWallet(secrets, default_tag=next(iter(secrets)))
        self._totp = TOTP.using(issuer=issuer, wallet=wallet)

    def verify_totp(self, token: str, totp_secret: str, user: User, window: int = 0) -> bool:
        account = user.account
        # A new secret's codes have nothing to do with the old one's. A letter's code may be the
        # same twice within its half minute.
        is_known = totp_secret == account.totp_secret
        is_ours = account.second_factor != SecondFactor.EMAIL
        last = account.totp_counter if is_known and is_ours else None
        try:
            with _refusing_lost_keys():
                match = self._totp.verify(token, totp_secret, window=window, last_counter=last)
        except TokenError:
            return False
        account.totp_counter = match.counter
        return True

    def generate_totp_password(self, totp_secret: str) -> str:
        with _refusing_lost_keys():
            return str(super().generate_totp_password(totp_secret))

    def generate_qrcode(self, username: str, totp: str) -> str:
        """Return the picture for `<img src=…>`, on white: cameras read no light marks on dark."""
        # Loaded where it is used: few people set up an authenticator.
        import qrcode
        from qrcode.image.svg import SvgFillImage

        picture = qrcode.make(
            self.get_totp_uri(username, totp), image_factory=SvgFillImage, box_size=8
        )
        return f"data:image/svg+xml;base64,{b64encode(picture.to_string()).decode()}"


@contextmanager
def _refusing_lost_keys() -> Iterator[None]:
    """Refuses with: unreadable, where the account's secret is under a key that is not here."""
    try:
        yield
    except KeyError:
        raise Refusal(
            "unreadable",
            _(
                "We can no longer check your codes, because the key that protected them "
                "is lost. Ask an administrator to remove your second factor. Then sign "
                "in and set up a new one."
            ),
        ) from None
