"""Complaints: the interchange object as the API takes it, and how complaints are shown.

The API leaves out `source`, `events` and `filed_at` of the interchange object (the server's clock
counts), and adds `right_id` and `authorization_id`, in place of `right` and `authorization`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from complaints.base.codes import Code
from complaints.base.errors import FieldError, fault
from complaints.rules.authority.flaggers import Flagged
from complaints.rules.authority.territories import OutsideGround
from complaints.rules.decisions.claims import CLAIM, COMPLAINT_STATES
from complaints.rules.filing import admissibility
from complaints.rules.filing.admissibility import CARRIES
from complaints.rules.filing.complaint_facts import FACTS
from complaints.rules.filing.complaint_facts import NAMES as FACT_NAMES
from complaints.rules.filing.documents import MOST_PAPERS
from complaints.rules.filing.targets import Target, WhereWrong, WrongTarget
from complaints.rules.kinds import (
    Basis,
    Channel,
    CheckKind,
    DocumentKind,
    FilerKind,
    ListingStatus,
    RightKind,
)
from complaints.rules.law.countries import read_country
from complaints.rules.law.regimes import RegimeCode
from complaints.rules.law.treatments import Treatment
from complaints.rules.sellers.listings_seen import LONGEST_TEXT, MOST_PICTURES, PageSeen
from complaints.schemas import fields, validate
from complaints.schemas.authority.authorizations import AuthorizationFacts
from complaints.schemas.authority.rights import RightFacts, RightOut
from complaints.schemas.common import (
    CURRENCY,
    Body,
    HolderIn,
    HolderOut,
    Moment,
    Money,
    Output,
    PageQuery,
    day_field,
    integer,
    lacks,
    next_cursor,
    one_of,
    query_number,
    row_id,
    text,
    treatments,
)
from complaints.schemas.decisions.claims import ClaimOut, EventOut, ListingOut, ReachOut
from complaints.schemas.filing.checks import CheckOut
from complaints.schemas.filing.declarations import DeclarationIn, DeclarationOut
from complaints.schemas.filing.papers import ComplaintPaperIn, PaperIn
from complaints.schemas.logins.filers import ContactIn, FilerOfPlatformIn
from complaints.schemas.pointers import errors_in
from complaints.schemas.problems import ProblemField
from complaints.schemas.sellers.replies import CounterOut
from complaints.words import message as _

_CARRIED = "; ".join(
    f"{basis} {'all' if kinds == set(RightKind) else ', '.join(sorted(kinds))}"
    for basis, kinds in CARRIES.items()
)
MOST_TARGETS = 300
MOST_COUNTRIES = 250
MOST_METADATA = 20
# Lines of a table that is downloaded at once.
MOST_LINES = 50_000


class PageSeenIn(Body):
    """What a listing's page showed. Only staff read it."""

    seen_at = Moment(about="when; left out: as the complaint is filed")
    text = text(LONGEST_TEXT, about="what the page said, copied from it")
    pictures = fields.List(
        row_id(),
        load_default=(),
        validate=validate.Length(max=MOST_PICTURES),
        about="ids of pictures that you sent (`POST /documents`), in order",
    )

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> PageSeen:
        return PageSeen(**data)


class TargetIn(Body):
    url = fields.Address(
        required=True, validate=validate.Length(1, 2000), about="of the listing or store front"
    )
    marketplace = text(100, about="left out: recognised from the URL")
    listing_id = text(200, about="left out: recognised from the URL")
    store_id = text(200)
    store_name = text(300)
    operator = text(300)
    category = text(200)
    title = text(500)
    listed_on = day_field(about="since when it has been on sale")
    price = Money()
    currency = fields.String(validate=CURRENCY)
    sales_30d = integer()
    status_at_filing = one_of(ListingStatus)
    delivers_to = fields.List(
        fields.Country(read_country),
        validate=validate.Length(1, MOST_COUNTRIES),
        about="countries to which the listing says it is delivered (ISO 3166-1 "
        "alpha-2): on a site for buyers everywhere they decide which law applies",
    )
    seen = fields.Nested(PageSeenIn)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Target:
        delivered = data.pop("delivers_to", None)
        return Target(**data, delivers_to=tuple(delivered) if delivered else None)


