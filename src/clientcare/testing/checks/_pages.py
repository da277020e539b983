"""Pages: each row once, in code point order, by cursors that survive change."""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Callable
from functools import partial
from typing import Any

import pendulum
from pendulum import Date

from clientcare.errors import BadCursor, InvalidValueError, Unsupported
from clientcare.repositories import Capability, Cursor, Eq, In, Query, Range
from clientcare.testing.checks._check import Group, refused, same, true
from clientcare.testing.harness import Harness
from clientcare.testing.sample_kinds import NOTE, SCRAP, Mood, Note

PAGES = Group("pages")
BY_TITLE = Query(order="title")


def walk(harness: Harness, query: Query, limit: int) -> list[str]:
    """Return the keys of a listing, page by page, each page in a unit of its own."""
    keys: list[str] = []
    after: Cursor | None = None
    while True:
        with harness.begin() as unit:
            page = unit.repository(NOTE).page(query, after=after, limit=limit)
        true(len(page.items) <= limit, f"{len(page.items)} rows on a page of {limit}")
        true(page.items or page.next is None, "an empty page that has a next one")
        keys += [row.value.id for row in page.items]
        if page.next is None:
            return keys
        true(len(keys) <= 1000, "the listing does not end")  # noqa: PLR2004
        after = page.next


@PAGES.check()
def pages_visit_each_row_once_with_ties(harness: Harness) -> None:
    """Repository.page: "Rows are ordered by code point of (order, key)"."""
    titles = ["b", "a", "b", "a", "a", "", "b"]
    harness.add(*(Note(id=f"k{n}", title=title) for n, title in enumerate(titles)))
    expected = [key for _, key in sorted((title, f"k{n}") for n, title in enumerate(titles))]
    for limit in (1, 2, 3, len(titles) - 1, len(titles), len(titles) + 1):
        same(expected, walk(harness, BY_TITLE, limit), f"by title, pages of {limit}")
        same(sorted(expected), walk(harness, Query(), limit), f"by key, pages of {limit}")


@PAGES.check()
def order_is_by_instant_not_wall_clock(harness: Harness) -> None:
    """Repository.page: "instants compare in UTC"."""
    berlin = pendulum.timezone("Europe/Berlin")
    instants = [
        pendulum.datetime(2026, 7, 1, 9, tz="America/New_York"),
        pendulum.datetime(2026, 7, 1, 10, tz="Asia/Shanghai"),
        pendulum.datetime(2026, 7, 1, 9, tz="UTC"),
        pendulum.DateTime(2026, 10, 25, 2, 10, tzinfo=berlin, fold=1),
        pendulum.DateTime(2026, 10, 25, 2, 50, tzinfo=berlin, fold=0),
    ]
    harness.add(*(Note(id=f"k{n}", at=at) for n, at in enumerate(instants)))
    same(["k1", "k2", "k0", "k4", "k3"], walk(harness, Query(order="at"), 2), "by instant")


@PAGES.check()
def order_is_code_point_order(harness: Harness) -> None:
    """Repository.page: "Rows are ordered by code point of (order, key)"."""
    texts = ["", " ", "!", "0", "10", "9", "A", "Z", "_", "a", "b", "z", "~", "\x7f", "É", "é"]
    texts += [
        "e\u0301",
        "ß",
        "я",
        "中",
        "客",
        "\ud7ff",
        "\ue000",
        "ﬁ",
        "\uffff",
        "😀",
        "\U0010ffff",
    ]
    texts += ["a b", "a-b", "aB", "ab", "a\x01", "a\x02", "a\n"]
    harness.add(*(Note(id=f"k{n:02d}", title=text) for n, text in enumerate(texts)))
    with harness.begin() as unit:
        page = unit.repository(NOTE).page(BY_TITLE, limit=100)
    same(sorted(texts), [row.value.title for row in page.items], "the titles in order")
    same(sorted(texts), _titles(harness, walk(harness, BY_TITLE, 1)), "the titles, one by one")


def _titles(harness: Harness, keys: list[str]) -> list[str]:
    return [harness.get(key).value.title for key in keys]


@PAGES.check(Capability.DESCENDING)
def descending_is_exact_reverse(harness: Harness) -> None:
    """Query: "The exact reverse order"."""
    harness.add(*(Note(id=f"k{n}", title="ab"[n % 2]) for n in range(7)))
    for order in ("key", "title"):
        upward = walk(harness, Query(order=order), 3)
        for limit in (1, 2, 7):
            downward = walk(harness, Query(order=order, descending=True), limit)
            same(upward[::-1], downward, f"by {order}, descending, pages of {limit}")


