"""May an order that was let through go on, and what does letting one through take (policies 2d)?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.credit_limit import OrderRelease
from clientcare.domain.credit_scales import CreditCheck
from clientcare.domain.decisions import Decision, Reason, Value
from clientcare.domain.ids import StaffId
from clientcare.domain.money import Money
from clientcare.domain.orders import OrderStatus
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError
from clientcare.policies.credit_hold import (
    CreditFacts,
    CreditHoldRules,
    Verdict,
    check_order,
)

_SOURCE: Final = "policies 2d"
_GOES: Final = frozenset({Verdict.ALLOW, Verdict.NOTICE})
_STOPS: Final = frozenset({Verdict.PREPAY, Verdict.HOLD})
_RULES: Final = CreditHoldRules()


class ReleaseStanding(Scale):
    """Whether a release lets an order go on."""

    NOT_NEEDED = "not_needed", "无须放行"
    COVERS = "covers", "放行有效"
    NEW_CHECK = "new_check", "另有未过检查"
    GROWN = "grown", "订单超出放行额"
    EXPIRED = "expired", "放行过期"
    NONE = "none", "未放行"
    BLOCKED = "blocked", "已冻结"


def release_standing(
    facts: CreditFacts, *, as_of: Date, rules: CreditHoldRules = _RULES
) -> Decision[ReleaseStanding]:
    """
    Tell whether what was released lets the order of *facts* go on, on the day *as_of*.

    A release holds while the order's gross value is at most ``release_percent`` above
    the one released, up to and with its last day, and for the checks alone that it
    names. Where it does not hold any more, the nearest miss is told: a check that it
    does not name, the value, the time. An order that passes needs none, nor does
    billing what was delivered; a block is lifted, never released. The reasons of the
    order check follow.

    .. versionadded:: 0.1.0
    """
    decision = check_order(facts, as_of=as_of, rules=rules)
    standing, release = _standing(facts, decision, as_of, rules)
    compared: dict[str, Value] = {"order": None if facts.order is None else facts.order.gross}
    if release is not None:
        compared |= {
            "value": release.value,
            "percent": rules.release_percent,
            "released_on": release.released_on,
            "last_on": release.last_on(rules.release_days),
            "checks": release.checks,
        }
    why = Reason(f"credit.release_{standing.value}", compared, _SOURCE)
    return Decision(
        outcome=standing,
        reasons=(why, *decision.reasons),
        rules=rules.ref,
        judged_at=as_of,
        inputs=decision.inputs,
    )


def _standing(
    facts: CreditFacts, decision: Decision[Verdict], as_of: Date, rules: CreditHoldRules
) -> tuple[ReleaseStanding, OrderRelease | None]:
    bare = attrs.evolve(facts, card=attrs.evolve(facts.card, releases=()))
    if check_order(bare, as_of=as_of, rules=rules).outcome in _GOES:
        return ReleaseStanding.NOT_NEEDED, None
    if decision.outcome is Verdict.REFUSE:
        return ReleaseStanding.BLOCKED, None
    nearest = _nearest(facts, as_of, rules)
    if decision.outcome in _GOES:
        return ReleaseStanding.COVERS, nearest
    return _missed(facts, nearest, as_of, rules), nearest


def _nearest(facts: CreditFacts, as_of: Date, rules: CreditHoldRules) -> OrderRelease | None:
    """Return the latest release of the order, one that still holds before any that does not."""
    order = facts.order

    def rank(one: OrderRelease) -> tuple[bool, Date]:
        in_time = as_of <= one.last_on(rules.release_days)
        holds = in_time and order is not None and one.covers(order.gross, rules.release_percent)
        return holds, one.released_on

    known = (
        one
        for one in facts.card.releases
        if order is not None and one.order_id == order.id and one.released_on <= as_of
    )
    return max(known, key=rank, default=None)


def _missed(
    facts: CreditFacts, release: OrderRelease | None, as_of: Date, rules: CreditHoldRules
) -> ReleaseStanding:
    """Return why the nearest release does not let the order go on."""
    if release is None or facts.order is None:
        return ReleaseStanding.NONE
    if as_of > release.last_on(rules.release_days):
        return ReleaseStanding.EXPIRED
    if not release.covers(facts.order.gross, rules.release_percent):
        return ReleaseStanding.GROWN
    return ReleaseStanding.NEW_CHECK


# --- letting an order through ---------------------------------------------------


def release_order(
    facts: CreditFacts,
    *,
    by: StaffId,
    reason: str,
    as_of: Date,
    until_on: Date | None = None,
    rules: CreditHoldRules = _RULES,
) -> Decision[OrderRelease | None]:
    """
    Return the record that lets the order of *facts* through, for its value and by name.

    It names exactly the checks that fail now, so that one that begins to fail later
    holds again. ``None``, and why, where there is nothing to release: no order, one
    that passes, goods that are gone already, or a block.

    Args:
        facts: The order and its customer.
        by: Who lets it through; they are on record.
        reason: Why; not blank.
        as_of: The day of the release.
        until_on: The last day on which it holds, if sooner than by the rules.
        rules: The rules of the order check.

    Raises:
        InvalidValueError: *reason* is blank, or *until_on* is before *as_of*.

    .. versionadded:: 0.1.0
    """
    if not reason.strip():
        raise InvalidValueError("reason", reason, "why the order is let through, not blank")
    bare = attrs.evolve(facts, card=attrs.evolve(facts.card, releases=()))
    decision = check_order(bare, as_of=as_of, rules=rules)
    checks = tuple(_failing(decision))
    order, release = facts.order, None
    if order is not None and checks and decision.outcome is not Verdict.REFUSE:
        release = OrderRelease(
            order_id=order.id,
            value=order.gross,
            released_on=as_of,
            checks=checks,
            released_by=by,
            reason=reason,
            until_on=until_on,
        )
    told: dict[str, Value] = {"verdict": decision.outcome, "checks": checks}
    code = "credit.nothing_to_release" if release is None else "credit.release_written"
    why = Reason(code, told, _SOURCE)
    return Decision(
        outcome=release, reasons=(why, *decision.reasons), rules=rules.ref, judged_at=as_of
    )


def _failing(decision: Decision[Verdict]) -> Iterator[CreditCheck]:
    stopping = {
        reason.facts.get("check")
        for reason in decision.reasons
        if reason.facts.get("verdict") in _STOPS
    }
    yield from (each for each in CreditCheck if each in stopping)


# --- checking again -------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Recheck:
    """
    What a change does to an order.

    Attributes:
        needed: Whether the change raises what is at risk, or lowers what covers it.
        verdict: What the order check says now.
        release: Whether a release lets it go on.
    """

    needed: bool
    verdict: Verdict
    release: ReleaseStanding


def recheck_order(
    before: CreditFacts, after: CreditFacts, *, as_of: Date, rules: CreditHoldRules = _RULES
) -> Decision[Recheck]:
    """
    Tell what changed from *before* to *after*, and what becomes of the order now.

    An order that was edited to more, or reopened, whose partial cancellation was taken
    back, a limit that was cut, an exposure that rose and a release that is used up
    each call for a new check; a change that only lowers the risk does not. The verdict
    is that of *after* in any case.

    .. versionadded:: 0.1.0
    """
    check.require_date("as_of", as_of)
    then = check_order(before, as_of=as_of, rules=rules)
    now = check_order(after, as_of=as_of, rules=rules)
    standing = release_standing(after, as_of=as_of, rules=rules).outcome
    causes = (
        *_order_changes(before, after, as_of),
        *_raised(then, now),
        *_used_up(before, standing, as_of, rules),
    )
    unchanged = Reason("credit.recheck_not_needed", {"verdict": now.outcome}, _SOURCE)
    return Decision(
        outcome=Recheck(needed=bool(causes), verdict=now.outcome, release=standing),
        reasons=(*(causes or (unchanged,)), *now.reasons),
        rules=rules.ref,
        judged_at=as_of,
    )


def _order_changes(before: CreditFacts, after: CreditFacts, as_of: Date) -> Iterator[Reason]:
    old, new = before.order, after.order
    if old is None or new is None:
        return
    ended = {OrderStatus.CLOSED, OrderStatus.CANCELLED}
    if old.status_on(as_of) in ended and new.status_on(as_of) not in ended:
        yield Reason("credit.recheck_reopened", {"order": new.id}, _SOURCE)
    if new.currency != old.currency or new.gross > old.gross:
        compared: dict[str, Value] = {"order": new.id, "before": old.gross, "after": new.gross}
        yield Reason("credit.recheck_order_grew", compared, _SOURCE)


def _raised(then: Decision[Verdict], now: Decision[Verdict]) -> Iterator[Reason]:
    limits = then.inputs.get("limit"), now.inputs.get("limit")
    lifted = now.has("credit.no_ceiling") or _is_more(limits[1], limits[0])
    if limits[0] != limits[1] and not lifted:
        compared: dict[str, Value] = {"before": limits[0], "after": limits[1]}
        yield Reason("credit.recheck_limit_cut", compared, _SOURCE)
    totals = then.inputs.get("total"), now.inputs.get("total")
    if totals[0] != totals[1] and not _is_more(totals[0], totals[1]):
        compared = {"before": totals[0], "after": totals[1]}
        yield Reason("credit.recheck_exposure_rose", compared, _SOURCE)


def _is_more(larger: Value, smaller: Value) -> bool:
    """Tell whether both are known, of one currency, and the first is more than the second."""
    return (
        isinstance(larger, Money)
        and isinstance(smaller, Money)
        and larger.currency == smaller.currency
        and larger > smaller
    )


def _used_up(
    before: CreditFacts, now: ReleaseStanding, as_of: Date, rules: CreditHoldRules
) -> Iterator[Reason]:
    then = release_standing(before, as_of=as_of, rules=rules).outcome
    if then is ReleaseStanding.COVERS and now not in {
        ReleaseStanding.COVERS,
        ReleaseStanding.NOT_NEEDED,
    }:
        yield Reason("credit.recheck_release_gone", {"release": now}, _SOURCE)
