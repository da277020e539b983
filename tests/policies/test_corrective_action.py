"""Corrective actions: milestones by working time, the watch, and which ones have to be opened."""

from __future__ import annotations

from typing import Final

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date, DateTime

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint_scales import CauseKind
from clientcare.domain.corrective_action import CorrectiveAction
from clientcare.domain.corrective_events import (
    CalledOff,
    CaseCollected,
    CaseDropped,
    CorrectiveEvent,
    EffectChecked,
    InterimMeasureTaken,
    JoinedInto,
    KeyFound,
    MeasuresChosen,
    MeasuresInPlace,
    RootCauseFound,
)
from clientcare.domain.corrective_progress import CollectedCase
from clientcare.domain.ids import ComplaintId, CorrectiveActionId, CustomerId, StaffId
from clientcare.domain.recurrence_key import RecurrenceKey
from clientcare.errors import InvalidValueError
from clientcare.policies._complaint_clock import ClockVerdict
from clientcare.policies.action_plan import PlanKind, PlannedAction, plan_actions
from clientcare.policies.corrective_action import (
    ActionStanding,
    CorrectiveActionRules,
    Milestone,
    judge_action,
)
from clientcare.policies.recurrence import (
    Recurrence,
    RecurrenceCase,
    RecurrenceTrigger,
    recurrences,
)

OFFICE: Final = WorkCalendar.weekly("office", time_zone="Asia/Shanghai")
REP: Final = StaffId("rep")
LATE: Final = CauseKind.DELIVERY_DELAY
PUMP: Final = RecurrenceKey.of_process("泵", LATE)
DEALER: Final = CustomerId("d1")
V: Final = ClockVerdict


def on(day: str, clock: str = "09:00") -> DateTime:
    """Return local time ``MM-DD HH:MM`` of 2026 in Shanghai."""
    month, date = (int(part) for part in day.split("-"))
    hour, minute = (int(part) for part in clock.split(":"))
    return pendulum.datetime(2026, month, date, hour, minute, tz="Asia/Shanghai")


def opened(
    *events: CorrectiveEvent,
    key: RecurrenceKey = PUMP,
    cases: tuple[str, ...] = (),
    name: str = "A-1",
    at: DateTime = on("03-02", "15:00"),
) -> CorrectiveAction:
    """Return an action opened on Monday 2026-03-02 at 15:00, and what happened since."""
    action = CorrectiveAction(
        id=CorrectiveActionId(name),
        key=key,
        problem="泵渗漏",
        opened_at=at,
        opened_by=REP,
        owner_id=REP,
        time_zone="Asia/Shanghai",
        cases=tuple(
            CollectedCase(complaint_id=ComplaintId(each), received_on=Date(2026, 2, 20))
            for each in cases
        ),
    )
    for event in events:
        action = action.record(event)
    return action


def done(when: DateTime) -> tuple[CorrectiveEvent, ...]:
    """Return every milestone at one instant."""
    return (
        InterimMeasureTaken(at=when, by=REP, measure="x"),
        RootCauseFound(at=when, by=REP, root_cause="x", evidence="x"),
        MeasuresChosen(at=when, by=REP, measures=("x",)),
        MeasuresInPlace(at=when, by=REP, evidence="x", prevention="x", signed_by=REP),
    )


def standing(action: CorrectiveAction, now: DateTime) -> ActionStanding:
    """Return what has become of an action."""
    outcome = judge_action(action, now=now, calendar=OFFICE).outcome
    assert outcome is not None
    return outcome


def verdicts(action: CorrectiveAction, now: DateTime) -> list[ClockVerdict]:
    """Return the verdict of each milestone."""
    return [one.verdict for one in standing(action, now).milestones]


def test_milestones_run_in_working_time() -> None:
    """1, 10, 15 and 60 business days of 8 hours after Monday 2 March, 15:00."""
    found = standing(opened(), on("03-02", "15:00")).milestones

    assert [(one.milestone, f"{one.due_at:%m-%d %H:%M}") for one in found] == [
        (Milestone.D3, "03-03 15:00"),
        (Milestone.D4, "03-16 15:00"),
        (Milestone.D5, "03-23 15:00"),
        (Milestone.D8, "05-25 15:00"),
    ]


def test_what_was_reached_late_is_told_apart_from_what_is_not_reached() -> None:
    """The missed come first, in their order; only what was reached names a moment."""
    late = opened(InterimMeasureTaken(at=on("03-05"), by=REP, measure="x"))
    reasons = judge_action(late, now=on("03-17"), calendar=OFFICE).reasons

    assert [reason.code.rpartition("_")[2] for reason in reasons] == [
        *("missed", "overdue", "running", "running")
    ]
    assert [reason.facts.get("reached_at") for reason in reasons] == [on("03-05"), *[None] * 3]


