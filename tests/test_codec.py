"""Objects to JSON and back, without loss and without coercion."""

from __future__ import annotations

import datetime as dt
import enum
import json
import zoneinfo
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date, DateTime

from clientcare.codec import (
    JsonCodec,
    date_from_text,
    instant_from_text,
    instant_to_text,
    make_converter,
    structure,
)
from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.money import Money
from clientcare.domain.privacy import sensitive
from clientcare.domain.scales import Tier
from clientcare.errors import InvalidValueError, PayloadError, PayloadTooNew


class Colour(enum.StrEnum):
    """A plain enum of text."""

    RED = "red"


@attrs.frozen(kw_only=True)
class Leaf:
    """A small thing inside another."""

    count: int = attrs.field(validator=check.whole())
    creed: str = attrs.field(default="x", metadata=sensitive(), repr=False)


@attrs.frozen(kw_only=True)
class Sample:
    """Something of every type that a field can have."""

    id: str = attrs.field(validator=check.key)
    size: int = attrs.field(default=0, validator=check.whole())
    done: bool = False
    colour: Colour | None = None
    tier: Tier = Tier.A
    price: Money | None = None
    rate: Decimal = Decimal(1)
    part: Fraction = Fraction(1, 2)
    day: Date | None = None
    at: DateTime | None = None
    when: Date | DateTime | None = None
    leaves: tuple[Leaf, ...] = ()
    pair: tuple[int, str] = (1, "a")
    days_by_tier: Mapping[Tier, int] = attrs.field(factory=FrozenMap)


SAMPLE: JsonCodec[Sample] = JsonCodec(name="sample", type=Sample)


def load(**fields: object) -> Sample:
    """Return the sample that plain data describe."""
    return SAMPLE.load(json.dumps({"schema": 1, "value": {"id": "x", **fields}}).encode())


def faults(**fields: object) -> dict[str, str]:
    """Return what is wrong with plain data, by path."""
    with pytest.raises(PayloadError) as caught:
        load(**fields)
    return {fault.path: fault.rule for fault in caught.value.faults}


# --- round trips ---


def test_everything_round_trips() -> None:
    """Each type of field comes back equal, and as that type."""
    sample = Sample(
        id="客",
        size=10**40,
        done=True,
        colour=Colour.RED,
        tier=Tier.C,
        price=Money.of("-0.05", "CNY"),
        rate=Decimal("1.50E+3"),
        part=Fraction(-7, 3),
        day=Date(2024, 2, 29),
        at=pendulum.datetime(2026, 1, 31, 9, 0, 0, 1, tz="Asia/Shanghai"),
        when=Date(1, 1, 1),
        leaves=(Leaf(count=1), Leaf(count=2, creed="y")),
        pair=(3, ""),
        days_by_tier=FrozenMap({Tier.B: 3}),
    )

    again = SAMPLE.load(SAMPLE.dump(sample))

    assert sample == again
    for field in attrs.fields(Sample):
        assert type(getattr(sample, field.name)) is type(getattr(again, field.name))
    assert "1.50E+3" == str(again.rate)
    assert hash(sample) == hash(again)


def test_unknown_values_round_trip() -> None:
    """What is None stays None."""
    sample = Sample(id="a")

    assert sample == SAMPLE.load(SAMPLE.dump(sample))


def test_bytes_are_plain_json() -> None:
    """The payload is UTF-8 JSON with its version, readable without us."""
    body = JsonCodec[Leaf](name="leaf", type=Leaf).dump(Leaf(count=1, creed="客"))

    assert '{"schema":1,"value":{"count":1,"creed":"客"}}' == body.decode()


@pytest.mark.parametrize("when", [None, Date(2026, 1, 31), pendulum.datetime(2026, 1, 31)])
def test_date_or_instant_keeps_its_kind(when: Date | DateTime | None) -> None:
    """A field for either gives back the one that was there."""
    again = SAMPLE.load(SAMPLE.dump(Sample(id="x", when=when))).when

    assert when == again
    assert type(when) is type(again)


