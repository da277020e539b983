"""The good events owed for bad ones, and what the book tells of them."""

from __future__ import annotations

from typing import Final

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date, DateTime

from clientcare.domain.aftercare import SatisfactionAnswer
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import (
    AccountConfirmed,
    Acknowledged,
    ActionDone,
    CauseFound,
    FoundUnfounded,
    ProposalAccepted,
    ProposalSent,
    RemedyChosen,
    SettlementConfirmed,
    SeverityRated,
    Withdrawn,
)
from clientcare.domain.complaint_facts import Cause, Remedy, Severity
from clientcare.domain.complaint_scales import CauseKind, FaultSide, RemedyKind, WithdrawalKind
from clientcare.domain.ids import (
    ComplaintId,
    CustomerId,
    DeliveryId,
    OrderId,
    PromiseId,
    ReferralId,
    SatisfactionId,
    StaffId,
)
from clientcare.domain.money import Money
from clientcare.domain.orders import Delivery, DeliveryLine, Order, OrderLine
from clientcare.domain.promises import Promise
from clientcare.domain.referral import Prospect, Referral
from clientcare.errors import InvalidValueError
from clientcare.policies.goodwill_balance import (
    GoodwillBalance,
    GoodwillBalanceRules,
    RelationEvent,
    RelationKind,
    goodwill_balance,
)
from clientcare.policies.relation_events import RelationFacts, relation_events

K: Final = RelationKind
OFFICE: Final = WorkCalendar.weekly("office", time_zone="Asia/Shanghai")
NOON: Final = pendulum.datetime(2026, 11, 20, 12, tz="Asia/Shanghai")
REP: Final = StaffId("rep")
DEALER: Final = CustomerId("dealer-1")


def day(number: int) -> Date:
    """Return a day of 2026 by its number."""
    return Date(2026, 1, 1).add(days=number)


def owed(*events: tuple[RelationKind, int], on: int = 300) -> GoodwillBalance:
    """Return the balance on a day, by its number."""
    made = [RelationEvent(kind=kind, on=day(number)) for kind, number in events]
    return goodwill_balance(made, as_of=day(on)).outcome


def test_one_bad_event_takes_twelve_good_ones() -> None:
    """With the eleventh one is owed, with the twelfth none."""
    good = [(K.PROMISE_KEPT, number) for number in range(1, 13)]

    assert owed((K.COMPLAINT, 0)).owed == 12
    assert owed((K.COMPLAINT, 0), *good[:11]).owed == 1
    assert owed((K.COMPLAINT, 0), *good) == GoodwillBalance(
        owed=0, good=12, bad=1, last_bad_on=day(0), even_on=day(12)
    )


def test_good_ones_do_not_save_up() -> None:
    """What was good before counts for nothing after the bad one."""
    good = [(K.DELIVERED_ON_TIME, number) for number in range(50)]

    assert owed(*good, (K.COMPLAINT, 60)).owed == 12
    assert owed(*good).even_on is None


def test_on_one_day_the_bad_comes_first() -> None:
    """So that what we did for them on that day counts."""
    assert owed((K.RATED_WELL, 5), (K.COMPLAINT, 5)).owed == 11


def test_bad_ones_add_up() -> None:
    """A complaint and a broken promise take twenty-four; being even is lost again."""
    assert owed((K.COMPLAINT, 0), (K.PROMISE_BROKEN, 3)).owed == 24
    good = [(K.PROMISE_KEPT, 1)] * 12
    assert owed((K.COMPLAINT, 0), *good, (K.COMPLAINT, 9)).even_on is None


def test_what_counts_is_a_rule() -> None:
    """A firm may count late deliveries, and leave out kept promises."""
    rules = GoodwillBalanceRules(owed_per_bad=3, good=(K.RATED_WELL,), bad=(K.DELIVERED_LATE,))
    events = [
        RelationEvent(kind=kind, on=day(number))
        for number, kind in enumerate((K.DELIVERED_LATE, K.PROMISE_KEPT, K.RATED_WELL, K.COMPLAINT))
    ]

    assert goodwill_balance(events, as_of=day(9), rules=rules).outcome.owed == 2


