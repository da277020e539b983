"""Makes the lines of an agenda, all of one customer."""

from __future__ import annotations

from pendulum import Date, DateTime

from clientcare.domain._instants import moment
from clientcare.domain.decisions import Decision, Reason
from clientcare.domain.ids import CustomerId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.scales import Tier
from clientcare.policies.agenda import AgendaLine, Topic, Urgency
from clientcare.policies.contact_permission import ContactAnswer


def urgency_of(due: Date | DateTime | None, *, now: DateTime, soon_days: int) -> Urgency | None:
    """Return how late *due* is: past, today, within the soon days, or not yet a matter."""
    if due is None:
        return None
    if isinstance(due, DateTime) and moment(due) < moment(now):
        return Urgency.LATE
    day = due.astimezone(now.tzinfo).date() if isinstance(due, DateTime) else due
    days = day.toordinal() - now.toordinal()
    if days > soon_days:
        return None
    if days < 0:
        return Urgency.LATE
    return Urgency.NOW if days == 0 else Urgency.SOON


class LineMaker:
    """
    Makes the lines of one customer.

    Args:
        customer_id: The customer.
        owner_id: Who looks after the customer; ``None`` is nobody.
        tier: The customer's tier.
        now: The instant asked, in the firm's zone.
        soon_days: What is due within so many days is due soon.
    """

    def __init__(
        self,
        *,
        customer_id: CustomerId,
        owner_id: StaffId | None,
        tier: Tier | None,
        now: DateTime,
        soon_days: int,
    ) -> None:
        self._customer_id = customer_id
        self._owner_id = owner_id
        self._tier = tier
        self._now = now
        self._soon_days = soon_days

    def line(
        self,
        topic: Topic,
        urgency: Urgency,
        reasons: tuple[Reason, ...],
        *,
        due: Date | DateTime | None = None,
        amount: Money | None = None,
        subject_id: str = "",
        staff_id: StaffId | None = None,
        contact: Decision[ContactAnswer | None] | None = None,
    ) -> AgendaLine:
        """Return a line of the customer; who looks after the customer has to do it."""
        return AgendaLine(
            customer_id=self._customer_id,
            staff_id=staff_id or self._owner_id,
            topic=topic,
            urgency=urgency,
            due=due,
            tier=self._tier,
            amount=amount,
            reasons=reasons,
            subject_id=subject_id,
            contact=contact,
        )

    def urgency_of(self, due: Date | DateTime | None) -> Urgency | None:
        """Return how late *due* is: past, today, within the soon days, or not yet a matter."""
        return urgency_of(due, now=self._now, soon_days=self._soon_days)

    def rank(self, owed: tuple[Urgency, Date | DateTime]) -> tuple[int, int, bool, int]:
        """Return what puts the more urgent first, then the earlier due; a day lasts to its end."""
        urgency, due = owed
        place = list(Urgency).index(urgency)
        if isinstance(due, DateTime):
            return place, due.astimezone(self._now.tzinfo).toordinal(), False, moment(due)
        return place, due.toordinal(), True, 0
