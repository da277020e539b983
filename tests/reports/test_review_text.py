"""A review as text that people read."""

from __future__ import annotations

import re
from typing import Any

import attrs
import pytest
from pendulum import Date
from tests.services.conftest import store_of

from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_scales import LegalForm
from clientcare.domain.customer import Customer
from clientcare.domain.ids import CreditCardId, CustomerId, InvoiceId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.receivables import Invoice, InvoiceLine
from clientcare.domain.scales import Ownership
from clientcare.domain.staff import Staff, StaffRole
from clientcare.reports.review_text import review_text
from clientcare.repositories import Store
from clientcare.services.importing import RowReport, Tally
from clientcare.services.review import BookReview

AS_OF = Date(2025, 12, 31)


def text(store: Store, **options: Any) -> str:
    """Return the review of a store as text."""
    return "".join(review_text(BookReview(store, as_of=AS_OF), **options))


def customer(key: str, owner: str | None) -> Customer:
    """Return a customer and who looks after it."""
    return Customer(
        id=CustomerId(key), name=f"firm {key}", owner_id=None if owner is None else StaffId(owner)
    )


def bill(key: str, of: str, **changes: Any) -> Invoice:
    """Return an invoice of 10 that was due in July."""
    line = InvoiceLine(net=Money.of(10, "CNY"), gross=Money.of(10, "CNY"))
    made = Invoice(
        id=InvoiceId(key),
        customer_id=CustomerId(of),
        invoiced_on=Date(2025, 6, 1),
        due_on=Date(2025, 7, 1),
        lines=(line,),
    )
    return attrs.evolve(made, **changes)


BOOK = (
    customer("a", "rep"),
    customer("b", None),
    customer("c", "gone"),
    Staff(id=StaffId("rep"), name="Wang", roles=(StaffRole.REP,)),
    *(bill(f"i-{key}", key) for key in "abc"),
)


def test_cards_are_summed_up() -> None:
    """How complete the cards are, and how many contradict each other, stands in the summary."""
    owner = attrs.evolve(customer("a", None), ownership=Ownership.STATE_OWNED)
    card = CreditCard(id=CreditCardId("k"), customer_id=owner.id, legal_form=LegalForm.PARTNERSHIP)
    lines = text(store_of(owner, card, customer("b", None))).splitlines()

    assert (
        "Boxes of the customer cards that are filled: basics 11 %, characteristics 0 %,"
        " business 0 %, trading 0 %."
    ) in lines
    assert "1 credit card whose legal form contradicts the ownership." in lines


def test_the_sample_book_reads_well(sample: Store) -> None:
    """No code of a program, no zone on every line, nobody unknown where there is just none."""
    found = text(sample, lines=None)

    assert found.startswith("Review of the book as of 2025-12-31\n====")
    assert 1 == found.count("Asia/Shanghai")
    assert [] == re.findall(r"[a-z]_[a-z]", found)
    assert "temporary unknown" not in found
    assert [] == [line for line in found.splitlines() if line != line.rstrip()]


def test_every_line_has_its_reason(sample: Store) -> None:
    """Below each line of the agenda stands why, indented."""
    _, _, agenda = text(sample, lines=None).partition("Agenda: ")
    lines = agenda.splitlines()
    heads = [at for at, line in enumerate(lines) if re.match(r" *\d+\. ", line)]

    assert len(heads) > 30
    assert all(lines[at + 1].startswith("      ") for at in heads)


def test_people_are_named() -> None:
    """By name and id where they are in the book, by id where they are not."""
    found = text(store_of(*BOOK))

    assert "By person: gone 3, Wang (rep) 3, unassigned 3." in found
    assert "firm a (a, tier A) · for Wang (rep)" in found
    assert "firm b (b, tier A) · unassigned" in found
    assert "firm c (c, tier A) · for gone" in found


@pytest.mark.parametrize(
    ("staff", "title"),
    [
        ("rep", "Agenda of Wang (rep): 3 lines (1 late, 2 now, 0 soon)"),
        ("unassigned", "Agenda of unassigned: 3 lines"),
        ("nobody", "Agenda of nobody: 0 lines"),
    ],
)
def test_one_agenda(staff: str, title: str) -> None:
    """Only the lines of one person are shown, counted anew; the summary is of the whole book."""
    found = text(store_of(*BOOK), staff=staff)

    assert "3 customers by tier" in found
    assert title in found
    assert "By person" not in found


def test_a_long_agenda_is_cut() -> None:
    """As many lines as asked for, and how many more there are."""
    assert "\n... and 8 more lines.\n" in text(store_of(*BOOK), lines=1)
    assert "\n... and 1 more line.\n" in text(store_of(*BOOK), lines=8)
    assert "more line" not in text(store_of(*BOOK), lines=9)


def test_what_a_reason_says_is_not_said_above_it() -> None:
    """The overdue amount stands in the reason of its line, so the head leaves it out."""
    found = text(store_of(*BOOK))

    assert "Collection · firm a (a, tier A) · for Wang (rep)\n" in found
    assert "Of 10.00 CNY open, 10.00 CNY is past due" in found


def test_what_was_left_out_is_told() -> None:
    """With how many of what, in words."""
    later = bill("i-9", "a", invoiced_on=Date(2026, 1, 1), due_on=None)
    stray = [bill(f"s-{key}", "zz") for key in "xy"]
    tally = Tally(kind="invoice", file="i.csv", rows=9, built=6, refused=0, left_out={"free": 3})
    rows = RowReport(tallies=(tally,), unread={"i.csv": 3})
    found = text(store_of(*BOOK, later, *stray), rows=rows)

    assert "Left out, dated after 2025-12-31: 1 invoice.\n" in found
    assert "Left out, of customers who are not in the book: 2 invoices.\n" in found
    assert (
        "Left out, 3 rows of i.csv from which nothing was made:\n  as invoice: free (3)\n" in found
    )


def test_an_empty_book() -> None:
    """Nobody to ask, nothing to do."""
    found = text(store_of())

    assert "0 customers by tier: A 0, B 0, C 0.\n" in found
    assert "would meet today: nobody to ask.\n" in found
    assert "Agenda: 0 lines (0 late, 0 now, 0 soon), the most urgent first\n" in found
