"""Staff and their log-ins, and what the pages of accounts send beside Flask-Security's forms."""

from __future__ import annotations

from complaints.rules.actors import PersonRole
from complaints.rules.kinds import FilerKind, GrantKind
from complaints.rules.logins.accounts import SECOND_FACTORS
from complaints.rules.mailing.letter_kinds import ByMail
from complaints.schemas import fields, validate
from complaints.schemas.common import Body, Moment, Output, language, one_of, row_id, text
from complaints.words import message as _

HANDLE = validate.Regexp(
    r"[a-z0-9][a-z0-9.-]*", error=_("Use small letters, digits, dots and dashes.")
)


class SignUpIn(Body):
    email = text(320, required=True, asks=_("Enter an email address."))


class AccountIn(Body):
    """What somebody who signed up says of who files, behind the link to the mailbox."""

    kind = one_of(FilerKind, required=True, asks=_("Choose who will file complaints."))
    name = text(200, required=True, asks=_("Enter the name of the company or person."))
    country = fields.Country(required=True, asks=_("Choose a country or region."))
    password = text(1000, required=True, asks=_("Enter a password."))
    password_confirm = text(1000, required=True, asks=_("Enter a password."))
    terms = fields.Boolean(required=True, asks=_("Read the terms and agree to them."))


class LanguageIn(Body):
    language = language(required=True)


class MailIn(Body):
    by_mail = one_of(ByMail, required=True)


class MemberIn(Body):
    """Somebody who is to work here. The handle names the person in commands and the ledger."""

    email = fields.Email(required=True, validate=validate.Length(max=200))
    name = text(200, required=True)
    role = one_of(PersonRole, required=True)
    handle = fields.String(
        validate=[validate.Length(1, 50), HANDLE], about="left out: made of the email"
    )
    language = language()


class AddressIn(Body):
    email = fields.Email(required=True, validate=validate.Length(max=200))


class OpenGrantOut(Output):
    kind = one_of(GrantKind)
    granted_by = row_id(
        attribute="grant.granted_by", allow_none=True,
        about="none: claimed with a work account, and no administrator has vouched yet",
    )  # fmt: skip
    granted_at = Moment(attribute="grant.granted_at")


class MemberOut(Output):
    id = row_id(attribute="person.id")
    handle = fields.String(attribute="person.handle")
    name = fields.String(attribute="person.name")
    role = one_of(PersonRole, attribute="person.role")
    active = fields.Boolean(attribute="person.active")
    email = fields.String(allow_none=True, attribute="account.email", dump_default=None)
    second_factors = fields.List(one_of(SECOND_FACTORS), about="empty: none is set up yet")
    last_seen_at = Moment(allow_none=True)
    team = fields.String(allow_none=True, attribute="person.team")
    languages = fields.List(language(), about="of cases that the person reads")
    waiting = fields.List(
        fields.Nested(OpenGrantOut), about="what waits for the approval of a second administrator"
    )


class MembersOut(Output):
    items = fields.List(fields.Nested(MemberOut))


class LogInGrantOut(OpenGrantOut):
    email = fields.String(attribute="receiver")


class StaffOut(MembersOut):
    """The staff as `user list` prints them, and what of filers' log-ins waits for an approval."""

    of_log_ins = fields.List(fields.Nested(LogInGrantOut))
