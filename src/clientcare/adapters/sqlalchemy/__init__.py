"""
Records in any database that SQLAlchemy 2 speaks to (extra ``sql``).

.. code-block:: text

    records = SqlAlchemyRecords(create_engine("postgresql+psycopg://..."), prefix="care_")
    records.create_all()
    store = RecordBackedStore(records, KINDS)

The host may hand in a connection instead of an engine, and units join the
transaction that is open on it, as savepoints; the host commits. Where none is
open, a unit is a transaction of its own.

Reads see what is committed (the database's usual isolation), every write is
guarded by its version in the statement itself. Two units that write the same
row wait for each other; a deadlock is reported as retryable.
"""

from __future__ import annotations

from clientcare.errors import MissingExtraError

try:
    from clientcare.adapters.sqlalchemy._records import SqlAlchemyRecords
except ModuleNotFoundError as exc:
    if exc.name != "sqlalchemy":
        raise
    raise MissingExtraError("sql") from exc

__all__ = ["SqlAlchemyRecords"]
