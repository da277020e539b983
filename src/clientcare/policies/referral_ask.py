"""
When is a customer asked for a referral (policies 4b, R1)?

The end of a deal is the moment to ask; nobody is asked who has something to complain of.
"""

from __future__ import annotations

from typing import Final

from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.decisions import Decision, Reason, Value
from clientcare.errors import InvalidValueError
from clientcare.policies._after_sales_facts import BEST_SATISFACTION
from clientcare.policies.after_sales import (
    AfterSalesFacts,
    AfterSalesRules,
    Preset,
    StepStatus,
    follow_up_sale,
)

_SOURCE: Final = "R1, policies 4b"


def referral_ask(
    facts: AfterSalesFacts,
    *,
    closed_on: Date | None,
    open_complaint: bool,
    satisfaction: int | None,
    as_of: Date,
    calendar: WorkCalendar,
    rules: AfterSalesRules = AfterSalesRules(),
) -> Decision[Date | None]:
    """
    Decide on which day the customer is asked for a referral; ``None`` is not to be asked.

    *Manual*: at the close of the deal, *closed_on* (R1), unless a complaint is open or
    the last satisfaction is known and below 4 of 5. *Standard*: with the step of day 30,
    only without an open complaint and with a last satisfaction of 4 or more; unknown is
    no. Of the steps of several order sets that is the latest one that fell due up to
    `AfterSalesRules.ask_until_days` ago, else the next one, else the last. Any complaint
    counts, not only an urgent one. A deal that closed after *as_of* is left out.

    Raises:
        InvalidValueError: *satisfaction* is not 1 to 5.
        CalendarError: As `follow_up_sale`.
    """
    check.require_date("as_of", as_of)
    if satisfaction is not None and (
        type(satisfaction) is not int or not 1 <= satisfaction <= BEST_SATISFACTION
    ):
        raise InvalidValueError("satisfaction", satisfaction, f"1 to {BEST_SATISFACTION}")
    if closed_on is not None and check.require_date("closed_on", closed_on) > as_of:
        closed_on = None
    compared: dict[str, Value] = {
        "satisfaction": satisfaction,
        "least": rules.least_satisfaction,
        "closed_on": closed_on,
    }
    day, code = None, _ask_refusal(satisfaction, rules, open_complaint=open_complaint)
    if code is None:
        day = (
            closed_on if rules.preset is Preset.MANUAL else _ask_step(facts, as_of, calendar, rules)
        )
        code = "referral_ask" if satisfaction is not None else "referral_ask_untold"
        code = "referral_ask_no_day" if day is None else code
        compared["ask_on"] = day
    return Decision(
        outcome=day,
        reasons=(Reason(f"after_sales.{code}", compared, _SOURCE),),
        rules=rules.ref,
        judged_at=as_of,
        inputs={"open_complaint": open_complaint, **compared},
    )


def _ask_refusal(
    satisfaction: int | None, rules: AfterSalesRules, *, open_complaint: bool
) -> str | None:
    if open_complaint:
        return "referral_ask_complaint"
    if satisfaction is None:
        return None if rules.preset is Preset.MANUAL else "referral_ask_unknown"
    return "referral_ask_dissatisfied" if satisfaction < rules.least_satisfaction else None


def _ask_step(
    facts: AfterSalesFacts, as_of: Date, calendar: WorkCalendar, rules: AfterSalesRules
) -> Date | None:
    """Return the day of the step that the ask belongs to: the one that is due, else the next."""
    steps = follow_up_sale(facts, as_of=as_of, calendar=calendar, rules=rules).outcome.steps
    days = [
        one.due_on
        for one in steps
        if one.day == rules.ask_on_day
        and one.due_on is not None
        and one.status is not StepStatus.LAPSED
    ]
    today = as_of.toordinal()
    # Who buys often has a day 30 ahead at any time: the one that has come is asked on.
    due = [day for day in days if 0 <= today - day.toordinal() <= rules.ask_until_days]
    coming = [day for day in days if day > as_of]
    return next(iter([*due[-1:], *coming[:1], *days[-1:]]), None)
