"""
A second, naive reckoning of grade, limit, exposure and order check.

Written from the text of policies 2a, 2c, 2d and the effective limit of 2e alone; it
shares no code with the library's policies. Money is in minor units of two decimals.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

import attrs
from pendulum import Date

from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import CreditLimit, LimitState, TemporaryIncrease
from clientcare.domain.credit_scales import AdverseKind
from clientcare.domain.ledger import Invoice, Ledger, Order, OrderStatus
from clientcare.domain.money import Money
from clientcare.domain.rates import Rates
from clientcare.domain.scales import CreditGrade
from clientcare.policies.credit_hold import CreditFacts, GroupFacts, OrderStep
from clientcare.policies.credit_limit import LimitFacts

from .payment_oracle import (
    allocated,
    currency_of,
    dispute_starts,
    factor,
    is_open,
    known_invoices,
    left_over,
    months_back,
)

VERDICTS: Final = ("allow", "notice", "prepay", "hold", "refuse")
CENTS: Final = 100
SCALE: Final = 10_000
"""So that an amount is a whole number after a rate of four decimals, too."""

# --- exposure -------------------------------------------------------------------


@attrs.define
class Exposed:
    """What is at risk in one currency."""

    receivables: int = 0
    delivered: int = 0
    orders: int = 0
    unapplied: int = 0
    disputed: int = 0

    @property
    def total(self) -> int:
        """The formula of the text."""
        return self.receivables + self.delivered + self.orders - self.unapplied


@attrs.define
class Line:
    """One order line in one currency."""

    ordered: int = 0
    delivered: int = 0
    billed: int = 0
    ship_on: Date | None = None

    @property
    def not_billed(self) -> int:
        """What left without an invoice."""
        return max(0, self.delivered - self.billed)

    @property
    def still_open(self) -> int:
        """What neither left nor was billed."""
        return max(0, self.ordered - max(self.delivered, self.billed))


def billed_on(
    ledger: Ledger, order_id: str, currency: str, as_of: Date
) -> list[tuple[str | None, int]]:
    """Return line number and sum of every invoice line that bills an order."""
    return [
        (line.line_no, line.gross.minor)
        for invoice in known_invoices(ledger, as_of)
        for line in invoice.lines
        if line.order_id == order_id and line.gross.currency == currency
    ]


def delivered_on(
    ledger: Ledger, order_id: str, currency: str, as_of: Date
) -> list[tuple[str, int]]:
    """Return line number and sum of every delivery line of an order."""
    return [
        (line.line_no, line.gross.minor)
        for delivery in ledger.deliveries
        for line in delivery.lines
        if line.order_id == order_id and line.gross.currency == currency
        if delivery.delivered_on <= as_of
    ]


def lines_of(ledger: Ledger, order_id: str, currency: str, as_of: Date) -> list[Line]:
    """Put together order, deliveries and invoices line by line."""
    lines: dict[str, Line] = {}
    for order in ledger.orders:
        if order.id == order_id and order.ordered_on <= as_of and currency_of(order) == currency:
            for each in order.lines:
                lines[each.no] = Line(ordered=each.gross.minor, ship_on=each.ship_on)
    for no, minor in delivered_on(ledger, order_id, currency, as_of):
        lines.setdefault(no, Line()).delivered += minor
    whole = 0
    for billed_no, minor in billed_on(ledger, order_id, currency, as_of):
        if billed_no is None:
            whole += minor
        else:
            lines.setdefault(billed_no, Line()).billed += minor
    spread(list(lines.values()), whole)
    return list(lines.values())


def spread(lines: list[Line], whole: int) -> None:
    """Bill a whole order: first what has left, then what has not, line by line."""
    for line in lines:
        part = min(whole, line.not_billed)
        line.billed += part
        whole -= part
    for line in lines:
        part = min(whole, line.still_open)
        line.billed += part if line.billed >= line.delivered else 0
        whole -= part


def order_ids(ledger: Ledger) -> set[str]:
    """Return every order that a document is or names."""
    return {
        *(order.id for order in ledger.orders),
        *(line.order_id for one in ledger.deliveries for line in one.lines),
    }


def was_returned(ledger: Ledger, order_id: str, as_of: Date) -> bool:
    """Tell whether all of an order came back."""
    return any(
        order.id == order_id and order.returned_on is not None and order.returned_on <= as_of
        for order in ledger.orders
        if order.ordered_on <= as_of
    )


def currencies_of(ledger: Ledger) -> set[str]:
    """Return every currency of a ledger."""
    return {
        *(currency_of(order) for order in ledger.orders),
        *(one.lines[0].gross.currency for one in ledger.deliveries),
        *(currency_of(one) for one in ledger.invoices),
        *(one.gross.currency for one in ledger.credit_notes),
        *(one.amount.currency for one in ledger.payments),
    }


def exposed(ledger: Ledger, as_of: Date, leave_out: str | None = None) -> dict[str, Exposed]:
    """Reckon what is at risk in each currency."""
    books = allocated(ledger, as_of)
    found = {currency: Exposed() for currency in currencies_of(ledger)}
    for invoice in known_invoices(ledger, as_of):
        row = found[currency_of(invoice)]
        row.receivables += books.open[invoice.id]
        row.disputed += books.open[invoice.id] if dispute_starts(invoice, as_of) else 0
    for currency, row in found.items():
        for order_id in order_ids(ledger):
            lines = lines_of(ledger, order_id, currency, as_of)
            if not was_returned(ledger, order_id, as_of):
                row.delivered += sum(line.not_billed for line in lines)
            running = any(one.id == order_id and is_open(one, as_of) for one in ledger.orders)
            if running and order_id != leave_out:
                due = sum(
                    line.still_open
                    for line in lines
                    if line.ship_on is None or (line.ship_on - as_of).days <= 30
                )
                row.orders += max(0, due - books.deposits.get((order_id, currency), 0))
        for kind in ("payment", "credit_note"):
            row.unapplied += left_over(ledger, books, kind, currency)
    return found


def at_risk(ledger: Ledger, order: Order, as_of: Date) -> tuple[int, int]:
    """Return the undelivered value of an order and its deposit."""
    currency = currency_of(order)
    lines = lines_of(ledger, order.id, currency, as_of)
    deposit = allocated(ledger, as_of).deposits.get((order.id, currency), 0)
    return sum(line.still_open for line in lines), deposit


# --- overdue --------------------------------------------------------------------


@attrs.define
class Overdue:
    """An open invoice past its own due date."""

    money: int
    currency: str
    past_due: int
    deferred: int
    sheltered: bool
    insured: bool


def shelters(invoice: Invoice, as_of: Date) -> bool:
    """Tell whether the invoice has been under dispute, a day off aside, for at most 30 days."""
    if not dispute_starts(invoice, as_of):
        return False
    days = 0
    while days <= 31:
        two_before = (as_of.subtract(days=days + back) for back in (1, 2))
        steps = [back for back, day in enumerate(two_before, 1) if dispute_starts(invoice, day)]
        if not steps:
            return days <= 30
        days += steps[0]
    return False


def overdue(ledger: Ledger, as_of: Date) -> list[Overdue]:
    """List the open invoices past due."""
    books, found = allocated(ledger, as_of), []
    for invoice in known_invoices(ledger, as_of):
        if invoice.due_on is None or invoice.due_on >= as_of or not books.open[invoice.id]:
            continue
        day = invoice.due_on
        for deferral in invoice.deferrals:
            if deferral.agreed_on <= as_of <= deferral.until_on:
                day = max(day, deferral.until_on)
        found.append(
            Overdue(
                books.open[invoice.id],
                currency_of(invoice),
                (as_of - invoice.due_on).days,
                (as_of - day).days,
                shelters(invoice, as_of),
                invoice.insured,
            )
        )
    return found


def converted(
    amounts: Iterable[tuple[str, int]], into: str, rates: Rates, as_of: Date
) -> Fraction | None:
    """Add up amounts of several currencies; unknown where a rate that is needed is."""
    sums: Counter[str] = Counter()
    for currency, minor in amounts:
        sums[currency] += minor
    worth = Fraction(0)
    for currency, minor in sums.items():
        rate = factor(rates, currency, into, as_of) if minor else Fraction(0)
        if rate is None:
            return None
        worth += rate * minor
    return worth


def overdue_by(
    items: Sequence[Overdue], more_than: int, into: str, rates: Rates, as_of: Date
) -> Fraction | None:
    """Add up the undisputed items more than so many days overdue."""
    counted = [one for one in items if one.deferred > more_than and not one.sheltered]
    return converted(((one.currency, one.money) for one in counted), into, rates, as_of)


def min_overdue(limit: int | None) -> Fraction:
    """1 % of the limit, at least 100."""
    return max(Fraction(limit or 0, 100), Fraction(100 * CENTS))


# --- score ----------------------------------------------------------------------

WEIGHTS: Final = {"payment": 35, "capital": 25, "bank": 15, "management": 15, "peer": 10}


def rating_of(index: int) -> int:
    """Turn a payment index into a rating."""
    if index >= 80:
        return 5
    if index >= 70:
        return 4
    if index >= 60:
        return 3
    return 2 if index >= 50 else 1


def ratings(card: CreditCard, index: int | None) -> dict[str, int]:
    """Return the known ratings of a card."""
    accounting = card.accounting
    boxes = {
        "payment": accounting.payment_attitude,
        "capital": card.capital_rating,
        "bank": accounting.bank_credit,
        "management": accounting.management_assessment,
        "peer": accounting.peer_reputation,
    }
    found = {name: 5 - list(type(box)).index(box) for name, box in boxes.items() if box is not None}
    if index is not None:
        found["payment"] = min(rating_of(index), found.get("payment", 5))
    return found


def knocked_out(
    card: CreditCard, ledger: Ledger, as_of: Date, limit: Money | None, rates: Rates
) -> set[str]:
    """Collect what makes grade C whatever the score."""
    found = set()
    for fact in card.adverse_facts:
        if fact.since_on <= as_of and (fact.ended_on is None or as_of < fact.ended_on):
            assert isinstance(fact.kind, AdverseKind)
            found.add(fact.kind.value)
    old = overdue_by(overdue(ledger, as_of), 60, "CNY", rates, as_of)
    if old is not None and old >= min_overdue(None if limit is None else limit.minor):
        found.add("long_overdue")
    bounced = [
        one
        for one in ledger.payments
        if one.bounced_on is not None
        and one.bounced_on <= as_of
        and one.bounced_on > months_back(as_of, 12)
    ]
    if len(bounced) >= 2:
        found.add("bounced")
    return found


def graded(known: dict[str, int]) -> tuple[Fraction | None, str | None]:
    """Return score and grade of the known ratings."""
    weight = sum(WEIGHTS[name] for name in known)
    if "payment" not in known or weight < 60:
        return None, None
    points = sum(WEIGHTS[name] * (rating - 1) for name, rating in known.items())
    score = Fraction(points * 100, 4 * weight)
    if score >= 75:
        return score, "A"
    return score, "B" if score >= 50 else "C"


# --- limit ----------------------------------------------------------------------


@attrs.define
class Proposed:
    """A limit as the text computes it, and what is left of one that a person asks for."""

    amount: int
    computed: int
    open: int
    flags: set[str]


def floor_to_step(value: Fraction) -> int:
    """Round down to whole thousands."""
    return int(value // (1000 * CENTS)) * 1000 * CENTS


def in_limits_currency(facts: LimitFacts, as_of: Date) -> LimitFacts | None:
    """Turn every amount into scaled units of the limit's currency; unknown without a rate."""
    unknown = []

    def turned(amount: Money) -> Money:
        pair = [(amount.currency, amount.minor)]
        worth = converted(pair, facts.currency, facts.rates, as_of)
        if worth is None:
            unknown.append(amount)
            return Money.zero(facts.currency)
        exact = worth * SCALE
        assert exact.denominator == 1
        return Money(exact.numerator, facts.currency)

    def maybe(amount: Money | None) -> Money | None:
        return None if amount is None else turned(amount)

    scaled = attrs.evolve(
        facts,
        monthly_purchases=maybe(facts.monthly_purchases),
        tangible_net_worth=maybe(facts.tangible_net_worth),
        working_capital=maybe(facts.working_capital),
        insurer_limit=maybe(facts.insurer_limit),
        reference_limits=tuple(map(turned, facts.reference_limits)),
        securities=tuple(map(turned, facts.securities)),
    )
    return None if unknown else scaled


