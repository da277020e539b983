"""
A believable customer book that nobody's data went into, for demos and tests.

It is the book of a maker of kitchen appliances that sells through dealers in
China: five offices, their salespeople, two years of trade. It needs no extra.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Final

from clientcare.testing._sample.attention import attention_sheets
from clientcare.testing._sample.care import (
    consent_sheet,
    promise_sheets,
    referral_sheets,
    touchpoint_sheet,
    visit_sheet,
)
from clientcare.testing._sample.complaints import complaint_sheets
from clientcare.testing._sample.credit import credit_sheets, payment_promise_sheet
from clientcare.testing._sample.dealers import make_dealers
from clientcare.testing._sample.people import (
    calendar_sheet,
    customer_sheets,
    reps_by_office,
    staff_sheets,
)
from clientcare.testing._sample.prevention import prevention_sheets
from clientcare.testing._sample.requests import approval_request_sheets, concession_sheets
from clientcare.testing._sample.sheets import Sheet
from clientcare.testing._sample.trade import make_trade, tiers_of_2024

__all__ = ["DEALERS", "SEED", "write_sample_book"]

SEED: Final = 2025
DEALERS: Final = 200


def write_sample_book(folder: Path, *, seed: int = SEED, dealers: int = DEALERS) -> None:
    """
    Write a book as CSV files with a ``mapping.toml`` into *folder*, which is made if need be.

    Its facts are from 2024-01-01 to 2025-12-31 whatever the day on which it is
    written, and the same *seed* gives the same bytes.

    Args:
        folder: Where to write; files of the same names are replaced.
        seed: What all chance in it starts from.
        dealers: How many dealers there are, 20 or more.

    Raises:
        ValueError: There are fewer than 20 dealers.
        OSError: The folder cannot be written.
    """
    if dealers < 20:  # noqa: PLR2004 - as said
        raise ValueError(f"a book of {dealers} dealers is too small; it takes 20 or more")
    sheets = tuple(_sheets(seed, dealers))
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in sheets:
        (folder / sheet.name).write_text(sheet.text(), encoding="utf-8", newline="")
    mapping = resources.files("clientcare.testing._sample").joinpath("mapping.toml")
    (folder / "mapping.toml").write_text(
        mapping.read_text(encoding="utf-8"), encoding="utf-8", newline=""
    )


def _sheets(seed: int, count: int) -> Iterator[Sheet]:
    dealers = make_dealers(seed, count, reps_by_office())
    trade = make_trade(seed, dealers)
    yield calendar_sheet()
    yield from staff_sheets(seed)
    yield from customer_sheets(seed, dealers, tiers_of_2024(trade))
    yield from credit_sheets(seed, dealers, trade)
    yield from approval_request_sheets(seed, dealers)
    yield from concession_sheets(dealers, trade)
    yield from trade.sheets()
    yield payment_promise_sheet(seed, trade)
    complaints, steps = complaint_sheets(seed, dealers, trade)
    yield from (complaints, steps, *prevention_sheets(seed, dealers, complaints, steps))
    yield touchpoint_sheet(seed, dealers)
    yield from visit_sheet(seed, dealers)
    yield from promise_sheets(seed, dealers)
    referrals, events = referral_sheets(seed, dealers, trade)
    yield from (referrals, events, *attention_sheets(seed, dealers, referrals, events))
    yield consent_sheet(seed, dealers)
