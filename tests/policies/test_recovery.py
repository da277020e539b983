"""Recovery: the follow-up until trust is back, winning back, the iceberg, and what trouble bears on."""

from __future__ import annotations

from typing import Final

import attrs
import pytest
from pendulum import Date

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint_scales import Priority
from clientcare.domain.decisions import Decision
from clientcare.domain.ids import (
    ComplaintId,
    CustomerId,
    CustomerSurveyId,
    InvoiceId,
    StaffId,
)
from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.money import Money
from clientcare.domain.scales import Tier
from clientcare.domain.surveys import CustomerSurvey, LeavingCause
from clientcare.errors import CurrencyMismatchError, InvalidValueError
from clientcare.policies.iceberg import Iceberg, IcebergRules, iceberg
from clientcare.policies.recovery import Recovery, RecoveryFacts, RecoveryState, follow_recovery
from clientcare.policies.recovery_effects import (
    ContestedInvoice,
    EffectFacts,
    EffectKind,
    recovery_effects,
)
from clientcare.policies.win_back import WinBack, WinBackFacts, win_back, win_back_list

OFFICE: Final = WorkCalendar.weekly("office", time_zone="Asia/Shanghai")
DEALER: Final = CustomerId("dealer-1")
SETTLED: Final = Date(2026, 11, 20)  # a Friday
TODAY: Final = Date(2026, 12, 1)
S: Final = RecoveryState
FACTS: Final = RecoveryFacts(
    customer_id=DEALER, complaint_id=ComplaintId("C-1"), settled_on=SETTLED, owed=12
)


def recovery(facts: RecoveryFacts, on: Date = TODAY) -> Recovery:
    """Return where trust stands."""
    outcome = follow_recovery(facts, as_of=on, calendar=OFFICE).outcome
    assert outcome is not None
    return outcome


def test_the_first_contact_falls_a_week_after_the_settlement() -> None:
    """Settled on Friday 20 November: Friday 27."""
    assert recovery(FACTS) == Recovery(
        state=S.FOLLOWING, due_on=Date(2026, 11, 27), owed=12, satisfied=0
    )


def test_the_next_ones_count_from_the_last_real_contact() -> None:
    """30 days after 25 November is Christmas Friday; contacts before or later count for nothing."""
    days = (Date(2026, 11, 19), SETTLED, Date(2026, 11, 25), Date(2026, 12, 2))

    assert recovery(attrs.evolve(FACTS, contacts_on=days)).due_on == Date(2026, 12, 25)


def test_contacts_fall_on_business_days() -> None:
    """30 days after 26 November is a Saturday: Monday 28 December."""
    facts = attrs.evolve(FACTS, contacts_on=(Date(2026, 11, 26),))

    assert recovery(facts).due_on == Date(2026, 12, 28)


@pytest.mark.parametrize(
    ("answers", "satisfied", "state"),
    [
        ([(21, 4), (22, 5), (23, 4)], 3, S.TRUST_BACK),
        ([(23, 4), (21, 4), (22, 5)], 3, S.TRUST_BACK),
        ([(20, 5), (21, 4), (22, 5)], 2, S.FOLLOWING),
        ([(21, 5), (22, 3), (23, 5), (24, 5)], 2, S.FOLLOWING),
        ([(21, 5), (22, 5), (30, 5)], 3, S.TRUST_BACK),
    ],
)
def test_satisfied_answers_in_a_row_end_it(
    answers: list[tuple[int, int]], satisfied: int, state: RecoveryState
) -> None:
    """Three since the settlement; a worse one begins anew."""
    given = tuple((Date(2026, 11, number), answer) for number, answer in answers)
    found = recovery(attrs.evolve(FACTS, answers=given))

    assert (found.satisfied, found.state) == (satisfied, state)


def test_nothing_owed_ends_it() -> None:
    """The twelve good events have come."""
    found = recovery(attrs.evolve(FACTS, owed=0))

    assert (found.state, found.due_on) == (S.TRUST_BACK, None)


def test_an_open_complaint_comes_first() -> None:
    """And whoever is lost is won back, not followed up."""
    open_ = attrs.evolve(FACTS, open_ids=(ComplaintId("C-2"),))

    assert recovery(open_).state is S.NOT_SETTLED
    assert recovery(attrs.evolve(open_, lifecycle=LifecycleState.LOST)).state is S.LOST


def test_before_the_settlement_there_is_no_answer() -> None:
    """Nor where the calendar cannot tell the business day."""
    short = OFFICE.with_holidays([], published_until=Date(2026, 11, 24))
    early = follow_recovery(FACTS, as_of=Date(2026, 11, 19), calendar=OFFICE)
    silent = follow_recovery(FACTS, as_of=TODAY, calendar=short)

    assert (early.outcome, early.codes) == (None, ("recovery.not_yet",))
    assert (silent.outcome, silent.codes) == (None, ("recovery.calendar_silent",))