def test_what_came_later_is_left_out_and_counted() -> None:
    """Each answer says what it rests on."""
    events = [RelationEvent(kind=K.COMPLAINT, on=day(5))]
    found = [goodwill_balance(events, as_of=day(number)) for number in (4, 5)]

    assert [each.outcome.owed for each in found] == [0, 12]
    assert found[0].codes == ("balance.nothing_bad", "balance.after_as_of")
    assert found[1].codes == ("balance.owed",)


def test_bad_rules_are_refused() -> None:
    """Nothing is both good and bad, and badly ends below well."""
    with pytest.raises(InvalidValueError, match="bad"):
        GoodwillBalanceRules(bad=(K.PROMISE_KEPT,))
    with pytest.raises(InvalidValueError, match="badly_to"):
        GoodwillBalanceRules(badly_to=4)


@given(
    st.lists(st.tuples(st.sampled_from(RelationKind), st.integers(0, 40)), max_size=60),
    st.integers(0, 45),
)
def test_it_answers_as_a_second_reading_does(
    events: list[tuple[RelationKind, int]], today: int
) -> None:
    """One event after the other, in time, the bad ones of a day first."""
    bad_first = sorted(
        (number, kind not in {K.COMPLAINT, K.PROMISE_BROKEN}, kind.value)
        for kind, number in events
        if number <= today
    )
    debt = 0
    for _, _, kind in bad_first:
        if kind in {"complaint", "promise_broken"}:
            debt += 12
        elif kind not in {"delivered_late", "rated_badly"} and debt:
            debt -= 1

    assert owed(*events, on=today).owed == debt


# --- what the book tells -----------------------------------------------------------


def told(now: DateTime = NOON, **facts: object) -> set[tuple[RelationKind, str]]:
    """Return what was good and bad by now, with its subject."""
    made = RelationFacts(**facts)  # type: ignore[arg-type] # fields by name
    return {
        (event.kind, event.subject_id) for event in relation_events(made, now=now, calendar=OFFICE)
    }


def complaint(**given_: object) -> Complaint:
    """Return a complaint of 17 November."""
    fields: dict[str, object] = {
        "id": "C-1",
        "customer_id": DEALER,
        "received_at": NOON.subtract(days=3),
        "received_by": REP,
        "owner_id": REP,
        "about": "x",
        "remedy_sought": "x",
        **given_,
    }
    return Complaint(**fields)  # type: ignore[arg-type] # fields by name


def analysed(made: Complaint) -> Complaint:
    """Return the complaint being analysed."""
    at = NOON.subtract(days=2)
    for event in (
        Acknowledged(at=at, by=REP),
        SeverityRated(at=at, by=REP, severity=Severity(impact=3, urgency=3)),
        AccountConfirmed(at=at, by=REP, account="x"),
    ):
        made = made.record(event)
    return made


def settled(satisfaction: int | None) -> Complaint:
    """Return the complaint in its review, confirmed with an answer."""
    at = NOON.subtract(days=1)
    made = analysed(complaint())
    cause = Cause(kind=CauseKind.QUANTITY, fault=FaultSide.OURS)
    for event in (
        CauseFound(at=at, by=REP, cause=cause, evidence="x"),
        RemedyChosen(at=at, by=REP, remedies=(Remedy(kind=RemedyKind.REFUND),)),
        ProposalSent(at=at, by=REP),
        ProposalAccepted(at=at, by=REP),
        ActionDone(at=at, by=REP, evidence="x"),
        SettlementConfirmed(at=at, by=REP, satisfaction=satisfaction),
    ):
        made = made.record(event)
    return made


def test_a_complaint_is_bad_and_its_good_settlement_good() -> None:
    """Unless it is unfounded or withdrawn; satisfied is 4 or 5."""
    gone = Withdrawn(at=NOON, by=REP, kind=WithdrawalKind.BY_CUSTOMER)
    unfounded = analysed(complaint()).record(FoundUnfounded(at=NOON, by=REP, why="x"))

    assert told(complaints=(complaint(),)) == {(K.COMPLAINT, "C-1")}
    assert told(complaints=(complaint().record(gone),)) == set()
    assert told(complaints=(unfounded,)) == set()
    assert told(complaints=(settled(4),)) == {(K.COMPLAINT, "C-1"), (K.SETTLED_WELL, "C-1")}
    assert told(complaints=(settled(3),)) == told(complaints=(settled(None),))


