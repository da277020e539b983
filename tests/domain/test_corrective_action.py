"""Corrective actions: the milestones, the cases they collect, the watch, and what is refused."""

from __future__ import annotations

import pickle
from typing import Final

import attrs
import pendulum
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from pendulum import Date, DateTime

from clientcare.codec import JsonCodec
from clientcare.domain.complaint_scales import CauseKind
from clientcare.domain.corrective_action import CorrectiveAction
from clientcare.domain.corrective_events import (
    CalledOff,
    CaseCollected,
    CaseDropped,
    CorrectiveEvent,
    EffectChecked,
    HandedOver,
    InterimMeasureTaken,
    JoinedInto,
    KeyFound,
    MeasuresChosen,
    MeasuresInPlace,
    Noted,
    RootCauseFound,
    TakenOver,
)
from clientcare.domain.corrective_progress import ActionState, CollectedCase
from clientcare.domain.ids import ComplaintId, CorrectiveActionId, CustomerId, StaffId
from clientcare.domain.recurrence_key import KeyKind, RecurrenceKey
from clientcare.errors import InvalidValueError, TransitionError
from clientcare.testing.strategies.corrective import (
    FORWARD,
    OPENED,
    STAFF,
    corrective_actions,
    corrective_events,
)

REP: Final = StaffId("rep")
HEAD: Final = StaffId("head")
PUMP: Final = RecurrenceKey.of_process("泵", CauseKind.PRODUCT_QUALITY)
CODEC: Final[JsonCodec[CorrectiveAction]] = JsonCodec(
    name="corrective_action", type=CorrectiveAction
)
S: Final = ActionState


def on(day: str, clock: str = "09:00") -> DateTime:
    """Return local time ``MM-DD HH:MM`` of 2026 in Shanghai."""
    month, date = (int(part) for part in day.split("-"))
    hour, minute = (int(part) for part in clock.split(":"))
    return pendulum.datetime(2026, month, date, hour, minute, tz="Asia/Shanghai")


def opened(key: RecurrenceKey = PUMP, *cases: str) -> CorrectiveAction:
    """Return an action as opened on 2026-03-02."""
    return CorrectiveAction(
        id=CorrectiveActionId("A-1"),
        key=key,
        problem="泵渗漏",
        opened_at=on("03-02"),
        opened_by=REP,
        owner_id=REP,
        time_zone="Asia/Shanghai",
        cases=tuple(
            CollectedCase(complaint_id=ComplaintId(each), received_on=Date(2026, 2, 20))
            for each in cases
        ),
    )


def steps(when: DateTime) -> dict[ActionState, CorrectiveEvent]:
    """Return what leads on from each state."""
    return {
        S.CONTAINING: InterimMeasureTaken(at=when, by=REP, measure="全检"),
        S.ANALYSING: RootCauseFound(at=when, by=REP, root_cause="密封圈", evidence="拆检"),
        S.CHOOSING: MeasuresChosen(at=when, by=REP, measures=("换料",)),
        S.IMPLEMENTING: MeasuresInPlace(
            at=when, by=REP, evidence="批次记录", prevention="图纸已改", signed_by=HEAD
        ),
    }


def watched(*cases: str, since: str = "05-06") -> CorrectiveAction:
    """Return an action whose measures are in place since a day."""
    action = opened(PUMP, *cases)
    for event in steps(on(since)).values():
        action = action.record(event)
    return action


def checked(when: DateTime, *, effective: bool = True) -> EffectChecked:
    """Return a check of the effect."""
    return EffectChecked(at=when, by=HEAD, effective=effective, evidence="无复发")


def collected(case: str, received_on: Date, when: DateTime) -> CaseCollected:
    """Return one more case."""
    return CaseCollected(at=when, by=REP, complaint_id=ComplaintId(case), received_on=received_on)