@PAGES.check()
def undeclared_descending_is_refused(harness: Harness) -> None:
    """Repository.page: "Descending without ``DESCENDING``"."""
    if Capability.DESCENDING in harness.capabilities:
        return
    with harness.begin() as unit:
        repository = unit.repository(NOTE)
        refused(Unsupported, lambda: repository.page(Query(descending=True)), "descending")


def _first(harness: Harness, query: Query, limit: int) -> Cursor:
    with harness.begin() as unit:
        cursor = unit.repository(NOTE).page(query, limit=limit).next
    true(cursor is not None, "there is no cursor though rows follow")
    return cursor or Cursor("")


def _rest(harness: Harness, query: Query, cursor: Cursor) -> list[str]:
    with harness.begin() as unit:
        page = unit.repository(NOTE).page(query, after=cursor, limit=100)
    same(None, page.next, "the cursor of the last page")
    return [row.value.id for row in page.items]


@PAGES.check()
def cursor_survives_removal_of_its_row(harness: Harness) -> None:
    """Repository.page: "The cursor survives the removal of its row"."""
    versions = harness.add(*(Note(id=f"k{n}", title="same") for n in range(4)))
    for query in (BY_TITLE, Query()):
        cursor = _first(harness, query, 2)
        harness.remove("k1", versions[1])
        same(["k2", "k3"], _rest(harness, query, cursor), f"the rest by {query.order}")
        (versions[1],) = harness.add(Note(id="k1", title="same"))


@PAGES.check()
def row_added_before_cursor_is_not_repeated(harness: Harness) -> None:
    """Repository.page: "rows added before it do not come again"."""
    harness.add(*(Note(id=f"k{n}", title="same") for n in (1, 3, 5)))
    cursor = _first(harness, BY_TITLE, 2)
    harness.add(
        Note(id="k0", title="same"), Note(id="k9", title="early"), Note(id="k2", title="same")
    )
    same(["k5"], _rest(harness, BY_TITLE, cursor), "the rest")


@PAGES.check()
def row_added_after_cursor_is_seen(harness: Harness) -> None:
    """Repository.page: "rows added after it do"."""
    harness.add(*(Note(id=f"k{n}", title="same") for n in (1, 3, 5)))
    cursor = _first(harness, BY_TITLE, 2)
    harness.add(Note(id="k4", title="same"), Note(id="k0", title="tail"))
    same(["k4", "k5", "k0"], _rest(harness, BY_TITLE, cursor), "the rest")


@PAGES.check()
def last_page_has_no_cursor_even_when_full(harness: Harness) -> None:
    """Page: "``None`` exactly at the end"."""
    harness.add(*(Note(id=f"k{n}") for n in range(4)))
    for query in (Query(), BY_TITLE):
        with harness.begin() as unit:
            repository = unit.repository(NOTE)
            same(None, repository.page(query, limit=4).next, "the cursor of a full, only page")
            first = repository.page(query, limit=2)
            same(None, repository.page(query, after=first.next, limit=2).next, "of a full last one")
            true(repository.page(query, limit=3).next, "no cursor though a row follows")


@PAGES.check()
def empty_listing(harness: Harness) -> None:
    """Page: "``None`` exactly at the end"."""
    same([], walk(harness, Query(), 1), "a listing of nothing")
    harness.add(Note(id="k1", owner="o"))
    same([], walk(harness, Query({"owner": Eq("x")}, order="title"), 1), "one without a match")
    same([], walk(harness, Query({"owner": In([])}), 1), "one of no value at all")


@PAGES.check()
def foreign_or_tampered_cursor_is_refused(harness: Harness) -> None:
    """Repository.page: "*after* was tampered with, or belongs to another listing"."""
    harness.add(*(Note(id=f"k{n}", title="same", owner="o") for n in range(3)))
    cursor = _first(harness, BY_TITLE, 1)
    true(cursor.isascii() and cursor.isprintable(), f"the cursor {cursor!r} is not printable ASCII")
    tampered = [cursor[:-1], cursor + "A", cursor[::-1], "", "x", "客", "=" * 8, " " + cursor]
    tampered += [
        cursor[:at] + ("A" if cursor[at] != "A" else "B") + cursor[at + 1 :]
        for at in range(len(cursor))
    ]
    with harness.begin() as unit:
        notes, scraps = unit.repository(NOTE), unit.repository(SCRAP)
        for text in tampered:
            wrong = Cursor(text)
            refused(BadCursor, lambda: notes.page(BY_TITLE, after=wrong), repr(wrong))  # noqa: B023
        others = [Query(), Query(order="at"), Query({"owner": Eq("o")}, order="title")]
        for query in others:
            refused(BadCursor, lambda: notes.page(query, after=cursor), f"{query}")  # noqa: B023
        refused(BadCursor, lambda: scraps.page(after=cursor), "another kind")
        notes.page(BY_TITLE, after=cursor, limit=2)