def known_figures(facts: LimitFacts) -> dict[str, Fraction]:
    """Return what is known of the capacity."""
    found = {}
    if facts.tangible_net_worth is not None:
        found["worth"] = Fraction(facts.tangible_net_worth.minor, 10 * SCALE)
    if facts.working_capital is not None:
        found["capital"] = Fraction(facts.working_capital.minor, 10 * SCALE)
    if facts.reference_limits:
        minors = [Fraction(one.minor, SCALE) for one in facts.reference_limits]
        found["reference"] = Fraction(statistics.median(minors))
    if facts.insurer_limit is not None:
        found["insurer"] = Fraction(facts.insurer_limit.minor, SCALE)
    return found


def basis(need: Fraction, figures: dict[str, Fraction], *, average: bool) -> Fraction:
    """Make one figure of need and capacity."""
    if not average:
        return min(need, *figures.values())
    chosen = [need]
    if "worth" in figures or "capital" in figures:
        chosen.append(figures.get("worth", figures.get("capital", Fraction(0))))
    if "reference" in figures:
        chosen.append(figures["reference"])
    mean = sum(chosen, Fraction(0)) / len(chosen)
    return min(mean, figures.get("insurer", mean))


def exact_open(facts: LimitFacts, need: Fraction, *, average: bool) -> tuple[Fraction, set[str]]:
    """Return the open limit before the floor, and its flags."""
    figures, flags = known_figures(facts), set()
    share = {"A": Fraction(1), "B": Fraction(6, 10)}.get(facts.grade or "C", Fraction(0))
    if figures:
        exact = basis(need, figures, average=average) * share
    else:
        exact = need * share / 2
        flags.add("unsupported")
    if min(figures.get("worth", 0), figures.get("capital", 0)) < 0:
        exact = Fraction(0)
        flags.add("negative_capital")
    if facts.new_customer:
        first = facts.completed_orders is not None and facts.completed_orders < 2
        exact = Fraction(0) if first else exact
        flags.add("cash_first" if first else "trial")
    return exact, flags


