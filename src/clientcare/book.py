"""
The customer book: the repositories of one unit of work, by name.

.. code-block:: text

    with store.begin() as unit:
        book = Book(unit)
        book.customers.add(customer)
        unit.commit()
"""

from __future__ import annotations

from clientcare import kinds
from clientcare.domain.aftercare import (
    CustomerCheck,
    PersonnelChange,
    ProductNotice,
    PurchaseCare,
    SatisfactionAnswer,
    ServicedItem,
)
from clientcare.domain.ambassador import AmbassadorNote, Favour
from clientcare.domain.approval_requests import ApprovalRequest
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.concessions import Concession
from clientcare.domain.consents import ConsentEntry
from clientcare.domain.corrective_action import CorrectiveAction
from clientcare.domain.credit import CreditCard
from clientcare.domain.customer import Customer
from clientcare.domain.decision_log import DecisionRecord
from clientcare.domain.development import DevelopmentPlan
from clientcare.domain.gifts import Gift
from clientcare.domain.memory import LifecycleMemory, TierMemory
from clientcare.domain.occasions import Occasion
from clientcare.domain.orders import Delivery, Order
from clientcare.domain.outlets import OutletProblem
from clientcare.domain.payment_promises import PaymentPromise
from clientcare.domain.promises import Promise
from clientcare.domain.receivables import CreditNote, Invoice, Payment, WriteOff
from clientcare.domain.recurring_promises import RecurringPromise
from clientcare.domain.referral import Referral
from clientcare.domain.staff import Staff
from clientcare.domain.support import SupportPlan
from clientcare.domain.surveys import CustomerSurvey
from clientcare.domain.touchpoints import Touchpoint
from clientcare.domain.visit_plans import VisitPlan
from clientcare.repositories import Repository, Unit