@PAGES.check(Capability.DURABLE)
def cursor_survives_reopen(harness: Harness) -> None:
    """Repository.page: "from its start or *after* a cursor"."""
    harness.add(*(Note(id=f"k{n}", title="same") for n in range(3)))
    cursor = _first(harness, BY_TITLE, 1)
    harness.reopen()
    same(["k1", "k2"], _rest(harness, BY_TITLE, cursor), "the rest")


@PAGES.check()
def bad_limit_order_or_index_is_refused(harness: Harness) -> None:
    """Repository.page: "*limit* below 1 or past 2,000,000,000, an unknown order or index"."""
    harness.add(Note(id="k1"))
    with harness.begin() as unit:
        repository = unit.repository(NOTE)
        for limit in (0, -1):
            refused(InvalidValueError, lambda: repository.page(limit=limit), f"limit {limit}")  # noqa: B023
        for query in (Query(order="shape"), Query(order=""), Query({"title": Eq("a")})):
            refused(InvalidValueError, lambda: repository.page(query), f"{query}")  # noqa: B023
        same(1, len(repository.page(limit=10**9).items), "the rows under a huge limit")


@PAGES.check()
def where_combines_with_order_and_cursor(harness: Harness) -> None:
    """Query: "A condition for each index named; all of them hold"."""
    notes = [
        Note(
            id=f"k{n}",
            title="ba"[n % 2],
            owner="xyz"[n % 3],
            on=Date(2026, 1, 1 + n % 4),
            mood=mood,
        )
        for n, mood in zip(range(12), itertools.cycle(Mood), strict=False)
    ]
    harness.add(*notes)
    first, last = Date(2026, 1, 2), Date(2026, 1, 3)
    cases: list[tuple[Query, Callable[[Note], bool]]] = [
        (Query({"owner": Eq("x")}, order="title"), lambda it: it.owner == "x"),
        (Query({"owner": In(["x", "z", "x"])}, order="title"), lambda it: it.owner in "xz"),
        (Query({"on": Range(first, last)}, order="title"), lambda it: first <= _on(it) <= last),
        (Query({"on": Range(most=first)}), lambda it: _on(it) <= first),
        (Query({"on": Range(least=last)}), lambda it: _on(it) >= last),
        (Query({"on": Range()}), lambda _: True),
        (Query({"owner": Eq("y"), "mood": Eq(Mood.CALM)}, order="title"), _calm_y),
        (Query({"owner": Eq("y"), "on": Range(first, last)}, order="owner"), _early_y),
    ]
    for query, wanted in cases:
        expected = sorted(
            (note for note in notes if wanted(note)),
            key=lambda it: (it.title if query.order == "title" else "", *_place(it, query)),
        )
        for limit in (1, 2, 100):
            found = walk(harness, query, limit)
            same([note.id for note in expected], found, f"{query}, pages of {limit}")


def _place(note: Note, query: Query) -> tuple[str, ...]:
    return (note.owner, str(note.on), note.id) if query.order == "owner" else (note.id,)


def _on(note: Note) -> Date:
    return note.on or Date(1, 1, 1)


def _calm_y(note: Note) -> bool:
    return note.owner == "y" and note.mood is Mood.CALM


def _early_y(note: Note) -> bool:
    return note.owner == "y" and _on(note).day in {2, 3}


@PAGES.check()
def range_leaves_out_what_is_unknown(harness: Harness) -> None:
    """Range: "A row without a value lies outside every range that has a bound"."""
    day = Date(2026, 1, 2)
    harness.add(Note(id="k1"), Note(id="k2", on=day), Note(id="k3", on=day.add(days=1)))
    cases = [
        (Range(most=day), ["k2"]),
        (Range(least=day), ["k2", "k3"]),
        (Range(day, day), ["k2"]),
        (Range(), ["k1", "k2", "k3"]),
    ]
    for within, expected in cases:
        same(expected, walk(harness, Query({"on": within}), 1), f"the rows within {within}")


@PAGES.check()
def bare_text_is_no_collection(harness: Harness) -> None:
    """Repository.get_many: "A bare text, or what is no text, among the keys"."""
    harness.add(Note(id="k"), Note(id="1"))
    harness.emit("e")
    nothing: Any = None
    number: Any = 1
    with harness.begin() as unit:
        notes = unit.repository(NOTE)
        refused(InvalidValueError, lambda: notes.get_many("k1"), "get_many of a bare text")
        refused(InvalidValueError, lambda: notes.get_many([number]), "get_many of a number")
        same(["k"], list(notes.get_many(["k"])), "what the unit finds after the refusal")
    items: Any = [*harness.store.outbox.pending()]
    for ids in ("e", [nothing], items):
        told = partial(harness.store.outbox.acknowledge, ids)
        refused(InvalidValueError, told, f"acknowledging {type(ids).__name__}")
    same(["e"], harness.pending(), "the events that wait")


