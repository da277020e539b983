"""A check may only test a sentence of the contract: each quotes the one it tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce
from typing import Any, Final

import pytest

from clientcare import record_store, repositories
from clientcare.testing.checks import ALL, Check

CHECKS: Final = [check for group in ALL for check in group]
CITATION: Final = re.compile(r'([A-Z]\w+(?:\.\w+)?): "(.+?)\.?"')


def _contract(where: str) -> str:
    owner, *rest = where.split(".")
    found: Any = getattr(repositories, owner, None) or getattr(record_store, owner)
    return " ".join((reduce(getattr, rest, found).__doc__ or "").split())


def _names() -> Iterator[str]:
    yield from (check.name for check in CHECKS)


@pytest.mark.parametrize("check", CHECKS, ids=list(_names()))
def test_cited_sentence_stands_in_the_contract(check: Check) -> None:
    """The quoted words are found, word for word, in the docstring that is named."""
    match = CITATION.match(check.cites)

    assert match is not None
    assert match[2] in _contract(match[1])


def test_names_are_unique() -> None:
    """An author can name a known gap without doubt."""
    names = list(_names())

    assert sorted(set(names)) == sorted(names)
