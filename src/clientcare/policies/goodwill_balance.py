"""
How many good events does a customer still have coming for the bad ones (C6)?

One bad event takes twelve good ones to make up. Good ones do not save up: what was
good before a bad event does not count against it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError

_SOURCE: Final = "C6"


class RelationKind(Scale):
    """What can happen between us and a customer that they remember."""

    PROMISE_KEPT = "promise_kept", "履行承诺"
    DELIVERED_ON_TIME = "delivered_on_time", "按时交货"
    RATED_WELL = "rated_well", "满意评价"
    REFERRAL_THANKED = "referral_thanked", "致谢介绍人"
    SETTLED_WELL = "settled_well", "投诉处理满意"
    COMPLAINT = "complaint", "投诉"
    PROMISE_BROKEN = "promise_broken", "未履行承诺"
    DELIVERED_LATE = "delivered_late", "迟交货"
    RATED_BADLY = "rated_badly", "不满评价"


_GOOD: Final = (
    RelationKind.PROMISE_KEPT,
    RelationKind.DELIVERED_ON_TIME,
    RelationKind.RATED_WELL,
    RelationKind.REFERRAL_THANKED,
    RelationKind.SETTLED_WELL,
)
_BAD: Final = (RelationKind.COMPLAINT, RelationKind.PROMISE_BROKEN)


@attrs.frozen(kw_only=True)
class GoodwillBalanceRules:
    """
    What counts as good and as bad.

    Attributes:
        ref: Name and version of these rules.
        owed_per_bad: Good events that a bad one takes (C6).
        good: What counts as good (by judgement).
        bad: What counts as bad (by judgement; a late delivery counts where it is
            complained of).
        well_from: Rated well from this answer of 1 to 5 on (policies, section 8).
        badly_to: Rated badly up to this one (by judgement).

    Raises:
        InvalidValueError: Something is both good and bad, or a figure is out of range.
    """

    ref: RulesRef = RulesRef("goodwill_balance", "1")
    owed_per_bad: int = field(default=12, validator=check.whole(least=1))
    good: tuple[RelationKind, ...] = field(
        default=_GOOD, validator=check.none_twice(check.a(RelationKind))
    )
    bad: tuple[RelationKind, ...] = field(
        default=_BAD, validator=check.none_twice(check.a(RelationKind))
    )
    well_from: int = field(default=4, validator=check.whole(least=1, most=5))
    badly_to: int = field(default=2, validator=check.whole(least=1, most=5))

    def __attrs_post_init__(self) -> None:
        if set(self.good) & set(self.bad):
            raise InvalidValueError("GoodwillBalanceRules.bad", self.bad, "nothing that is good")
        if self.badly_to >= self.well_from:
            rule = "below well_from"
            raise InvalidValueError("GoodwillBalanceRules.badly_to", self.badly_to, rule)


@attrs.frozen(kw_only=True)
class RelationEvent:
    """
    Something that happened between us and a customer.

    Attributes:
        kind: What it was.
        on: The firm's day on which it happened.
        subject_id: The complaint, promise, delivery, contact or referral.
    """

    kind: RelationKind = field(validator=check.a(RelationKind))
    on: Date = field(validator=check.date)
    subject_id: str = field(default="", validator=check.text(least=0))


@attrs.frozen(kw_only=True)
class GoodwillBalance:
    """
    What a customer still has coming.

    Attributes:
        owed: Good events that are still owed, 0 or more.
        good: Good events up to the day.
        bad: Bad events up to the day.
        last_bad_on: The day of the last bad one; ``None`` = there was none.
        even_on: The day on which nothing was owed any more; ``None`` = something is,
            or nothing ever was.
    """

    owed: int
    good: int
    bad: int
    last_bad_on: Date | None
    even_on: Date | None


_DEFAULT: Final = GoodwillBalanceRules()


def goodwill_balance(
    events: Iterable[RelationEvent], *, as_of: Date, rules: GoodwillBalanceRules = _DEFAULT
) -> Decision[GoodwillBalance]:
    """
    Return how many good events a customer still has coming on a day.

    Day by day, the bad events of a day before its good ones; the balance is never
    better than even. What is neither good nor bad by the rules, and what is dated
    after *as_of*, is left out, the latter counted.

    Raises:
        InvalidValueError: *as_of* is no date.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    every = list(events)
    known = [one for one in every if one.on <= as_of]
    good = Counter(one.on for one in known if one.kind in rules.good)
    bad = Counter(one.on for one in known if one.kind in rules.bad)
    owed, even_on = 0, None
    for day in sorted({*good, *bad}):
        before = owed + rules.owed_per_bad * bad[day]
        owed = max(0, before - good[day])
        if before:
            even_on = None if owed else day
    outcome = GoodwillBalance(
        owed=owed,
        good=good.total(),
        bad=bad.total(),
        last_bad_on=max(bad, default=None),
        even_on=even_on,
    )
    return Decision(
        outcome=outcome,
        reasons=_reasons(outcome, len(every) - len(known), rules),
        rules=rules.ref,
        judged_at=as_of,
        inputs={"good": outcome.good, "bad": outcome.bad},
    )


def _reasons(
    outcome: GoodwillBalance, later: int, rules: GoodwillBalanceRules
) -> tuple[Reason, ...]:
    facts: dict[str, Value] = {
        "owed": outcome.owed,
        "good": outcome.good,
        "bad": outcome.bad,
        "owed_per_bad": rules.owed_per_bad,
        "last_bad_on": outcome.last_bad_on,
        "even_on": outcome.even_on,
    }
    code = "nothing_bad"
    if outcome.bad:
        code = "owed" if outcome.owed else "even"
    reasons = [Reason(f"balance.{code}", facts, _SOURCE)]
    if later:
        reasons.append(Reason("balance.after_as_of", {"count": later}, "policies, Terms"))
    return tuple(reasons)
