"""Whether a dealer in difficulty keeps what was agreed (K3)."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from pendulum import Date

from clientcare.domain.concessions import (
    AgreedDeadline,
    AgreedSupport,
    Concession,
    Instalment,
    WarningSign,
)
from clientcare.domain.ids import ConcessionId, InvoiceId, StaffId
from clientcare.domain.ledger import Ledger, Reference
from clientcare.domain.support import SupportKind
from clientcare.policies.concession_watch import (
    ConcessionRules,
    ConcessionStanding,
    ConcessionStatus,
    deferred_ledger,
    watch_concession,
)
from clientcare.policies.credit_hold import Verdict, check_order
from clientcare.policies.overdue import overdue_items
from clientcare.testing.documents import DEALER, Document, invoice, ledger, money, payment
from clientcare.wording import explain

from .test_credit_hold import card, facts_of

OLD = invoice("I-1", "2025-12-01", "9000", "2026-01-31")


def agreed(**changes: Any) -> Concession:
    """Return an agreement of March: I-1 until 30 April."""
    usual = {
        "agreed_on": Date(2026, 3, 2),
        "ends_on": Date(2026, 5, 31),
        "signs": (WarningSign.FALLING_SALES,),
        "deadlines": (AgreedDeadline(invoice_id=InvoiceId("I-1"), until_on=Date(2026, 4, 30)),),
    }
    return Concession(
        id=ConcessionId("N-1"),
        customer_id=DEALER,
        agreed_by=StaffId("sm"),
        **{**usual, **changes},
    )


def part(month: int, day: int, amount: str) -> Instalment:
    """Return an instalment of 2026."""
    return Instalment(due_on=Date(2026, month, day), amount=money(amount))


IN_PARTS = agreed(deadlines=(), instalments=(part(3, 31, "3000"), part(4, 30, "6000")))


def watch(
    concession: Concession, *documents: Document, on: Date = Date(2026, 5, 1), grace_days: int = 0
) -> ConcessionStatus:
    """Return where an agreement stands."""
    rules = ConcessionRules(grace_days=grace_days)
    return watch_concession(concession, ledger(OLD, *documents), as_of=on, rules=rules).outcome


class TestDeadlines:
    """A later day for an invoice."""

    def test_the_agreed_day_is_in_time(self) -> None:
        """What is due, and until when, is told."""
        found = watch(agreed(), on=Date(2026, 4, 30))

        assert found == ConcessionStatus(
            standing=ConcessionStanding.RUNNING,
            next_due_on=Date(2026, 4, 30),
            to_pay=money("9000"),
        )

    def test_the_day_after_it_is_broken(self) -> None:
        """And the invoice falls due by its own date again."""
        found = watch(agreed(), payment("P-1", "2026-04-30", "8999.99"))

        assert found == ConcessionStatus(
            standing=ConcessionStanding.BROKEN,
            broken_on=Date(2026, 5, 1),
            falls_due=(InvoiceId("I-1"),),
        )

    def test_it_stays_broken(self) -> None:
        """Money that comes later does not mend it."""
        late = payment("P-1", "2026-05-01", "9000")

        assert ConcessionStanding.BROKEN is watch(agreed(), late, on=Date(2026, 5, 9)).standing

    def test_days_of_grace_are_the_firms_to_give(self) -> None:
        """One day, and it was in time."""
        late = payment("P-1", "2026-05-01", "9000")
        found = watch(agreed(), late, on=Date(2026, 5, 9), grace_days=1)

        assert ConcessionStanding.RUNNING is found.standing

    def test_an_invoice_that_is_not_known_is_not_judged(self) -> None:
        """It may be archived."""
        other = AgreedDeadline(invoice_id=InvoiceId("I-9"), until_on=Date(2026, 4, 1))

        assert ConcessionStanding.RUNNING is watch(agreed(deadlines=(other,))).standing


class TestInstalments:
    """The old debt in parts."""

    @pytest.mark.parametrize(
        ("paid", "standing"),
        [("3000", ConcessionStanding.RUNNING), ("2999.99", ConcessionStanding.BROKEN)],
    )
    def test_each_part_has_to_come_by_its_day(
        self, paid: str, standing: ConcessionStanding
    ) -> None:
        """To the fen."""
        found = watch(IN_PARTS, payment("P-1", "2026-03-31", paid), on=Date(2026, 4, 1))

        assert standing is found.standing

    def test_what_came_too_much_counts_for_the_next(self) -> None:
        """5,000 for the first leave 4,000 for the second."""
        found = watch(IN_PARTS, payment("P-1", "2026-03-31", "5000"), on=Date(2026, 4, 1))

        assert (Date(2026, 4, 30), money("4000")) == (found.next_due_on, found.to_pay)

    def test_what_came_before_is_no_part(self) -> None:
        """It was paid when the agreement was made."""
        found = watch(IN_PARTS, payment("P-1", "2026-03-01", "3000"), on=Date(2026, 4, 1))

        assert ConcessionStanding.BROKEN is found.standing

    def test_paying_a_new_purchase_is_no_part(self) -> None:
        """Only the old debt is."""
        new = invoice("I-2", "2026-03-03", "3000", "2026-03-31")
        paid = payment("P-1", "2026-03-31", "3000", Reference(invoice_id=InvoiceId("I-2")))

        assert ConcessionStanding.BROKEN is watch(IN_PARTS, new, paid, on=Date(2026, 4, 1)).standing


class TestEnds:
    """Every agreement ends."""

    def test_kept_to_its_end(self) -> None:
        """With everything paid in time; support alone cannot be broken by the dealer."""
        paid = payment("P-1", "2026-04-30", "9000")
        stand = AgreedSupport(kind=SupportKind.PROMOTION, what="x", until_on=Date(2026, 5, 1))
        helped = agreed(deadlines=(), support=(stand,))

        assert ConcessionStanding.RUNNING is watch(agreed(), paid, on=Date(2026, 5, 31)).standing
        assert ConcessionStanding.KEPT is watch(agreed(), paid, on=Date(2026, 6, 1)).standing
        assert ConcessionStanding.KEPT is watch(helped, on=Date(2026, 6, 1)).standing

    def test_ended_early(self) -> None:
        """From that day on."""
        early = agreed(ended_on=Date(2026, 3, 9))
        found = [watch(early, on=Date(2026, 3, day)).standing for day in (8, 9)]

        assert [ConcessionStanding.RUNNING, ConcessionStanding.ENDED] == found


class TestDeferral:
    """What an agreement does to the order check."""

    @staticmethod
    def days_overdue(concession: Concession, on: Date, *more: Document) -> int:
        """Return by how much I-1 is overdue for the sums."""
        known = deferred_ledger(ledger(OLD, *more), (concession,), as_of=on)
        (item,) = overdue_items(known, as_of=on)
        return item.days_overdue

    def test_overdue_sums_go_by_the_agreed_day_while_it_is_kept(self) -> None:
        """Then the old day rules again."""
        found = [self.days_overdue(agreed(), day) for day in (Date(2026, 4, 30), Date(2026, 5, 1))]

        assert [0, 90] == found

    def test_a_breach_of_one_part_ends_all_of_it(self) -> None:
        """The first instalment did not come: the deadline of April is gone, too."""
        both = agreed(instalments=(part(3, 31, "3000"),))
        found = [self.days_overdue(both, day) for day in (Date(2026, 3, 31), Date(2026, 4, 1))]

        assert [-30, 60] == found

    def test_an_agreement_that_was_ended_shelters_no_more(self) -> None:
        """From the day of its end; ended on its first day it never did."""
        early = agreed(ended_on=Date(2026, 3, 9))
        never = agreed(ended_on=Date(2026, 3, 2))
        found = [self.days_overdue(early, Date(2026, 3, day)) for day in (8, 9)]

        assert [-53, 37] == found
        assert 30 == self.days_overdue(never, Date(2026, 3, 2))

    def test_one_of_the_future_is_not_known(self) -> None:
        """A replay of the past does not see it."""
        assert 29 == self.days_overdue(agreed(), Date(2026, 3, 1))

    def test_the_limit_is_never_touched(self) -> None:
        """A held order is let go by the agreed day, and by nothing more."""
        plain = attrs.evolve(facts_of(OLD, of=card()), ledger=Ledger(customer_id=DEALER))
        held = attrs.evolve(plain, ledger=ledger(OLD))
        on = Date(2026, 3, 31)
        helped = attrs.evolve(held, ledger=deferred_ledger(held.ledger, (agreed(),), as_of=on))
        checks = [check_order(facts, as_of=on) for facts in (held, helped)]

        assert [Verdict.HOLD, Verdict.ALLOW] == [one.outcome for one in checks]
        assert 1 == len({one.inputs["limit"] for one in checks})


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("day", [3, 40, 100])
def test_every_standing_is_put_in_words(language: str, day: int) -> None:
    """In all three languages."""
    on = Date.fromordinal(Date(2026, 3, 1).toordinal() + day)
    for one in (agreed(), agreed(ended_on=Date(2026, 3, 9)), IN_PARTS):
        decision = watch_concession(one, ledger(OLD), as_of=on)

        assert all(explain(decision, language))