# --- strictness ---


@pytest.mark.parametrize(
    ("field", "value", "wanted"),
    [
        ("size", "3", "a whole number"),
        ("size", 3.7, "a whole number"),
        ("size", 3.0, "a whole number"),
        ("size", True, "a whole number"),
        ("size", None, "a whole number"),
        ("done", "false", "true or false"),
        ("done", 0, "true or false"),
        ("id", 5, "text"),
        ("id", None, "text"),
        ("colour", "blue", "one of red"),
        ("colour", 1, "one of red"),
        ("tier", "a", "one of A, B, C"),
        ("tier", None, "one of A, B, C"),
        ("rate", 1, "an exact decimal number as text"),
        ("rate", 1.5, "an exact decimal number as text"),
        ("rate", "NaN", "an exact decimal number as text"),
        ("rate", "1_000", "an exact decimal number as text"),
        ("rate", " 1", "an exact decimal number as text"),
        ("part", "1", "a fraction such as 1/3"),
        ("part", "1/0", "a fraction such as 1/3"),
        ("part", "1/00", "a fraction such as 1/3"),
        ("part", 0.5, "a fraction such as 1/3"),
        ("day", "2026-1-31", "a date such as 2026-01-31"),
        ("day", "2026-02-30", "a day that exists"),
        ("day", "0000-01-01", "a day that exists"),
        ("day", "2026-01-31T00:00:00Z", "a date such as 2026-01-31"),
        ("day", 20260131, "a date such as 2026-01-31"),
        ("at", "2026-01-31", "an instant such as"),
        ("at", "2026-01-31T09:00:00", "an instant with an offset"),
        ("at", "2026-02-30T09:00:00Z", "an instant that exists"),
        ("at", "2026-01-31T09:00:00.1234567Z", "an instant such as"),
        ("at", "20260131T090000Z", "an instant such as"),
        ("at", "2026-01-31T09:00:00+08:00[Mars/Base]", "a known time zone"),
        ("at", "2026-01-31T09:00:00+08:00[Asia]", "a known time zone"),
        ("at", "2026-01-31T09:00:00+09:00[Asia/Shanghai]", "an offset that Asia/Shanghai has"),
        ("at", 0, "an instant such as"),
        ("when", 5, "an instant such as"),
        ("leaves", "abc", "an array"),
        ("leaves", {"count": 1}, "an array"),
        ("pair", [1], "an array of 2"),
        ("days_by_tier", [], "an object"),
        ("price", 5, "money such as"),
        ("price", {"amount": "1"}, "money such as"),
        ("price", {"amount": "1", "currency": "CNY", "x": 1}, "money such as"),
        ("price", {"amount": 1, "currency": "CNY"}, "the amount of money as text"),
    ],
)
def test_nothing_is_coerced(field: str, value: object, wanted: str) -> None:
    """What is not exactly of the field's form is refused, with form and value."""
    found = faults(**{field: value})

    assert [f"$.{field}"] == list(found)
    assert found[f"$.{field}"].startswith(f"expected {wanted}")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"amount": "1.234", "currency": "CNY"}, "no finer than the minor unit"),
        ({"amount": "1", "currency": "RMB"}, "an active ISO 4217 code"),
        ({"amount": "1e3", "currency": "CNY"}, "plain decimal text"),
    ],
)
def test_money_keeps_its_own_words(value: object, words: str) -> None:
    """The rule that a value breaks is told in that rule's words."""
    assert words in faults(price=value)["$.price"]