def proposed(asked: LimitFacts, as_of: Date, *, average: bool) -> Proposed | None:
    """Compute a limit."""
    facts = in_limits_currency(asked, as_of)
    if facts is None:
        return None
    if facts.monthly_purchases is None or facts.terms_days is None:
        return None
    if facts.new_customer and facts.completed_orders is None:
        return None
    need = Fraction(facts.monthly_purchases.minor * (facts.terms_days + 15), 30 * SCALE)
    exact, flags = exact_open(facts, need, average=average)
    opened = floor_to_step(exact)
    security = Fraction(sum(one.minor for one in facts.securities) * 8, 10 * SCALE)
    secured = floor_to_step(min(need, security))
    limit = max(opened, secured)
    if secured > opened:
        flags.add("secured")
    if limit == 0 and max(exact, min(need, security)) > 0:
        flags.add("below_step")
    amount = limit
    if facts.requested is not None:
        amount = facts.requested.minor
        if facts.grade not in {CreditGrade.A, CreditGrade.B}:
            amount = min(amount, secured)
    firm = 0 if facts.firm_receivables is None else facts.firm_receivables.minor
    if firm > 0 and 100 * amount > 25 * firm:
        flags.add("concentration")
    return Proposed(amount, limit, opened, flags)


# --- effective limit ------------------------------------------------------------

