"""Where does a request to change a limit stand, who may sign it, and what does it change (2f)?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pendulum import DateTime

from clientcare.domain._instants import moment
from clientcare.domain.approval_requests import (
    ApprovalRequest,
    ApprovalState,
    LimitFigures,
)
from clientcare.domain.credit import CreditCard
from clientcare.domain.decisions import Decision, Reason, Value
from clientcare.domain.ids import StaffId
from clientcare.domain.staff import APPROVERS
from clientcare.errors import InvalidValueError
from clientcare.policies._approval_applying import missing_level, too_early, with_what_was_asked
from clientcare.policies._approval_facts import (
    CAN_BE_SIGNED,
    ApprovalFacts,
    ApprovalStanding,
    ApprovalStatus,
    chain_of,
    local_day,
)
from clientcare.policies._approval_waiting import Waiting
from clientcare.policies.approval_chain import ApprovalRules
from clientcare.policies.approval_figures import limit_objections

__all__ = [
    "CAN_BE_SIGNED",
    "ApprovalFacts",
    "ApprovalRules",
    "ApprovalStanding",
    "ApprovalStatus",
    "apply_request",
    "approval_status",
    "reject_request",
    "sign_request",
]

_SOURCE: Final = "policies 2f"
_RULES: Final = ApprovalRules()
_ENDED: Final = {
    ApprovalState.APPLIED: ApprovalStanding.APPLIED,
    ApprovalState.REJECTED: ApprovalStanding.REJECTED,
    ApprovalState.WITHDRAWN: ApprovalStanding.WITHDRAWN,
}


def approval_status(
    request: ApprovalRequest,
    facts: ApprovalFacts,
    *,
    now: DateTime,
    rules: ApprovalRules = _RULES,
) -> Decision[ApprovalStatus]:
    """
    Tell where *request*, as it is known at *now*, stands and who may sign it.

    It is stale as soon as any figure that it rests on has changed, also when all have
    signed: then it has to be amended, and the chain starts anew. The limit so far
    is no such figure, but a cut of the same limit that was carried out since makes it
    stale, lest an older wish undoes it. So does it where other rules now ask for no level
    above one that has signed. Nothing is ever approved by waiting. The working days of the wait are counted from the day after the
    request reached the level, today included: more than ``remind_days`` make a
    reminder, more than ``escalate_days`` let the next level sign in its place, and so
    on upward.

    What nobody can grant (`clientcare.policies.approval_figures.limit_objections`) is
    refused, whoever signed.

    Raises:
        InvalidValueError: *now* is before the request.
        UnpublishedDayError: The calendar does not know a day of the wait.
        NoOpenHoursError: It has no working day for too long.

    .. versionadded:: 0.1.0
    """
    known = _known_at(request, now)
    outcome, reasons = _status(known, facts, now, rules)
    slices = () if known.has_ended else tuple(_slices(known, facts, rules))
    return Decision(
        outcome=outcome,
        reasons=(*reasons, *slices),
        rules=rules.ref,
        judged_at=now,
        inputs={"state": known.state, "signed": outcome.signed},
    )


def _known_at(request: ApprovalRequest, now: DateTime) -> ApprovalRequest:
    """Return *request* without what was recorded after *now*."""
    known = request.as_known_at(now)
    if known is None:
        rule = f"not before the request, which is of {request.requested_at.isoformat()}"
        raise InvalidValueError("now", now.isoformat(), rule)
    return known


def _status(
    request: ApprovalRequest, facts: ApprovalFacts, now: DateTime, rules: ApprovalRules
) -> tuple[ApprovalStatus, tuple[Reason, ...]]:
    signed = tuple(one.role for one in request.signatures if one.role is not None)
    if request.state in _ENDED:
        last = request.history[-1]
        told: dict[str, Value] = {"at": last.at, "why": last.reason}
        ended = ApprovalStatus(standing=_ENDED[request.state], signed=signed)
        return ended, (Reason(f"approval.{request.state.value}", told, _SOURCE),)
    outdated = _outdated(request, facts)
    if outdated is not None:
        return ApprovalStatus(standing=ApprovalStanding.STALE, signed=signed), (outdated,)
    against = _objections(request, facts)
    if against:
        return ApprovalStatus(standing=ApprovalStanding.REFUSED, signed=signed), against
    if request.state is ApprovalState.APPROVED:
        by: dict[str, Value] = {"levels": signed, "at": request.signatures[-1].at}
        approved = ApprovalStatus(standing=ApprovalStanding.APPROVED, signed=signed)
        return approved, (Reason("approval.approved", by, _SOURCE),)
    return _open_status(request, facts, now, rules)


def _objections(request: ApprovalRequest, facts: ApprovalFacts) -> tuple[Reason, ...]:
    """Return why nobody can grant it: by the rules of 2c and 2e, and what the caller knows."""
    found = limit_objections(request.asked, facts.figures, increase=facts.increase)
    return (*found, *(one for one in facts.objections if one not in found))


def _open_status(
    request: ApprovalRequest, facts: ApprovalFacts, now: DateTime, rules: ApprovalRules
) -> tuple[ApprovalStatus, tuple[Reason, ...]]:
    """Return whom an open request waits for, if anybody can be told."""
    signed = tuple(one.role for one in request.signatures if one.role is not None)
    chain = chain_of(request, facts, rules)
    if chain.outcome is None:
        unknown = ApprovalStatus(standing=ApprovalStanding.UNDETERMINED, signed=signed)
        return unknown, chain.reasons
    waiting = Waiting.of(request, facts, chain.outcome, now, rules)
    if not waiting.left:
        told: dict[str, Value] = {"signed": signed, "levels": chain.outcome.levels}
        stale = ApprovalStatus(standing=ApprovalStanding.STALE, signed=signed)
        return stale, (Reason("approval.chain_changed", told, _SOURCE), *chain.reasons)
    status, why = waiting.status()
    return status, (*why, *chain.reasons)


def _outdated(request: ApprovalRequest, facts: ApprovalFacts) -> Reason | None:
    """Return what became of the figures, or of the limit, since it was asked for."""
    changed = facts.figures.changed_since(request.figures)
    if changed:
        return _stale(request.figures, facts.figures, changed)
    if request.figures.is_cut:
        return None
    since = moment(request.round[0].at)
    for other in facts.others:
        last = other.history[-1]
        carried_out = other.state is ApprovalState.APPLIED and moment(last.at) >= since
        if carried_out and other.asked.kind is request.asked.kind and other.figures.is_cut:
            told: dict[str, Value] = {
                "cut_to": other.figures.total,
                "at": last.at,
                "total": request.figures.total,
            }
            return Reason("approval.cut_since", told, _SOURCE)
    return None


def _stale(then: LimitFigures, now: LimitFigures, changed: tuple[str, ...]) -> Reason:
    compared: dict[str, Value] = {
        "changed": changed,
        "total": now.total,
        "total_then": then.total,
        "computed": now.computed,
        "computed_then": then.computed,
        "grade": now.grade,
        "grade_then": then.grade,
        "terms_days": now.terms_days,
        "terms_then": then.terms_days,
        "before": now.before,
        "before_then": then.before,
        "lapses_on": now.lapses_on,
        "lapses_then": then.lapses_on,
        "unsupported": now.unsupported,
        "unsupported_then": then.unsupported,
        "is_cut": now.is_cut,
        "is_cut_then": then.is_cut,
    }
    return Reason("approval.stale", compared, _SOURCE)


def _slices(
    request: ApprovalRequest, facts: ApprovalFacts, rules: ApprovalRules
) -> Iterator[Reason]:
    """Tell of earlier raises that were granted shortly before this one was asked for."""
    asked_on = local_day(facts, request.requested_at).toordinal()
    granted = [
        other
        for other in facts.others
        if other.id != request.id
        and other.state in {ApprovalState.APPROVED, ApprovalState.APPLIED}
        and 0 <= asked_on - local_day(facts, other.requested_at).toordinal() <= rules.slicing_days
    ]
    if granted:
        first = min(granted, key=lambda one: (moment(one.requested_at), one.id))
        compared: dict[str, Value] = {
            "requests": len(granted),
            "days": rules.slicing_days,
            "from": first.figures.before,
            "total": request.figures.total,
        }
        yield Reason("approval.slicing", compared, _SOURCE)


# --- signing --------------------------------------------------------------------


def sign_request(
    request: ApprovalRequest,
    facts: ApprovalFacts,
    *,
    by: StaffId,
    now: DateTime,
    reason: str = "",
    rules: ApprovalRules = _RULES,
) -> Decision[ApprovalRequest | None]:
    """
    Return *request* with the signature of *by*; ``None`` where they may not sign, and why.

    Whose signature completes the chain approves the request; nothing on the card
    changes before `apply_request`.

    Raises:
        TransitionError: Something was recorded of it after *now*.

    .. versionadded:: 0.1.0
    """
    decision = approval_status(request, facts, now=now, rules=rules)
    status = decision.outcome
    role = status.may_sign.get(by) if status.standing in CAN_BE_SIGNED else None
    if role is None:
        told: dict[str, Value] = {
            "standing": status.standing,
            "asked_for_it": by in request.askers,
            "signed_already": any(by in {one.by, one.stands_for} for one in request.signatures),
        }
        refused = Reason("approval.may_not_sign", told, _SOURCE)
        why = (refused, *decision.reasons)
        return Decision(outcome=None, reasons=why, rules=rules.ref, judged_at=now)
    chain = chain_of(request, facts, rules).outcome
    assert chain is not None  # noqa: S101 - a chain that is not known is no standing to sign in
    last = APPROVERS.index(chain.levels[-1])
    completes = chain.any_one or APPROVERS.index(role) >= last
    signed = request.sign(
        role=role,
        at=now,
        by=by,
        stands_for=status.stands_for.get(by),
        completes=completes,
        reason=reason,
    )
    code = "approval.completed" if completes else "approval.signed"
    done = Reason(code, {"level": role, "last": APPROVERS[last]}, _SOURCE)
    return Decision(outcome=signed, reasons=(done,), rules=rules.ref, judged_at=now)


def reject_request(
    request: ApprovalRequest,
    facts: ApprovalFacts,
    *,
    by: StaffId,
    now: DateTime,
    reason: str,
    rules: ApprovalRules = _RULES,
) -> Decision[ApprovalRequest | None]:
    """
    Return *request* rejected by *by*; ``None`` where they may not reject it, and why.

    Whoever holds one of the levels whose signature is needed may, also before their turn,
    and who may sign in their place today; where no chain can be told, whoever approves
    limits at all. Who asked for it can only withdraw it. What is stale can be rejected, too.

    Raises:
        TransitionError: Something was recorded of it after *now*.

    .. versionadded:: 0.1.0
    """
    decision = approval_status(request, facts, now=now, rules=rules)
    known = _known_at(request, now)
    may = by in _may_reject(known, facts, rules) | set(decision.outcome.may_sign)
    if known.state is not ApprovalState.OPEN or by in known.askers or not may:
        told: dict[str, Value] = {
            "standing": decision.outcome.standing,
            "asked_for_it": by in known.askers,
        }
        refused = Reason("approval.may_not_reject", told, _SOURCE)
        why = (refused, *decision.reasons)
        return Decision(outcome=None, reasons=why, rules=rules.ref, judged_at=now)
    rejected = request.reject(at=now, by=by, reason=reason)
    done = Reason("approval.rejected", {"at": now, "why": reason}, _SOURCE)
    return Decision(outcome=rejected, reasons=(done,), rules=rules.ref, judged_at=now)


def _may_reject(
    request: ApprovalRequest, facts: ApprovalFacts, rules: ApprovalRules
) -> set[StaffId]:
    chain = chain_of(request, facts, rules).outcome
    if chain is None:
        return {one.id for one in facts.staff if set(one.roles) & set(APPROVERS)}
    return {one.id for holders in chain.signers.values() for one in holders}


# --- what it changes ------------------------------------------------------------


def apply_request(
    request: ApprovalRequest,
    card: CreditCard,
    facts: ApprovalFacts,
    *,
    now: DateTime,
    rules: ApprovalRules = _RULES,
) -> Decision[CreditCard | None]:
    """
    Return *card* with what *request* asks for and the signatures under it.

    The only way from a request to a limit: ``None``, and why, unless the request is
    for this card, approved by a signature of the level that its figures need, and
    nothing that it rests on has changed since. A limit from a later day is put on the card on
    that day, as until then the one so far counts. A limit below the one on which a temporary
    increase was granted ends that increase (policies 2e). Record the request as carried out then
    (`ApprovalRequest.mark_applied`).

    Raises:
        InvalidValueError: *now* is before something that was recorded of the request.

    .. versionadded:: 0.1.0
    """
    decision = approval_status(request, facts, now=now, rules=rules)
    if _known_at(request, now) != request:
        rule = f"not before the last event, which is of {request.history[-1].at.isoformat()}"
        raise InvalidValueError("now", now.isoformat(), rule)
    why = decision.reasons
    outcome = None
    if request.card_id != card.id:
        told: dict[str, Value] = {"card": card.id, "card_asked": request.card_id}
        why = (Reason("approval.other_card", told, _SOURCE),)
    elif decision.outcome.standing is ApprovalStanding.APPROVED:
        missing = too_early(request, local_day(facts, now))
        missing = missing or missing_level(request, facts, rules)
        if missing is None:
            outcome = with_what_was_asked(card, request, now, facts.calendar)
        else:
            why = (missing,)
    return Decision(outcome=outcome, reasons=why, rules=rules.ref, judged_at=now)
