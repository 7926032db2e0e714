"""The words of the field as enumerations; the interchange format spells them the same way."""

from __future__ import annotations

from enum import StrEnum


class FilerKind(StrEnum):
    RIGHTS_HOLDER = "rights_holder"
    AGENT = "agent"
    INDIVIDUAL = "individual"


class RightKind(StrEnum):
    TRADEMARK = "trademark"
    COPYRIGHT = "copyright"
    PATENT = "patent"
    DESIGN = "design"
    OTHER = "other"


class RightStatus(StrEnum):
    APPLIED = "applied"
    REGISTERED = "registered"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Basis(StrEnum):
    """What the target is accused of."""

    COUNTERFEIT = "counterfeit"
    TRADEMARK = "trademark"
    COPYRIGHT = "copyright"
    PATENT = "patent"
    DESIGN = "design"
    CIRCUMVENTION = "circumvention"
    UNAUTHORISED_CHANNEL = "unauthorised_channel"
    OTHER = "other"


class Channel(StrEnum):
    FORM = "form"
    API = "api"
    EMAIL = "email"
    OTHER = "other"


class Proof(StrEnum):
    """How well a right or an authorization is proven, in rising order."""

    STATED = "stated"
    PAPER_SEEN = "paper_seen"
    IN_REGISTER = "in_register"
    CONFIRMED = "confirmed"

    @property
    def rank(self) -> int:
        return list(Proof).index(self)


class DocumentKind(StrEnum):
    REGISTRATION = "registration"
    AUTHORIZATION = "authorization"
    IDENTITY = "identity"
    EVIDENCE = "evidence"


# Papers that are to prove a right or a permission, and show nothing of a listing.
PROVING = (DocumentKind.REGISTRATION, DocumentKind.AUTHORIZATION)


class DocumentUse(StrEnum):
    """What a document that was put to a claim is for."""

    COUNTER_NOTICE = "counter_notice"
    DEMAND_REPORT = "demand_report"
    APPEAL = "appeal"
    COMPLETION = "completion"
    IDENTITY = "identity"
    RIGHT = "right"
    DIFFERENCE = "difference"
    REPLY = "reply"
    PROCEEDING = "proceeding"


class SeenBy(StrEnum):
    """Who sent what a listing's page showed."""

    FILER = "filer"
    CATALOGUE = "catalogue"


class ListingKind(StrEnum):
    LISTING = "listing"
    STOREFRONT = "storefront"


class ListingStatus(StrEnum):
    LIVE = "live"
    GONE = "gone"


class IdentityKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    IP = "ip"
    IP_NET = "ip_net"
    DEVICE = "device"
    PAYMENT = "payment"
    WEBSITE = "website"


class EventKind(StrEnum):
    """What happens to a complaint after filing."""

    TAKEDOWN = "takedown"
    REJECTION = "rejection"
    COUNTER_NOTICE = "counter_notice"
    WITHDRAWAL = "withdrawal"
    REINSTATEMENT = "reinstatement"
    AMENDMENT = "amendment"
    LISTING_GONE = "listing_gone"
    LAPSE = "lapse"
    DEMAND_REPORT = "demand_report"
    GRADING = "grading"
    APPEAL = "appeal"
    APPEAL_DECISION = "appeal_decision"


class AlsoFound(StrEnum):
    """What a person found beside the grade of a claim: about the listing, the seller's answer, or
    an appeal that was turned down."""

    MANIFESTLY_ILLEGAL = "manifestly_illegal"
    FALSE_ANSWER = "false_answer"
    UNFOUNDED_APPEAL_FILER = "unfounded_appeal_filer"
    UNFOUNDED_APPEAL_SELLER = "unfounded_appeal_seller"


class EventBy(StrEnum):
    STAFF = "staff"
    RULE = "rule"
    FILER = "filer"
    SELLER = "seller"
    COURT = "court"


class Merit(StrEnum):
    """A person's grade of a closed claim; never inferred. An honest error is `unfounded`."""

    FOUNDED = "founded"
    UNFOUNDED = "unfounded"
    MANIFESTLY_UNFOUNDED = "manifestly_unfounded"


class Level(StrEnum):
    """How serious a scan takes a filer, in rising order."""

    NONE = "none"
    WATCH = "watch"
    WARNING = "warning"
    BOYCOTT_REVIEW = "boycott_review"

    @property
    def rank(self) -> int:
        return list(Level).index(self)


class Family(StrEnum):
    """Families of evidence; boycott review needs two, one of them outcomes."""

    OUTCOMES = "outcomes"
    CONDUCT = "conduct"
    STRUCTURE = "structure"
    AUTHORITY = "authority"


class LinkSource(StrEnum):
    """The kind of evidence by which a scan links two filers."""

    IDENTIFIERS = "identifiers"
    LOCKSTEP = "lockstep"
    CAMPAIGN = "campaign"


class LinkVerdict(StrEnum):
    """A person's judgement whether one operator runs two accounts."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class SampleVerdict(StrEnum):
    """A person's verdict on a filer that was drawn at random."""

    CLEAN = "clean"
    ABUSIVE = "abusive"
    UNSURE = "unsure"


class CheckKind(StrEnum):
    """What the check at intake can note. `burst` and `territory` (the right does not hold where a
    listing is offered) are hints, the others stop a takedown: `authority` until it is verified,
    `party` (who files is looked at) until its clock ends."""

    AUTHORITY = "authority"
    PARTY = "party"
    BURST = "burst"
    TERRITORY = "territory"


