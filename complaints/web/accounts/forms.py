"""What people type into the forms of accounts, where it differs from Flask-Security's own forms."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_security import hash_password
from flask_security.forms import ForgotPasswordForm, LoginForm, RegisterFormV2
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import DataRequired, ValidationError

from complaints.http.languages import pick
from complaints.kit.countries import countries
from complaints.queries.logins import accounts
from complaints.rules.kinds import FilerKind
from complaints.schemas.fields import in_order
from complaints.web.accounts.datastore import session
from complaints.web.accounts.user import User
from complaints.words import message as _


class SignIn(LoginForm):
    """Email and password. Nobody is remembered beyond the session's own end."""

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


class Recover(ForgotPasswordForm):
    """The address that a link is sent to."""

    def validate(self, **options: Any) -> bool:
        is_known = bool(super().validate(**options))
        if is_known:
            # Flask-Security hashes for an unknown address: both must take as long.
            hash_password("not-a-password")
        return is_known


class SignUp(RegisterFormV2):
    """A new filer's name, kind and country; email and password; consent to the terms."""

    existing_email_user: User | None
    name = StringField(
        filters=[lambda typed: in_order(typed).strip() if typed else typed],
        validators=[
            DataRequired(_("Enter the name of the company or person.")),
        ],
    )
    kind = RadioField(
        choices=list(map(str, FilerKind)),
        validators=[DataRequired(_("Choose who will file complaints."))],
        validate_choice=False,
    )
    country = StringField()
    terms = BooleanField(validators=[DataRequired(_("Read the terms and agree to them."))])

    def validate_name(self, field: StringField) -> None:
        if len(field.data) > 200:
            raise ValidationError(_("Enter a shorter name."))

    def validate_email(self, field: StringField) -> None:
        """Answer an address that leads to a mailbox of staff as one that is taken."""
        if self.existing_email_user is None:
            account = accounts.staff_of(session(), field.data or "")
            if account is not None:
                self.existing_email_user = User(session(), account)
                raise ValidationError(_("There is an account with this email address."))

    def validate_country(self, field: StringField) -> None:
        if field.data not in dict(countries()):
            raise ValidationError(_("Choose a country or region."))

    def validate_kind(self, field: RadioField) -> None:
        if field.data not in set(FilerKind):
            raise ValidationError(_("Choose one of the options."))

    def to_dict(self, only_user: bool) -> dict[str, Any]:
        """Return the facts of which `Accounts.create_user` makes the account."""
        return {
            "name": self.name.data,
            "kind": self.kind.data,
            "country": self.country.data,
            "email": self.email.data,
            "password": self.password.data,
            "language": pick(request),
        }
