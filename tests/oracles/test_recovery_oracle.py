"""Milestones, watch, follow-up and winning back answer as a second reading of the text does."""

from __future__ import annotations

import datetime as dt
from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date
from tests.oracles.calendar_oracle import (
    MINUTE,
    NothingOpensError,
    NotPublishedError,
    PlainCalendar,
)
from tests.oracles.complaint_oracle import counted
from tests.oracles.test_calendar_oracle import ours
from tests.oracles.test_complaint_oracle import plans

from clientcare.domain._worktime import instant_of
from clientcare.domain.corrective_action import CorrectiveAction
from clientcare.domain.corrective_events import (
    CaseCollected,
    CaseDropped,
    EffectChecked,
    InterimMeasureTaken,
    MeasuresChosen,
    MeasuresInPlace,
    RootCauseFound,
)
from clientcare.domain.ids import ComplaintId, CustomerId, CustomerSurveyId, StaffId
from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.surveys import CustomerSurvey
from clientcare.policies.corrective_action import judge_action
from clientcare.policies.recovery import RecoveryFacts, follow_recovery
from clientcare.policies.win_back import WinBackFacts, win_back
from clientcare.testing.strategies.corrective import corrective_actions

TODAY: Final = Date(2026, 6, 1)
NUMBER: Final = TODAY.toordinal()
DEALER: Final = CustomerId("d")
ORDER: Final = (InterimMeasureTaken, RootCauseFound, MeasuresChosen, MeasuresInPlace)
BUSINESS_DAYS: Final = (1, 10, 15, 60)


def milestones(action: CorrectiveAction, plain: PlainCalendar, now: int) -> list[tuple[int, str]]:
    """Return due and verdict of D3, D4, D5 and D8, reading the history from its end."""
    start = counted(action.opened_at)
    checks = [
        at
        for at, each in enumerate(action.history)
        if isinstance(each, EffectChecked) and not each.effective
    ]
    since = checks[-1] if checks else -1
    ended = action.state.value in {"closed", "joined", "called_off"}
    end = counted(action.history[-1].at) if ended else now
    found = []
    for kind, days in zip(ORDER, BUSINESS_DAYS, strict=True):
        later = action.history if kind is InterimMeasureTaken else action.history[since + 1 :]
        done = [counted(each.at) for each in later if isinstance(each, kind)]
        again = checks and kind is not InterimMeasureTaken
        begin = counted(action.history[since].at) if again else start
        due = plain.add(begin, days * 480 * MINUTE)
        at = done[-1] if done else end
        verdict = "missed" if at > due else "met" if done else "stopped" if ended else "running"
        found.append((due, verdict))
    return found


@given(corrective_actions(), plans(), st.integers(0, 400 * 1440))
def test_milestones(
    action: CorrectiveAction, plan: tuple[PlainCalendar, int], minutes: int
) -> None:
    """Working time from the opening, or from the last check that found no effect."""
    plain, _ = plan
    calendar = ours(plain)
    now = counted(action.progress.last_at) + minutes * MINUTE
    outcome = judge_action(action, now=instant_of(dt.UTC, now), calendar=calendar).outcome
    try:
        expected = milestones(action, plain, now)
    except (NothingOpensError, NotPublishedError):
        assert outcome is None
        return
    assert outcome is not None
    assert [(counted(one.due_at), one.verdict.value) for one in outcome.milestones] == expected