def test_the_milestones_lead_on_in_their_order() -> None:
    """D3, D4, D5 and D8, each in its own state and in no other."""
    action, found = opened(), [S.CONTAINING]
    for state, event in steps(on("03-03")).items():
        for other, late in steps(on("03-03")).items():
            if other is not state:
                with pytest.raises(TransitionError, match="state"):
                    action.record(late)
        action = action.record(event)
        found.append(action.state)

    assert found == [S.CONTAINING, S.ANALYSING, S.CHOOSING, S.IMPLEMENTING, S.ON_WATCH]


@pytest.mark.parametrize(("day", "closes"), [("08-03", False), ("08-04", True)])
def test_it_is_closed_ninety_days_after_the_measures(day: str, *, closes: bool) -> None:
    """In place on 6 May, the effect is checked from 4 August on."""
    if closes:
        assert watched().record(checked(on(day))).state is S.CLOSED
    else:
        with pytest.raises(TransitionError, match="2026-08-04"):
            watched().record(checked(on(day)))


def test_it_never_closes_at_d8_itself() -> None:
    """The day on which the report is signed is no day of a check."""
    with pytest.raises(TransitionError):
        watched().record(checked(on("05-06", "17:00")))


def test_a_recurrence_begins_the_ninety_days_anew() -> None:
    """Received on 1 July, another case puts the check off to 29 September."""
    again = watched().record(collected("C-9", Date(2026, 7, 1), on("07-02")))

    assert watched().watch_ends_on() == Date(2026, 8, 4)
    assert again.watch_ends_on() == Date(2026, 9, 29)


def test_a_case_from_before_the_measures_is_no_recurrence() -> None:
    """Collected late, but received before they were in place, it puts nothing off."""
    late = watched().record(collected("C-9", Date(2026, 5, 1), on("07-02")))

    assert late.watch_ends_on() == Date(2026, 8, 4)


def test_a_dropped_case_puts_nothing_off() -> None:
    """What turned out unfounded was no recurrence."""
    again = watched().record(collected("C-9", Date(2026, 7, 1), on("07-02")))
    dropped = CaseDropped(at=on("07-05"), by=REP, why="不成立", complaint_id=ComplaintId("C-9"))

    assert again.record(dropped).watch_ends_on() == Date(2026, 8, 4)


def test_days_are_those_of_the_actions_zone() -> None:
    """In place at 17:00 UTC, which is the next day in Shanghai."""
    action = opened()
    for event in steps(pendulum.datetime(2026, 5, 5, 17, tz="UTC")).values():
        action = action.record(event)

    assert action.watch_ends_on() == Date(2026, 8, 4)
    assert opened().watch_ends_on() is None


def test_without_effect_the_root_cause_is_sought_anew() -> None:
    """At any time of the watch; the emergency measure stays, the rest is done again."""
    again = watched().record(checked(on("06-01"), effective=False)).progress

    assert (again.state, again.rounds, again.round_from) == (S.ANALYSING, 2, on("06-01"))
    assert [state for state, _ in again.reached] == [S.CONTAINING]
    assert again.in_place_at is None


def test_a_case_is_collected_once_and_not_before_it_came() -> None:
    """Nor can one be dropped that was never there."""
    action = opened(PUMP, "C-1")

    with pytest.raises(TransitionError, match="already"):
        action.record(collected("C-1", Date(2026, 3, 2), on("03-03")))
    with pytest.raises(TransitionError, match="before it is collected"):
        action.record(collected("C-2", Date(2026, 3, 4), on("03-03")))
    with pytest.raises(TransitionError, match="not among"):
        action.record(CaseDropped(at=on("03-03"), by=REP, why="x", complaint_id=ComplaintId("C-2")))


def test_it_is_called_off_without_a_case_alone() -> None:
    """While a case is left, there is something to prevent."""
    action = opened(PUMP, "C-1")
    off = CalledOff(at=on("03-04"), by=REP, why="不成立")

    with pytest.raises(TransitionError, match="cases are left: 1"):
        action.record(off)
    dropped = CaseDropped(at=on("03-03"), by=REP, why="不成立", complaint_id=ComplaintId("C-1"))
    assert action.record(dropped).record(off).state is S.CALLED_OFF


