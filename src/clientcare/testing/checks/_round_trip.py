"""Values come back as they went in."""

from __future__ import annotations

from decimal import Decimal

import pendulum
from pendulum import Date, DateTime

from clientcare.domain._frozen import FrozenMap
from clientcare.domain.money import Money
from clientcare.errors import InvalidValueError, NotFound
from clientcare.kinds import KINDS
from clientcare.repositories import Eq, Query
from clientcare.testing.checks._check import Group, refused, same, true
from clientcare.testing.harness import Harness
from clientcare.testing.sample_kinds import NOTE, SCRAP, Mood, Note, Remark, Scrap
from clientcare.testing.strategies.kinds import samples

ROUND_TRIP = Group("round trip")
AGGREGATES = 3


def _survives(harness: Harness, value: Note, what: str) -> Note:
    harness.add(value)
    found = harness.get(value.id).value
    same(value, found, what)
    return found


@ROUND_TRIP.check()
def add_then_get_returns_equal_value_and_version(harness: Harness) -> None:
    """Repository.get: "Return the row with this key."""
    (version,) = harness.add(Note(id="k1", title="one"))
    found = harness.get("k1")
    same(Note(id="k1", title="one"), found.value, "the value read")
    same(version, found.version, "the version read")


@ROUND_TRIP.check()
def get_missing_raises_not_found(harness: Harness) -> None:
    """Repository.get: "There is no such row, or was none at *as_of*."""
    for key in ("nobody", "", "k" * 256, "nul\0"):
        error = refused(NotFound, lambda key=key: harness.get(key), f"get {key[:9]!r}")  # type: ignore[misc]
        same((NOTE.name, key), (error.kind, error.key), "what was not found")


@ROUND_TRIP.check()
def get_many_omits_absent(harness: Harness) -> None:
    """Repository.get_many: "absent ones are left out"."""
    harness.add(Note(id="k1"), Note(id="k2"))
    with harness.begin() as unit:
        found = unit.repository(NOTE).get_many(["k2", "nobody", "k1", "k2", "", "nul\0"])
        same({"k1", "k2"}, set(found), "the keys found")
        same(Note(id="k1"), found["k1"].value, "a value found")
        same(unit.repository(NOTE).get("k2").version, found["k2"].version, "a version found")


@ROUND_TRIP.check()
def get_many_of_nothing_is_empty(harness: Harness) -> None:
    """Repository.get_many: "Return the rows with these keys"."""
    harness.add(Note(id="k1"))
    with harness.begin() as unit:
        same({}, dict(unit.repository(NOTE).get_many([])), "what was found")


@ROUND_TRIP.check()
def get_many_takes_thousands_of_keys(harness: Harness) -> None:
    """Repository.get_many: "however many they are"."""
    harness.add(Note(id="k7"), Note(id="k2999"))
    with harness.begin() as unit:
        found = unit.repository(NOTE).get_many([f"k{number}" for number in range(3000)])
        same({"k7", "k2999"}, set(found), "the keys found")


@ROUND_TRIP.check()
def unicode_keys_are_not_folded_or_normalised(harness: Harness) -> None:
    """Repository: "Keys are compared code point by code point: nothing is folded or normalised."""
    keys = ["é", "e\u0301", "ß", "ss", "ﬁ", "fi", "Ⅷ", "VIII", "a", "a ", " a", "ａ"]
    harness.add(*(Note(id=key, text=key) for key in keys))
    for key in keys:
        same(key, harness.get(key).value.text, f"the text of {key!r}")
    same(sorted(keys), harness.listed(), "the keys listed")


@ROUND_TRIP.check()
def key_with_quotes_slashes_percent_nul_free_text(harness: Harness) -> None:
    """Repository: "1 to 255 characters, any but NUL"."""
    keys = ["'", '"', "`", "\\", "/", "../x", "%", "%_", "*", ";--", "\n", "\x01\x02", "a:b", "?"]
    keys += [".", "..", "con", "-", "{}", "[0]", "\x7f", "\u2028", "\ufeff", "a\tb", "null"]
    harness.add(*(Note(id=key, text=key) for key in keys))
    for key in keys:
        same(key, harness.get(key).value.text, f"the text of {key!r}")
    same(sorted(keys), harness.listed(), "the keys listed")


@ROUND_TRIP.check()
def maximum_length_key_works_and_empty_or_longer_is_refused(harness: Harness) -> None:
    """Repository.add: "The key is not 1 to 255 characters without NUL"."""
    longest = "客🎁" * 127 + "k"
    harness.add(Note(id=longest, text="here"))
    same("here", harness.get(longest).value.text, "the text under the longest key")
    for key in ("", longest + "k", "nul\0", "\ud800"):
        with harness.begin() as unit:
            repository = unit.repository(NOTE)
            value = Note(id=key)
            refused(InvalidValueError, lambda: repository.add(value), f"adding {key[:9]!r}")  # noqa: B023
            repository.add(Note(id="fine"))  # a refused argument does not finish the unit


