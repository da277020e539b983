"""What it costs to write 10 000 credit cards into SQLite in one transaction, and to read a page."""

from __future__ import annotations

import itertools
import os
import sqlite3
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import attrs
from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteAggregateRecorder, SQLiteDatastore
from sqlalchemy import (
    JSON,
    Column,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    insert,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from benchmarks.cards import sample_cards
from benchmarks.harness import Table as Result
from benchmarks.harness import compare
from clientcare.adapters.sqlite import SqliteRecords
from clientcare.codec import make_converter
from clientcare.domain.credit import CreditCard
from clientcare.domain.ids import CreditCardId, CustomerId
from clientcare.kinds import CREDIT_CARD
from clientcare.record_store import RecordBackedStore
from clientcare.repositories import EVERYTHING

_CARDS: Final = 10_000
_PAGE: Final = 100
_PAGES: Final = 50
_numbers: Final = itertools.count()
_converter: Final = make_converter(sparse=True)

Cards = list[CreditCard]


class _Base(DeclarativeBase):
    pass


class _Card(_Base):
    __tablename__ = "card"
    id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


# --- writing ----------------------------------------------------------------------


def _raw(path: Path, cards: Cards) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE card (id TEXT PRIMARY KEY, body BLOB)")
    rows = ((card.id, CREDIT_CARD.codec.dump(card)) for card in cards)
    connection.executemany("INSERT INTO card VALUES (?, ?)", rows)
    connection.commit()
    connection.close()


def _ours(path: Path, cards: Cards) -> None:
    store = RecordBackedStore(SqliteRecords(path), [CREDIT_CARD])
    with store.begin() as unit:
        rows = unit.repository(CREDIT_CARD)
        for card in cards:
            rows.add(card)
        unit.commit()
    store.close()


def _core(path: Path, cards: Cards) -> None:
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


def _events(path: Path, cards: Cards) -> None:
    recorder = SQLiteAggregateRecorder(SQLiteDatastore(str(path)))
    recorder.create_table()
    recorder.insert_events(
        [
            StoredEvent(
                originator_id=uuid4(),
                originator_version=1,
                topic="credit_card",
                state=CREDIT_CARD.codec.dump(card),
            )
            for card in cards
        ]
    )
    recorder.datastore.close()


def _orm(path: Path, cards: Cards) -> None:
    engine = create_engine(f"sqlite:///{path}")
    _Base.metadata.create_all(engine)
    with Session(engine) as session:
        for card in cards:
            session.add(_Card(id=card.id, body=_converter.unstructure(card, CreditCard)))
        session.commit()
    engine.dispose()


def _in(folder: Path, write: Callable[[Path, Cards], None], cards: Cards) -> int:
    path = folder / f"{next(_numbers)}.sqlite"
    write(path, cards)
    for file in folder.iterdir():
        os.unlink(file)  # noqa: PTH108 - as quick as can be, it is timed
    return len(cards)


def _writing(folder: Path, title: str, cards: Cards) -> Result:
    run = partial(partial, _in, folder)
    return compare(
        f"write {len(cards):,} credit cards {title} into SQLite, one transaction",
        {
            "sqlite3 by hand, a blob": run(_raw, cards),
            "clientcare, guarded and indexed": run(_ours, cards),
            "SQLAlchemy Core, a blob": run(_core, cards),
            "eventsourcing, a recorder alone": run(_events, cards),
            "SQLAlchemy ORM, JSON": run(_orm, cards),
        },
        rounds=5,
    )


# --- reading ----------------------------------------------------------------------


def _pages_raw(path: Path) -> list[str]:
    found: list[str] = []
    connection, after = sqlite3.connect(path), ""
    for _ in range(_PAGES):
        rows = connection.execute(
            "SELECT id, body FROM card WHERE id > ? ORDER BY id LIMIT ?", (after, _PAGE)
        ).fetchall()
        found += [CREDIT_CARD.codec.load(body).id for _, body in rows]
        after = rows[-1][0]
    connection.close()
    return found


def _pages_ours(path: Path) -> list[str]:
    found: list[str] = []
    store, after = RecordBackedStore(SqliteRecords(path), [CREDIT_CARD]), None
    with store.begin() as unit:
        for _ in range(_PAGES):
            page = unit.repository(CREDIT_CARD).page(EVERYTHING, after=after, limit=_PAGE)
            found += [row.value.id for row in page.items]
            after = page.next
    store.close()
    return found


def _pages_orm(path: Path) -> list[str]:
    found: list[str] = []
    engine, after = create_engine(f"sqlite:///{path}"), ""
    with Session(engine) as session:
        for _ in range(_PAGES):
            rows = session.scalars(
                select(_Card).where(_Card.id > after).order_by(_Card.id).limit(_PAGE)
            ).all()
            found += [_converter.structure(row.body, CreditCard).id for row in rows]
            after = rows[-1].id
    engine.dispose()
    return found


def _reading(folder: Path, cards: Cards) -> Result:
    raw, ours, orm = (folder / name for name in ("raw", "ours", "orm"))
    _raw(raw, cards)
    _ours(ours, cards)
    _orm(orm, cards)
    return compare(
        f"read {_PAGES} pages of {_PAGE} credit cards from SQLite",
        {
            "sqlite3 by hand, a blob": partial(_pages_raw, raw),
            "clientcare": partial(_pages_ours, ours),
            "SQLAlchemy ORM, JSON": partial(_pages_orm, orm),
        },
        rounds=5,
    )


@attrs.frozen
class Tables:
    """Several tables, one after the other."""

    tables: tuple[Result, ...]

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.tables))


def table() -> Tables:
    """Compare writers and readers; all of them make JSON of the same cards, and cards of it."""
    bare = [
        CreditCard(id=CreditCardId(f"k{number}"), customer_id=CustomerId(f"c{number}"))
        for number in range(_CARDS)
    ]
    cards = sample_cards(_CARDS)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        return Tables(
            (
                _writing(Path(one), "with 40 boxes filled", cards),
                _writing(Path(one), "that are blank", bare),
                _reading(Path(other), cards),
            )
        )


if __name__ == "__main__":
    print(table())
