"""A ring among colleagues: one person works on it, it is one case of the queue, notes stay."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.base.errors import Refusal
from complaints.queries.cases import flags as flag_queries
from complaints.queries.cases import rings as ring_queries
from complaints.queries.staff import counts, notes, queue
from complaints.queries.staff.queue import Filters
from complaints.rules.actors import filer
from complaints.rules.law.clocks import LEASE
from complaints.services.cases import boycotts, flags
from complaints.services.staff import leases
from complaints.services.staff import notes as noting
from complaints.words import say
from tests.noted import noted
from tests.refusals import refused
from tests.scenes.tying import tie
from tests.scenes.working import working
from tests.services.cases.rings import Streets, scan
from tests.services.cases.test_rings import WORDS

NO_PAGE = "There is no such page, or you do not have access to it."
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


class Colleagues(Streets):
    """Streets with two reviewers, ann and ben."""

    def __init__(self, session, now, names):
        super().__init__(session, now, names)
        self.ben = self.staff("ben")


@pytest.fixture
def streets(database, now):
    with database.transaction() as session:
        made = Colleagues(session, now, "abcdefgh")
    scan(database, made, now, "abc", "d")
    return made


def act(database, who, at, verb, *args, **more):
    with database.transaction() as session:
        return verb(working(session, who, at), *args, **more)


def held(database, who, at, verb, *args, **more):
    with pytest.raises(Refusal) as caught:
        act(database, who, at, verb, *args, **more)
    return caught.value.slug, caught.value.facts.get("by")


def flag_of(database, streets, now, name):
    with database.reading() as session:
        rows = flag_queries.find_flags(working(session, streets.ann, now), state="all")
        return next(flag.id for flag, filer in rows if filer.name == name.upper())


def test_who_takes_accounts_of_a_ring_has_the_ring_and_others_are_told(database, streets, now):
    a, b, c = (streets.known[name].id for name in "abc")
    flag_a, flag_b, flag_d = (flag_of(database, streets, now, name) for name in "abd")
    ann, ben = streets.ann, streets.ben
    act(database, ann, now, flags.take_ring, 1, filer_ids=[a])
    later = now + LEASE - SECOND
    assert held(database, ben, later, flags.take_ring, 1, filer_ids=[b]) == ("held", "ann")
    assert held(database, ben, later, flags.take, flag_b) == ("held", "ann")
    # Who is in no ring is not held.
    act(database, ben, later, flags.take, flag_d)
    # A step holds it longer, and then it is free by itself.
    act(database, ann, later, flags.confirm_ring, 1, filer_ids=[a], why="Clear.")
    assert held(database, ben, now + LEASE, boycotts.propose, flag_a, **WORDS) == ("held", "ann")
    free = later + LEASE
    act(database, ben, free, flags.take_ring, 1, filer_ids=[b, c])
    proposal = {"filer_ids": [a], **WORDS}
    assert held(database, ann, free, boycotts.propose_ring, 1, **proposal) == ("held", "ben")


def test_a_flag_and_a_boycott_in_a_colleagues_hand_are_refused_too(database, streets, now):
    ann, ben, d = streets.ann, streets.ben, flag_of(database, streets, now, "d")
    act(database, ann, now, leases.take_lease, "flag", d)
    assert held(database, ben, now, flags.take, d) == ("held", "ann")
    act(database, ann, now, flags.take, d)
    act(database, ann, now, flags.confirm, d, why="Clear.")
    assert held(database, ben, now, boycotts.propose, d, **WORDS) == ("held", "ann")
    (case,) = act(database, ann, now, boycotts.propose, d, **WORDS)
    act(database, ann, now, leases.take_lease, "boycott", case.id)
    assert held(database, ben, now, boycotts.warn, case.id) == ("held", "ann")
    act(database, ben, now + LEASE, boycotts.warn, case.id)


def test_who_is_tied_with_an_account_takes_no_step_of_its_ring(database, streets, now):
    ids = [streets.known[name].id for name in "abc"]
    ann, flag = streets.ann, flag_of(database, streets, now, "b")
    act(database, ann, now, flags.take_ring, 1, filer_ids=ids)
    act(database, ann, now, flags.confirm_ring, 1, filer_ids=ids, why="Clear.")
    tie(database, ann, ids[0], now)
    for verb, target, more in (
        (boycotts.propose, flag, {"ring_filers": [ids[0]], **WORDS}),
        (boycotts.propose_ring, 1, {"filer_ids": ids, **WORDS}),
    ):
        stopped = refused(act, database, ann, now, verb, target, **more)
        assert stopped.slug == "one-let-in-the-other", verb
    act(database, streets.ben, now + LEASE, boycotts.propose_ring, 1, filer_ids=ids, **WORDS)
    with database.reading() as session:
        shown = boycotts.preview_ring(working(session, ann, now), 1, filer_ids=ids)
        assert [each.letter is None for each in shown] == [True, False, False]


@pytest.mark.parametrize(
    ("verb", "more"),
    [(boycotts.propose_ring, WORDS), (boycotts.warn_ring, {}), (boycotts.preview_ring, {})],
)
def test_what_is_done_with_a_ring_is_for_staff_alone(database, streets, now, verb, more):
    own = streets.known["a"].id
    stopped = refused(act, database, filer(own), now, verb, 1, filer_ids=[own], **more)
    # It is told of no page, and so not whether there is such a ring.
    assert (stopped.slug, say(stopped.message)) == ("not-found", NO_PAGE)


def waiting(database, who, at, **filters):
    with database.reading() as session:
        listed = queue.find_waiting_cases(working(session, who, at), Filters(**filters))
        return [(each.subject, each.id, set(each.what), each.accounts) for each in listed.items]


def test_a_ring_is_one_case_of_the_queue_whatever_its_accounts_wait_for(database, streets, now):
    ann, ben = streets.ann, streets.ben
    ids = [streets.known[name].id for name in "abc"]
    with database.reading() as session:
        work = working(session, ann, now)
        listed = flag_queries.find_flags(work, state="open", one_a_ring=True)
        assert (
            queue.count_cases(work)["flags"]
            == counts.count_waiting(work)["flags"]
            == len(listed)
            == 2
        )
    assert waiting(database, ann, now) == []
    act(database, ann, now, flags.take_ring, 1, filer_ids=ids)
    assert waiting(database, ann, now) == [("ring", 1, {"review_ring"}, 3)]
    assert waiting(database, ann, now, subject="flag") == waiting(database, ben, now) == []
    act(database, ann, now, flags.confirm_ring, 1, filer_ids=ids[:2], why="Clear.")
    act(database, ann, now, boycotts.propose_ring, 1, filer_ids=ids[:2], **WORDS)
    assert waiting(database, ann, now) == [("ring", 1, {"review_ring", "warn"}, 3)]
    assert waiting(database, ben, now) == [("ring", 1, {"warn"}, 3)]
    assert waiting(database, ben, now, subject="boycott") == []
    with database.reading() as session:
        for who, whose in ((ann, "mine"), (ben, "others")):
            work = working(session, who, now)
            groups = ("mine", "team", "unassigned", "others")
            shown = {
                each: len(queue.find_waiting_cases(work, Filters(whose=each)).items)
                for each in groups
            }
            assert shown == {each: int(each == whose) for each in groups}
            assert {each: queue.count_cases(work)[each] for each in groups} == shown
        assert queue.next_of(working(session, ben, now)) is None
        free = queue.next_of(working(session, ben, now + LEASE))
        assert (free.subject, free.id) == ("ring", 1)
    act(database, ben, now + LEASE, boycotts.warn_ring, 1, filer_ids=ids[:2])
    assert waiting(database, ben, now + LEASE) == []


def test_notes_on_a_ring_stay_when_another_takes_it_in(database, streets, now):
    scan(database, streets, now + DAY, "abcd", "efg")
    act(database, streets.ann, now + DAY, noting.add_note, "ring", 2, text="One office.")
    scan(database, streets, now + 2 * DAY, "abcdefg")
    with database.reading() as session:
        work = working(session, streets.ben, now + 2 * DAY)
        assert ring_queries.get_ring(work, 2).ring.merged_into == 1
        assert [view.note.text for view in notes.about_ring(work, 1)] == ["One office."]
        assert [view.by for view in notes.about_ring(work, 2)] == ["ann"]
        assert refused(notes.notes_about, work, "ring", 9).slug == "not-found"
    assert noted(database, "merged_ring") == [("ring", 2, "system")]
