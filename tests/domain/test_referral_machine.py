"""The workflow of a referral against a simple model (policies 5a, 5d)."""

from __future__ import annotations

import pendulum
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from pendulum import DateTime

from clientcare.domain.ids import CustomerId, ReferralId
from clientcare.domain.referral import ENDS, Prospect, Referral, ReferralState
from clientcare.domain.referral_sides import prospect_side
from clientcare.errors import TransitionError

START = pendulum.datetime(2026, 3, 2, tz="UTC")
S = ReferralState
ROAD = (
    S.NAMED,
    S.CONSENTED,
    S.CONTACTED,
    S.QUALIFIED,
    S.CONVERTED,
    S.REWARD_PENDING,
    S.REWARDED,
)
FROM_NAMED = {S.DUPLICATE, S.EXISTING_CUSTOMER, S.SELF, S.CYCLE}


def possible(now: ReferralState, to: ReferralState) -> bool:
    """Say in words of the text whether a move may be made."""
    if now in ENDS:
        return False
    place = ROAD.index(now)
    if to in ROAD:
        return ROAD.index(to) == place + 1
    return (
        (to in FROM_NAMED and now is S.NAMED)
        or (to in {S.NO_CONSENT, S.EXPIRED} and place < ROAD.index(S.CONVERTED))
        or (to is S.UNREACHABLE and now is S.CONSENTED)
        or (to is S.UNQUALIFIED and now is S.CONTACTED)
        or (to is S.LOST and now in {S.CONTACTED, S.QUALIFIED})
        or (to is S.REWARD_DENIED and now in {S.CONVERTED, S.REWARD_PENDING})
        or (to is S.REVERSED and place >= ROAD.index(S.CONVERTED))
    )


class Workflow(RuleBasedStateMachine):
    """Steps at rising minutes, some of them at one."""

    def __init__(self) -> None:
        super().__init__()
        self.minute = 0
        self.state = S.NAMED
        self.owed: list[ReferralState] = []
        self.told: list[ReferralState] = []
        self.tries = 0
        self.named = False
        self.real = Referral.name(
            id=ReferralId("r"),
            introducer_id=CustomerId("wang"),
            prospect=Prospect(name="Li"),
            at=START,
        )

    @property
    def now(self) -> DateTime:
        """The present minute."""
        return START.add(minutes=self.minute)

    @rule(minutes=st.integers(0, 3))
    def wait(self, minutes: int) -> None:
        """Let time pass, or none."""
        self.minute += minutes

    @rule(to=st.sampled_from(S))
    def move(self, to: ReferralState) -> None:
        """Try a move, which is refused where the text does not have it."""
        try:
            self.real = self.real.move(to, at=self.now)
        except TransitionError:
            assert not possible(self.state, to)
            return
        assert possible(self.state, to)
        self.state = to
        if to in ENDS | {S.CONTACTED, S.CONVERTED}:
            self.owed.append(to)

    @rule()
    def attempt(self) -> None:
        """Try to reach the prospect, who permitted it and was not reached."""
        try:
            self.real = self.real.attempt(at=self.now)
        except TransitionError:
            assert self.state is not S.CONSENTED
            return
        self.tries += 1

    @rule()
    def report(self) -> None:
        """Tell the introducer all that is owed."""
        self.real = self.real.report(at=self.now)
        self.told += self.owed
        self.owed = []

    @rule(agrees=st.booleans())
    def name(self, *, agrees: bool) -> None:
        """Hear whether the introducer agrees to be named; of one minute anonymity wins."""
        self.minute += 1
        change = self.real.agree_naming if agrees else self.real.ask_anonymity
        self.real = change(at=self.now)
        self.named = agrees

    @invariant()
    def state_and_tries_agree(self) -> None:
        """It stands where the model does."""
        assert self.state is self.real.state
        assert (self.state in ENDS) is self.real.has_ended
        assert self.tries == len(self.real.attempts)

    @invariant()
    def every_outcome_is_reported_once(self) -> None:
        """Owed until told, and never told twice."""
        assert self.owed == [event.state for event in self.real.reports_owed]
        every = self.told + self.owed
        assert len(set(every)) == len(every)

    @invariant()
    def named_only_where_agreed(self) -> None:
        """The prospect's side names nobody who did not agree last."""
        side = prospect_side(self.real, introducer_name="Wang", at=self.now)
        assert ("Wang" if self.named else None) == side.introduced_by


TestWorkflow = Workflow.TestCase
TestWorkflow.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
