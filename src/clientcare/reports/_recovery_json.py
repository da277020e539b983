"""Trust, goodwill and what recurs, as plain data of a review."""

from __future__ import annotations

from clientcare.domain.decisions import Decision
from clientcare.policies.goodwill import Goodwill
from clientcare.policies.kpi import Kpi
from clientcare.reports._plain import Json, decided, plain, reasons_data
from clientcare.services.customer_review import CustomerReview
from clientcare.services.prevention import ActionReview, PreventionReview
from clientcare.wording import Language


def trust_data(review: CustomerReview, language: Language) -> dict[str, Json]:
    """Return what a customer still has coming, and what trouble bears on."""
    balance, leaving = review.goodwill_balance, review.win_back.outcome
    return {
        "good_events_owed": decided(balance, language, balance.outcome.owed),
        "recovery": None if review.recovery is None else _recovery(review, language),
        "win_back": {
            "listed": None if leaving is None else leaving.listed,
            "survey_due": None if leaving is None else plain(leaving.survey_due_on),
            "try_due": None if leaving is None else plain(leaving.try_due_on),
            "reasons": reasons_data(review.win_back.reasons, language),
        },
        "effects": decided(review.effects, language),
    }


def _recovery(review: CustomerReview, language: Language) -> dict[str, Json]:
    assert review.recovery is not None  # noqa: S101 - asked before
    found = review.recovery.outcome
    return {
        "state": None if found is None else plain(found.state),
        "due": None if found is None else plain(found.due_on),
        "reasons": reasons_data(review.recovery.reasons, language),
    }


def goodwill_data(
    decision: Decision[Goodwill | None] | None, language: Language
) -> dict[str, Json] | None:
    """Return whether a gesture may be given; nothing where none is chosen."""
    if decision is None:
        return None
    found = decision.outcome
    return {
        "outcome": None if found is None else plain(found.verdict),
        "cap": None if found is None else plain(found.value_cap),
        "approver": None if found is None else plain(found.approver),
        "reasons": reasons_data(decision.reasons, language),
    }


def prevention_data(review: PreventionReview | None, language: Language) -> dict[str, Json]:
    """Return what recurs in the book, and what is done against it."""
    assert review is not None  # noqa: S101 - the customers were asked for before
    below = review.iceberg.outcome
    return {
        "reasons": reasons_data(review.recurrences.reasons, language),
        "actions": [_action(one, language) for one in review.actions],
        "plans": [
            {
                "kind": plain(plan.kind),
                "key": plan.key.text,
                "action": plan.action_id,
                "other": plan.other_id,
                "complaints": [
                    *(case.complaint_id for case in plan.cases),
                    *plan.gone,
                ],
            }
            for plan in review.plans
        ],
        "defects": decided(review.iceberg, language, None if below is None else below.defective),
    }


def kpi_data(decision: Decision[Kpi], language: Language) -> dict[str, Json]:
    """Return a key figure with both its parts."""
    kpi = decision.outcome
    return {
        "name": plain(kpi.name),
        "value": plain(kpi.value),
        "numerator": plain(kpi.numerator),
        "denominator": plain(kpi.denominator),
        "first_on": plain(kpi.period.first_on),
        "last_on": plain(kpi.period.last_on),
        "reasons": reasons_data(decision.reasons, language),
    }


def _action(one: ActionReview, language: Language) -> dict[str, Json]:
    found, progress = one.standing.outcome, one.action.progress
    return {
        "id": one.action.id,
        "key": progress.key.text,
        "state": plain(progress.state),
        "owner": progress.owner,
        "complaints": [case.complaint_id for case in progress.cases],
        "due": None if found is None else plain(found.next_due),
        "milestones": {
            plain(each.milestone): {"due": plain(each.due_at), "verdict": plain(each.verdict)}
            for each in (() if found is None else found.milestones)
        },
        "reasons": reasons_data(one.standing.reasons, language),
    }