def test_answers_are_of_one_to_five() -> None:
    """Anything else is refused."""
    with pytest.raises(InvalidValueError, match="answers"):
        attrs.evolve(FACTS, answers=((TODAY, 6),))
    for wrong in (("x",), (("2026-01-02", 5),), [(TODAY, 5)]):
        with pytest.raises(InvalidValueError, match="answers"):
            attrs.evolve(FACTS, answers=wrong)  # type: ignore[arg-type] # on purpose


# --- winning back ------------------------------------------------------------------


def survey(on: Date, *, would_return: bool | None = None, answered: bool = True) -> CustomerSurvey:
    """Return a survey."""
    return CustomerSurvey(
        id=CustomerSurveyId("S-1"),
        customer_id=DEALER,
        asked_on=on,
        asked_by=StaffId("rep"),
        answered=answered,
        would_return=would_return,
    )


LOST: Final = WinBackFacts(
    customer_id=DEALER, lifecycle=LifecycleState.LOST, since_on=Date(2026, 11, 1)
)


def won(facts: WinBackFacts) -> WinBack:
    """Return what is due today."""
    outcome = win_back(facts, as_of=TODAY).outcome
    assert outcome is not None
    return outcome


def test_who_is_lost_is_asked_and_tried_for() -> None:
    """Asked within 14 days, tried for at once."""
    assert won(LOST) == WinBack(
        listed=True, survey_due_on=Date(2026, 11, 15), try_due_on=Date(2026, 11, 1), value=None
    )


def test_who_is_at_risk_is_asked_before_they_go() -> None:
    """But is not on the list."""
    found = won(attrs.evolve(LOST, lifecycle=LifecycleState.AT_RISK))

    assert (found.listed, found.survey_due_on, found.try_due_on) == (
        False,
        Date(2026, 11, 15),
        None,
    )


def test_the_stable_are_left_alone() -> None:
    """Neither asked nor tried for."""
    answer = win_back(attrs.evolve(LOST, lifecycle=LifecycleState.STABLE), as_of=TODAY)

    assert answer.codes == ("win_back.nothing",)


def test_they_are_asked_once() -> None:
    """Since they became lost; a survey of before, or of tomorrow, does not count."""
    before, after = survey(Date(2026, 10, 31)), survey(Date(2026, 11, 1), answered=False)

    assert won(attrs.evolve(LOST, surveys=(before,))).survey_due_on is not None
    assert won(attrs.evolve(LOST, surveys=(survey(Date(2026, 12, 2)),))).survey_due_on is not None
    assert won(attrs.evolve(LOST, surveys=(after,))).survey_due_on is None


def test_who_will_not_return_is_left_in_peace() -> None:
    """The last word counts."""
    no, yes = (
        survey(Date(2026, 11, 2), would_return=False),
        survey(Date(2026, 11, 5), would_return=True),
    )

    answer = win_back(attrs.evolve(LOST, surveys=(no,)), as_of=TODAY)
    assert answer.codes == ("win_back.unwilling",)
    assert won(attrs.evolve(LOST, surveys=(yes, no))).listed


def test_the_next_try_comes_a_quarter_after_the_last() -> None:
    """91 days after a real contact since they were lost."""
    days = (Date(2026, 10, 1), Date(2026, 11, 10), Date(2026, 12, 24))

    assert won(attrs.evolve(LOST, contacts_on=days)).try_due_on == Date(2027, 2, 9)


def test_an_unknown_first_day_makes_everything_due_today() -> None:
    """And any survey counts as one since then."""
    unknown = attrs.evolve(LOST, since_on=None)

    assert (won(unknown).survey_due_on, won(unknown).try_due_on) == (TODAY, TODAY)
    assert won(attrs.evolve(unknown, surveys=(survey(Date(2020, 1, 1)),))).survey_due_on is None


def test_an_unknown_state_is_undetermined() -> None:
    """Nobody can tell whether they are leaving."""
    answer = win_back(attrs.evolve(LOST, lifecycle=None), as_of=TODAY)

    assert (answer.outcome, answer.codes) == (None, ("win_back.state_unknown",))


def test_a_survey_of_another_customer_is_refused() -> None:
    """So is an answer in a survey that was not answered."""
    with pytest.raises(InvalidValueError, match="surveys of"):
        attrs.evolve(LOST, customer_id=CustomerId("dealer-2"), surveys=(survey(TODAY),))
    with pytest.raises(InvalidValueError, match="answered"):
        survey(TODAY, would_return=True, answered=False)
    with pytest.raises(InvalidValueError, match="answered"):
        attrs.evolve(survey(TODAY, answered=False), causes=(LeavingCause.SLOW,))


