"""How an account is counted to a party: proposed, joined by a second person, appealed, parted.

A joining binds an account by the boycott of another one. It therefore needs what imposing a
boycott needs (rules/cases/boycotts.py): a second person, a letter with reasons, an appeal judged
by a third. It can be undone at any time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from complaints.rules.actors import Role
from complaints.rules.acts import (
    ARGUED,
    DECIDED,
    FOR_FILER,
    FOR_RECORD,
    GROUNDS,
    STAFF,
    Act,
    Bar,
    Field,
    Kind,
)
from complaints.rules.cases.boycotts import JUDGES, SUPERVISOR
from complaints.rules.machines import Machine, Step
from complaints.words import message as _

EARLIER = ("proposer", "joiner", "deliverer")
FOR_BOTH = replace(FOR_FILER, readers=_("Both accounts read these words"))
OF_APPELLANT = _("The account that appealed reads these words")

JOIN = Act(
    "join", "Count the two accounts to one party. Needs a supervisor who did not propose it.",
    body="JoinIn",
    fields=(replace(FOR_BOTH, name="why", label=_("Why they are the same party"),
                    hint=_("Do not name either account to the other.")),),
    bars=(Bar.JUDGE_LEFT,),
    title=_("Count these two accounts together"), button=_("Count them together"), tone="warning",
    effect=_("From then on, what applies to one of them applies to the other."),
    done=_("The accounts are counted together. Each gets a letter."),
    asked=_("Count them together"), second=_("Counting accounts to one party"),
)  # fmt: skip
DROP_JOINING = Act(
    "drop", "Drop a proposal: the accounts stay apart.",
    body="WhyIn", fields=(replace(FOR_RECORD, label=_("Why it is dropped")),),
    title=_("Drop this proposal"), button=_("Drop it"), tone="secondary",
    effect=_("The accounts stay apart. They can be proposed again."),
    done=_("The proposal is dropped. The accounts stay apart."), asked=_("Drop the proposal"),
)  # fmt: skip
APPEAL_JOINING = Act(
    "appeal", 
    "Appeal against being counted together with another account, as the filer, once.\n"
    "Each account that it concerns may.",
    body="JoiningAppealIn", fields=(GROUNDS,), bars=(Bar.ONE_SIDE, Bar.APPEAL_OPEN),
)  # fmt: skip
DECIDE_JOINING = Act(
    "decide_appeal",
    "Decide the appeal. Needs a supervisor or counsel who neither proposed nor decided the\n"
    "joining.",
    path="appeal/decide", page="decide", body="JoiningAppealDecisionIn",
    fields=(
        Field("decision", _("Your decision"), kind=Kind.CHOICE, choices=(
            ("uphold", _("Uphold: they stay counted together")), ("part", _("Separate them")),
        )),
        # Not the other account: what one argued, were they strangers, is none of its business.
        replace(ARGUED, readers=OF_APPELLANT),
        replace(DECIDED, readers=OF_APPELLANT),
    ),
    bars=(Bar.GROUND_AWAITED,),
    title=_("Decide this appeal"), button=_("Decide"),
    effect=_("There is no second appeal of the same account. It reads your reason."),
    done=_("The appeal is decided."), asked=_("Decide the appeal"),
    second=_("Deciding an appeal against a joining"),
)  # fmt: skip
PART = Act(
    "part", "Undo a joining; the accounts count as judged not to be the same. Needs a supervisor.",
    body="JoinIn",
    fields=(replace(FOR_BOTH, name="why", label=_("Why they are not the same party")),),
    title=_("Separate these two accounts"), button=_("Separate them"), tone="secondary",
    effect=_("What binds one of them no longer binds the other."),
    done=_("The accounts are separated. Each gets a letter."),
    asked=_("Separate them"), second=_("Separating accounts"),
)  # fmt: skip

JOINING = Machine(
    noun="joining",
    first=("proposed",),
    steps=(
        Step("join", ("proposed",), "joined", SUPERVISOR,
             apart_from=("proposer",), letter="account_joined", act=JOIN),
        Step("drop", ("proposed",), "dropped", STAFF, act=DROP_JOINING),
        # Again too, where it was asked for its ground.
        Step("appeal", ("joined", "under_appeal"), "under_appeal", (Role.FILER,),
             act=APPEAL_JOINING),
        Step("uphold", ("under_appeal",), "joined", JUDGES,
             apart_from=EARLIER, letter="joining_upheld", act=DECIDE_JOINING),
        Step("part", ("under_appeal",), "parted", JUDGES,
             apart_from=EARLIER, letter="account_parted", act=DECIDE_JOINING),
        Step("part", ("joined",), "parted", SUPERVISOR,
             apart_from=("deliverer",), letter="account_parted", act=PART),
    ),
    closed=frozenset({"dropped", "parted"}),
)  # fmt: skip

# The account belongs to the party.
JOINED = ("joined", "under_appeal")
UNFINISHED = ("proposed", *JOINED)


def together(accounts: Collection[int], pairs: Iterable[tuple[int, int]]) -> list[frozenset[int]]:
    """Return the parties that accounts make by the pairs that are joined, each a set of accounts;
    the party of the lowest account first. A pair with an account that is not among them does not
    count.
    """
    groups = {account: {account} for account in sorted(accounts)}
    for one, other in pairs:
        if one not in groups or other not in groups or groups[one] is groups[other]:
            continue
        larger, smaller = sorted((groups[one], groups[other]), key=len, reverse=True)
        larger |= smaller
        groups.update(dict.fromkeys(smaller, larger))
    parties = {id(group): frozenset(group) for group in groups.values()}
    return sorted(parties.values(), key=min)