# Permanent, effective and currency; None is without a ceiling.
Limit = tuple[int, int, str] | None


def effective(
    chain: Sequence[CreditLimit | None], increases: Sequence[TemporaryIncrease], as_of: Date
) -> tuple[bool, Limit]:
    """Return whether a limit is set anywhere, and which."""
    for one in chain:
        later = one is not None and one.granted_on is not None and one.granted_on > as_of
        if one is None or later or one.state is LimitState.INHERITED:
            continue
        if one.state is LimitState.NONE:
            return True, None
        assert one.amount is not None
        over = one.lapses_on is not None and one.lapses_on < as_of
        permanent = 0 if over else one.amount.minor
        active = [
            each.amount.minor
            for each in increases
            if each.starts_on <= as_of <= each.ends_on
            and (each.ended_on is None or as_of < each.ended_on)
            and permanent >= each.permanent_then.minor
        ]
        return True, (permanent, permanent + max(active, default=0), one.amount.currency)
    return False, None


# --- order check ----------------------------------------------------------------


@attrs.define
class Case:
    """Everything that the checks look at."""

    facts: CreditFacts
    as_of: Date
    ledger: Ledger
    order_money: tuple[str, int]
    failing: list[tuple[str, str]] = attrs.field(factory=list)

    def fail(self, check: str, verdict: str) -> None:
        """Note a failing check."""
        self.failing.append((check, verdict))


def as_if_open(ledger: Ledger, order: Order) -> Ledger:
    """Put the order in as it would be."""
    order = attrs.evolve(order, status=OrderStatus.OPEN, ended_on=None, returned_on=None)
    others = [one for one in ledger.orders if one.id != order.id]
    return attrs.evolve(ledger, orders=(*others, order))


def check_limit(case: Case, limit: Limit, totals: list[tuple[str, int]]) -> None:
    """Check 1, own or group's."""
    if limit is None:
        return
    permanent, ceiling, currency = limit
    worth = converted([*totals, case.order_money], currency, case.facts.rates, case.as_of)
    if worth is None:
        case.fail("limit", "hold")
        return
    percent = {"A": 10, "B": 5}.get(case.facts.card.grade or "C", 0)
    if worth <= ceiling:
        return
    if ceiling == 0:
        case.fail("limit", "prepay")
    elif worth <= ceiling + Fraction(permanent * percent, 100):
        case.fail("limit", "notice")
    else:
        case.fail("limit", "hold")


