"""Every type checker accepts this."""

from __future__ import annotations

from stranger_dictionary import DictionaryRepository, DictionaryStore, DictionaryUnit

from clientcare.domain.customer import Customer
from clientcare.kinds import CUSTOMER, KINDS
from clientcare.repositories import Repository
from clientcare.testing.typing import accepts_repository, accepts_store, accepts_unit

store = DictionaryStore(KINDS)
accepts_store(store)
unit = DictionaryUnit(store)
accepts_unit(unit)
customers: Repository[Customer] = accepts_repository(DictionaryRepository(CUSTOMER, unit))