class SentTargets(fields.List):
    """The targets of a complaint: with `wrong_targets` “set_aside” each that is wrong is loaded as
    a WrongTarget."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> list[Any]:
        chosen = (data or {}).get("wrong_targets")
        if chosen != WhereWrong.SET_ASIDE or not isinstance(value, list):
            return super()._deserialize(value, attr, data, **kwargs)
        if len(value) > MOST_TARGETS:
            return value
        return [self._loaded(place, each) for place, each in enumerate(value)]

    def _loaded(self, place: int, sent: Any) -> Target | WrongTarget:
        try:
            loaded: Target = self.inner.deserialize(sent)
        except ValidationError as error:
            url = sent.get("url") if isinstance(sent, dict) else None
            wrong = list(errors_in(error.messages))
            return WrongTarget(place, url if isinstance(url, str) else None, wrong)
        return loaded


class AddedPaperIn(PaperIn):
    pass_on = fields.Boolean(
        truthy={True}, falsy={False}, about="the accused sellers may read it; left out: staff alone"
    )


class EvidenceIn(Body):
    """Evidence for a complaint that is filed."""

    documents = fields.List(
        fields.Nested(AddedPaperIn),
        required=True,
        validate=validate.Length(1, MOST_PAPERS),
        about="papers that were not sent with this complaint before",
    )
    note = text(
        5000,
        required=True,
        asks=_("Write what the documents show."),
        about="what they show; the sellers read it",
    )
    claim_ids = fields.List(
        row_id(),
        validate=validate.Length(max=300),
        about="claims that it is for, none of them decided; left out: all that are not decided",
    )


class TerritoryGroundIn(Body):
    """Why a right binds where it is not registered."""

    ground = one_of(OutsideGround, required=True, asks=_("Select on which ground you complain."))
    words = text(
        5000,
        required=True,
        asks=_("Write why your right applies there."),
        about="what shows it; a person weighs it",
    )


class TerritoryGroundOut(Output):
    ground = one_of(OutsideGround, attribute="outside_ground")
    words = fields.String(attribute="outside_words")


class ComplaintIn(Body):
    class Meta:
        include = {fact.name: text(fact.longest) for fact in FACTS}

    reference = text(200, about="yours; unique for the filer; left out: made")
    filer = fields.Nested(FilerOfPlatformIn, about="with a partner's key only: on whose behalf")
    contact = fields.Nested(
        ContactIn,
        about="with a filer's own key: how you are reached; left out: by what you "
        "gave before, or your log-in's mailbox. A partner gives its filer's in `filer`",
    )
    rights_holder = fields.Nested(
        HolderIn,
        about="left out: the filer holds the right itself; of an agent some laws ask for it",
    )
    right = fields.Nested(RightFacts, about="stated here, in place of `right_id`: one of the two")
    right_id = row_id(about="a registered right of yours, in place of `right`: one of the two")
    authorization = fields.Nested(
        AuthorizationFacts,
        about="an agent's, with `rights_holder`; in place of `authorization_id`, at most one of "
        "the two; left out: a registered one that fits is found",
    )
    authorization_id = row_id(about="a registered authorization, in place of `authorization`")
    basis = one_of(
        Basis,
        required=True,
        about="goes with the kind of right, of which `other` carries all: "
        f"{_CARRIED}. `answers` and `declaration` go by it",
    )
    documents = fields.List(
        fields.Nested(ComplaintPaperIn), validate=validate.Length(max=MOST_PAPERS)
    )
    targets = SentTargets(
        fields.Nested(TargetIn),
        required=True,
        validate=validate.Length(
            1,
            MOST_TARGETS,
            error=_(
                "A complaint can have 1 to %(most)s targets. File the rest separately.",
                most=MOST_TARGETS,
            ),
        ),
    )
    channel = one_of(Channel)
    answers = fields.Dict(
        keys=text(50),
        values=text(5000, shortest=0),
        about="to the questions of the basis, by name: see `GET /questions`",
    )
    territory_ground = fields.Nested(
        TerritoryGroundIn,
        about="why your right binds where it is not registered, if a listing is "
        "offered outside its territory: see `POST /targets/recognise`. It can be sent later",
    )
    declaration = fields.Nested(
        DeclarationIn,
        about="what is signed: see `GET /declarations`. The platform may have said "
        "in its policy that our own rules ask for none; a law's texts are always signed",
    )
    metadata = fields.Dict(
        keys=text(40),
        values=text(500, shortest=0),
        validate=validate.Length(
            max=MOST_METADATA,
            error=_("Send at most %(most)s entries.", most=MOST_METADATA),
        ),
        about="yours: kept and returned to you, and shown to staff",
    )
    wrong_targets = one_of(
        WhereWrong,
        about="refuse (left out): a wrong target refuses the whole complaint; set_aside: it is "
        "left out, and the others are filed",
    )
    dry_run = fields.Boolean(
        truthy={True},
        falsy={False},
        about="true: check the complaint by its form and its laws, and store nothing",
    )

    def also_wrong(self, valid: Mapping[str, Any], now: datetime) -> Iterable[FieldError]:
        return [
            *admissibility.check_stated(valid.get("right") or {}, "/right", now=now),
            *admissibility.check_days_of(valid.get("authorization") or {}, "/authorization"),
        ]

    @validates_schema(skip_on_field_errors=False)
    def require_one_right(self, data: dict[str, Any], **_options: Any) -> None:
        problems: dict[str, list[FieldError]] = {}
        if "right" not in data and "right_id" not in data:
            lacking = _("Send the right, or the right_id of a registered one.")
            problems["right"] = [fault(Code.ONE_OF_THESE, lacking, members=["right", "right_id"])]
        for member in ("right", "authorization"):
            if member in data and f"{member}_id" in data:
                both = [member, f"{member}_id"]
                message = _(
                    "Send either %(member)s or %(id)s, not both.", member=both[0], id=both[1]
                )
                problems[both[1]] = [fault(Code.ONE_OF_THESE, message, members=both)]
        if problems:
            raise ValidationError(problems)


class OutcomeOut(Output):
    """What became of one target."""

    claim_id = row_id(attribute="claim.id")
    complaint_id = row_id(
        attribute="claim.complaint_id", about="another complaint's where the claim was open before"
    )
    state = one_of(CLAIM.states, named="ClaimState", attribute="claim.state")
    duplicate = fields.Boolean(about="true: this claim was there before")
    treatment = one_of(
        Treatment,
        allow_none=True,
        attribute="claim.treatment",
        about="how a boycott of its filer treats it; null: none does",
    )
    lacks = lacks()
    listing = fields.Nested(ListingOut, attribute="place")
    territory = fields.Nested(ReachOut, attribute="reach")


class SetAsideOut(Output):
    """A target that was wrong and is not part of the complaint."""

    place = integer(about="its place among the targets that were sent, from 0")
    url = fields.String(allow_none=True)
    errors = fields.List(fields.Nested(ProblemField), about="with pointers within the target")


class ListingNamedOut(Output):
    marketplace = fields.String()
    id = fields.String(attribute="listing_id")
    url = fields.String()


class DryRunOut(Output):
    """What a dry run found: the complaint would be taken by its form and its laws."""

    listings = fields.List(fields.Nested(ListingNamedOut), attribute="targets")
    regimes = fields.List(one_of(RegimeCode))


HELD_UNTIL = "until then nothing is taken down, because somebody is to look at who files"


class BoundOut(Output):
    """A boycott that binds the filer, and how it treats a complaint."""

    boycott_id = row_id()
    ends_at = Moment(allow_none=True)
    appeal_url = fields.String()
    appeal_until = Moment(
        allow_none=True, about="until when the filer can appeal; null: it did, or no day is set"
    )
    treatments = treatments()
    kept = integer(about="new claims that it stops")
    asked = integer(about="new claims that wait for more proof")


class WarningOut(Output):
    """A warning that reached the filer by no other way. Pass it on to whom you file for."""

    boycott_id = row_id()
    subject = fields.String(allow_none=True)
    text = fields.String(
        allow_none=True, about="the letter, in each language; the place of its link is shown as …"
    )
    answer_due = Moment(allow_none=True)
    answer_url = fields.String(about="where the filer, signed in, answers")


class FiledOut(Output):
    """The answer to a filing. Where every target was open before, the id is that of the complaint
    which made the first of these claims; a dry run has none."""

    id = row_id(allow_none=True)
    reference = fields.String(allow_none=True)
    filed_at = Moment(allow_none=True)
    state = one_of(("open", "duplicate", "dry_run"))
    authority = fields.String(
        allow_none=True,
        about="asked: a letter says what to send before anything is taken down",
        metadata={"enum": ["asked", None]},
    )
    held_until = Moment(allow_none=True, about=HELD_UNTIL)
    boycott = fields.Nested(
        BoundOut,
        allow_none=True,
        about="null: none binds the filer, or all targets were open before",
    )
    warnings = fields.List(
        fields.Nested(WarningOut),
        about="that two other ways did not bring; they are delivered by this",
    )
    targets = fields.List(
        fields.Nested(OutcomeOut),
        about="in the order in which they were sent, without those that are set aside",
    )
    set_aside = fields.List(
        fields.Nested(SetAsideOut),
        about="where `wrong_targets` is set_aside, those that were wrong",
    )
    dry_run = fields.Nested(DryRunOut, allow_none=True, about="null: it was none")


class PaperOut(Output):
    kind = one_of(DocumentKind)
    sha256 = fields.String()
    filename = fields.String(allow_none=True)
    document_id = row_id(allow_none=True, about="null: its content was not sent, only its hash")
    claim_ids = fields.List(row_id(), about="the claims that it is for; none: all of them")
    passed_on = fields.Boolean(about="the accused sellers may read it")
    added_at = Moment(allow_none=True, about="null: it came with the filing")


class FilerNameOut(Output):
    id = row_id()
    reference = fields.String()
    name = fields.String()
    kind = one_of(FilerKind, allow_none=True)


class ByWhomOut(FilerNameOut):
    """Who filed; reference and kind are null for who speaks for sellers, and so is the name where
    the accusation is of no right of the filer's own."""

    name = fields.String(allow_none=True)
    reference = fields.String(allow_none=True)


