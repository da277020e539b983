"""The states, moves and ends of a referral (policies 5a, 5d, R3-R5)."""

from __future__ import annotations

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientcare.domain.ids import CustomerId, ReferralId, StaffId
from clientcare.domain.referral import (
    ENDS,
    REPORTABLE,
    Introduction,
    Prospect,
    Referral,
    ReferralEvent,
    ReferralEventKind,
    ReferralState,
)
from clientcare.errors import InvalidValueError, TransitionError
from clientcare.testing.strategies import relations

S = ReferralState
NOON = pendulum.datetime(2026, 11, 2, 12, tz="Asia/Shanghai")
NAMED = Referral.name(
    id=ReferralId("r-1"),
    introducer_id=CustomerId("wang-laoban"),
    prospect=Prospect(name="Li Lei", age=45, trade="tiles"),
    at=NOON,
    by=StaffId("rep"),
)
ROAD = (S.CONSENTED, S.CONTACTED, S.QUALIFIED, S.CONVERTED, S.REWARD_PENDING, S.REWARDED)
ALLOWED = {
    S.NAMED: {S.CONSENTED, S.DUPLICATE, S.EXISTING_CUSTOMER, S.SELF, S.CYCLE, S.NO_CONSENT}
    | {S.EXPIRED},
    S.CONSENTED: {S.CONTACTED, S.NO_CONSENT, S.UNREACHABLE, S.EXPIRED},
    S.CONTACTED: {S.QUALIFIED, S.NO_CONSENT, S.UNQUALIFIED, S.LOST, S.EXPIRED},
    S.QUALIFIED: {S.CONVERTED, S.NO_CONSENT, S.LOST, S.EXPIRED},
    S.CONVERTED: {S.REWARD_PENDING, S.REWARD_DENIED, S.REVERSED},
    S.REWARD_PENDING: {S.REWARDED, S.REWARD_DENIED, S.REVERSED},
    S.REWARDED: {S.REVERSED},
}


def reach(state: ReferralState) -> Referral:
    """Return a referral in a state, each step taken at the same instant."""
    known = NAMED
    for step in ROAD:
        if known.state is state:
            return known
        if state in ALLOWED.get(known.state, set()):
            return known.move(state, at=NOON)
        known = known.move(step, at=NOON)
    return known if known.state is state else known.move(state, at=NOON)


@pytest.mark.parametrize("to", S)
@pytest.mark.parametrize("state", S)
def test_moves(state: ReferralState, to: ReferralState) -> None:
    """Exactly the moves of the text are possible; the ends are final."""
    known = reach(state)

    if to in ALLOWED.get(state, set()):
        assert to is known.move(to, at=NOON).state
    else:
        with pytest.raises(TransitionError):
            known.move(to, at=NOON)


def test_ends() -> None:
    """Eleven ends; rewarded is none, for it can still be reversed."""
    assert set(S) - ALLOWED.keys() == ENDS
    assert [False, True] == [reach(S.REWARDED).has_ended, reach(S.REVERSED).has_ended]


def test_no_move_before_the_last() -> None:
    """A move earlier than the last one is refused, and nothing changes."""
    known = NAMED.move(S.CONSENTED, at=NOON.add(hours=1))

    with pytest.raises(TransitionError, match="earlier"):
        known.move(S.CONTACTED, at=NOON)


def test_a_move_may_be_recorded_after_later_thanks() -> None:
    """Only moves are ordered among themselves; thanks may come between."""
    known = NAMED.thank(at=NOON.add(hours=2)).move(S.CONSENTED, at=NOON.add(hours=1))

    assert S.CONSENTED is known.state


@pytest.mark.parametrize("event", ["thank", "report", "agree_naming", "ask_anonymity"])
def test_nothing_before_the_naming(event: str) -> None:
    """Nothing happens to a referral before it is named."""
    with pytest.raises(TransitionError, match="before the naming"):
        getattr(NAMED, event)(at=NOON.subtract(seconds=1))


@pytest.mark.parametrize("state", [S.NAMED, S.CONTACTED, S.NO_CONSENT])
def test_attempts_need_permission(state: ReferralState) -> None:
    """Contact is tried only with permission, and only until somebody was reached."""
    with pytest.raises(TransitionError, match="permission"):
        reach(state).attempt(at=NOON)


def test_attempts() -> None:
    """Tries in vain are kept; one before the permission is refused."""
    permitted = NAMED.move(S.CONSENTED, at=NOON.add(hours=1))

    assert (NOON.add(hours=1),) == permitted.attempt(at=NOON.add(hours=1)).attempts
    with pytest.raises(TransitionError, match="earlier"):
        permitted.attempt(at=NOON)


def test_times_of_states() -> None:
    """A state reached has its time, one not reached has none."""
    known = NAMED.move(S.CONSENTED, at=NOON.add(hours=1))

    assert (NOON, NOON.add(hours=1), None) == (
        known.received_at,
        known.reached_at(S.CONSENTED),
        known.reached_at(S.CONTACTED),
    )


def test_thanks_are_owed_until_done() -> None:
    """The first thanks count."""
    thanked = NAMED.thank(at=NOON.add(days=2)).thank(at=NOON.add(days=1))

    assert (None, NOON.add(days=1)) == (NAMED.thanked_at, thanked.thanked_at)


