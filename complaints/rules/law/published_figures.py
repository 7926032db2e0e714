"""By what the figures of the transparency page are told apart. Pure."""

from __future__ import annotations

from enum import StrEnum


class BoycottReach(StrEnum):
    """Whose complaints a boycott stops: all of an account, or those for one of its clients."""

    ACCOUNT = "account"
    CLIENT = "client"


class Appealed(StrEnum):
    """What an appeal that staff decided was about."""

    TAKEDOWN = "takedown"
    REJECTION = "rejection"
    BOYCOTT = "boycott"
    JOINING = "joining"
    SUSPENSION = "suspension"


class GivenBack(StrEnum):
    """By what a listing came back on sale: we restored it, or its complainant withdrew."""

    REINSTATED = "reinstated"
    WITHDRAWN = "withdrawn"


class FoundBy(StrEnum):
    """Who complained of what was closed: the kind of the account, or several kinds of one store."""

    RIGHTS_HOLDER = "rights_holder"
    AGENT = "agent"
    INDIVIDUAL = "individual"
    NOT_KNOWN = "not_known"
    SEVERAL = "several"
