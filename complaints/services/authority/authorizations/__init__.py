"""A rights holder's permission for an agent: stated by the agent, or offered by the holder's own
account and accepted; revoked by either."""

from complaints.services.authority.authorizations.offering import accept, offer
from complaints.services.authority.authorizations.registering import register, revoke
