"""Credit cards, each box blank or filled, and the decisions that stand on them."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import Final, TypeVar

import pendulum
from hypothesis import strategies as st
from pendulum import Date, DateTime

from clientcare.domain.credit import (
    Accounting,
    CreditCard,
    LineCarried,
    Principal,
)
from clientcare.domain.credit_limit import (
    AdverseFact,
    Approval,
    CreditBlock,
    CreditEvent,
    CreditInsurance,
    CreditLimit,
    LimitBasis,
    OrderRelease,
    Security,
    TemporaryIncrease,
)
from clientcare.domain.credit_premises import OwnedProperty, PremisesInUse, RentedProperty
from clientcare.domain.credit_scales import (
    AdverseKind,
    Ambition,
    Books,
    Condition,
    CreditCheck,
    CreditEventKind,
    Disposition,
    Eloquence,
    FiveSteps,
    Habit,
    LegalForm,
    Level,
    LocationKind,
    Outlook,
    PaymentAttitude,
    PlanningAbility,
    PropertyInsurance,
    RoadDistance,
    StaffMorale,
    SuccessorQuality,
    Temperament,
)
from clientcare.domain.customer import BankAccount
from clientcare.domain.ids import CompanyId, CreditCardId, CustomerId, OrderId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.scales import CreditGrade
from clientcare.domain.staff import APPROVERS

T = TypeVar("T")
E = TypeVar("E", bound=enum.Enum)

_ZONES: Final = ("UTC", "Asia/Shanghai", "Europe/Berlin")


def _blank_or(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | strategy


def _ticked(kind: type[E]) -> st.SearchStrategy[E | None]:
    return _blank_or(st.sampled_from(kind))


def _several(kind: type[E]) -> st.SearchStrategy[tuple[E, ...]]:
    return st.lists(st.sampled_from(kind), unique=True).map(tuple)


def _few(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


_days: Final = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)).map(
    lambda day: Date(day.year, day.month, day.day)
)
_words: Final = st.text(min_size=1, max_size=8).filter(str.strip)
_staff: Final = st.sampled_from(("s-1", "s-2", "王")).map(StaffId)
_areas: Final = st.decimals(0, 5_000, places=1)
_shares: Final = st.integers(0, 5).map(lambda tenths: Decimal(tenths) / 10)


def _money(least: int = 0) -> st.SearchStrategy[Money]:
    return st.builds(Money, st.integers(least, 50_000_000), st.just("CNY"))


@st.composite
def _instants(draw: st.DrawFn) -> DateTime:
    day = draw(_days)
    zone = pendulum.timezone(draw(st.sampled_from(_ZONES)))
    return DateTime(day.year, day.month, day.day, draw(st.integers(4, 23)), tzinfo=zone)


@st.composite
def _spans(draw: st.DrawFn) -> tuple[Date, Date | None]:
    first = draw(_days)
    length = draw(_blank_or(st.integers(0, 400)))
    return first, None if length is None else Date.fromordinal(first.toordinal() + length)


def credit_limits() -> st.SearchStrategy[CreditLimit]:
    """Return limits of each of the three states, some of them on trial."""
    amounts = st.builds(
        lambda amount, span: CreditLimit.of(amount, granted_on=span[0], lapses_on=span[1]),
        _money(),
        _spans(),
    )
    return amounts | st.sampled_from((CreditLimit.inherited(), CreditLimit.without_ceiling()))


def temporary_increases() -> st.SearchStrategy[TemporaryIncrease]:
    """Return temporary increases of up to 90 days."""
    return st.builds(
        lambda amount, then, start, days, ended: TemporaryIncrease(
            amount=amount,
            permanent_then=then,
            starts_on=start,
            ends_on=Date.fromordinal(start.toordinal() + days),
            ended_on=ended,
        ),
        _money(1),
        _money(),
        _days,
        st.integers(0, 89),
        _blank_or(_days),
    )


def credit_blocks() -> st.SearchStrategy[CreditBlock]:
    """Return blocks, lifted and not."""
    return st.builds(
        lambda span, reason, by: CreditBlock(
            since_on=span[0], lifted_on=span[1], reason=reason, blocked_by=by
        ),
        _spans(),
        _words,
        _blank_or(_staff),
    )


def adverse_facts() -> st.SearchStrategy[AdverseFact]:
    """Return facts that rule out open credit, past ones too."""
    return st.builds(
        lambda kind, span, note: AdverseFact(
            kind=kind, since_on=span[0], ended_on=span[1], note=note
        ),
        st.sampled_from(AdverseKind),
        _spans(),
        st.text(max_size=8),
    )


def credit_events() -> st.SearchStrategy[CreditEvent]:
    """Return what calls for a credit review."""
    return st.builds(
        CreditEvent, kind=st.sampled_from(CreditEventKind), on=_days, note=st.text(max_size=8)
    )


def order_releases() -> st.SearchStrategy[OrderRelease]:
    """Return releases of every check that can be released."""
    waivable = [each for each in CreditCheck if each is not CreditCheck.BLOCK]
    return st.builds(
        lambda order, value, span, checks, by, reason: OrderRelease(
            order_id=order,
            value=value,
            released_on=span[0],
            until_on=span[1],
            checks=checks,
            released_by=by,
            reason=reason,
        ),
        st.sampled_from(("O-1", "O-2")).map(OrderId),
        _money(),
        _spans(),
        st.lists(st.sampled_from(waivable), min_size=1, unique=True).map(tuple),
        _blank_or(_staff),
        st.text(max_size=8),
    )


def credit_insurances() -> st.SearchStrategy[CreditInsurance]:
    """Return promises of an insurer."""
    return st.builds(
        CreditInsurance,
        limit=_money(),
        cover_percent=st.decimals(0, 100, places=1),
        until_on=_blank_or(_days),
        extension_days=_blank_or(st.integers(0, 180)),
    )


def limit_bases() -> st.SearchStrategy[LimitBasis]:
    """Return the figures of a limit, each known or not."""
    return st.builds(
        LimitBasis,
        monthly_purchases=_blank_or(_money()),
        terms_days=_blank_or(st.integers(0, 180)),
        tangible_net_worth=_blank_or(_money(-1_000_000)),
        reference_limits=_few(_money()),
        new_customer=st.booleans(),
    )


def principals() -> st.SearchStrategy[Principal]:
    """Return principals, each box blank or filled."""
    return st.builds(
        Principal,
        name=_blank_or(_words),
        home_phone=_blank_or(_words),
        disposition=_ticked(Disposition),
        temperament=_ticked(Temperament),
        interests=_blank_or(_words),
        reputation=_blank_or(_words),
        education=_blank_or(_words),
        origin=_blank_or(_words),
        career=_blank_or(_words),
        eloquence=_ticked(Eloquence),
        outlook=_ticked(Outlook),
        habits=_several(Habit),
        strengths=_blank_or(_words),
        special_skill=_blank_or(_words),
        weaknesses=_blank_or(_words),
        skill=_ticked(Level),
        ambition=_ticked(Ambition),
        dedication=_ticked(Level),
        planning_ability=_ticked(PlanningAbility),
        health=_ticked(Condition),
        successor=_ticked(SuccessorQuality),
    )


def premises_in_use() -> st.SearchStrategy[PremisesInUse]:
    """Return premises, owned, rented, both or unknown."""
    return st.builds(
        PremisesInUse,
        cars=_blank_or(st.integers(0, 50)),
        owned=st.builds(
            OwnedProperty,
            ticked=_blank_or(st.booleans()),
            area_m2=_blank_or(_areas),
            storeys=_blank_or(st.integers(0, 30)),
            market_value=_blank_or(_money()),
        ),
        rented=st.builds(
            RentedProperty,
            ticked=_blank_or(st.booleans()),
            area_m2=_blank_or(_areas),
            storeys=_blank_or(st.integers(0, 30)),
            monthly_rent=_blank_or(_money()),
        ),
        road_distance=_ticked(RoadDistance),
        shop_fitting=_ticked(Condition),
        insurance=_several(PropertyInsurance),
    )


def accounting_blocks() -> st.SearchStrategy[Accounting]:
    """Return accounting blocks, each box blank or filled."""
    return st.builds(
        Accounting,
        bank_accounts=_few(
            st.builds(BankAccount, bank=_blank_or(_words), account_no=_blank_or(_words))
        ),
        bank_credit=_ticked(FiveSteps),
        books=_ticked(Books),
        peer_reputation=_ticked(FiveSteps),
        management_assessment=_ticked(FiveSteps),
        capital=_blank_or(_money()),
        working_capital=_blank_or(_money(-1_000_000)),
        payment_attitude=_ticked(PaymentAttitude),
        licence_no=_blank_or(_words),
        remarks=_blank_or(_words),
    )


def credit_cards(
    customer_ids: st.SearchStrategy[str] = st.sampled_from(("dealer-1", "经销商")),
) -> st.SearchStrategy[CreditCard]:
    """Return credit cards of the given customers, each box blank or filled."""
    lines = st.builds(
        LineCarried,
        product=_blank_or(_words),
        brand=_blank_or(_words),
        company=_blank_or(_words),
        monthly_sales=_blank_or(_money()),
        share=_blank_or(_shares),
    )
    roles = st.lists(st.sampled_from(APPROVERS), unique=True).map(
        lambda some: sorted(some, key=APPROVERS.index)
    )
    approvals = roles.flatmap(
        lambda some: st.tuples(
            *(
                st.builds(
                    Approval,
                    role=st.just(role),
                    signed_by=_blank_or(_staff),
                    signed_on=_blank_or(_days),
                )
                for role in some
            )
        )
    )
    return st.builds(
        CreditCard,
        id=st.sampled_from(("K-1", "信-2")).map(CreditCardId),
        customer_id=customer_ids.map(CustomerId),
        company_id=st.sampled_from(("main", "south")).map(CompanyId),
        founded_on=_blank_or(_days),
        first_traded_on=_blank_or(_days),
        legal_form=_ticked(LegalForm),
        location=_ticked(LocationKind),
        product_range=_blank_or(_words),
        trade_area=_blank_or(_words),
        principal=principals(),
        staff_morale=_ticked(StaffMorale),
        premises=premises_in_use(),
        accounting=accounting_blocks(),
        lines_carried=_few(lines),
        sales_assessment=_blank_or(_words),
        limit=_blank_or(credit_limits()),
        group_limit=_blank_or(credit_limits()),
        grade=_ticked(CreditGrade),
        approvals=approvals,
        filled_by=_blank_or(_words),
        filled_at=_blank_or(_instants()),
        capital_rating=_ticked(FiveSteps),
        limit_basis=limit_bases(),
        increases=_few(temporary_increases()),
        blocks=_few(credit_blocks()),
        adverse_facts=_few(adverse_facts()),
        events=_few(credit_events()),
        insurance=_blank_or(credit_insurances()),
        securities=_few(
            st.builds(Security, kind=_words, value=_money(), until_on=_blank_or(_days))
        ),
        releases=_few(order_releases()),
        reviewed_on=_blank_or(_days),
        review_due_on=_blank_or(_days),
    )