@PAGES.check()
def arguments_of_another_kind_are_refused(harness: Harness) -> None:
    """Repository.save: "*expected* is no text, such as a whole ``Stored``"."""
    (version,) = harness.add(Note(id="k1"))
    harness.emit("e1")
    note: Any = Note(id="k1", title="new")
    stored: Any = harness.get("k1")
    nothing: Any = None
    huge = 2**63
    with harness.begin() as unit:
        notes = unit.repository(NOTE)
        for wrong in (stored, nothing):
            refused(InvalidValueError, partial(notes.save, note, expected=wrong), "save")
            refused(InvalidValueError, partial(notes.remove, "k1", expected=wrong), "remove")
        refused(InvalidValueError, partial(notes.remove, note, expected=version), "a value as key")
        for limit in (huge - 1, huge):
            refused(InvalidValueError, partial(notes.page, limit=limit), f"limit {limit}")
        same("k1", notes.get("k1").value.id, "what the unit finds after the refusals")
    outbox = harness.store.outbox
    refused(InvalidValueError, partial(outbox.pending, limit=huge), "pending of a huge limit")
    if Capability.CLAIM in harness.capabilities:
        now = pendulum.datetime(2026, 1, 1)
        refused(InvalidValueError, partial(outbox.claim, "w", now=now, limit=huge), "a huge claim")


@PAGES.check()
def where_is_exact(harness: Harness) -> None:
    """Eq: "The index has exactly this value"."""
    owners = ["a", "A", "a ", "ab", "", "%", "_", "é", "e\u0301", "a\x01", "'", "null", "0", "0.0"]
    harness.add(*(Note(id=f"k{n:02d}", owner=owner) for n, owner in enumerate(owners)))
    for number, owner in enumerate(owners):
        same([f"k{number:02d}"], harness.listed(Query({"owner": Eq(owner)})), f"owner {owner!r}")


@PAGES.check()
def long_texts_are_ordered_and_found(harness: Harness) -> None:
    """Kind: "An order compares the first 500 characters of its text, an index all of it"."""
    owners = ["客" * 499 + end for end in ("a", "ab" * 2000, "ac" * 2000, "b")]
    harness.add(*(Note(id=f"k{n}", title=owner, owner=owner) for n, owner in enumerate(owners)))
    same(["k0", "k1", "k2", "k3"], walk(harness, BY_TITLE, 1), "long titles, one by one")
    for number, owner in enumerate(owners):
        same([f"k{number}"], harness.listed(Query({"owner": Eq(owner)})), "a long owner")


@PAGES.check()
def saved_row_moves_in_the_listing(harness: Harness) -> None:
    """Repository.save: "Replace the row"."""
    versions = harness.add(*(Note(id=f"k{n}", title=f"t{n}", owner="x") for n in range(3)))
    harness.save(Note(id="k0", title="t9", owner="y"), versions[0])
    same(["k1", "k2", "k0"], harness.listed(BY_TITLE), "by title after a save")
    same(["k1", "k2"], harness.listed(Query({"owner": Eq("x")})), "by the former owner")
    same(["k0"], harness.listed(Query({"owner": Eq("y")})), "by the present owner")


@PAGES.check()
def page_sees_own_staged_changes(harness: Harness) -> None:
    """Repository: "Reads see the unit's own writes"."""
    versions = harness.add(*(Note(id=f"k{n}", title="m", owner="x") for n in range(4)))
    with harness.begin() as unit:
        repository = unit.repository(NOTE)
        repository.add(Note(id="k9", title="a", owner="x"))
        repository.save(Note(id="k1", title="z", owner="x"), expected=versions[1])
        repository.save(Note(id="k2", title="m", owner="y"), expected=versions[2])
        repository.remove("k0", expected=versions[0])
        for limit in (1, 2, 3, 100):
            found: list[str] = []
            after: Cursor | None = None
            query = Query({"owner": Eq("x")}, order="title")
            for _ in range(10):  # more pages than there are rows
                page = repository.page(query, after=after, limit=limit)
                found += [row.value.id for row in page.items]
                after = page.next
                if after is None:
                    break
            same(["k9", "k3", "k1"], found, f"the unit's own view, pages of {limit}")
    same(["k0", "k1", "k2", "k3"], harness.listed(BY_TITLE), "the view once it is discarded")


@PAGES.check()
def pages_and_cursors_pickle(harness: Harness) -> None:
    """Page: "A part of a listing"; it can be sent to another process."""
    harness.add(Note(id="k1"), Note(id="k2"))
    with harness.begin() as unit:
        page = unit.repository(NOTE).page(limit=1)
    same(page, pickle.loads(pickle.dumps(page)), "a page that was pickled")  # noqa: S301 - our own