def test_sixty_business_days_are_eighty_four_days() -> None:
    """So that D8 and the ninety days of watch never fall together."""
    due = standing(opened(), on("03-03")).milestones[-1].due_at

    assert due.date().toordinal() - Date(2026, 3, 2).toordinal() == 84


def test_exactly_at_the_due_is_in_time() -> None:
    """A moment later it is missed, whether or not anybody touched the record."""
    due = on("03-03", "15:00")
    met = opened(InterimMeasureTaken(at=due, by=REP, measure="x"))
    late = opened(InterimMeasureTaken(at=due.add(seconds=1), by=REP, measure="x"))

    assert verdicts(opened(), due)[0] is V.RUNNING
    assert verdicts(opened(), due.add(seconds=1))[0] is V.MISSED
    assert (verdicts(met, on("05-01"))[0], verdicts(late, on("05-01"))[0]) == (V.MET, V.MISSED)


def test_what_is_due_next() -> None:
    """The next milestone, then the check of the effect, then nothing."""
    watched = opened(*done(on("03-10")))
    check = EffectChecked(at=on("06-08"), by=REP, effective=True, evidence="x")

    assert standing(opened(), on("03-02", "16:00")).next_due == on("03-03", "15:00")
    assert standing(opened(*done(on("03-10"))[:2]), on("03-11")).next_due == on("03-23", "15:00")
    assert standing(watched, on("03-11")).next_due == Date(2026, 6, 8)
    assert standing(watched.record(check), on("06-09")).next_due is None


def test_the_watch_is_told() -> None:
    """From the day on which it can be checked, the check is due; a recurrence puts it off."""
    watched = opened(*done(on("03-10")))
    again = watched.record(
        CaseCollected(
            at=on("05-02"), by=REP, complaint_id=ComplaintId("C-9"), received_on=Date(2026, 5, 1)
        )
    )

    def codes(action: CorrectiveAction, now: DateTime) -> tuple[str, ...]:
        return judge_action(action, now=now, calendar=OFFICE).codes[:2]

    assert codes(watched, on("06-07"))[0] == "corrective.on_watch"
    assert codes(watched, on("06-08"))[0] == "corrective.check_due"
    assert codes(again, on("06-08")) == ("corrective.on_watch", "corrective.recurred")
    assert standing(again, on("06-08")).check_from_on == Date(2026, 7, 30)


def test_after_a_check_without_effect_milestones_count_anew() -> None:
    """From the check on; the emergency measure stays met."""
    failed = EffectChecked(at=on("06-08"), by=REP, effective=False, evidence="x")
    found = standing(opened(*done(on("03-03")), failed), on("06-09")).milestones

    assert [one.verdict for one in found] == [V.MET, V.RUNNING, V.RUNNING, V.RUNNING]
    assert [f"{one.due_at:%m-%d}" for one in found[:2]] == ["03-03", "06-19"]


def test_an_ended_action_stops_what_was_not_due() -> None:
    """Joined on 20 March: the root cause was missed by then, the rest is stopped."""
    joined = opened(JoinedInto(at=on("03-20"), by=REP, other_id=CorrectiveActionId("A-2")))

    assert verdicts(joined, on("12-01")) == [V.MISSED, V.MISSED, V.STOPPED, V.STOPPED]
    assert judge_action(joined, now=on("12-01"), calendar=OFFICE).codes[0] == "corrective.ended"


def test_the_past_can_be_asked_for() -> None:
    """What happened later is left out; before the opening there is no answer."""
    action = opened(*done(on("03-10")))

    assert verdicts(action, on("03-03")) == [V.RUNNING] * 4
    early = judge_action(action, now=on("03-01"), calendar=OFFICE)
    assert (early.outcome, early.codes) == (None, ("corrective.not_opened",))


def test_a_calendar_that_cannot_tell_leaves_it_undetermined() -> None:
    """Beyond what is published, or with no open hour at all."""
    short = OFFICE.with_holidays([], published_until=Date(2026, 3, 10))
    never = attrs.evolve(OFFICE, week=((),) * 7)
    answers = [judge_action(opened(), now=on("03-03"), calendar=each) for each in (short, never)]

    assert [(each.outcome, each.codes) for each in answers] == [
        (None, ("corrective.calendar_silent",))
    ] * 2