@ROUND_TRIP.check()
def case_differing_keys_are_two_rows(harness: Harness) -> None:
    """Repository: "nothing is folded or normalised"."""
    harness.add(Note(id="Key", title="upper"), Note(id="key", title="lower"))
    same("upper", harness.get("Key").value.title, "the title of Key")
    same("lower", harness.get("key").value.title, "the title of key")
    refused(NotFound, lambda: harness.get("KEY"), "get KEY")


@ROUND_TRIP.check()
def emoji_and_rtl_text_survive(harness: Harness) -> None:
    """Repository: "A value comes back equal, to the last character and digit."""
    _survives(
        harness, Note(id="k1", text="👩‍👩‍👧 عربى עברית \u202e客户\u0000\x1f\ufffe"), "the text"
    )


@ROUND_TRIP.check()
def large_value_survives(harness: Harness) -> None:
    """Repository: "A value comes back equal, to the last character and digit."""
    _survives(harness, Note(id="k1", text="0123456789客" * 800_000), "a text of 10.4 MB")


@ROUND_TRIP.check()
def none_empty_and_missing_stay_distinct(harness: Harness) -> None:
    """Repository: "A value comes back equal, to the last character and digit."""
    _survives(harness, Note(id="none", text=None), "no text")
    _survives(harness, Note(id="empty", text=""), "empty text")
    _survives(harness, Note(id="word", text="None"), "the word None")
    same(
        ["empty", "none", "word"], harness.listed(Query({"owner": Eq(None)})), "rows without owner"
    )


@ROUND_TRIP.check()
def decimal_keeps_exact_digits_and_exponent(harness: Harness) -> None:
    """Repository: "A value comes back equal, to the last character and digit."""
    texts = ("0.10", "1E+3", "1000", "-0", "0.1", "123456789012345678901234567890.123456789")
    for number, text in enumerate(texts):
        found = _survives(harness, Note(id=f"k{number}", weight=Decimal(text)), text)
        same(text, str(found.weight), "the digits")
    price = Money.of("123456789012345678901234.56", "CNY")
    _survives(harness, Note(id="money", price=price), "money")


@ROUND_TRIP.check()
def date_stays_a_date(harness: Harness) -> None:
    """Repository: "A value comes back equal, to the last character and digit."""
    found = _survives(harness, Note(id="k1", on=Date(2026, 2, 28)), "a date")
    true(not isinstance(found.on, DateTime), "the date became an instant")


@ROUND_TRIP.check()
def enum_and_step_survive(harness: Harness) -> None:
    """Repository: "A value comes back equal, to the last character and digit."""
    note = Note(id="k1", mood=Mood.CROSS, done=True, tags=("b", "a", "b"))
    found = _survives(harness, note, "a closed list and its like")
    true(found.mood is Mood.CROSS, "the member became plain text")
    labels = FrozenMap({"b": "1", "a": "2"})
    found = _survives(harness, Note(id="k2", labels=labels), "a mapping")
    same(["b", "a"], list(found.labels), "the order of a mapping")


@ROUND_TRIP.check()
def audit_trail_order_and_length_survive(harness: Harness) -> None:
    """Repository: "a trail keeps its order and length"."""
    at = DateTime(2026, 1, 1, 8, tzinfo=pendulum.UTC)
    trail = tuple(Remark(at=at, text=text) for text in ["b", "a", "a", "", "b"] * 40)
    found = _survives(harness, Note(id="k1", trail=trail), "the trail")
    same(200, len(found.trail), "the length of the trail")


@ROUND_TRIP.check()
def every_sample_aggregate_round_trips(harness: Harness) -> None:
    """Repository: "A value comes back equal, to the last character and digit."""
    place = harness.place / "aggregates"
    place.mkdir()
    store = harness.open(place, KINDS)
    for kind in KINDS:
        for value in samples(kind.name, AGGREGATES):
            with store.begin() as unit:
                version = unit.repository(kind).add(value)
                unit.commit()
            with store.begin() as unit:
                repository = unit.repository(kind)
                found = repository.get(kind.key(value))
                same((value, version), (found.value, found.version), f"a {kind}")
                repository.remove(kind.key(value), expected=version)
                unit.commit()


@ROUND_TRIP.check()
def kinds_with_equal_keys_are_separate(harness: Harness) -> None:
    """Repository: "The rows of one kind"."""
    (note,) = harness.add(Note(id="k1", title="note"))
    harness.add(Scrap(id="k1", words=["scrap"]), kind=SCRAP)
    same("note", harness.get("k1").value.title, "the note")
    same(["scrap"], harness.get_of(SCRAP, "k1").value.words, "the scrap")
    harness.remove("k1", note)
    same(["k1"], harness.listed(kind=SCRAP), "scraps once the note is gone")
    same([], harness.listed(), "notes once the note is gone")