class ComplaintOut(Output):
    id = row_id(attribute="complaint.id")
    source = fields.String(attribute="complaint.source")
    reference = fields.String(attribute="complaint.reference")
    state = one_of(COMPLAINT_STATES, named="ComplaintState")
    claim_counts = fields.Dict(
        keys=fields.String(), values=integer(), about="how many claims are in which state"
    )
    filer = fields.Nested(ByWhomOut, attribute="by_whom")
    rights_holder = fields.Nested(HolderOut, allow_none=True)
    right_id = row_id(attribute="complaint.right_id")
    right_kind = one_of(RightKind, attribute="right.kind")
    authorization_id = row_id(allow_none=True)
    boycott_id = row_id(allow_none=True)
    authority = fields.String(
        allow_none=True,
        about="asked: nothing is taken down until staff have verified that the filer "
        "may speak for the rights holder",
        metadata={"enum": ["asked", "verified", None]},
    )
    held_until = Moment(allow_none=True, about=HELD_UNTIL)
    basis = one_of(Basis, attribute="complaint.basis")
    channel = one_of(Channel, allow_none=True, attribute="complaint.channel")
    metadata = fields.Dict(
        keys=fields.String(), values=fields.String(), about="as its sender sent it; others see none"
    )
    filed_at = Moment(attribute="complaint.filed_at")


