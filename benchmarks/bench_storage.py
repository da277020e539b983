"""What it costs to write 10 000 credit cards into SQLite in one transaction."""

from __future__ import annotations

import itertools
import json
import sqlite3
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import JSON, Column, LargeBinary, MetaData, String, Table, create_engine, insert
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from benchmarks.harness import Table as Result
from benchmarks.harness import compare
from clientcare.adapters.sqlite import SqliteRecords
from clientcare.domain.credit import CreditCard
from clientcare.domain.ids import CreditCardId, CustomerId
from clientcare.kinds import CREDIT_CARD
from clientcare.record_store import RecordBackedStore

_CARDS: Final = 10_000
_numbers: Final = itertools.count()


class _Base(DeclarativeBase):
    pass


class _Card(_Base):
    __tablename__ = "card"
    id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[dict[str, object]] = mapped_column(JSON)


def _raw(path: Path, cards: list[CreditCard]) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE card (id TEXT PRIMARY KEY, body BLOB)")
    rows = ((card.id, CREDIT_CARD.codec.dump(card)) for card in cards)
    connection.executemany("INSERT INTO card VALUES (?, ?)", rows)
    connection.commit()
    connection.close()


def _ours(path: Path, cards: list[CreditCard]) -> None:
    store = RecordBackedStore(SqliteRecords(path), [CREDIT_CARD])
    with store.begin() as unit:
        rows = unit.repository(CREDIT_CARD)
        for card in cards:
            rows.add(card)
        unit.commit()
    store.close()


def _core(path: Path, cards: list[CreditCard]) -> None:
    engine = create_engine(f"sqlite:///{path}")
    metadata = MetaData()
    card_table = Table(
        "card", metadata, Column("id", String, primary_key=True), Column("body", LargeBinary)
    )
    metadata.create_all(engine)
    with engine.begin() as connection:
        rows = [{"id": card.id, "body": CREDIT_CARD.codec.dump(card)} for card in cards]
        connection.execute(insert(card_table), rows)
    engine.dispose()


def _orm(path: Path, cards: list[CreditCard]) -> None:
    engine = create_engine(f"sqlite:///{path}")
    _Base.metadata.create_all(engine)
    with Session(engine) as session:
        for card in cards:
            session.add(_Card(id=card.id, body=json.loads(CREDIT_CARD.codec.dump(card))))
        session.commit()
    engine.dispose()


def _in(
    folder: Path, write: Callable[[Path, list[CreditCard]], None], cards: list[CreditCard]
) -> int:
    path = folder / f"{next(_numbers)}.sqlite"
    write(path, cards)
    return len(cards)


def table() -> Result:
    """Compare writers; all of them turn the same cards into the same bytes first."""
    cards = [
        CreditCard(id=CreditCardId(f"k{number}"), customer_id=CustomerId(f"c{number}"))
        for number in range(_CARDS)
    ]
    with tempfile.TemporaryDirectory() as folder:
        run = partial(partial, _in, Path(folder))
        return compare(
            f"write {_CARDS} credit cards into SQLite, one transaction",
            {
                "sqlite3 by hand, a blob": run(_raw, cards),
                "clientcare, guarded and indexed": run(_ours, cards),
                "SQLAlchemy Core, a blob": run(_core, cards),
                "SQLAlchemy ORM, JSON": run(_orm, cards),
            },
            rounds=5,
        )


if __name__ == "__main__":
    print(table())