def test_bad_rules_are_refused() -> None:
    """Milestones come in their order."""
    with pytest.raises(InvalidValueError, match="order"):
        CorrectiveActionRules(d4_business_days=20)


# --- the plan --------------------------------------------------------------------


def case(
    name: str,
    day: Date = Date(2026, 3, 2),
    *,
    product: str = "泵",
    cause: CauseKind | None = LATE,
    p1: bool = False,
) -> RecurrenceCase:
    """Return a case."""
    return RecurrenceCase(
        complaint_id=ComplaintId(name),
        customer_id=DEALER,
        product=product,
        cause=cause,
        received_on=day,
        is_p1=p1,
    )


def p1(one: RecurrenceCase) -> Recurrence:
    """Return the trouble of one P1."""
    return Recurrence(trigger=RecurrenceTrigger.P1, key=one.own_key, cases=(one,))


def shown(plans: tuple[PlannedAction, ...]) -> list[tuple[PlanKind, str, str | None]]:
    """Return kind, key and action of what is planned."""
    return [(plan.kind, plan.key.text, plan.action_id) for plan in plans]


def test_a_trouble_without_an_action_opens_one() -> None:
    """One for its key, with the cases of all its triggers."""
    first, second = case("C-1", p1=True), case("C-2")
    rolling = Recurrence(trigger=RecurrenceTrigger.PROCESS, key=PUMP, cases=(first, second))
    plans = plan_actions([p1(first), rolling], [first, second], [])

    assert shown(plans) == [(PlanKind.OPEN, PUMP.text, None)]
    assert plans[0].cases == (first, second)


def test_an_open_action_collects_later_cases() -> None:
    """Those of its key it does not have, from the rolling days before its opening on."""
    there, later, old = case("C-1"), case("C-2"), case("C-3", Date(2025, 12, 2))
    plans = plan_actions([p1(there)], [there, later, old], [opened(cases=("C-1",))])

    assert shown(plans) == [(PlanKind.COLLECT, PUMP.text, "A-1")]
    assert plans[0].cases == (later,)


def test_a_customers_action_collects_by_customer() -> None:
    """Whatever the product, up to 180 days before."""
    key = RecurrenceKey.of_customer(DEALER, LATE)
    cases = [case("C-1", Date(2025, 9, 4), product="阀"), case("C-2", Date(2025, 9, 3))]
    plans = plan_actions([], cases, [opened(key=key)])

    assert [plan.cases for plan in plans] == [(cases[0],)]


def test_an_ended_action_that_had_all_cases_is_enough() -> None:
    """A new case opens another one."""
    ended = opened(
        *done(on("03-10")),
        EffectChecked(at=on("06-08"), by=REP, effective=True, evidence="x"),
        cases=("C-1",),
    )
    first, later = case("C-1", p1=True), case("C-2", Date(2026, 6, 20), p1=True)

    assert plan_actions([p1(first)], [first], [ended]) == ()
    assert shown(plan_actions([p1(later)], [first, later], [ended])) == [
        (PlanKind.OPEN, PUMP.text, None)
    ]


def test_a_p1_whose_cause_became_known_after_its_action_ended() -> None:
    """The action had the case under its own key; that is enough."""
    own = RecurrenceKey.of_case(ComplaintId("C-1"))
    dropped = CaseDropped(at=on("03-03"), by=REP, why="x", complaint_id=ComplaintId("C-1"))
    off = CalledOff(at=on("03-03"), by=REP, why="x")
    joined = opened(
        JoinedInto(at=on("03-03"), by=REP, other_id=CorrectiveActionId("A-2")),
        key=own,
        cases=("C-1",),
    )
    called_off = opened(dropped, off, key=own, cases=("C-1",))
    known = case("C-1", p1=True)

    assert plan_actions([p1(known)], [known], [joined]) == ()
    assert shown(plan_actions([p1(known)], [known], [called_off])) == [
        (PlanKind.OPEN, PUMP.text, None)
    ]


def test_the_action_of_one_case_gets_the_key_of_its_process() -> None:
    """And nothing is opened for that key; recorded, nothing is planned again."""
    own = opened(key=RecurrenceKey.of_case(ComplaintId("C-1")), cases=("C-1",))
    known = case("C-1", p1=True)
    plans = plan_actions([p1(known)], [known], [own])

    assert shown(plans) == [(PlanKind.REKEY, PUMP.text, "A-1")]
    keyed = own.record(KeyFound(at=on("03-03"), by=REP, key=PUMP))
    assert plan_actions([p1(known)], [known], [keyed]) == ()