def test_the_key_of_one_case_becomes_that_of_its_process() -> None:
    """Once, and to nothing else."""
    case = opened(RecurrenceKey.of_case(ComplaintId("C-1")), "C-1")
    found = KeyFound(at=on("03-03"), by=REP, key=PUMP)

    assert case.record(found).progress.key == PUMP
    for action, event in (
        (opened(), found),
        (case.record(found), found),
        (case, KeyFound(at=on("03-03"), by=REP, key=RecurrenceKey.of_month(Date(2026, 2, 1)))),
    ):
        with pytest.raises(TransitionError, match="key of its process"):
            action.record(event)


def test_it_is_joined_into_another() -> None:
    """Not into itself; then nothing more happens in it."""
    other = JoinedInto(at=on("03-03"), by=REP, other_id=CorrectiveActionId("A-2"))
    joined = opened().record(other)

    assert (joined.state, joined.progress.other_id) == (S.JOINED, "A-2")
    with pytest.raises(TransitionError):
        joined.record(Noted(at=on("03-04"), by=REP, text="x"))
    with pytest.raises(TransitionError, match="itself"):
        opened().record(JoinedInto(at=on("03-03"), by=REP, other_id=CorrectiveActionId("A-1")))


def test_the_first_owner_is_responsible_until_it_is_taken_over() -> None:
    """As with a complaint (C4)."""
    handed = opened().record(HandedOver(at=on("03-03"), by=REP, to=HEAD))
    taken = handed.record(TakenOver(at=on("03-04"), by=HEAD))

    assert (handed.progress.owner, handed.progress.taking_over) == (REP, HEAD)
    assert (taken.progress.owner, taken.progress.taking_over) == (HEAD, None)
    with pytest.raises(TransitionError, match="responsible already"):
        opened().record(HandedOver(at=on("03-03"), by=REP, to=REP))
    with pytest.raises(TransitionError, match="handed to"):
        handed.record(TakenOver(at=on("03-04"), by=StaffId("boss")))


def test_events_come_in_time_order() -> None:
    """An earlier one is refused, one at the same instant is not."""
    note = Noted(at=on("03-03"), by=REP, text="x")
    action = opened().record(note).record(note)

    with pytest.raises(TransitionError, match="time order"):
        action.record(Noted(at=on("03-03", "08:59"), by=REP, text="x"))


def test_a_history_that_could_not_have_happened_is_refused() -> None:
    """Read back, a check before the measures is an error; so is a complaint twice."""
    with pytest.raises(InvalidValueError, match=r"history\[0\]"):
        attrs.evolve(opened(), history=(checked(on("03-03")),))
    cases = tuple(
        CollectedCase(complaint_id=ComplaintId("C-1"), received_on=Date(2026, 2, day))
        for day in (1, 2)
    )
    with pytest.raises(InvalidValueError, match="once"):
        attrs.evolve(opened(), cases=cases)


def test_as_known_at_an_instant() -> None:
    """What happened later is left out; with nothing later it is the same object."""
    action = watched()

    assert action.as_known_at(on("05-05")).state is S.CONTAINING
    assert action.as_known_at(on("05-06")) is action


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": KeyKind.PROCESS, "product": "泵"},
        {"kind": KeyKind.PROCESS, "product": " ", "cause": CauseKind.OTHER},
        {"kind": KeyKind.CUSTOMER, "customer_id": CustomerId("d"), "product": "泵"},
        {"kind": KeyKind.CASE},
        {"kind": KeyKind.MONTH, "month": Date(2026, 2, 2)},
    ],
)
def test_a_key_has_just_the_parts_of_its_kind(parts: dict[str, object]) -> None:
    """A key that says too little or too much is refused."""
    with pytest.raises(InvalidValueError):
        RecurrenceKey(**parts)  # type: ignore[arg-type] # wrong on purpose


