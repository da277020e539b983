"""
What has to be done first?

Every other policy says what is due for one customer; this one puts the lines of a
whole book in one order, so that a salesperson starts at the top. A line counts by
how late it is, then by what it is about, then by the customer's tier, the money at
stake and the due moment; equal lines follow by customer and text, so the order never
depends on the order of the input.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import attrs
from attrs import field
from pendulum import Date, DateTime

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.ids import CustomerId, StaffId
from clientcare.domain.money import Money, rounded
from clientcare.domain.scales import Scale, Tier
from clientcare.errors import InvalidValueError
from clientcare.policies.contact_permission import ContactAnswer, ContactPermission
from clientcare.policies.time_value import TimeValueRules, value_of_minutes


class Urgency(Scale):
    """How late a line is."""

    LATE = "late", "已逾期"
    NOW = "now", "今日"
    SOON = "soon", "将到期"


class Topic(Scale):
    """What a line is about."""

    ESCALATION = "escalation", "投诉升级"
    COMPLAINT = "complaint", "投诉"
    PREVENTION = "prevention", "纠正预防"
    RECOVERY = "recovery", "恢复信任"
    REFERRAL = "referral", "介绍"
    PROMISE = "promise", "承诺"
    OUTLET = "outlet", "终端问题"
    CREDIT = "credit", "信用"
    COLLECTION = "collection", "催收"
    APPROVAL = "approval", "审批"
    CREDIT_REVIEW = "credit_review", "信用复审"
    AFTER_SALES = "after_sales", "售后回访"
    AFTERCARE = "aftercare", "售后服务"
    GREETING = "greeting", "问候"
    CONTACT = "contact", "联系"
    VISIT = "visit", "拜访"
    SUPPORT = "support", "支援"
    FAVOUR = "favour", "人情"


def _every_topic_once(_: object, at: check.Field, value: object) -> None:
    if not isinstance(value, tuple) or sorted(value) != sorted(Topic):
        rule = "every topic once: " + ", ".join(Topic)
        raise InvalidValueError(f"AgendaRules.{at.name}", value, rule)


def _minutes(_: object, at: check.Field, value: Mapping[Topic, int]) -> None:
    for topic, minutes in value.items():
        if type(topic) is not Topic or type(minutes) is not int or minutes < 0:
            rule = "whole minutes, 0 or more, by topic"
            raise InvalidValueError(f"AgendaRules.{at.name}", dict(value), rule)


def _frozen(minutes: Mapping[Topic, int]) -> Mapping[Topic, int]:
    return FrozenMap(minutes)


@attrs.frozen(kw_only=True)
class AgendaRules:
    """
    How an agenda is ordered.

    Attributes:
        ref: Name and version.
        topics: All topics, the weightiest first (default by judgement: what hurts
            the customer now, then what we owe, then what is owed to us, then care).
        time: What an hour is worth (F9). Where that is told, a line whose money at stake
            is less than its time costs goes behind the others of its urgency.
        topic_minutes: How long a line of a topic takes, in minutes; a topic that is not
            named is never put behind.
        soon_days: What is due within so many calendar days, the last one included,
            is due soon (by judgement).
    """

    ref: RulesRef = RulesRef("agenda", "1")
    time: TimeValueRules = field(factory=TimeValueRules, validator=check.a(TimeValueRules))
    topic_minutes: Mapping[Topic, int] = field(
        factory=FrozenMap, converter=_frozen, validator=_minutes
    )
    topics: tuple[Topic, ...] = field(default=tuple(Topic), validator=_every_topic_once)
    soon_days: int = field(default=2, validator=check.whole())


@attrs.frozen(kw_only=True)
class AgendaLine:
    """
    One thing to do, as a rule for one customer.

    Attributes:
        customer_id: The customer; ``None`` where it is about no single one, as what is
            to be done against a month's complaints.
        staff_id: Who has to do it; ``None`` puts it on the unassigned agenda.
        topic: What it is about.
        urgency: Late, due now, or due soon.
        due: When it is or was due; ``None`` where no moment is set.
        tier: The customer's tier; ``None`` ranks after C.
        amount: The money at stake; ``None`` where there is none.
        reasons: Why, the weightiest first; at least one.
        subject_id: The complaint, promise, referral or action meant; empty for the customer.
        contact: Whether the customer may be contacted for it, asked for when it would be
            done; ``None`` where it needs no permission.
    """

    customer_id: CustomerId | None = field(validator=check.maybe(check.key))
    staff_id: StaffId | None = field(default=None, validator=check.maybe(check.key))
    topic: Topic = field(validator=check.a(Topic))
    urgency: Urgency = field(validator=check.a(Urgency))
    due: Date | DateTime | None = None
    tier: Tier | None = field(default=None, validator=check.maybe(check.a(Tier)))
    amount: Money | None = field(default=None, validator=check.maybe(check.a(Money)))
    reasons: tuple[Reason, ...] = field(validator=check.tuple_of(check.a(Reason), least=1))
    subject_id: str = ""
    contact: Decision[ContactAnswer | None] | None = None

    @property
    def permission(self) -> ContactPermission | None:
        """Allowed, deferred or denied; ``None`` where it needs none, or nobody can say."""
        answer = None if self.contact is None else self.contact.outcome
        return None if answer is None else answer.permission


_URGENCIES: Final = {urgency: at for at, urgency in enumerate(Urgency)}
_PERMISSIONS: Final = {
    None: 0,
    ContactPermission.ALLOWED: 0,
    ContactPermission.DEFERRED: 1,
    ContactPermission.DENIED: 2,
}
_TIERS: Final = {tier: at for at, tier in enumerate((*Tier, None))}
_NOT_WORTH: Final = "agenda.not_worth_the_time"
_NO_DUE: Final = "~"  # sorts after every date


def rank_agenda(
    lines: Iterable[AgendaLine], *, rules: AgendaRules = AgendaRules()
) -> tuple[AgendaLine, ...]:
    """
    Return *lines* in the order in which they should be done.

    By urgency, permission (what may be done now before what has to wait, and that before
    what is denied: a line is never left out for it), whether the money at stake is worth the
    time (where the rules tell what time is worth, F9; exactly its cost is), topic, tier (A
    first, unknown last), amount (largest first, in
    minor units; lines of another currency are compared as they stand), due moment
    (earliest first, none last), customer (none first), subject and reasons.
    """
    topics = {topic: at for at, topic in enumerate(rules.topics)}
    judged = (_worth_told(line, rules) for line in lines)
    return tuple(sorted(judged, key=lambda line: _rank(line, topics)))


def _worth_told(line: AgendaLine, rules: AgendaRules) -> AgendaLine:
    """Return a line with one reason more where its time costs more than is at stake."""
    minutes = rules.topic_minutes.get(line.topic)
    if minutes is None or line.amount is None:
        return line
    cost = value_of_minutes(minutes, rules.time)
    if cost is None or any(reason.code == _NOT_WORTH for reason in line.reasons):
        return line
    exact = cost * Money.of(1, line.amount.currency).minor
    if line.amount.minor >= exact:
        return line
    facts: dict[str, Value] = {
        "amount": line.amount,
        "cost": Money(rounded(exact, "half_up"), line.amount.currency),
        "minutes": minutes,
    }
    return attrs.evolve(line, reasons=(*line.reasons, Reason(_NOT_WORTH, facts, "F9")))


def agenda_rank(line: AgendaLine, *, rules: AgendaRules = AgendaRules()) -> tuple[object, ...]:
    """Return what `rank_agenda` sorts by: the lesser comes first."""
    return _rank(_worth_told(line, rules), {topic: at for at, topic in enumerate(rules.topics)})


def _rank(line: AgendaLine, topics: Mapping[Topic, int]) -> tuple[object, ...]:
    return (
        _URGENCIES[line.urgency],
        _PERMISSIONS[line.permission],
        any(reason.code == _NOT_WORTH for reason in line.reasons),
        topics[line.topic],
        _TIERS[line.tier],
        0 if line.amount is None else -line.amount.minor,
        _due_text(line.due),
        line.customer_id or "",
        line.subject_id,
        tuple(reason.code for reason in line.reasons),
        f"{line.amount} {line.due}",  # 0 and unknown rank alike above, but are not the same
    )


def _due_text(due: Date | DateTime | None) -> str:
    if due is None:
        return _NO_DUE
    if isinstance(due, DateTime):
        return f"{due.in_timezone('UTC'):%Y-%m-%dT%H:%M:%S.%f}"
    return due.isoformat()