class Sign(StrEnum):
    """Why a check was noted. The first five are what `abuse.linking.authority` sees."""

    LOOK_ALIKE_DOMAIN = "look_alike_domain"
    FREE_MAIL = "free_mail"
    KNOWN_NAME = "known_name"
    NAME_AGAINST_NUMBER = "name_against_number"
    NO_PAPERS = "no_papers"
    HOLDER_DENIES = "holder_denies"
    UNPROVEN = "unproven"
    NOT_IN_REGISTER = "not_in_register"
    SAME_PARTY = "same_party"
    BOYCOTTED = "boycotted"
    BURST = "burst"
    OUTSIDE = "outside"


class Likeness(StrEnum):
    """In what one complaint is like another."""

    LISTING = "listing"
    RIGHT = "right"
    PAPER = "paper"
    WORDS = "words"
    STORE = "store"


class AlarmKind(StrEnum):
    """Somebody else files by the right's number, or for a holder of the account's name."""

    RIGHT = "right"
    NAME = "name"


class AlarmAnswer(StrEnum):
    AUTHORIZED = "authorized"
    NOT_AUTHORIZED = "not_authorized"


class DenialStep(StrEnum):
    """What follows when an account denies that another may file: rules/authority/proof.py says
    which."""

    ASK_DENIER = "ask_denier"
    ASK_FILER = "ask_filer"
    LOOK = "look"


class InboxKind(StrEnum):
    """How a letter reaches a seller: by mail, or by an inbox that its platform has."""

    MAILBOX = "mailbox"
    PLATFORM = "platform"


class InboxSource(StrEnum):
    """Which door said how letters reach a seller."""

    FEED = "feed"
    API = "api"
    PAGE = "page"
    COMMAND = "command"


class DraftState(StrEnum):
    """How far the replay of a policy's draft is."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class LetterKind(StrEnum):
    """What a letter of the outbox is about."""

    COMPLAINT_RECEIVED = "complaint_received"
    AUTHORITY_ASKED = "authority_asked"
    AUTHORITY_VERIFIED = "authority_verified"
    AUTHORITY_DROPPED = "authority_dropped"
    TERRITORIES_CORRECTED = "territories_corrected"
    COMPLAINT_AMENDED = "complaint_amended"
    AUTHORIZATION_OFFERED = "authorization_offered"
    AUTHORIZATION_ENDED = "authorization_ended"
    SOMEBODY_FILES = "somebody_files"
    PARTY_CHECKED = "party_checked"
    PARTY_CHECK_OVER = "party_check_over"
    PROOF_ASKED = "proof_asked"
    DENIAL_SETTLED = "denial_settled"
    CLAIM_ASKED = "claim_asked"
    CLAIM_NOTICED = "claim_noticed"
    CLAIM_DECIDED = "claim_decided"
    CLAIM_COUNTERED = "claim_countered"
    CLAIM_REPLIED = "claim_replied"
    ANSWER_INCOMPLETE = "answer_incomplete"
    ANSWER_COPIED = "answer_copied"
    COPY_ANNOUNCED = "copy_announced"
    CLAIM_WITHDRAWN = "claim_withdrawn"
    APPEAL_DECIDED = "appeal_decided"
    CLOCK_REMINDER = "clock_reminder"
    LISTING_RESTORED = "listing_restored"
    PROCEEDING_NOTED = "proceeding_noted"
    PROCEEDING_ENDED = "proceeding_ended"
    OFFICIAL_ORDER_TOLD = "official_order_told"
    LINK_RENEWED = "link_renewed"
    SELLER_RECEIPT = "seller_receipt"
    FLAG_DISMISSED = "flag_dismissed"
    BOYCOTT_WARNING = "boycott_warning"
    BOYCOTT_IMPOSED = "boycott_imposed"
    BOYCOTT_DROPPED = "boycott_dropped"
    BOYCOTT_HEEDED = "boycott_heeded"
    APPEAL_GROUND = "appeal_ground"
    AGENT_STOPPED = "agent_stopped"
    AGENT_BACK = "agent_back"
    BOYCOTT_UPHELD = "boycott_upheld"
    BOYCOTT_LIFTED = "boycott_lifted"
    BOYCOTT_EXPIRED = "boycott_expired"
    ACCOUNT_JOINED = "account_joined"
    JOINING_UPHELD = "joining_upheld"
    ACCOUNT_PARTED = "account_parted"
    PARTY_WARNED = "party_warned"
    PARTY_BOUND = "party_bound"
    PARTY_FREED = "party_freed"
    SUSPENSION_WARNING = "suspension_warning"
    SUSPENSION_IMPOSED = "suspension_imposed"
    SUSPENSION_UPHELD = "suspension_upheld"
    SUSPENSION_OVER = "suspension_over"


class Side(StrEnum):
    FILER = "filer"
    SELLER = "seller"


class GrantKind(StrEnum):
    """How one person gave another one access, or gave it back."""

    ADMITTED = "admitted"
    RESTORED = "restored"
    RESET = "reset"


class SecretKind(StrEnum):
    """The keys of the service that can be changed."""

    ENCRYPTION = "encryption"
    IDENTITY = "identity"
    SIGNING = "signing"


class Failure(StrEnum):
    """Why a letter did not go out by mail."""

    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    SIGN_IN = "sign_in"
    RECIPIENT = "recipient"
    REFUSED = "refused"
    BROKE_OFF = "broke_off"
    TOO_OLD = "too_old"
    RESTORED = "restored"
    BOUNCED = "bounced"
