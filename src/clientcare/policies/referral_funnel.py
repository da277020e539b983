"""
How many of the named become customers, beside what the documents say (R1, R7, policies 8)?

The firm's own shares come with an interval, so that three of four is not taken for 75 %.
"""

from __future__ import annotations

import decimal
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs
from attrs import field
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ids import ReferralId
from clientcare.domain.referral import ENDS, Referral, ReferralState
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError
from clientcare.policies._referral_facts import known_referral
from clientcare.policies.kpi import Kpi, KpiName, Period, ratio_kpi

_SOURCE: Final = "policies 8"
_DIGITS: Final = 60
_PLACES: Final = Decimal("0.0001")
_S = ReferralState


class FunnelStage(Scale):
    """How far a referral came."""

    NAMED = "named", "已提名"
    CONSENTED = "consented", "已同意联系"
    CONTACTED = "contacted", "已联系"
    QUALIFIED = "qualified", "已确认"
    CONVERTED = "converted", "已成交"


@attrs.frozen(kw_only=True)
class FunnelRules:
    """
    How the funnel is read.

    Attributes:
        ref: Name and version of these rules.
        z: Width of the intervals, in standard deviations: 1.959964 is 95 %.
        documents_close: Introduced prospects close at this share (R1).
        documents_win: Of strangers this share become customers: 10 of 250 (R7).
        documents_ambassadors: Of customers this share become ambassadors: 1 of 10 (R7).
    """

    ref: RulesRef = RulesRef("referral_funnel", "1")
    z: Decimal = field(default=Decimal("1.959964"), validator=check.decimal(least="0", most="10"))
    documents_close: Decimal = field(default=Decimal("0.6"), validator=check.share)
    documents_win: Decimal = field(default=Decimal("0.04"), validator=check.share)
    documents_ambassadors: Decimal = field(default=Decimal("0.1"), validator=check.share)


@attrs.frozen(kw_only=True)
class Share:
    """
    A measured share.

    Attributes:
        part: How many.
        whole: Of how many.
        low: The interval's lower end, to four places; ``None`` of none.
        high: Its upper end.
        documents: What the documents say; ``None`` where they say nothing.
    """

    part: int
    whole: int
    low: Decimal | None
    high: Decimal | None
    documents: Decimal | None = None

    @property
    def value(self) -> Fraction | None:
        """Exactly the share; ``None`` of none."""
        return Fraction(self.part, self.whole) if self.whole else None


@attrs.frozen(kw_only=True)
class Funnel:
    """
    A cohort of referrals by how far they came.

    Attributes:
        period: The days on which they were named.
        counts: How many reached each stage; a reversed one does not count as converted.
        closed: Converted of contacted, beside R1.
        won: Converted of named.
        ambassadors: Introducers of whom somebody converted, of all customers, beside R7;
            ``None`` where the number of customers was not told, or the introducers are
            more: not all of them are customers then.
        open: How many are still on their way.
    """

    period: Period
    counts: Mapping[FunnelStage, int]
    closed: Share
    won: Share
    ambassadors: Share | None
    open: int


def wilson(part: int, whole: int, *, z: Decimal) -> tuple[Decimal, Decimal] | None:
    """
    Return the Wilson interval of a share to four places, half up; ``None`` of none.

    Raises:
        InvalidValueError: *part* is not from 0 to *whole*.
    """
    if not 0 <= part <= whole:
        raise InvalidValueError("part", part, f"from 0 to {whole}")
    if whole == 0:
        return None
    with decimal.localcontext() as context:
        context.prec, context.rounding = _DIGITS, decimal.ROUND_HALF_UP
        n, square = Decimal(whole), z * z
        middle = (part + square / 2) / (n + square)
        spread = z * (Decimal(part) * (whole - part) / n + square / 4).sqrt() / (n + square)
        low = max(Decimal(0), middle - spread).quantize(_PLACES)
        high = min(Decimal(1), middle + spread).quantize(_PLACES)
    return low, high


