"""
The review of a book: every customer judged, and one agenda of what is due.

.. code-block:: text

    review = BookReview(store, as_of=pendulum.date(2026, 3, 31))
    for customer in review.customers():
        ...
    review.agenda

It reads, decides and records nothing. Customers come one at a time, in the order of
their ids; totals and agenda are complete when the last one has come.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs
import pendulum
from attrs import field
from pendulum import Date, DateTime

from clientcare import kinds
from clientcare.domain import _checks as check
from clientcare.domain._instants import moment
from clientcare.domain.card_parts import card_parts
from clientcare.domain.corrective_action import CorrectiveAction
from clientcare.domain.credit import CreditCard
from clientcare.domain.decisions import Decision, RulesRef
from clientcare.domain.ids import MAIN_COMPANY, CompanyId, CustomerId, StaffId
from clientcare.domain.ledger import Ledger, OrderStatus
from clientcare.domain.legal_forms import LEGAL_FORM_CLASH
from clientcare.domain.money import Money
from clientcare.domain.rates import Rates
from clientcare.domain.scales import CardPart, Tier
from clientcare.domain.staff import Staff
from clientcare.domain.visits import Visit
from clientcare.errors import InvalidValueError
from clientcare.policies.agenda import AgendaLine, rank_agenda
from clientcare.policies.collection_order import CollectionLine, collection_order
from clientcare.policies.credit_hold import Verdict
from clientcare.policies.greetings import LunarCalendar
from clientcare.policies.kpi import Kpi
from clientcare.repositories import Capability, Eq, Query, Store
from clientcare.rulebook import Rulebook
from clientcare.services.agenda_lines import agenda_lines
from clientcare.services.as_known import as_known, count_documents_after, visit_as_known
from clientcare.services.as_recorded import AsRecorded
from clientcare.services.book_facts import BookFacts, gather_book_facts
from clientcare.services.book_stream import BookStream, LeftOut, comes_later
from clientcare.services.complaint_tally import ComplaintTally
from clientcare.services.customer_review import CustomerReview, Policies, Setting
from clientcare.services.judging import judge_customer
from clientcare.services.prevention import PreventionReview, PreventionTally
from clientcare.services.referral_book import ReferralBookReader

UNASSIGNED: Final = "unassigned"
"""What names the agenda of customers whom nobody looks after."""
_DEFAULT: Final = Rulebook()


@attrs.frozen(kw_only=True)
class Totals:
    """
    The whole book in one currency, including tax but for net sales.

    Attributes:
        ordered: Orders up to the day that are neither drafts nor cancelled.
        invoiced: Invoices up to the day.
        credited: Credit notes up to the day.
        paid: Money received up to the day that did not bounce.
        net_sales_12m: Net sales of the last twelve months.
        receivables: What is open.
        overdue: What of it is past due.
        exposure: What is at risk.
    """

    ordered: Money
    invoiced: Money
    credited: Money
    paid: Money
    net_sales_12m: Money
    receivables: Money
    overdue: Money
    exposure: Money


class BookReview:
    """
    One review of a book; ask for `customers`, then for the rest.

    ``left_out`` tells what could not be used, ``staff`` who is in the book,
    ``prevention`` what recurs in it (``None`` before the last customer), and
    ``complaint_kpis`` the key figures of the complaints of its last twelve months (empty
    before the last customer).

    Args:
        store: Where the book is; it is only read.
        as_of: The day of the review, in the rulebook's zone.
        now: The instant, on that day or after it; the end of that day unless told.
        rulebook: The rules.
        policies: The policies asked, ours unless told.
        rates: Exchange rates, where the book has several currencies.
        company_id: The own company that is reviewed.
        lunar: The lunar calendar, for who keeps birthdays by it.

    Raises:
        InvalidValueError: *as_of* is no date, or *now* no aware instant on that day
            or after it.

    .. versionadded:: 0.1.0
    """

    def __init__(
        self,
        store: Store,
        *,
        as_of: Date,
        now: DateTime | None = None,
        rulebook: Rulebook = _DEFAULT,
        policies: Policies | None = None,
        rates: Rates | None = None,
        company_id: CompanyId = MAIN_COMPANY,
        lunar: LunarCalendar | None = None,
    ) -> None:
        self.as_of = check.require_date("as_of", as_of)
        self.now = _instant(now, as_of, rulebook.zone)
        self.rulebook = rulebook
        self._store = store
        self._policies = policies or Policies()
        self._rates = rulebook.exchange.applied_to(rates or Rates())
        self._company_id = company_id
        self._lunar = lunar
        self._tally = _Tally()
        self.left_out = LeftOut()
        self.prevention: PreventionReview | None = None
        self.complaint_kpis: tuple[Decision[Kpi], ...] = ()
        self.staff: Mapping[StaffId, Staff] = {}

    @property
    def rules(self) -> RulesRef:
        """Name and version of the rulebook."""
        return self.rulebook.ref

    @property
    def agenda(self) -> tuple[AgendaLine, ...]:
        """What is due, the most urgent first; complete after the last customer."""
        return rank_agenda(self._tally.lines, rules=self.rulebook.agenda)

    @property
    def agendas(self) -> Mapping[StaffId | None, tuple[AgendaLine, ...]]:
        """
        The same by who has to do it, each in that order; complete after the last customer.

        ``None`` is the unassigned agenda: of customers whom nobody looks after.
        """
        found: defaultdict[StaffId | None, list[AgendaLine]] = defaultdict(list)
        for line in self.agenda:
            found[line.staff_id].append(line)
        in_order = sorted(found, key=lambda staff: (staff is None, staff or ""))
        return {staff: tuple(found[staff]) for staff in in_order}

    def agenda_of(self, staff: str | None) -> tuple[AgendaLine, ...]:
        """Return the agenda of one person, by id, or `UNASSIGNED`; of ``None`` the whole one."""
        if staff is None:
            return self.agenda
        return self.agendas.get(None if staff == UNASSIGNED else StaffId(staff), ())

    @property
    def collections(self) -> tuple[CollectionLine, ...]:
        """Whom to ask for money, the first to be asked first; complete after the last customer."""
        return collection_order(self._tally.collections)

    @property
    def totals(self) -> Mapping[str, Totals]:
        """The sums of the book by currency; complete after the last customer."""
        return self._tally.totals()

    @property
    def counts(self) -> Counts:
        """How many customers have which tier and verdict; complete after the last customer."""
        return self._tally.counts

    def customers(self) -> Iterator[CustomerReview]:
        """
        Yield the review of each customer, in the order of their ids.

        Raises:
            StoreError: The store could not be read.
            InvalidValueError: The book contradicts itself, as by parents in a ring.
        """
        self._tally, self.left_out, self.prevention = _Tally(), LeftOut(), None
        self.complaint_kpis = ()
        with self._store.begin() as unit:
            has_history = Capability.HISTORY in self._store.capabilities
            recorded = AsRecorded(unit, self.now if has_history else None)
            self.staff = {one.id: one for one in recorded.values(kinds.STAFF)}
            setting = self._setting(recorded)
            self._tally.add_sales(setting.book.net_sales.values())
            prevention, complaints = PreventionTally(), ComplaintTally(setting)
            stream = BookStream(recorded, company_id=self._company_id)
            for file in stream.files():
                later = stream.left_out.after_as_of
                later.update(count_documents_after(file.ledger, self.as_of))
                if comes_later(file.customer, file.ledger, self.as_of):
                    later["customers"] += 1
                    continue
                known = as_known(file, now=self.now, later=later)
                review = judge_customer(known, setting=setting)
                self._tally.add(review, file.ledger, as_of=self.as_of)
                prevention.add(known, review.tier.outcome, setting=setting)
                complaints.add(known)
                lines = agenda_lines(review, now=self.now, rules=self.rulebook.agenda)
                self._tally.lines.extend(lines)
                yield review
            self.left_out = stream.left_out
            self.complaint_kpis = complaints.kpis()
            actions = self._actions(recorded)
            self.prevention = prevention.review(actions, setting=setting)
            self._tally.lines.extend(prevention.lines(self.prevention, setting=setting))

    def _actions(self, recorded: AsRecorded) -> Iterator[CorrectiveAction]:
        for action in recorded.values(kinds.CORRECTIVE_ACTION):
            if action.company_id == self._company_id:
                yield action

    def _setting(self, recorded: AsRecorded) -> Setting:
        calendars = {one.id: one for one in recorded.values(kinds.WORK_CALENDAR)}
        firm = self.rulebook.calendar
        referrals = ReferralBookReader(
            recorded.values(kinds.REFERRAL),
            as_of=self.as_of,
            now=self.now,
            calendar=calendars.get(firm.id, firm),
            rulebook=self.rulebook,
        )
        book = self._book_facts(recorded, referrals)
        for who in referrals.prospects:
            of_them = Query(where={"customer": Eq(who)})
            referrals.note_leads(recorded.values(kinds.TOUCHPOINT, of_them))
        referrals.note_gifts(recorded.values(kinds.GIFT))
        return Setting(
            as_of=self.as_of,
            now=self.now,
            rulebook=self.rulebook,
            policies=self._policies,
            rates=self._rates,
            book=book,
            tiers=self._policies.tiers(book.values, as_of=self.as_of, rules=self.rulebook.tiering),
            calendars=calendars,
            visits=self._visits(recorded),
            staff=self.staff,
            notices=tuple(recorded.values(kinds.PRODUCT_NOTICE)),
            lunar=self._lunar,
            referrals=referrals.book(book.heads),
        )

    def _book_facts(self, recorded: AsRecorded, referrals: ReferralBookReader) -> BookFacts:
        parents = {
            one.id: one.parent_id
            for one in recorded.values(kinds.CUSTOMER)
            if one.parent_id is not None
        }
        return gather_book_facts(
            referrals.noting(BookStream(recorded, company_id=self._company_id).ledgers()),
            as_of=self.as_of,
            rulebook=self.rulebook,
            rates=self._rates,
            parents=parents,
            cards=(
                card
                for card in recorded.values(kinds.CREDIT_CARD)
                if card.company_id == self._company_id and self._is_known(card)
            ),
        )

    def _is_known(self, card: CreditCard) -> bool:
        return card.filled_at is None or moment(card.filled_at) <= moment(self.now)

    def _visits(self, recorded: AsRecorded) -> Mapping[CustomerId, tuple[Visit, ...]]:
        found: defaultdict[CustomerId, list[Visit]] = defaultdict(list)
        for _, plan in recorded.rows(kinds.VISIT_PLAN):
            for visit in plan.visits:
                known = visit_as_known(visit, self.now)
                if known is not None:
                    found[visit.customer_id].append(known)
        return {customer: tuple(visits) for customer, visits in found.items()}


def _instant(now: DateTime | None, as_of: Date, zone: str) -> DateTime:
    """Return the instant of the review in the firm's zone."""
    if now is None:
        return end_of_day(as_of, zone)
    local = check.require_instant("now", now).in_timezone(zone)
    if local.toordinal() < as_of.toordinal():
        raise InvalidValueError("now", now, f"on {as_of.isoformat()} or later in {zone}")
    return local