class Book:
    """
    The rows of one unit of work, each kind under its name.

    Args:
        unit: Stays the caller's: commit it, or leave it to discard.
    """

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    @property
    def customers(self) -> Repository[Customer]:
        """The customer cards 客户资料卡 (KH001)."""
        return self._unit.repository(kinds.CUSTOMER)

    @property
    def cards(self) -> Repository[CreditCard]:
        """The credit cards 客户信用卡 (KH002)."""
        return self._unit.repository(kinds.CREDIT_CARD)

    @property
    def approval_requests(self) -> Repository[ApprovalRequest]:
        """Requests to change a limit, each with its trail of signatures."""
        return self._unit.repository(kinds.APPROVAL_REQUEST)

    @property
    def concessions(self) -> Repository[Concession]:
        """What was agreed with dealers in difficulty."""
        return self._unit.repository(kinds.CONCESSION)

    @property
    def staff(self) -> Repository[Staff]:
        """Our own people."""
        return self._unit.repository(kinds.STAFF)

    @property
    def calendars(self) -> Repository[WorkCalendar]:
        """The working calendars."""
        return self._unit.repository(kinds.WORK_CALENDAR)

    @property
    def orders(self) -> Repository[Order]:
        """The orders of all customers."""
        return self._unit.repository(kinds.ORDER)

    @property
    def deliveries(self) -> Repository[Delivery]:
        """The deliveries of all customers."""
        return self._unit.repository(kinds.DELIVERY)

    @property
    def invoices(self) -> Repository[Invoice]:
        """The invoices of all customers."""
        return self._unit.repository(kinds.INVOICE)

    @property
    def credit_notes(self) -> Repository[CreditNote]:
        """The credit notes of all customers."""
        return self._unit.repository(kinds.CREDIT_NOTE)

    @property
    def payments(self) -> Repository[Payment]:
        """The payments of all customers."""
        return self._unit.repository(kinds.PAYMENT)

    @property
    def write_offs(self) -> Repository[WriteOff]:
        """What was written off, of all customers."""
        return self._unit.repository(kinds.WRITE_OFF)

    @property
    def complaints(self) -> Repository[Complaint]:
        """The complaints of all customers, each with its history."""
        return self._unit.repository(kinds.COMPLAINT)

    @property
    def corrective_actions(self) -> Repository[CorrectiveAction]:
        """What is done so that troubles do not come back."""
        return self._unit.repository(kinds.CORRECTIVE_ACTION)

    @property
    def referrals(self) -> Repository[Referral]:
        """Who was recommended to us, and by whom."""
        return self._unit.repository(kinds.REFERRAL)

    @property
    def visit_plans(self) -> Repository[VisitPlan]:
        """The visit plans of our people, with their visits."""
        return self._unit.repository(kinds.VISIT_PLAN)

    @property
    def touchpoints(self) -> Repository[Touchpoint]:
        """Every contact with a customer or a prospect."""
        return self._unit.repository(kinds.TOUCHPOINT)

    @property
    def promises(self) -> Repository[Promise]:
        """What was promised, and what became of it."""
        return self._unit.repository(kinds.PROMISE)

    @property
    def payment_promises(self) -> Repository[PaymentPromise]:
        """What customers promised to pay, and by when."""
        return self._unit.repository(kinds.PAYMENT_PROMISE)

    @property
    def consents(self) -> Repository[ConsentEntry]:
        """Consents given and withdrawn; only ever added."""
        return self._unit.repository(kinds.CONSENT)

    @property
    def customer_surveys(self) -> Repository[CustomerSurvey]:
        """What customers said when they were asked why they came or left."""
        return self._unit.repository(kinds.CUSTOMER_SURVEY)

    @property
    def support_plans(self) -> Repository[SupportPlan]:
        """What each customer is supported with, year by year."""
        return self._unit.repository(kinds.SUPPORT_PLAN)

    @property
    def occasions(self) -> Repository[Occasion]:
        """Birthdays and anniversaries on which somebody is greeted."""
        return self._unit.repository(kinds.OCCASION)

    @property
    def satisfaction(self) -> Repository[SatisfactionAnswer]:
        """What customers answered when asked how satisfied they are."""
        return self._unit.repository(kinds.SATISFACTION)

    @property
    def serviced_items(self) -> Repository[ServicedItem]:
        """What was sold and is maintained."""
        return self._unit.repository(kinds.SERVICED_ITEM)

    @property
    def product_notices(self) -> Repository[ProductNotice]:
        """Bulletins, and changes of what customers bought."""
        return self._unit.repository(kinds.PRODUCT_NOTICE)

    @property
    def personnel_changes(self) -> Repository[PersonnelChange]:
        """Who came and left at the customers."""
        return self._unit.repository(kinds.PERSONNEL_CHANGE)

    @property
    def purchase_care(self) -> Repository[PurchaseCare]:
        """The steps after each purchase."""
        return self._unit.repository(kinds.PURCHASE_CARE)

    @property
    def customer_checks(self) -> Repository[CustomerCheck]:
        """The regular checks of old customers."""
        return self._unit.repository(kinds.CUSTOMER_CHECK)

    @property
    def recurring_promises(self) -> Repository[RecurringPromise]:
        """What was promised for a day of every month."""
        return self._unit.repository(kinds.RECURRING_PROMISE)

    @property
    def gifts(self) -> Repository[Gift]:
        """The register of what was given to whom."""
        return self._unit.repository(kinds.GIFT)

    @property
    def favours(self) -> Repository[Favour]:
        """The favours that we owe, and those returned."""
        return self._unit.repository(kinds.FAVOUR)

    @property
    def ambassador_notes(self) -> Repository[AmbassadorNote]:
        """What is known of each customer as an ambassador, by customer."""
        return self._unit.repository(kinds.AMBASSADOR_NOTE)

    @property
    def outlet_problems(self) -> Repository[OutletProblem]:
        """Problems met at outlets."""
        return self._unit.repository(kinds.OUTLET_PROBLEM)

    @property
    def development_plans(self) -> Repository[DevelopmentPlan]:
        """How prospects are developed."""
        return self._unit.repository(kinds.DEVELOPMENT_PLAN)

    @property
    def tier_memories(self) -> Repository[TierMemory]:
        """The tier each customer held, by customer."""
        return self._unit.repository(kinds.TIER_MEMORY)

    @property
    def lifecycle_memories(self) -> Repository[LifecycleMemory]:
        """The stage each customer was in, by customer."""
        return self._unit.repository(kinds.LIFECYCLE_MEMORY)

    @property
    def decisions(self) -> Repository[DecisionRecord]:
        """What was decided, by which rules, and why; only ever added."""
        return self._unit.repository(kinds.DECISION)
