"""The tables, one noun a file. Importing this package registers them all on `Base.metadata`."""

from complaints.models.accounts import (
    Account,
    AccountLetter,
    AccountSession,
    Attempt,
    NoticeRequest,
    Passkey,
    SignUp,
    WorkAccount,
)
from complaints.models.alarms import Alarm
from complaints.models.appeals import Appeal
from complaints.models.base import Base
from complaints.models.boycotts import Boycott, BoycottClaim
from complaints.models.casework import Lease, Note
from complaints.models.claims import Claim, Event, EventClaim, PendingClaim, PendingDecision
from complaints.models.clocks import Clock
from complaints.models.complaints import (
    Check,
    Complaint,
    ComplaintDeclaration,
    ComplaintDocument,
    ComplaintDocumentClaim,
    ComplaintIdentity,
    Document,
    Draft,
)
from complaints.models.documents import (
    ClaimDocument,
    DocumentAsSent,
    DocumentContent,
    DocumentKey,
    DocumentLook,
    Upload,
)
from complaints.models.downtimes import Confirmation, Downtime
from complaints.models.filers import Filer, FilerIdentity, FilerStore, TrustedFlagger
from complaints.models.flags import Flag, FlagAnswer, Signal, SignalComplaint
from complaints.models.imports import ComplaintImport, ImportRow
from complaints.models.inboxes import SellerInbox
from complaints.models.installations import Installation
from complaints.models.jobs import ClockJump, Job
from complaints.models.known_keys import KeyRotation, KnownKey
from complaints.models.ledger import LedgerEntry, LedgerSeal
from complaints.models.letters import Delivery, Letter, LetterReport
from complaints.models.links import FilerLink, LinkJudgement
from complaints.models.listings import (
    Listing,
    Marketplace,
    MarketplaceOperator,
    Operator,
    Store,
    Trader,
)
from complaints.models.listings_seen import ListingSeen, ListingSeenPicture
from complaints.models.orders import (
    Order,
    OrderClaim,
    Suspension,
    SuspensionClaim,
    SuspensionStore,
)
from complaints.models.outward_events import OutwardEvent
from complaints.models.parties import Joining, Party, PartyMatch
from complaints.models.people import (
    AccessGrant,
    ApiKey,
    ApiKeyFiler,
    ApiKeyScope,
    Partner,
    PartnerMarketplace,
    Person,
)
from complaints.models.policies import Policy, PolicyDraft
from complaints.models.proceedings import (
    BuyerNotice,
    OfficialOrder,
    Proceeding,
    ProceedingClaim,
    Threat,
)
from complaints.models.reasons import StatementClaim, StatementOfReasons
from complaints.models.registers import RegisterCode, RegisterEntry
from complaints.models.replays import FormKey, Replay
from complaints.models.replies import CounterNotice, DemandReport
from complaints.models.rights import (
    Authorization,
    AuthorizationOffer,
    Right,
    RightDocument,
    RightsHolder,
)
from complaints.models.rings import Ring, RingMember
from complaints.models.samples import Sample, SampledFiler
from complaints.models.scans import FlagReading, ScanRun, StandBy
from complaints.models.search import SearchEntry
from complaints.models.secret_links import LinkCode, SecretLink
from complaints.models.standing import Figure, PeerRate, Standing
from complaints.models.teamwork import (
    Assignment,
    CaseQuestion,
    DefaultView,
    PersonLanguage,
    SavedView,
)
from complaints.models.webhooks import Webhook, WebhookDelivery