def test_the_list_is_ranked_by_value() -> None:
    """The largest first, unknown last, equal ones by id; who is not listed is not on it."""

    def answer(name: str, value: str | None, state: LifecycleState) -> Decision[WinBack | None]:
        facts = attrs.evolve(
            LOST,
            customer_id=CustomerId(name),
            lifecycle=state,
            value=None if value is None else Money.of(value, "CNY"),
        )
        return win_back(facts, as_of=TODAY)

    lost = LifecycleState.LOST
    told = {
        "a": answer("a", None, lost),
        "b": answer("b", "5", lost),
        "d": answer("d", "9", lost),
        "c": answer("c", "9", lost),
        "e": answer("e", "99", LifecycleState.STABLE),
    }

    decisions = {CustomerId(name): decision for name, decision in told.items()}
    assert win_back_list(decisions) == ("c", "d", "b", "a")


def test_values_of_several_currencies_are_not_ranked() -> None:
    """One cannot be told to be larger."""
    decisions = {
        CustomerId(code): win_back(
            attrs.evolve(LOST, customer_id=CustomerId(code), value=Money.of(1, code)), as_of=TODAY
        )
        for code in ("CNY", "USD")
    }

    with pytest.raises(CurrencyMismatchError):
        win_back_list(decisions)


# --- the iceberg -------------------------------------------------------------------


def test_ten_times_as_many_defects() -> None:
    """7 complaints: 35 noticed, 70 defects, 385 people told; the assumptions stand in the reason."""
    answer = iceberg(7, as_of=TODAY)

    assert answer.outcome == Iceberg(complaints=7, noticed=35, defective=70, told=385)
    assert answer.reasons[0].facts["defective_percent"] == 10
    assert answer.reasons[0].source == "C7"


def test_the_assumptions_are_rules() -> None:
    """With 2 % complained of, 3 complaints stand for 8 noticed (7.5) and 15 defects."""
    outcome = iceberg(3, as_of=TODAY, rules=IcebergRules(complained_percent=2)).outcome

    assert outcome == Iceberg(complaints=3, noticed=8, defective=15, told=88)


def test_an_unknown_count_is_undetermined() -> None:
    """And a negative one is refused, as are assumptions out of order."""
    assert iceberg(None, as_of=TODAY).outcome is None
    with pytest.raises(InvalidValueError, match="complaints"):
        iceberg(-1, as_of=TODAY)
    with pytest.raises(InvalidValueError, match="noticed"):
        IcebergRules(noticed_percent=11)


# --- what trouble bears on ----------------------------------------------------------

CALM: Final = EffectFacts(customer_id=DEALER)


def effects(facts: EffectFacts) -> tuple[tuple[EffectKind, ...], tuple[str, ...]]:
    """Return the effects and their codes."""
    answer = recovery_effects(facts, as_of=TODAY)
    return answer.outcome, answer.codes


def test_without_trouble_there_is_no_effect() -> None:
    """And the answer says so; a mild complaint and an owed event alone have none."""
    mild = attrs.evolve(CALM, open_priorities=(Priority.P3,), owed=12)

    assert effects(CALM) == effects(mild) == ((), ("effect.none",))


def test_a_severe_complaint_suspends_what_is_not_service() -> None:
    """P1 and P2; a follow-up comes beside the usual contacts."""
    facts = attrs.evolve(CALM, open_priorities=(Priority.P2,), follow_up_on=TODAY)

    assert effects(facts) == (
        (EffectKind.CONTACT,),
        ("effect.contact_suspended", "effect.contact_follow_up"),
    )


def test_a_contested_invoice_wants_a_dispute_on_record() -> None:
    """Where there is one, nothing is to be done."""
    invoice = ContestedInvoice(
        complaint_id=ComplaintId("C-1"), invoice_id=InvoiceId("I-1"), recorded=False
    )

    assert effects(attrs.evolve(CALM, invoices=(invoice,)))[0] == (EffectKind.CREDIT,)
    known = attrs.evolve(invoice, recorded=True)
    assert effects(attrs.evolve(CALM, invoices=(known,)))[0] == ()


@pytest.mark.parametrize(
    ("tier", "before", "owed", "open_", "fell"),
    [
        (Tier.B, Tier.A, 1, (), True),
        (Tier.B, Tier.A, 0, (Priority.P4,), True),
        (Tier.B, Tier.A, 0, (), False),
        (Tier.A, Tier.B, 1, (), False),
        (Tier.B, Tier.B, 1, (), False),
        (None, Tier.B, 1, (), False),
        (Tier.B, None, 1, (), False),
    ],
)
def test_a_fall_in_tier_while_something_is_owed(
    tier: Tier | None, before: Tier | None, owed: int, open_: tuple[Priority, ...], *, fell: bool
) -> None:
    """It may be our doing; a fall without trouble is the customer's business."""
    facts = attrs.evolve(CALM, tier=tier, tier_before=before, owed=owed, open_priorities=open_)

    assert effects(facts)[0] == ((EffectKind.TIER,) if fell else ())
