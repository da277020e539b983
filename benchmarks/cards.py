"""Credit cards as a firm keeps them: those of the sample book, as many as asked for."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path
from typing import Final

import attrs
from pendulum import Date

from clientcare.domain.credit import CreditCard
from clientcare.domain.ids import CreditCardId, CustomerId
from clientcare.kinds import CREDIT_CARD
from clientcare.services.importing import read_folder, read_mapping
from clientcare.testing.sample_book import write_sample_book

_DEALERS: Final = 60


def sample_cards(count: int) -> list[CreditCard]:
    """Return *count* cards, each of a customer of its own, with about 40 boxes filled."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "book"
        write_sample_book(folder, dealers=_DEALERS)
        book = read_folder(folder, read_mapping(folder / "mapping.toml"), today=Date(2026, 1, 31))
    cards = [value for kind, value in book.objects if kind is CREDIT_CARD]
    return [
        attrs.evolve(card, id=CreditCardId(f"k{number}"), customer_id=CustomerId(f"c{number}"))
        for number, card in zip(range(count), itertools.cycle(cards), strict=False)
    ]