def test_the_action_of_one_case_is_joined_into_that_of_its_process() -> None:
    """Where there is one; of two on one key the later joins the earlier."""
    own = opened(key=RecurrenceKey.of_case(ComplaintId("C-1")), cases=("C-1",))
    other = opened(name="A-2", at=on("03-04"), cases=("C-1",))
    twin = opened(name="A-3", at=on("03-05"), cases=("C-1",))
    known = case("C-1", p1=True)
    plans = plan_actions([p1(known)], [known], [twin, other, own])

    assert shown(plans) == [(PlanKind.JOIN, PUMP.text, "A-1"), (PlanKind.JOIN, PUMP.text, "A-3")]
    assert {plan.other_id for plan in plans} == {"A-2"}


def test_a_case_that_does_not_count_any_more_is_dropped() -> None:
    """Found unfounded, it leaves the action that collected it."""
    plans = plan_actions([], [], [opened(cases=("C-1",))])

    assert shown(plans) == [(PlanKind.DROP, PUMP.text, "A-1")]
    assert plans[0].gone == ("C-1",)


def test_a_case_of_another_cause_by_now_is_dropped() -> None:
    """Analysed anew, it belongs to another trouble; while nothing is known it stays."""
    key = RecurrenceKey.of_customer(DEALER, LATE)
    actions = [opened(cases=("C-1",)), opened(key=key, cases=("C-1",), name="A-2")]
    other, unknown = case("C-1", cause=CauseKind.OTHER), case("C-1", cause=None)

    assert shown(plan_actions([], [other], actions)) == [
        (PlanKind.DROP, PUMP.text, "A-1"),
        (PlanKind.DROP, key.text, "A-2"),
    ]
    assert plan_actions([], [unknown], actions) == ()


def test_a_month_is_dealt_with_once() -> None:
    """An action on the month, open or ended, is enough."""
    key = RecurrenceKey.of_month(Date(2026, 2, 1))
    rate = Recurrence(trigger=RecurrenceTrigger.RATE, key=key)
    action = opened(key=key)
    ended = action.record(CalledOff(at=on("03-03"), by=REP, why="x"))

    assert shown(plan_actions([rate], [], [])) == [(PlanKind.OPEN, key.text, None)]
    assert plan_actions([rate], [], [action]) == ()
    assert plan_actions([rate], [], [ended]) == ()


@given(
    st.lists(
        st.builds(
            case,
            st.sampled_from(["C-1", "C-2", "C-3", "C-4", "C-5"]),
            st.integers(0, 150).map(lambda days: Date(2026, 3, 2).subtract(days=days)),
            product=st.sampled_from(["泵", "阀", ""]),
            cause=st.sampled_from([None, LATE, CauseKind.OTHER]),
            p1=st.booleans(),
        ),
        unique_by=lambda one: one.complaint_id,
    )
)
def test_what_is_recorded_is_not_planned_again(cases: list[RecurrenceCase]) -> None:
    """Opening and collecting what is planned leaves one open action a key, and nothing to do."""
    found = recurrences(cases, as_of=Date(2026, 3, 2)).outcome
    actions: list[CorrectiveAction] = []
    for _ in range(2):
        plans = plan_actions(found, cases, actions)
        for plan in plans:
            if plan.kind is PlanKind.OPEN:
                names = tuple(each.complaint_id for each in plan.cases)
                number = f"A-{len(actions)}"
                actions.append(opened(key=plan.key, cases=names, name=number))
                continue
            place = next(at for at, one in enumerate(actions) if one.id == plan.action_id)
            assert plan.kind is PlanKind.COLLECT
            for each in plan.cases:
                actions[place] = actions[place].record(
                    CaseCollected(
                        at=on("03-02", "15:00"),
                        by=REP,
                        complaint_id=each.complaint_id,
                        received_on=each.received_on,
                    )
                )

    assert plan_actions(found, cases, actions) == ()
    assert len({one.key for one in actions}) == len(actions)


def test_an_action_is_judged_by_its_own_calendar() -> None:
    """Another one than it names is refused, and what is no event of an action too."""
    action = attrs.evolve(opened(), calendar_id=OFFICE.id)
    other = WorkCalendar.always("other", time_zone="UTC")

    assert judge_action(action, now=action.opened_at, calendar=OFFICE).outcome is not None
    with pytest.raises(InvalidValueError, match="calendar"):
        judge_action(action, now=action.opened_at, calendar=other)
    with pytest.raises(InvalidValueError, match="an event of a corrective action"):
        action.record("x")  # type: ignore[arg-type] # on purpose