def test_a_key_as_text() -> None:
    """The text tells the kinds apart."""
    keys = (
        PUMP,
        RecurrenceKey.of_customer(CustomerId("d-1"), CauseKind.OTHER),
        RecurrenceKey.of_case(ComplaintId("C-1")),
        RecurrenceKey.of_month(Date(2026, 2, 1)),
    )

    assert [key.text for key in keys] == [
        "process/product_quality/泵",
        "customer/other/d-1",
        "case/C-1",
        "month/2026-02",
    ]


@given(corrective_actions())
def test_round_trip(action: CorrectiveAction) -> None:
    """Action and history survive the codec, a pickle and being built anew."""
    assert action == CODEC.load(CODEC.dump(action))
    assert action == pickle.loads(pickle.dumps(action))  # noqa: S301 - our own bytes
    assert action.progress == attrs.evolve(action).progress


class Preventing(RuleBasedStateMachine):
    """A corrective action gets commands of every kind, in and out of turn."""

    @initialize(action=corrective_actions(most_events=0))
    def begin(self, action: CorrectiveAction) -> None:
        """Begin with an action as opened."""
        self.action = action

    @rule(data=st.data(), hours=st.sampled_from([-1, 0, 8, 24 * 30, 24 * 89, 24 * 90]))
    def anything(self, data: st.DataObject, hours: int) -> None:
        """Ask for anything, in time or too early."""
        at = self.action.progress.last_at.add(hours=hours)
        self._ask(data.draw(corrective_events(at)))

    @rule(data=st.data(), hours=st.sampled_from([0, 24 * 90]))
    def lead_on(self, data: st.DataObject, hours: int) -> None:
        """Ask for what leads on."""
        at = self.action.progress.last_at.add(hours=hours)
        self._ask(data.draw(corrective_events(at, FORWARD.get(self.action.state, ()))))

    def _ask(self, event: CorrectiveEvent) -> None:
        before, shown = self.action, repr(self.action)
        try:
            self.action = before.record(event)
        except TransitionError:
            assert self.action is before
        else:
            assert self.action.history == (*before.history, event)
        assert repr(before) == shown

    @invariant()
    def somebody_owns_it(self) -> None:
        """Never without an owner, who changes by a taking-over alone."""
        owner = self.action.owner_id
        for event in self.action.history:
            owner = event.by if isinstance(event, TakenOver) else owner

        assert self.action.progress.owner == owner
        assert owner in STAFF

    @invariant()
    def it_is_in_one_state(self) -> None:
        """The history read back leads to the same one state."""
        assert attrs.evolve(self.action).progress == self.action.progress

    @invariant()
    def each_case_stands_in_it_once(self) -> None:
        """Whatever was collected and dropped."""
        ids = [case.complaint_id for case in self.action.progress.cases]

        assert len(set(ids)) == len(ids)

    @invariant()
    def it_is_closed_by_a_check_after_the_watch_alone(self) -> None:
        """Every milestone was reached, and no case came in for 90 days."""
        if self.action.state is not S.CLOSED:
            return
        last = self.action.history[-1]
        assert isinstance(last, EffectChecked)
        assert last.effective
        for kind in (InterimMeasureTaken, RootCauseFound, MeasuresChosen, MeasuresInPlace):
            assert any(isinstance(event, kind) for event in self.action.history)
        in_place = [each for each in self.action.history if isinstance(each, MeasuresInPlace)][-1]
        quiet = [self.action.local_date(in_place.at)]
        quiet += [case.received_on for case in self.action.progress.cases]
        assert self.action.local_date(last.at).toordinal() - max(quiet).toordinal() >= 90


Preventing.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestPreventing = Preventing.TestCase


def test_the_strategy_begins_on_a_working_day() -> None:
    """So that the milestones of its actions are told easily."""
    assert OPENED.in_timezone("Asia/Shanghai").isoformat() == "2026-03-02T09:00:00+08:00"
