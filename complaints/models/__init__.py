"""The tables, one noun a file. Importing this package registers them all on `Base.metadata`."""

from complaints.models.accounts import Account, AccountLetter, AccountSession, Attempt, Passkey
from complaints.models.alarms import Alarm
from complaints.models.appeals import Appeal
from complaints.models.base import Base
from complaints.models.boycotts import Boycott
from complaints.models.casework import Lease, Note
from complaints.models.checks import Check
from complaints.models.claims import Claim, Event, EventClaim
from complaints.models.clock_jumps import ClockJump
from complaints.models.clocks import Clock
from complaints.models.complaints import (
    Complaint,
    ComplaintDeclaration,
    ComplaintDocument,
    ComplaintDocumentClaim,
    ComplaintIdentity,
    Document,
)
from complaints.models.deliveries import Delivery
from complaints.models.documents import (
    ClaimDocument,
    DocumentAsSent,
    DocumentContent,
    DocumentKey,
    DocumentLook,
    Upload,
)
from complaints.models.downtimes import Confirmation, Downtime
from complaints.models.drafts import Draft
from complaints.models.filers import Filer, FilerIdentity, FilerStore
from complaints.models.flags import Flag, Signal, SignalComplaint
from complaints.models.form_keys import FormKey
from complaints.models.grants import AccessGrant
from complaints.models.inboxes import SellerInbox
from complaints.models.installations import Installation
from complaints.models.jobs import Job
from complaints.models.known_keys import KnownKey
from complaints.models.ledger import LedgerEntry, LedgerSeal
from complaints.models.letters import Letter
from complaints.models.links import FilerLink, LinkJudgement
from complaints.models.listings import Listing, Marketplace, Operator, Store
from complaints.models.listings_seen import ListingSeen, ListingSeenPicture
from complaints.models.parties import Joining, Party, PartyMatch
from complaints.models.pending import PendingClaim, PendingDecision
from complaints.models.people import ApiKey, ApiKeyScope, Partner, PartnerMarketplace, Person
from complaints.models.policies import Policy, PolicyDraft
from complaints.models.proceedings import Proceeding, ProceedingClaim
from complaints.models.readings import FlagReading, StandBy
from complaints.models.reasons import StatementClaim, StatementOfReasons
from complaints.models.registers import RegisterCode, RegisterEntry
from complaints.models.replays import Replay
from complaints.models.replies import CounterNotice, DemandReport
from complaints.models.rights import (
    Authorization,
    AuthorizationOffer,
    Right,
    RightDocument,
    RightsHolder,
)
from complaints.models.rings import Ring, RingMember
from complaints.models.rotations import KeyRotation
from complaints.models.samples import Sample, SampledFiler
from complaints.models.scans import ScanRun
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
