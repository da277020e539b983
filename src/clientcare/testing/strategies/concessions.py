"""What is agreed with dealers in difficulty."""

from __future__ import annotations

from hypothesis import strategies as st
from pendulum import Date

from clientcare.domain.concessions import (
    AgreedDeadline,
    AgreedSupport,
    Concession,
    Instalment,
    WarningSign,
)
from clientcare.domain.ids import ConcessionId, CustomerId, InvoiceId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.support import SupportKind


@st.composite
def concessions(
    draw: st.DrawFn,
    customer_ids: st.SearchStrategy[str] = st.sampled_from(("dealer-1", "经销商")),
) -> Concession:
    """Return agreements of up to 100 days, ended early or not."""
    agreed_on = Date(2026, 1, 1 + draw(st.integers(0, 27)))
    length = draw(st.integers(0, 100))
    inside = st.integers(0, length).map(lambda days: _later(agreed_on, days))
    instalments = draw(st.lists(inside, max_size=3, unique=True))
    named = draw(st.lists(st.sampled_from(("I-1", "I-2")), unique=True))
    return Concession(
        id=ConcessionId(draw(st.sampled_from(("N-1", "帮-2")))),
        customer_id=CustomerId(draw(customer_ids)),
        agreed_on=agreed_on,
        ends_on=_later(agreed_on, length),
        agreed_by=StaffId("s-1"),
        signs=tuple(draw(st.lists(st.sampled_from(WarningSign), min_size=1, unique=True))),
        deadlines=tuple(
            AgreedDeadline(invoice_id=InvoiceId(key), until_on=draw(inside)) for key in named
        ),
        instalments=tuple(
            Instalment(due_on=day, amount=Money(draw(st.integers(0, 999)), "CNY"))
            for day in sorted(instalments)
        ),
        support=(
            AgreedSupport(
                kind=draw(st.sampled_from(SupportKind)), what="stand", until_on=draw(inside)
            ),
        ),
        ended_on=draw(st.none() | inside),
        reason=draw(st.text(max_size=8)),
    )


def _later(day: Date, days: int) -> Date:
    return Date.fromordinal(day.toordinal() + days)
