"""When is a customer's credit to be reviewed (policies 2g)?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain._months import add_months
from clientcare.domain.credit_limit import AdverseFact, CreditEvent, CreditLimit, LimitState
from clientcare.domain.credit_scales import AdverseKind, CreditEventKind
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.scales import CreditGrade, Scale
from clientcare.policies.materiality import OverdueSum

_SOURCE: Final = "policies 2g"


class ReviewCause(Scale):
    """What a review is due for."""

    RHYTHM = "rhythm", "定期"
    TRIAL_END = "trial_end", "试用额度到期"
    NEVER_REVIEWED = "never_reviewed", "从未复审"
    INDEX_DROP = "index_drop", "付款指数下降"
    LONG_OVERDUE = "long_overdue", "长期逾期"
    OVER_LIMIT = "over_limit", "多次超额度"
    GRADE_FALL = "grade_fall", "等级下降"
    OWNER_CHANGE = "owner_change", "业主变更"
    BAD_NEWS = "bad_news", "负面消息"


def _months(owner: object, at: check.Field, value: Mapping[CreditGrade, int]) -> None:
    for months in value.values():
        check.whole(least=1, most=120)(owner, at, months)
    in_order = [value[grade] for grade in CreditGrade if grade in value]
    if len(in_order) != len(CreditGrade) or in_order != sorted(in_order, reverse=True):
        check.refuse(owner, at, value, "months for each grade, none above a better grade's")


@attrs.frozen(kw_only=True)
class CreditReviewRules:
    """
    How often, and upon what, credit is reviewed (policies 2g).

    Attributes:
        ref: Name and version of these rules.
        months: By grade, the calendar months from one review to the next; ungraded
            is as C.
        index_drop: The payment index has dropped when it is so many points or more
            below that of the last review.
        overdue_days: Undisputed items more than so many days past due call for a
            review, if they are material.
        over_limit_days: Two days above the limit, at most so many days apart, call
            for a review.
        look_back_days: How far back past days are looked at for what happened since the
            last review; further back it sees what is on record alone, and says so.
            ``None``, the default, is up to the last review.
    """

    ref: RulesRef = field(default=RulesRef("credit_review", "1"), validator=check.a(RulesRef))
    months: Mapping[CreditGrade, int] = field(
        default=FrozenMap({CreditGrade.A: 12, CreditGrade.B: 6, CreditGrade.C: 3}),
        converter=FrozenMap[CreditGrade, int],
        validator=_months,
    )
    index_drop: int = field(default=10, validator=check.whole(least=1, most=100))
    overdue_days: int = field(default=30, validator=check.whole())
    over_limit_days: int = field(default=30, validator=check.whole(least=1))
    look_back_days: int | None = field(default=None, validator=check.maybe(check.whole()))


@attrs.frozen(kw_only=True)
class CreditReading:
    """
    How a customer's credit stood at the end of one day; ``None`` is unknown.

    Attributes:
        on: The day.
        index: The rounded payment index.
        grade: The grade that the figures gave.
        long_overdue: What was overdue by more than ``overdue_days``.
        limit_use: Exposure / effective limit, exact; ``None`` too where there is no
            ceiling or the limit is 0.
    """

    on: Date = field(validator=check.date)
    index: int | None = field(default=None, validator=check.maybe(check.whole(most=100)))
    grade: CreditGrade | None = field(default=None, validator=check.maybe(check.a(CreditGrade)))
    long_overdue: OverdueSum | None = field(
        default=None, validator=check.maybe(check.a(OverdueSum))
    )
    limit_use: Fraction | None = field(default=None, validator=check.maybe(check.a(Fraction)))


@attrs.frozen(kw_only=True)
class CreditReviewFacts:
    """
    What the day of the next review rests on; `review_facts` gathers it.

    Attributes:
        grade: The grade on file; ``None`` is ungraded, as C.
        limit: The limit that counts, inheritance resolved; ``None`` is unknown.
        reviewed_on: The last review; ``None`` where there was none.
        index_then: The rounded payment index at the last review.
        readings: How credit stood on days since.
        events: What was recorded of the customer.
        adverse_facts: Those are bad news too, from the day on which each is true.
        read_from: The first day that was looked at, where the rules looked no farther and
            days since the review were left out; ``None`` where all were looked at.
    """

    grade: CreditGrade | None = field(default=None, validator=check.maybe(check.a(CreditGrade)))
    limit: CreditLimit | None = field(default=None, validator=check.maybe(check.a(CreditLimit)))
    reviewed_on: Date | None = field(default=None, validator=check.maybe(check.date))
    index_then: int | None = field(default=None, validator=check.maybe(check.whole(most=100)))
    readings: tuple[CreditReading, ...] = field(
        default=(), validator=check.tuple_of(check.a(CreditReading))
    )
    events: tuple[CreditEvent, ...] = field(
        default=(), validator=check.tuple_of(check.a(CreditEvent))
    )
    adverse_facts: tuple[AdverseFact, ...] = field(
        default=(), validator=check.tuple_of(check.a(AdverseFact))
    )
    read_from: Date | None = field(default=None, validator=check.maybe(check.date))


@attrs.frozen(kw_only=True)
class ReviewDue:
    """
    When the next credit review is due 复审日期.

    Attributes:
        due_on: The day; ``None`` where there is nothing to review.
        cause: What it is due for; ``None`` where it is not.
    """

    due_on: Date | None = None
    cause: ReviewCause | None = None


def credit_review_due(
    facts: CreditReviewFacts, *, as_of: Date, rules: CreditReviewRules = CreditReviewRules()
) -> Decision[ReviewDue]:
    """
    Return when the next credit review is due, the earliest of date and events.

    The rhythm counts from the last review; the end of a trial limit may come sooner.
    Grade C, and who is not graded, is reviewed only with a limit above 0 or without a
    ceiling, and so is who never was: that is due at once. Events count if they came
    after the last review, up to and with *as_of*; one on the day of the review does
    not. Every cause that is due is a reason, the earliest first; a review dated after
    *as_of* has not been.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    known = _as_known(facts, as_of)
    causes = sorted(_causes(known, as_of, rules), key=lambda cause: cause[0])
    first = causes[0] if causes else None
    compared: dict[str, Value] = {"grade": known.grade, "reviewed_on": known.reviewed_on}
    reasons = tuple(reason for _, _, reason in causes)
    return Decision(
        outcome=ReviewDue() if first is None else ReviewDue(due_on=first[0], cause=first[1]),
        reasons=(
            *(reasons or (Reason("credit_review.not_needed", compared, _SOURCE),)),
            *_cut_off(known),
        ),
        rules=rules.ref,
        judged_at=as_of,
        inputs=compared,
    )