def referral_funnel(
    referrals: Iterable[Referral],
    *,
    period: Period,
    now: DateTime,
    calendar: WorkCalendar,
    customers: int | None = None,
    rules: FunnelRules = FunnelRules(),
) -> Decision[Funnel]:
    """
    Decide how far the referrals named in a period came by *now*.

    Args:
        referrals: The referrals; those named on other days are passed over.
        period: The days of naming, in the calendar's zone.
        now: Until when what happened is known.
        calendar: The firm's calendar.
        customers: How many customers there are; ``None`` is not told.
        rules: The intervals, and the documents' figures.

    Raises:
        InvalidValueError: A referral comes twice, or *customers* is no whole number of 0
            or more.
    """
    if customers is not None and (type(customers) is not int or customers < 0):
        raise InvalidValueError("customers", customers, "a whole number, 0 or more")
    cohort = _cohort(referrals, period, now, calendar)
    counts = {stage: sum(_came_to(one, stage) for one in cohort) for stage in FunnelStage}
    converted = [one for one in cohort if _came_to(one, FunnelStage.CONVERTED)]
    funnel = Funnel(
        period=period,
        counts=FrozenMap(counts),
        closed=_share(len(converted), counts[FunnelStage.CONTACTED], rules, rules.documents_close),
        won=_share(len(converted), len(cohort), rules, None),
        ambassadors=_ambassadors(len({one.introducer_id for one in converted}), customers, rules),
        open=_still_open(cohort),
    )
    return Decision(
        outcome=funnel,
        reasons=_reasons(funnel, rules),
        rules=rules.ref,
        judged_at=now,
        inputs={"named": len(cohort), "customers": customers},
    )


def _cohort(
    referrals: Iterable[Referral], period: Period, now: DateTime, calendar: WorkCalendar
) -> list[Referral]:
    check.require_instant("now", now)
    named = (
        known_referral(one, now=now, calendar=calendar)
        for one in _each_once(referrals)
        if period.covers(calendar.local(one.received_at).date())
    )
    return [one for one in named if one is not None]


def _each_once(referrals: Iterable[Referral]) -> Iterator[Referral]:
    seen: set[ReferralId] = set()
    for one in referrals:
        if one.id in seen:
            raise InvalidValueError("Referral.id", one.id, "each referral once")
        seen.add(one.id)
        yield one


def _came_to(referral: Referral, stage: FunnelStage) -> bool:
    if stage is FunnelStage.CONVERTED and referral.state is _S.REVERSED:
        return False
    return any(event.state == stage.value for event in referral.history)


def _still_open(cohort: Iterable[Referral]) -> int:
    return sum(one.state not in ENDS and not _came_to(one, FunnelStage.CONVERTED) for one in cohort)


def _share(part: int, whole: int, rules: FunnelRules, documents: Decimal | None) -> Share:
    ends = wilson(part, whole, z=rules.z) or (None, None)
    return Share(part=part, whole=whole, low=ends[0], high=ends[1], documents=documents)


def _ambassadors(found: int, customers: int | None, rules: FunnelRules) -> Share | None:
    if customers is None or found > customers:
        return None
    return _share(found, customers, rules, rules.documents_ambassadors)


def _reasons(funnel: Funnel, rules: FunnelRules) -> tuple[Reason, ...]:
    counted: dict[str, Value] = {stage.value: count for stage, count in funnel.counts.items()}
    days = {"first_on": funnel.period.first_on, "last_on": funnel.period.last_on}
    found = [
        Reason("referral_funnel.stages", {**days, **counted, "open": funnel.open}, _SOURCE),
        Reason("referral_funnel.closed", _told(funnel.closed), "R1"),
        Reason(
            "referral_funnel.won", {**_told(funnel.won), "documents": rules.documents_win}, "R7"
        ),
    ]
    if funnel.ambassadors is not None:
        found.append(Reason("referral_funnel.ambassadors", _told(funnel.ambassadors), "R7"))
    return tuple(found)


def _told(share: Share) -> dict[str, Value]:
    return {
        "part": share.part,
        "whole": share.whole,
        "share": share.value,
        "low": share.low,
        "high": share.high,
        "documents": share.documents,
    }


def referral_conversion(
    referrals: Iterable[Referral],
    *,
    period: Period,
    now: DateTime,
    calendar: WorkCalendar,
    of_contacted: bool = False,
    rules: FunnelRules = FunnelRules(),
) -> Decision[Kpi]:
    """
    Reckon the key figure converted / named, or converted / contacted, of a cohort.

    The cohort is named in the period; the window ends at *now*. While some are still
    on their way the figure is flagged ``provisional``.

    Raises:
        InvalidValueError: A referral comes twice.
    """
    cohort = _cohort(referrals, period, now, calendar)
    converted = sum(_came_to(one, FunnelStage.CONVERTED) for one in cohort)
    contacted = sum(_came_to(one, FunnelStage.CONTACTED) for one in cohort)
    waiting = _still_open(cohort)
    days = calendar.local(now).date().toordinal() - period.last_on.toordinal()
    flag = Reason("referral_funnel.provisional", {"open": waiting, "now": now}, _SOURCE)
    return ratio_kpi(
        KpiName.CONTACTED_CONVERSION if of_contacted else KpiName.REFERRAL_CONVERSION,
        code="referral_funnel.conversion",
        numerator=converted,
        denominator=contacted if of_contacted else len(cohort),
        period=period,
        judged_at=now,
        rules=rules.ref,
        facts={"window_until": now, "days": max(0, days)},
        flags=(flag,) if waiting else (),
    )