class TestReports:
    """The introducer hears of first contact and of every outcome (R3)."""

    def owed(self, known: Referral) -> list[ReferralState | None]:
        """Return what has yet to be told."""
        return [event.state for event in known.reports_owed]

    @pytest.mark.parametrize("end", sorted(ENDS))
    def test_every_end(self, end: ReferralState) -> None:
        """Each end is owed, good or bad."""
        assert end is self.owed(reach(end))[-1]

    def test_each_once(self) -> None:
        """On the road to the reward, contact and conversion are owed, once each."""
        assert [S.CONTACTED, S.CONVERTED] == self.owed(reach(S.REWARDED))

    def test_one_report_settles_all(self) -> None:
        """A report settles all that are owed when it is made, even at the same instant."""
        told = reach(S.CONVERTED).report(at=NOON)

        assert [] == self.owed(told)
        assert [S.REVERSED] == self.owed(told.move(S.REVERSED, at=NOON.add(days=1)))

    def test_a_report_settles_nothing_later(self) -> None:
        """A report before the outcome settles nothing of it, whenever it was recorded."""
        lost = (
            NAMED.move(S.CONSENTED, at=NOON).move(S.CONTACTED, at=NOON.add(hours=1)).report(at=NOON)
        )

        assert [S.CONTACTED] == self.owed(lost)


class TestAnonymity:
    """Not asked is not named (R4, R5, 5d)."""

    LATER = NOON.add(days=9)

    def test_by_default(self) -> None:
        """The prospect hears of nobody."""
        assert NAMED.introducer_to_name(self.LATER) is None

    def test_agreed(self) -> None:
        """Who agreed is named from then on."""
        known = NAMED.agree_naming(at=NOON.add(days=1))

        assert [None, "wang-laoban", "wang-laoban"] == [
            known.introducer_to_name(NOON.add(days=days)) for days in (0, 1, 2)
        ]

    @pytest.mark.parametrize("how", [Introduction.LETTER, Introduction.CARD])
    def test_signing_is_agreeing(self, how: Introduction) -> None:
        """Who signed a letter or a card agreed with that."""
        known = attrs.evolve(NAMED, introduction=how)

        assert "wang-laoban" == known.introducer_to_name(NOON)
        assert known.introducer_to_name(NOON.subtract(seconds=1)) is None

    def test_a_request_beats_every_agreement_before(self) -> None:
        """From the request on nobody is named, not even at the instant of an agreement."""
        known = (
            attrs.evolve(NAMED, introduction=Introduction.CARD)
            .agree_naming(at=NOON.add(days=1))
            .ask_anonymity(at=NOON.add(days=1))
        )

        assert [True, False, False] == [
            known.introducer_to_name(NOON.add(days=days)) is not None for days in (0, 1, 2)
        ]

    def test_an_agreement_after_the_request(self) -> None:
        """Who agrees anew after a request is named again."""
        known = NAMED.ask_anonymity(at=NOON).agree_naming(at=NOON.add(days=1))

        assert "wang-laoban" == known.introducer_to_name(self.LATER)

    def test_the_latest_of_several_counts(self) -> None:
        """However they were recorded, the latest agreement and the latest request are compared."""
        known = (
            NAMED.ask_anonymity(at=NOON.add(days=3))
            .ask_anonymity(at=NOON)
            .agree_naming(at=NOON.add(days=2))
            .agree_naming(at=NOON.add(days=1))
        )

        assert [True, False] == [
            known.introducer_to_name(NOON.add(days=days)) is not None for days in (2, 3)
        ]

    @given(relations.referrals(), st.sampled_from(S))
    def test_never_in_a_text(self, known: Referral, to: ReferralState) -> None:
        """Neither repr nor an error shows the introducer."""
        secret = attrs.evolve(known, introducer_id=CustomerId("wang-laoban"))
        texts = [repr(secret)]
        try:
            secret.move(to, at=NOON)
        except TransitionError as exc:
            texts += [str(exc), repr(exc)]

        assert not any("wang" in text for text in texts)


class TestRefused:
    """Histories that cannot have happened."""

    @pytest.mark.parametrize(
        "history",
        [
            (),
            (ReferralEvent(kind=ReferralEventKind.THANKED, at=NOON),),
            (ReferralEvent(kind=ReferralEventKind.MOVED, at=NOON, state=S.CONSENTED),),
            (
                ReferralEvent(kind=ReferralEventKind.MOVED, at=NOON, state=S.NAMED),
                ReferralEvent(kind=ReferralEventKind.MOVED, at=NOON, state=S.CONTACTED),
            ),
            (
                ReferralEvent(kind=ReferralEventKind.MOVED, at=NOON, state=S.NAMED),
                ReferralEvent(kind=ReferralEventKind.ATTEMPTED, at=NOON),
            ),
        ],
    )
    def test_history(self, history: tuple[ReferralEvent, ...]) -> None:
        """A history is checked when it is read back."""
        with pytest.raises(InvalidValueError):
            attrs.evolve(NAMED, history=history)

    @pytest.mark.parametrize(
        ("kind", "state"),
        [(ReferralEventKind.MOVED, None), (ReferralEventKind.THANKED, S.NAMED)],
    )
    def test_event(self, kind: ReferralEventKind, state: ReferralState | None) -> None:
        """A move names a state, and nothing else does."""
        with pytest.raises(InvalidValueError):
            ReferralEvent(kind=kind, at=NOON, state=state)

    def test_minor(self) -> None:
        """Minors are not modelled."""
        with pytest.raises(InvalidValueError):
            Prospect(name="Li", age=17)


def test_what_is_told() -> None:
    """First contact, the conversion and the ends are told; nothing else is."""
    assert ENDS | {S.CONTACTED, S.CONVERTED} == REPORTABLE


def test_a_report_does_not_settle_what_comes_after_it() -> None:
    """An outcome recorded after the report is owed, though both bear one instant."""
    told = reach(ReferralState.CONTACTED).report(at=NOON).move(ReferralState.LOST, at=NOON)

    assert [ReferralState.LOST] == [event.state for event in told.reports_owed]