def test_promises_kept_and_broken() -> None:
    """Broken once its time has passed, whoever recorded it; not beside a complaint about it."""
    promise = Promise(
        id=PromiseId("P-1"),
        customer_id=DEALER,
        what="x",
        made_at=NOON.subtract(days=9),
        due_at=NOON.subtract(days=1),
    )
    kept = promise.fulfil(at=NOON.subtract(days=2))
    late = promise.fulfil(at=NOON.subtract(hours=1))
    broken = promise.break_(at=NOON.subtract(days=2), reason="x")
    released = promise.release(at=NOON.subtract(days=2), reason="x")

    assert told(promises=(kept,)) == {(K.PROMISE_KEPT, "P-1")}
    assert told(promises=(late,)) == told(promises=(promise,)) == {(K.PROMISE_BROKEN, "P-1")}
    assert told(promises=(broken,)) == {(K.PROMISE_BROKEN, "P-1")}
    assert told(promises=(released,)) == set()
    assert told(now=NOON.subtract(days=1), promises=(promise,)) == set()
    about = complaint(promise_id=PromiseId("P-1"))
    assert told(promises=(promise,), complaints=(about,)) == {(K.COMPLAINT, "C-1")}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(5, K.RATED_WELL), (4, K.RATED_WELL), (3, None), (2, K.RATED_BADLY), (None, None)],
)
def test_answers_given(answer: int | None, kind: RelationKind | None) -> None:
    """4 and 5 are well, 1 and 2 badly, 3 neither."""
    asked = SatisfactionAnswer(
        id=SatisfactionId("S-1"), customer_id=DEALER, asked_on=Date(2026, 11, 20), answer=answer
    )

    assert told(answers=(asked,)) == (set() if kind is None else {(kind, "S-1")})


def test_a_referral_thanked() -> None:
    """Only once the introducer was thanked."""
    referral = Referral.name(
        id=ReferralId("R-1"),
        introducer_id=DEALER,
        prospect=Prospect(name="某店"),
        at=NOON.subtract(days=2),
    )

    assert told(referrals=(referral,)) == set()
    thanked = referral.thank(at=NOON.subtract(days=1))
    assert told(referrals=(thanked,)) == {(K.REFERRAL_THANKED, "R-1")}


def test_deliveries_on_time_and_late() -> None:
    """By the day promised for their lines; nothing promised is neither; not beside a complaint."""
    yuan = Money.of(1, "CNY")
    order = Order(
        id=OrderId("O-1"),
        customer_id=DEALER,
        ordered_on=Date(2026, 11, 1),
        lines=(
            OrderLine(no="1", net=yuan, gross=yuan, ship_on=Date(2026, 11, 10)),
            OrderLine(no="2", net=yuan, gross=yuan),
        ),
    )

    def delivery(line: str, number: int) -> Delivery:
        item = DeliveryLine(order_id=OrderId("O-1"), line_no=line, gross=yuan)
        return Delivery(
            id=DeliveryId("D-1"),
            customer_id=DEALER,
            delivered_on=Date(2026, 11, number),
            lines=(item,),
        )

    about = complaint(delivery_id=DeliveryId("D-1"))
    assert told(orders=(order,), deliveries=(delivery("1", 10),)) == {(K.DELIVERED_ON_TIME, "D-1")}
    late = (delivery("1", 11),)
    assert told(orders=(order,), deliveries=late) == {(K.DELIVERED_LATE, "D-1")}
    assert told(orders=(order,), deliveries=(delivery("2", 30),)) == set()
    assert told(orders=(order,), deliveries=late, complaints=(about,)) == {(K.COMPLAINT, "C-1")}


def test_days_are_the_firms() -> None:
    """A complaint of 17:00 UTC is one of the next day in Shanghai."""
    made = complaint(
        received_at=pendulum.datetime(2026, 11, 16, 17, tz="UTC"), id=ComplaintId("C-1")
    )
    events = relation_events(RelationFacts(complaints=(made,)), now=NOON, calendar=OFFICE)

    assert [event.on for event in events] == [Date(2026, 11, 17)]
