"""Every type checker accepts this."""

from __future__ import annotations

from stranger_dictionary import DictionaryRepository, DictionaryStore, DictionaryUnit
from stranger_dictionary.face import (
    AsyncDictionaryRepository,
    AsyncDictionaryStore,
    AsyncDictionaryUnit,
)

from clientcare.aio import AsyncRepository
from clientcare.domain.customer import Customer
from clientcare.kinds import CUSTOMER, KINDS
from clientcare.repositories import Repository
from clientcare.testing.typing import (
    accepts_async_repository,
    accepts_async_store,
    accepts_async_unit,
    accepts_repository,
    accepts_store,
    accepts_unit,
)

store = DictionaryStore(KINDS)
accepts_store(store)
unit = DictionaryUnit(store)
accepts_unit(unit)
customers: Repository[Customer] = accepts_repository(DictionaryRepository(CUSTOMER, unit))
accepts_async_store(AsyncDictionaryStore(store))
accepts_async_unit(AsyncDictionaryUnit(unit))
awaited: AsyncRepository[Customer] = accepts_async_repository(
    AsyncDictionaryRepository(CUSTOMER, unit)
)