def test_all_faults_come_at_once() -> None:
    """Wrong forms, broken rules, missing and unknown keys are reported together, by path."""
    with pytest.raises(PayloadError) as caught:
        SAMPLE.load(
            json.dumps(
                {
                    "schema": 1,
                    "value": {
                        "size": -1,
                        "done": "yes",
                        "leaves": [{"count": 1}, {"count": "2"}, {"count": -3}],
                        "days_by_tier": {"A": 1, "B": "2"},
                        "colr": "red",
                    },
                }
            ).encode()
        )

    assert {
        "$.id",
        "$.size",
        "$.done",
        "$.leaves[1].count",
        "$.leaves[2].count",
        "$.days_by_tier['B']",
        "$.colr",
    } == {fault.path for fault in caught.value.faults}


def test_unknown_key_names_the_known_ones() -> None:
    """A misspelt key is told with those that exist."""
    assert (
        "unknown key; known are: count, creed"
        == faults(leaves=[{"count": 1, "cuont": 2}])["$.leaves[0].cuont"]
    )


def test_missing_key_is_told() -> None:
    """A field without a default has to be there."""
    assert {"$.leaves[0].count": "required, but missing"} == faults(leaves=[{}])


def test_object_that_is_none() -> None:
    """Text is no object."""
    assert {"$.leaves[0]": "expected an object, got 'x'"} == faults(leaves=["x"])


def test_sensitive_value_is_hidden() -> None:
    """A wrong value of a sensitive field is told without the value."""
    assert {"$.leaves[0].creed": "expected text, got <hidden>"} == faults(
        leaves=[{"count": 1, "creed": 4711}]
    )


def test_error_carries_no_trace_of_the_input() -> None:
    """Neither cause nor context of the error keeps the text with its sensitive values."""
    for body in (b'{"creed": "4711"', b'{"schema":1,"value":{"id":4711}}'):
        with pytest.raises(PayloadError) as caught:
            SAMPLE.load(body)
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"3",
        b"{}",
        b'{"schema":1}',
        b'{"schema":"1","value":{}}',
        b'{"schema":true,"value":{}}',
        b'{"schema":0,"value":{}}',
        b'{"schema":1,"value":{},"more":1}',
        b'{"schema":1,"value":3}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_payload_is_refused(body: bytes) -> None:
    """Anything but an object of schema and value is a payload error."""
    with pytest.raises(PayloadError, match="not a valid sample"):
        SAMPLE.load(body)


def test_key_that_stands_twice_is_refused() -> None:
    """Two values for one key leave open which is meant."""
    with pytest.raises(PayloadError, match="'id' stands twice"):
        SAMPLE.load(b'{"schema":1,"value":{"id":"a","id":"b"}}')


def test_rule_of_several_fields_is_told() -> None:
    """A rule that only the whole object can break is reported at the object."""

    @attrs.frozen
    class Span:
        first: int = attrs.field(validator=check.whole())
        last: int = attrs.field(validator=check.whole())

        def __attrs_post_init__(self) -> None:
            if self.last < self.first:
                raise InvalidValueError("Span.last", self.last, "not before first")

    with pytest.raises(PayloadError) as caught:
        structure(make_converter(), {"first": 2, "last": 1}, Span, "span")

    assert ("$.last",) == tuple(fault.path for fault in caught.value.faults)
    assert "not before first" in str(caught.value)


# --- time ---

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "UTC")