def totals_of(rows: dict[str, Exposed]) -> list[tuple[str, int]]:
    """Return the exposure in each currency."""
    return [(currency, row.total) for currency, row in rows.items()]


def check_group(case: Case, group: GroupFacts | None, own: list[tuple[str, int]]) -> None:
    """Check 1 against the group's limit."""
    if group is None or group.limit is None:
        return
    said = group.limit.state is LimitState.INHERITED
    rest = (case.facts.category_limit, case.facts.firm_limit) if said else ()
    is_set, limit = effective((group.limit, *rest), group.increases, case.as_of)
    if not is_set:
        return
    sums = list(own)
    for ledger in group.others:
        sums += totals_of(exposed(ledger, case.as_of))
    check_limit(case, limit, sums)


def check_overdue(case: Case, items: list[Overdue], least: Fraction, into: str) -> None:
    """Checks 2, 3 and 6."""
    rates, as_of = case.facts.rates, case.as_of
    old = overdue_by(items, 15, into, rates, as_of)
    if old is None or (old > 0 and old >= least):
        case.fail("overdue", "hold")
    index = case.facts.payment_index
    part = overdue_by(items, 5, into, rates, as_of)
    rows = exposed(case.ledger, as_of)
    balance = converted(
        ((currency, row.receivables) for currency, row in rows.items()), into, rates, as_of
    )
    if (
        (index is not None and index < 50)
        or part is None
        or (part > 0 and part >= least and (balance is None or 4 * part > balance))
    ):
        case.fail("payment", "hold")
    if any(one.insured and not one.sheltered and one.past_due > 60 for one in items):
        case.fail("insurance", "hold")


def check_review(case: Case) -> None:
    """Check 4."""
    due = case.facts.card.review_due_on
    days = 0 if due is None else (case.as_of - due).days
    if days > 90:
        case.fail("review", "hold")
    elif days > 30:
        case.fail("review", "notice")


def is_blocked(card: CreditCard, as_of: Date) -> bool:
    """Check 5."""
    return any(
        block.since_on <= as_of and (block.lifted_on is None or as_of < block.lifted_on)
        for block in card.blocks
    )


def waived(case: Case) -> set[str]:
    """Return the checks that a release in force names."""
    found: set[str] = set()
    order = case.facts.order
    if order is None:
        return found
    value = sum(line.gross.minor for line in order.lines)
    for release in case.facts.card.releases:
        age = (case.as_of - release.released_on).days
        same = release.order_id == order.id and release.value.currency == currency_of(order)
        if same and 0 <= age <= 7 and 100 * value <= 105 * release.value.minor:
            found |= {check.value for check in release.checks}
    return found


def checked(facts: CreditFacts, as_of: Date) -> tuple[str, set[tuple[str, str]]]:
    """Return the verdict and the failing checks."""
    order, ledger = facts.order, facts.ledger
    prepaid, money = False, (facts.currency, 0)
    if order is not None:
        ledger = as_if_open(ledger, order)
        undelivered, deposit = at_risk(ledger, order, as_of)
        prepaid = 0 < deposit >= undelivered
        money = (currency_of(order), max(0, undelivered - deposit))
    case = Case(facts, as_of, ledger, money)
    group = facts.group.limit if facts.group else None
    chain = (facts.card.limit, group, facts.category_limit, facts.firm_limit)
    is_set, limit = effective(chain, facts.card.increases, as_of)
    own = totals_of(exposed(ledger, as_of, None if order is None else order.id))
    if not prepaid:
        if is_set:
            check_limit(case, limit, own)
        else:
            case.fail("limit", "hold")
        check_group(case, facts.group, own)
        into = limit[2] if limit else facts.currency
        least = min_overdue(limit[0] if limit else None)
        check_overdue(case, overdue(ledger, as_of), least, into)
        check_review(case)
    if is_blocked(facts.card, as_of):
        case.fail("block", "refuse")
    counted = [verdict for check, verdict in case.failing if check not in waived(case)]
    worst = max((VERDICTS.index(verdict) for verdict in counted), default=0)
    if facts.step is OrderStep.BILLING:
        return "allow", set()  # billing what was delivered is never held
    return VERDICTS[worst], set(case.failing)


GRADES: Final = (*CreditGrade, None)