_Cause = tuple[Date, ReviewCause, Reason]


def _cut_off(facts: CreditReviewFacts) -> Iterator[Reason]:
    """Tell that days since the review were not looked at."""
    if facts.reviewed_on is not None and facts.read_from is not None:
        why: dict[str, Value] = {"reviewed_on": facts.reviewed_on, "read_from": facts.read_from}
        yield _reason("cut_off", why)


def _as_known(facts: CreditReviewFacts, as_of: Date) -> CreditReviewFacts:
    """Return *facts* without a review that comes after *as_of*."""
    if facts.reviewed_on is not None and facts.reviewed_on > as_of:
        return attrs.evolve(facts, reviewed_on=None)
    return facts


def _causes(facts: CreditReviewFacts, as_of: Date, rules: CreditReviewRules) -> Iterator[_Cause]:
    limit, reviewed_on = facts.limit, facts.reviewed_on
    if reviewed_on is None:
        if _has_credit(limit):
            why: dict[str, Value] = {"limit": None if limit is None else limit.amount}
            yield as_of, ReviewCause.NEVER_REVIEWED, _reason("never_reviewed", why)
    elif _has_credit(limit) or facts.grade in {CreditGrade.A, CreditGrade.B}:
        yield _by_rhythm(facts.grade, reviewed_on, rules)
        yield from _by_trial(limit, reviewed_on)
        yield from _by_event(facts, reviewed_on, as_of, rules)


def _has_credit(limit: CreditLimit | None) -> bool:
    if limit is None:
        return False
    return limit.state is LimitState.NONE or (limit.amount is not None and limit.amount.minor > 0)