def end_of_day(day: Date, zone: str) -> DateTime:
    """Return the last microsecond of *day* in a time zone, as an instant."""
    return pendulum.datetime(day.year, day.month, day.day, tz=zone).end_of("day")


# --- what is counted on the way -------------------------------------------------


@attrs.define
class Counts:
    """
    How the customers of the book are spread.

    Attributes:
        customers: How many there are.
        tiers: How many have each tier, ``None`` where it is undetermined.
        moved: How many have another tier than before.
        verdicts: What would become of an order of one unit of each.
        complaints: Open complaints.
        clashes: Credit cards whose legal form contradicts the ownership on the customer card.
        boxes: How many boxes each part of the customer cards has, by part.
        filled: How many of them are filled.
    """

    customers: int = 0
    tiers: Counter[Tier | None] = field(factory=Counter)
    moved: int = 0
    verdicts: Counter[Verdict] = field(factory=Counter)
    complaints: int = 0
    clashes: int = 0
    boxes: Counter[CardPart] = field(factory=Counter)
    filled: Counter[CardPart] = field(factory=Counter)


_PARTS: Final = tuple(part.name for part in attrs.fields(Totals))


class _Tally:
    """Sums up the customers as they come."""

    def __init__(self) -> None:
        self.counts = Counts()
        self.lines: list[AgendaLine] = []
        self.collections: list[CollectionLine] = []
        self._minor: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def totals(self) -> Mapping[str, Totals]:
        return {
            currency: Totals(**{part: Money(minor[part], currency) for part in _PARTS})
            for currency, minor in sorted(self._minor.items())
        }

    def add(self, review: CustomerReview, ledger: Ledger, *, as_of: Date) -> None:
        counts, before = self.counts, review.tier_before
        counts.customers += 1
        counts.tiers[review.tier.outcome] += 1
        counts.moved += before is not None and before is not review.tier.outcome
        counts.verdicts[review.verdict.outcome] += 1
        counts.complaints += len(review.complaints)
        counts.clashes += sum(one.code == LEGAL_FORM_CLASH for one in review.notices)
        for part, fill in card_parts(review.customer).items():
            counts.filled[part] += len(fill.filled)
            counts.boxes[part] += len(fill.filled) + len(fill.missing)
        self._add_documents(ledger, as_of)
        if review.collection.outcome is not None:
            self.collections.append(review.collection.outcome)
        for parts in review.exposure.outcome.by_currency.values():
            self._add("exposure", parts.total)
            self._add("receivables", parts.receivables)
        for row in review.ageing.outcome.by_currency.values():
            self._add("overdue", row.overdue)

    def add_sales(self, sales: Iterable[Money]) -> None:
        for amount in sales:
            self._add("net_sales_12m", amount)

    def _add(self, part: str, money: Money) -> None:
        self._minor[money.currency][part] += money.minor

    def _add_documents(self, ledger: Ledger, as_of: Date) -> None:
        for order in ledger.orders:
            void = order.status_on(as_of) in {OrderStatus.DRAFT, OrderStatus.CANCELLED}
            if order.ordered_on <= as_of and not void:
                self._add("ordered", order.gross)
        for invoice in ledger.invoices:
            if invoice.invoiced_on <= as_of:
                self._add("invoiced", invoice.gross)
        for note in ledger.credit_notes:
            if note.issued_on <= as_of:
                self._add("credited", note.gross)
        for paid in ledger.payments:
            void = paid.bounced_on is not None and paid.bounced_on <= as_of
            if paid.received_on <= as_of and not void:
                self._add("paid", paid.amount)
