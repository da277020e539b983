"""
Planted bugs: adapters that each break one sentence of the contract.

They prove the kit itself. Each mutant wraps a clean record store and spoils one
thing; a kit that lets one pass has a hole. Authors can run them too: over their
own adapter, every mutant has to be caught: those of ``MUTANTS`` by a named check and
by the model machine (``INTERLEAVED_ONLY`` and ``CLAIM_ONLY`` name those that show
only where the capability is declared), those of ``RACES`` by a named check alone,
for they need workers at a time. Those of ``ASYNC_MUTANTS`` wrap an async store;
``CAUGHT_BY`` names the check that finds each.
"""

from __future__ import annotations

from typing import Final

from clientcare.testing import _outbox_mutants, _page_mutants, _write_mutants
from clientcare.testing._async_mutants import ASYNC_MUTANTS, CAUGHT_BY
from clientcare.testing._sharing import SharesObjects
from clientcare.testing._spoilt import CLAIM_ONLY, MUTANTS, RACES, SpoiltStore, SpoiltUnit

__all__ = [
    "ASYNC_MUTANTS",
    "CAUGHT_BY",
    "CLAIM_ONLY",
    "INTERLEAVED_ONLY",
    "MUTANTS",
    "RACES",
    "SharesObjects",
    "SpoiltStore",
    "SpoiltUnit",
]

_REGISTERED: Final = (_write_mutants, _page_mutants, _outbox_mutants)
INTERLEAVED_ONLY: Final = frozenset({"ChecksThenWrites", "SavesUnguarded"})
"""Mutants whose bug shows only where two units can both have staged writes."""