def _by_rhythm(grade: CreditGrade | None, reviewed_on: Date, rules: CreditReviewRules) -> _Cause:
    months = rules.months[grade or CreditGrade.C]
    due_on = add_months(reviewed_on, months)
    why: dict[str, Value] = {
        "grade": grade,
        "months": months,
        "reviewed_on": reviewed_on,
        "due_on": due_on,
    }
    return due_on, ReviewCause.RHYTHM, _reason("rhythm", why)


def _by_trial(limit: CreditLimit | None, reviewed_on: Date) -> Iterator[_Cause]:
    lapses_on = None if limit is None else limit.lapses_on
    if limit is None or lapses_on is None or not _has_credit(limit):
        return
    if lapses_on > reviewed_on:
        why: dict[str, Value] = {"limit": limit.amount, "lapses_on": lapses_on}
        yield lapses_on, ReviewCause.TRIAL_END, _reason("trial_end", why)


def _reason(code: str, facts: Mapping[str, Value]) -> Reason:
    return Reason(f"credit_review.{code}", facts, _SOURCE)


# --- events -----------------------------------------------------------------------


def _by_event(
    facts: CreditReviewFacts, reviewed_on: Date, as_of: Date, rules: CreditReviewRules
) -> Iterator[_Cause]:
    since = sorted(
        (one for one in facts.readings if reviewed_on < one.on <= as_of), key=lambda one: one.on
    )
    yield from _index_dropped(since, facts, rules)
    yield from _long_overdue(since)
    yield from _grade_fell(since, facts)
    yield from _over_limit(since, rules)
    yield from _recorded(facts, reviewed_on, as_of)


def _index_dropped(
    since: Sequence[CreditReading], facts: CreditReviewFacts, rules: CreditReviewRules
) -> Iterator[_Cause]:
    then = facts.index_then
    for one in since:
        if then is not None and one.index is not None and then - one.index >= rules.index_drop:
            why: dict[str, Value] = {
                "index_then": then,
                "index": one.index,
                "drop": then - one.index,
                "least": rules.index_drop,
                "on": one.on,
            }
            yield one.on, ReviewCause.INDEX_DROP, _reason("index_drop", why)
            return


def _long_overdue(since: Sequence[CreditReading]) -> Iterator[_Cause]:
    for one in since:
        late = one.long_overdue
        if late is not None and late.is_material:
            why = {**late.facts, "on": one.on}
            yield one.on, ReviewCause.LONG_OVERDUE, _reason("long_overdue", why)
            return


def _grade_fell(since: Sequence[CreditReading], facts: CreditReviewFacts) -> Iterator[_Cause]:
    grades = list(CreditGrade)
    for one in since:
        if one.grade is None or facts.grade is None:
            continue
        if grades.index(one.grade) > grades.index(facts.grade):
            why: dict[str, Value] = {"grade_then": facts.grade, "grade": one.grade, "on": one.on}
            yield one.on, ReviewCause.GRADE_FALL, _reason("grade_fall", why)
            return


def _over_limit(since: Sequence[CreditReading], rules: CreditReviewRules) -> Iterator[_Cause]:
    above = [one for one in since if one.limit_use is not None and one.limit_use > 1]
    for before, one in pairwise(above):
        if 0 < one.on.toordinal() - before.on.toordinal() <= rules.over_limit_days:
            why: dict[str, Value] = {
                "first_on": before.on,
                "first_use": before.limit_use,
                "on": one.on,
                "use": one.limit_use,
                "days": rules.over_limit_days,
            }
            yield one.on, ReviewCause.OVER_LIMIT, _reason("over_limit", why)
            return


_NEWS: Final[Mapping[Scale, ReviewCause]] = {
    CreditEventKind.OWNER_CHANGE: ReviewCause.OWNER_CHANGE,
    CreditEventKind.BAD_NEWS: ReviewCause.BAD_NEWS,
    **dict.fromkeys(AdverseKind, ReviewCause.BAD_NEWS),
}


def _recorded(facts: CreditReviewFacts, reviewed_on: Date, as_of: Date) -> Iterator[_Cause]:
    told: list[tuple[Date, Scale]] = [(one.on, one.kind) for one in facts.events]
    told += [(one.since_on, one.kind) for one in facts.adverse_facts]
    for on, kind in sorted(told):
        if reviewed_on < on <= as_of:
            cause = _NEWS[kind]
            yield on, cause, _reason(cause.value, {"on": on, "what": kind})