class WholeComplaintOut(ComplaintOut):
    class Meta:
        include = {
            name: fields.String(required=True, allow_none=True, attribute=f"complaint.{name}")
            for name in FACT_NAMES
        }

    right = fields.Nested(RightOut, attribute="stated")
    answers = fields.Dict(allow_none=True)
    flagged = one_of(
        Flagged,
        allow_none=True,
        about="whether a trusted flagger filed it in its field; null: none did",
    )
    territory_ground = fields.Nested(
        TerritoryGroundOut,
        allow_none=True,
        about="why the right binds where it is not registered, as its filer says",
    )
    declarations = fields.List(fields.Nested(DeclarationOut))
    documents = fields.List(fields.Nested(PaperOut), attribute="papers")
    claims = fields.List(fields.Nested(ClaimOut))
    counter_notices = fields.List(fields.Nested(CounterOut))
    regimes = fields.List(
        one_of(RegimeCode), about="all that one of its claims is under: see `claims`"
    )
    events = fields.List(fields.Nested(EventOut))
    version = integer(about="the ETag: changes with each of its claims")
    checks = fields.List(
        fields.Nested(CheckOut), about="what intake noted; for staff, empty for others"
    )


class DecidedOut(WholeComplaintOut):
    decided = fields.List(row_id(), about="ids of the decided claims")


class WithdrawComplaintIn(Body):
    reason = text(200)
    claim_ids = fields.List(
        row_id(),
        validate=validate.Length(1, MOST_TARGETS),
        about="left out: all that can still be withdrawn",
    )


class WithdrawnOut(Output):
    withdrawn = fields.List(row_id())


class ComplaintsQuery(PageQuery):
    state = one_of(COMPLAINT_STATES, named="ComplaintState")
    check = one_of(CheckKind, about="for staff: with a note of intake that nobody settled")
    filer = query_number(about="an account's id")
    store = text(200, about="a store's id on its marketplace")
    marketplace = text(100, about="a marketplace's slug")
    basis = one_of(Basis)
    right_kind = one_of(RightKind)
    reference = text(200)
    source = text(200)
    filed_from = Moment(about="this moment included")
    filed_to = Moment(about="this moment included")
    search = text(500, about="a reference, a listing's address or id, or a store's id or name")
    claim_state = one_of(
        CLAIM.states, named="ClaimState", about="with at least one claim in this state"
    )
    updated_since = Moment(
        about="to which something happened from this moment on, as the events say: at most 90 days"
    )


class LinesQuery(ComplaintsQuery):
    limit = query_number(1, MOST_LINES, load_default=MOST_LINES)


class ComplaintsOut(Output):
    items = fields.List(fields.Nested(ComplaintOut))
    next = next_cursor()
