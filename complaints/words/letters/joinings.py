"""What an account is told when it is counted to a party, when that is upheld, or is undone.

It reads that there is another account, never which one, nor what that one was told: were the
decision wrong, the other would be a stranger.
"""

from __future__ import annotations

from collections.abc import Sequence

from complaints.words import Message
from complaints.words import message as _
from complaints.words.letters import Letter
from complaints.words.letters.binding import STILL_HOLDS, Bound, what_binds
from complaints.words.letters.boycott_reasons import terms_apply
from complaints.words.letters.case_appeals import argued_and_decided
from complaints.words.letters.pages import NOTHING_TO_DO, because, by_link, read_on
from complaints.words.letters.redress import DISPUTE_BODY, in_lines


def joined(
    name: str,
    *,
    reasons: str,
    bound: Sequence[Bound],
    link: str,
    policy: int | None = None,
    terms: str = "",
) -> Letter:
    """Return the decision that an account is counted together with another one; `terms` is the
    page of the clause of our terms, in the version of this `policy`."""
    opening = _(
        "Two members of our staff have decided that the same person or business stands behind your "
        "account and another one."
    )
    together = _(
        "We count the two accounts together from now on: a warning, or a decision not to process "
        "complaints, is for both, and so is what each has filed."
    )
    can = in_lines(
        _("What you can do"),
        [
            _(
                "- If this is wrong, appeal once, at any time while it holds. It costs nothing, "
                "and a person who has had no part in this so far decides."
            ),
            DISPUTE_BODY,
            _("- Go to court, at any time."),
            _("- If it is right, you do not have to do anything."),
        ],
    )
    return Letter(
        _("Your account is counted together with another one"),
        (_hello(name), opening),
        why=(_("Why\n%(reasons)s", reasons=reasons), *terms_apply(policy, terms), _FOUND),
        means=(together, *what_binds(bound)),
        can=(can,),
        where=(by_link(link),),
    )


def upheld(name: str, *, argued: str, reason: str, bound: Sequence[Bound], page: str) -> Letter:
    """Return the decision of an appeal that leaves accounts counted together."""
    opening = _(
        "A person who had no part in the case before has decided the appeal: your "
        "account stays counted together with the other one."
    )
    can = in_lines(
        _("What you can do"),
        [
            DISPUTE_BODY,
            _("- Go to court, at any time."),
            _("- Tell us new facts: we separate the accounts at any time if we were wrong."),
        ],
    )
    return Letter(
        _("The appeal was decided: the accounts stay counted together"),
        (_hello(name), opening),
        why=(argued_and_decided(argued, reason),),
        means=tuple(what_binds(bound)) or (_ONE_FOR_BOTH,),
        can=(can,),
        where=(read_on(page),),
    )


def parted(
    name: str, *, reason: str | None, alone: bool, bound: Sequence[Bound], page: str
) -> Letter:
    """Return the news that a joining is undone; `alone` where nothing else joins the account. No
    reason is told to who did not appeal: it would say what another account argued."""
    if alone:
        opening = _("From now on we count your account on its own again.")
    else:
        opening = _(
            "We no longer count these two accounts together for the reason that we gave you. Your "
            "account stays counted together with another one, about which we wrote to you "
            "separately."
        )
    meanwhile = _(
        "If we kept or held complaints of yours because of the other account, we process "
        "them now, with the dates on which you filed them. You do not have to file them "
        "again."
    )
    if bound:
        meanwhile = _(
            "If we kept or held complaints of yours because of the other account alone, we process "
            "them now, with the dates on which you filed them. What another decision stops stays "
            "kept. You do not have to file any of them again."
        )
    return Letter(
        _("A decision about your account is undone"),
        (_hello(name), opening),
        why=(_OF_ANOTHER if reason is None else because(reason),),
        means=(meanwhile, *([STILL_HOLDS] if bound else []), *what_binds(bound)),
        can=(NOTHING_TO_DO,),
        where=(read_on(page),),
    )


_FOUND = _(
    "How it was found\nA program compares what accounts have in common, and may have put yours "
    "before our staff. It decided nothing: people compared the accounts, and two people decided "
    "this."
)
_OF_ANOTHER = _(
    "Why\nAnother account that this concerned appealed. A person who had no part in the case "
    "before has decided that the accounts are not to be counted together. We do not show you "
    "what the other account wrote to us, or what we answered."
)
_ONE_FOR_BOTH = _("A warning, or a decision not to process complaints, is for both accounts.")


def _hello(name: str) -> Message:
    return _("To %(name)s:", name=name)
