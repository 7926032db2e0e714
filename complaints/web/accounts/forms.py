"""What people type into the forms of accounts, where it differs from Flask-Security's own forms."""

from __future__ import annotations

from typing import Any

from flask_security.forms import LoginForm, RegisterFormV2
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import DataRequired, Length, Regexp

from complaints.rules.kinds import FilerKind


class SignIn(LoginForm):
    """E-mail and password. Nobody is remembered beyond the session's own end."""

    remember = None

    def validate(self, **options: Any) -> bool:
        if super().validate(**options):
            return True
        if self.user_authenticated and self.requires_confirmation:
            # Who knows the password may know that the address waits; Flask-Security's generic
            # answer would leave them at a loss.
            self.form_errors.extend(self.email.errors)
            self.email.errors = []
        return False


class SignUp(RegisterFormV2):
    """Who will file: a name, what it is, where; e-mail and password; the terms."""

    name = StringField(validators=[DataRequired(), Length(max=200)])
    kind = RadioField(choices=list(map(str, FilerKind)), validators=[DataRequired()])
    country = StringField(validators=[DataRequired(), Regexp(r"^[A-Z]{2}$")])
    terms = BooleanField(validators=[DataRequired()])

    def to_dict(self, only_user: bool) -> dict[str, Any]:
        """Return what opens the account."""
        return {
            "name": self.name.data,
            "kind": self.kind.data,
            "country": self.country.data,
            "email": self.email.data,
            "password": self.password.data,
            "language": None,
        }
