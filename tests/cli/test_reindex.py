"""``clientcare reindex``: a store of an older release, brought up to date."""

from __future__ import annotations

from pathlib import Path

import attrs

from clientcare.adapters.sqlite import SqliteRecords
from clientcare.domain.customer import Customer
from clientcare.domain.ids import CustomerId
from clientcare.kinds import CUSTOMER, KINDS
from clientcare.record_store import RecordBackedStore

from .conftest import Run


def _write(path: Path, *, older: bool) -> None:
    """Make a store with one customer, as a release without an index of ours made it."""
    indexes = dict(list(CUSTOMER.indexes.items())[1:]) if older else CUSTOMER.indexes
    kind = attrs.evolve(CUSTOMER, indexes=indexes)
    store = RecordBackedStore(SqliteRecords(path), [kind])
    with store.begin() as unit:
        unit.repository(kind).add(Customer(id=CustomerId("C-17"), name="Harbour Lane"))
        unit.commit()
    store.close()


def test_older_store_is_refused_and_brought_up_to_date(run: Run, tmp_path: Path) -> None:
    """The review names the command, the command says what it did, and the review goes on."""
    path = tmp_path / "book"
    _write(path, older=True)
    refused = run("review", str(path), "--as-of", "2026-01-31")

    assert 2 == refused.exit_code
    assert "`clientcare reindex` rewrites them" in refused.stderr
    assert "customer: 1 row rewritten\n" == run("reindex", str(path)).stdout
    assert 0 == run("review", str(path), "--as-of", "2026-01-31").exit_code


def test_store_of_this_release_is_left_alone(run: Run, tmp_path: Path) -> None:
    """Where nothing is to be done, it says so."""
    path = tmp_path / "book"
    _write(path, older=False)

    assert f"{path} is up to date\n" == run("reindex", str(path)).stdout
    with RecordBackedStore(SqliteRecords(path), KINDS).begin() as unit:
        assert "Harbour Lane" == unit.repository(CUSTOMER).get("C-17").value.name