@given(corrective_actions())
def test_watch(action: CorrectiveAction) -> None:
    """90 days from the measures in place, or from the last case that is left, if that is later."""
    watched = action.state.value in {"on_watch", "closed", "joined", "called_off"}
    placed = [each for each in action.history if isinstance(each, MeasuresInPlace | EffectChecked)]
    open_ = [each for each in placed if isinstance(each, MeasuresInPlace) or not each.effective]
    expected = None
    if watched and open_ and isinstance(open_[-1], MeasuresInPlace):
        local = counted(open_[-1].at) + 8 * 60 * MINUTE  # Shanghai
        days = [dt.date(1970, 1, 1).toordinal() + local // (1440 * MINUTE)]
        cases = {case.complaint_id: case.received_on.toordinal() for case in action.cases}
        for event in action.history:
            if isinstance(event, CaseCollected):
                cases[event.complaint_id] = event.received_on.toordinal()
            elif isinstance(event, CaseDropped):
                del cases[event.complaint_id]
        expected = max([*days, *cases.values()]) + 90
    found = action.watch_ends_on()

    assert (None if found is None else found.toordinal()) == expected


def days_ago() -> st.SearchStrategy[int]:
    """Return days before today, a few of them ahead."""
    return st.integers(-3, 120)


@given(
    settled=st.integers(-1, 100),
    owed=st.sampled_from([0, 1, 12]),
    contacts=st.lists(days_ago(), max_size=4),
    answers=st.lists(st.tuples(days_ago(), st.integers(1, 5)), max_size=6),
    lost=st.booleans(),
    open_=st.booleans(),
    plan=plans(),
)
def test_follow_up(
    *,
    settled: int,
    owed: int,
    contacts: list[int],
    answers: list[tuple[int, int]],
    lost: bool,
    open_: bool,
    plan: tuple[PlainCalendar, int],
) -> None:
    """Day by day from the settlement on."""
    plain, _ = plan
    facts = RecoveryFacts(
        customer_id=DEALER,
        complaint_id=ComplaintId("C"),
        settled_on=Date.fromordinal(NUMBER - settled),
        open_ids=(ComplaintId("D"),) if open_ else (),
        owed=owed,
        contacts_on=tuple(Date.fromordinal(NUMBER - ago) for ago in contacts),
        answers=tuple((Date.fromordinal(NUMBER - ago), answer) for ago, answer in answers),
        lifecycle=LifecycleState.LOST if lost else None,
    )
    decision = follow_recovery(facts, as_of=TODAY, calendar=ours(plain))
    if settled < 0:
        assert decision.outcome is None
        return
    row, base, wait = 0, NUMBER - settled, 7
    for day in range(NUMBER - settled + 1, NUMBER + 1):
        for ago, answer in answers:
            if NUMBER - ago == day:
                row = row + 1 if answer > 3 else 0
        if NUMBER - day in contacts:
            base, wait = day, 30
    state = "lost" if lost else "not_settled" if open_ else "following"
    if state == "following" and (owed == 0 or row >= 3):
        state = "trust_back"
    due = None
    if state == "following":
        try:
            due = next(
                day for day in range(base + wait, base + wait + 61) if plain.is_business_day(day)
            )
        except (StopIteration, NotPublishedError):
            assert decision.outcome is None
            return
    assert decision.outcome is not None
    assert (decision.outcome.state.value, decision.outcome.satisfied) == (state, row)
    found = decision.outcome.due_on
    assert (None if found is None else found.toordinal()) == due


@given(
    state=st.sampled_from(LifecycleState),
    since=st.none() | st.integers(0, 200),
    surveys=st.lists(
        st.tuples(st.integers(-3, 220), st.sampled_from([None, True, False])), max_size=3
    ),
    contacts=st.lists(st.integers(-3, 220), max_size=3),
)
def test_winning_back(
    state: LifecycleState,
    since: int | None,
    surveys: list[tuple[int, bool | None]],
    contacts: list[int],
) -> None:
    """Whoever wavers or is lost is asked once; the lost are tried for, unless they will not return."""
    facts = WinBackFacts(
        customer_id=DEALER,
        lifecycle=state,
        since_on=None if since is None else Date.fromordinal(NUMBER - since),
        surveys=tuple(
            CustomerSurvey(
                id=CustomerSurveyId("S"),
                customer_id=DEALER,
                asked_on=Date.fromordinal(NUMBER - ago),
                asked_by=StaffId("rep"),
                answered=True,
                would_return=said,
            )
            for ago, said in surveys
        ),
        contacts_on=tuple(Date.fromordinal(NUMBER - ago) for ago in contacts),
    )
    outcome = win_back(facts, as_of=TODAY).outcome
    assert outcome is not None
    begun = 0 if since is None else since
    asked = [one for one in surveys if 0 <= one[0] and (since is None or one[0] <= begun)]
    words = [said for _, said in sorted(asked, key=lambda one: -one[0]) if said is not None]
    leaving = state.value in {"at_risk", "lost"}
    listed = state.value == "lost" and words[-1:] != [False]
    survey = None
    if leaving and not asked:
        survey = NUMBER if since is None else NUMBER - since + 14
    tried = [NUMBER - ago for ago in contacts if 0 <= ago <= begun]
    due = (max(tried) + 91 if tried else NUMBER - begun) if listed else None

    def number(day: Date | None) -> int | None:
        return None if day is None else day.toordinal()

    assert (outcome.listed, number(outcome.survey_due_on), number(outcome.try_due_on)) == (
        listed,
        survey,
        due,
    )