@given(
    st.datetimes(
        min_value=dt.datetime(1900, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
        timezones=st.sampled_from(ZONES).map(pendulum.timezone),
    )
)
def test_instant_keeps_all_of_itself(moment: dt.datetime) -> None:
    """Wall time, microseconds, offset, zone name and instant survive, skipped hours included."""
    instant = DateTime(
        *moment.timetuple()[:6], moment.microsecond, tzinfo=moment.tzinfo, fold=moment.fold
    )

    again = instant_from_text(instant_to_text(instant))

    assert instant.isoformat() == again.isoformat()
    assert instant.timezone_name == again.timezone_name
    assert instant.timestamp() == again.timestamp()


@pytest.mark.parametrize("fold", [0, 1])
def test_repeated_hour_keeps_its_fold(fold: int) -> None:
    """Both 02:30 of a night with two come back as the one they were."""
    berlin = pendulum.timezone("Europe/Berlin")
    instant = DateTime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=fold)

    again = instant_from_text(instant_to_text(instant))

    assert fold == again.fold
    assert instant.utcoffset() == again.utcoffset()


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        (pendulum.timezone("Asia/Shanghai"), "2026-01-31T09:00:00+08:00[Asia/Shanghai]"),
        (zoneinfo.ZoneInfo("Asia/Shanghai"), "2026-01-31T09:00:00+08:00[Asia/Shanghai]"),
        (pendulum.UTC, "2026-01-31T09:00:00+00:00[UTC]"),
        (pendulum.FixedTimezone(5400), "2026-01-31T09:00:00+01:30"),
        (dt.timezone(dt.timedelta(hours=-3)), "2026-01-31T09:00:00-03:00"),
    ],
)
def test_instant_is_written_with_offset_and_zone(zone: dt.tzinfo, text: str) -> None:
    """The zone's name is written where it has one, and read back as the same text."""
    instant = DateTime(2026, 1, 31, 9, tzinfo=zone)

    assert text == instant_to_text(instant)
    assert text == instant_to_text(instant_from_text(text))
    assert instant == instant_from_text(text)


@pytest.mark.parametrize("text", ["2026-01-31T09:00Z", "2026-01-31T09:00:00.5+00:00"])
def test_shorter_and_longer_seconds_are_read(text: str) -> None:
    """Seconds may be left out, or have up to six digits more."""
    assert 2026 == instant_from_text(text).year


def test_instant_without_zone_is_not_written() -> None:
    """What could not be read back is not written."""
    with pytest.raises(InvalidValueError, match="time zone"):
        instant_to_text(DateTime(2026, 1, 31))


def test_date_is_read() -> None:
    """A date stays a date."""
    assert Date(2026, 1, 31) == date_from_text("2026-01-31")


# --- versions ---


def _named(data: dict[str, Any]) -> dict[str, Any]:
    return {"id": data["key"]}


def _sized(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "size": 7}


THIRD: JsonCodec[Sample] = JsonCodec(
    name="sample", type=Sample, schema=3, upcasters={1: _named, 2: _sized}
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"schema":1,"value":{"key":"a"}}', Sample(id="a", size=7)),
        (b'{"schema":2,"value":{"id":"a"}}', Sample(id="a", size=7)),
        (b'{"schema":3,"value":{"id":"a"}}', Sample(id="a", size=0)),
    ],
)
def test_older_payloads_are_brought_up_step_by_step(body: bytes, expected: Sample) -> None:
    """Each older version goes through every later step, the newest through none."""
    assert expected == THIRD.load(body)


def test_newest_version_is_written() -> None:
    """What is written is of the present version."""
    assert 3 == json.loads(THIRD.dump(Sample(id="a")))["schema"]


def test_newer_payload_is_refused() -> None:
    """A payload of a newer clientcare is told as such."""
    with pytest.raises(PayloadTooNew, match="version 4"):
        THIRD.load(b'{"schema":4,"value":{}}')


@pytest.mark.parametrize("value", ["{}", "[]", "3", "null"])
def test_broken_older_payload_is_a_payload_error(value: str) -> None:
    """A step that does not find what it needs says which version was broken, not what it held."""
    with pytest.raises(PayloadError, match="no valid payload of version 1"):
        THIRD.load(f'{{"schema":1,"value":{value}}}'.encode())


@pytest.mark.parametrize(("schema", "steps"), [(2, []), (3, [2]), (3, [1]), (1, [1]), (2, [1, 2])])
def test_every_older_version_needs_its_step(schema: int, steps: list[int]) -> None:
    """A codec that could not read an older version is refused when it is made."""
    with pytest.raises(InvalidValueError, match="upcasters"):
        JsonCodec(name="x", type=Leaf, schema=schema, upcasters=dict.fromkeys(steps, _sized))
