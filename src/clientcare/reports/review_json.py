"""
A review as JSON, written while it is made: memory holds one customer at a time.

The shape is described by ``review.schema.json`` beside this module (JSON Schema,
draft 2020-12). Money is ``{"amount": "123.45", "currency": "USD"}``, a date
``2026-01-31``, an instant RFC 9557 text, a fraction ``1/3``; unknown is ``null``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Final

import attrs

from clientcare.codec import instant_to_text
from clientcare.domain.decisions import Decision
from clientcare.policies.agenda import AgendaLine
from clientcare.policies.collection_order import CollectionLine
from clientcare.policies.escalation import Clock, Deadlines, Escalation
from clientcare.policies.payment_behaviour import PaymentBehaviour
from clientcare.reports._plain import Json, decided, decided_if_any, plain, reasons_data
from clientcare.reports._recovery_json import (
    goodwill_data,
    kpi_data,
    prevention_data,
    trust_data,
)
from clientcare.services.customer_review import ComplaintReview, CustomerReview
from clientcare.services.importing import RowReport
from clientcare.services.review import UNASSIGNED, BookReview, Totals
from clientcare.wording import Language

_NO_ROWS: Final = RowReport()


def review_schema() -> Mapping[str, Json]:
    """Return the JSON Schema of a review."""
    text = resources.files(__package__).joinpath("review.schema.json").read_text("utf-8")
    schema: Mapping[str, Json] = json.loads(text)
    return schema


def review_json(
    review: BookReview,
    *,
    language: Language | str = Language.EN,
    staff: str | None = None,
    rows: RowReport = _NO_ROWS,
) -> Iterator[str]:
    """
    Yield the JSON text of *review* piece by piece, making the review on the way.

    Args:
        review: A review whose customers were not asked for yet.
        language: The language of the sentences beside the reasons' codes.
        staff: Whose agenda is given, by id, or ``unassigned``; ``None`` gives all of it.
        rows: What became of the rows, where the book was read from files.
    """
    tongue = Language(language)
    head = {
        "as_of": review.as_of.isoformat(),
        "now": instant_to_text(review.now),
        "rules": {"name": review.rules.name, "version": review.rules.version},
    }
    yield _text(head)[:-1] + ', "customers": ['
    for place, customer in enumerate(review.customers()):
        yield (",\n" if place else "\n") + _text(customer_data(customer, tongue))
    tail = {
        "totals": _totals(review),
        "prevention": prevention_data(review.prevention, tongue),
        "complaint_kpis": [kpi_data(one, tongue) for one in review.complaint_kpis],
        "left_out": _left_out(review, rows),
        "agenda": [line_data(line, tongue) for line in review.agenda_of(staff)],
        "collections": [
            collection_data(line, tongue)
            for line in review.collections
            if staff is None or (line.staff_id or UNASSIGNED) == staff
        ],
    }
    yield "\n], " + _text(tail)[1:] + "\n"


def _text(data: Json) -> str:
    return json.dumps(data, ensure_ascii=False)


def customer_data(review: CustomerReview, language: Language) -> dict[str, Json]:
    """Return the review of one customer as plain data."""
    limit, on_file = review.limit.outcome, review.limit_on_file.outcome
    return {
        "id": review.customer.id,
        "name": review.customer.name,
        "owner": review.customer.owner_id,
        "notices": reasons_data(review.notices, language),
        "tier": decided(review.tier, language),
        "tier_before": plain(review.tier_before),
        "grade": decided(review.grade, language),
        "limit": decided(review.limit, language, None if limit is None else limit.amount),
        "limit_on_file": decided(
            review.limit_on_file, language, None if on_file is None else on_file.amount
        ),
        "verdict": decided(review.verdict, language),
        "payment_index": decided(review.payment_index, language),
        "payment_behaviour": behaviour_data(review.payment_behaviour, language),
        "credit_review": decided(
            review.credit_review, language, review.credit_review.outcome.due_on
        ),
        "visits_per_cycle": decided(review.visits_per_cycle, language),
        "visit_status": decided(review.visit_status, language),
        "next_contact": decided(
            review.next_contact,
            language,
            None if review.next_contact.outcome is None else review.next_contact.outcome.due_on,
        ),
        "after_sales": after_sales_data(review, language),
        "referral_ask": decided(review.referral_ask, language),
        "ambassador_meeting": decided_if_any(review.ambassador_meeting, language),
        "aftercare": aftercare_data(review, language),
        "greetings": [
            {
                "id": occasion.id,
                **decided(
                    decision,
                    language,
                    None if decision.outcome is None else decision.outcome.send_at,
                ),
            }
            for occasion, decision in review.greetings
        ],
        "net_sales_12m": plain(review.net_sales_12m),
        "exposure": plain(review.exposure_total),
        **trust_data(review, language),
        "complaints": [complaint_data(one, language) for one in review.complaints],
        "promises": [
            {"id": promise.id, "due": plain(promise.due_at), **decided(decision, language)}
            for promise, decision in review.promises
        ],
        "referrals": [
            {
                "id": referral.id,
                "state": plain(referral.state),
                "duties": [
                    {
                        "kind": plain(duty.kind),
                        "due": plain(duty.due),
                        "standing": plain(duty.standing),
                    }
                    for duty in decision.outcome or ()
                ],
                "reasons": reasons_data(decision.reasons, language),
            }
            for referral, decision in review.referrals
        ],
        "approvals": [
            {
                "id": request.id,
                "kind": plain(request.asked.kind),
                "total": plain(request.figures.total),
                "standing": None if decision.outcome is None else plain(decision.outcome.standing),
                "may_sign": [] if decision.outcome is None else list(decision.outcome.may_sign),
                "since": None if decision.outcome is None else plain(decision.outcome.since_on),
                "reasons": reasons_data(decision.reasons, language),
            }
            for request, decision in review.approvals
        ],
        "claims": [
            {
                "id": referral.id,
                "standing": plain(decision.outcome),
                "reasons": reasons_data(decision.reasons, language),
            }
            for referral, decision in review.claims
        ],
        "rewards": [
            {
                "id": referral.id,
                "step": None if decision.outcome is None else plain(decision.outcome.step),
                "kind": None if decision.outcome is None else plain(decision.outcome.kind),
                "amount": None if decision.outcome is None else plain(decision.outcome.amount),
                "free_on": None if decision.outcome is None else plain(decision.outcome.free_on),
                "reasons": reasons_data(decision.reasons, language),
            }
            for referral, decision in review.rewards
        ],
        "concessions": [
            {
                "id": agreed.id,
                "standing": plain(decision.outcome.standing),
                "due": plain(decision.outcome.next_due_on),
                "to_pay": plain(decision.outcome.to_pay),
                "reasons": reasons_data(decision.reasons, language),
            }
            for agreed, decision in review.concessions
        ],
        "problems": [
            {
                "id": problem.id,
                "kind": plain(problem.kind),
                "class": plain(problem.kind.problem_class),
                "due": None if decision.outcome is None else plain(decision.outcome.due_at),
                "standing": None if decision.outcome is None else plain(decision.outcome.standing),
                "reasons": reasons_data(decision.reasons, language),
            }
            for problem, decision in review.problems
        ],
        "favours": [
            {"id": favour.id, "owed_since": plain(favour.owed_since_on)}
            for favour in review.favours
        ],
        "support": [
            {
                "id": plan.id,
                "year": plan.year,
                "budget": plain(plan.budget),
                "spent": plain(decision.outcome.all.spent),
                "effect": plain(decision.outcome.all.effect),
                "reasons": reasons_data(decision.reasons, language),
            }
            for plan, decision in review.support
        ],
    }


def after_sales_data(review: CustomerReview, language: Language) -> dict[str, Json]:
    """Return the follow-up of what the customer bought as plain data: what is open."""
    known = review.after_sales.outcome
    return {
        "steps": [
            {
                "kind": plain(step.kind),
                "due": plain(step.due_on),
                "late_after": plain(step.late_after_on),
                "standing": plain(step.status),
            }
            for step in (() if known is None else known.open_steps)
        ],
        "reasons": reasons_data(review.after_sales.reasons, language),
    }


def aftercare_data(review: CustomerReview, language: Language) -> dict[str, Json]:
    """Return what is owed beside calls and visits as plain data."""
    return {
        "duties": [
            {
                "topic": plain(duty.topic),
                "subject": duty.subject_id or None,
                "due": plain(duty.due_on),
                "late_after": plain(duty.late_after_on),
                "standing": plain(duty.standing),
            }
            for duty in review.aftercare.outcome or ()
        ],
        "reasons": reasons_data(review.aftercare.reasons, language),
    }


def behaviour_data(decision: Decision[PaymentBehaviour], language: Language) -> dict[str, Json]:
    """Return how a customer pays as plain data."""
    found = decision.outcome
    return {
        "days_beyond_terms": plain(found.days_beyond_terms),
        "late_by_number": None if found.late is None else plain(found.late.by_number),
        "late_by_amount": None if found.late is None else plain(found.late.by_amount),
        "trend": plain(found.trend),
        "broken_promises": found.broken_promises,
        "typed_rating": found.typed_rating,
        "measured_rating": found.measured_rating,
        "reasons": reasons_data(decision.reasons, language),
    }


def collection_data(line: CollectionLine, language: Language) -> dict[str, Json]:
    """Return one line of the collections order as plain data."""
    return {
        "customer": line.customer_id,
        "staff": line.staff_id,
        "standing": plain(line.standing),
        "overdue": plain(line.overdue),
        "to_pay": plain(line.to_pay),
        "weight": plain(line.weight),
        "oldest_days": line.oldest_days,
        "tier": plain(line.tier),
        "wait_until": plain(line.wait_until),
        "reasons": reasons_data(line.reasons, language),
    }


_PARTS: Final = tuple(part.name for part in attrs.fields(Totals))


def complaint_data(review: ComplaintReview, language: Language) -> dict[str, Json]:
    """Return where a complaint stands as plain data."""
    known, ladder = review.deadlines.outcome, review.escalation.outcome
    return {
        "id": review.complaint.id,
        "state": plain(review.complaint.state),
        "priority": None if known is None else plain(known.priority),
        "clocks": None if known is None else _clocks(known),
        "reasons": reasons_data(review.deadlines.reasons, language),
        "escalation": _escalation(ladder)
        | {"reasons": reasons_data(review.escalation.reasons, language)},
        "goodwill": goodwill_data(review.goodwill, language),
        "goodwill_audit": decided_if_any(review.goodwill_audit, language),
    }


def _clocks(known: Deadlines) -> dict[str, Json]:
    clocks = {plain(clock.kind): _clock(clock) for clock in known.clocks}
    caps = {
        plain(cap.kind): {"due": plain(cap.due_at), "verdict": plain(cap.verdict)}
        for cap in (known.status, known.final)
    }
    return {**clocks, **caps}


def _clock(clock: Clock) -> dict[str, Json]:
    return {
        "verdict": plain(clock.verdict),
        "target": plain(clock.target_at),
        "cap": None if clock.cap is None else plain(clock.cap.due_at),
        "due": plain(clock.due_at),
        "remaining_minutes": clock.remaining_minutes,
    }


def _escalation(ladder: Escalation | None) -> dict[str, Json]:
    if ladder is None:
        unknown = dict.fromkeys(("level", "owner", "function", "responsible"))
        return {**unknown, "steps": [], "ahead": []}
    return {
        "level": ladder.level,
        "owner": plain(ladder.owner),
        "function": plain(ladder.function),
        "responsible": ladder.responsible,
        "steps": [
            {"key": step.key, "trigger": plain(step.trigger), "at": plain(step.fired_at)}
            for step in ladder.steps
        ],
        "ahead": [
            {
                "trigger": plain(step.trigger),
                "at": plain(step.at),
                "level": step.to_level,
                "owner": plain(step.owner),
            }
            for step in ladder.upcoming
        ],
    }


def line_data(line: AgendaLine, language: Language) -> dict[str, Json]:
    """Return one line of the agenda as plain data."""
    return {
        "customer": line.customer_id,
        "staff": line.staff_id,
        "topic": plain(line.topic),
        "urgency": plain(line.urgency),
        "due": plain(line.due),
        "tier": plain(line.tier),
        "amount": plain(line.amount),
        "subject": line.subject_id or None,
        "permission": _permission(line, language),
        "reasons": reasons_data(line.reasons, language),
    }


def _permission(line: AgendaLine, language: Language) -> dict[str, Json] | None:
    if line.contact is None:
        return None
    answer = line.contact.outcome
    return {
        **decided(line.contact, language, line.permission),
        "until": None if answer is None else plain(answer.until),
    }


def _totals(review: BookReview) -> dict[str, Json]:
    return {
        currency: {name: plain(getattr(totals, name)) for name in _PARTS}
        for currency, totals in review.totals.items()
    }


def _left_out(review: BookReview, rows: RowReport) -> dict[str, Json]:
    return {
        "rows": [
            {"file": tally.file, "kind": tally.kind, "reason": reason, "rows": count}
            for tally in rows.tallies
            for reason, count in tally.left_out.items()
        ],
        "after_as_of": dict(sorted(review.left_out.after_as_of.items())),
        "of_unknown_customers": dict(sorted(review.left_out.of_unknown_customers.items())),
        "of_other_companies": dict(sorted(review.left_out.of_other_companies.items())),
    }
