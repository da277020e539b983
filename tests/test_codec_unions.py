"""Unions of classes in payloads."""

from __future__ import annotations

import attrs
import pytest

from clientcare.codec import JsonCodec, tag_of
from clientcare.errors import PayloadError


@attrs.frozen(kw_only=True)
class CallMade:
    """One member."""

    minutes: int


@attrs.frozen(kw_only=True)
class Visit:
    """Another member, with the same field."""

    minutes: int


@attrs.frozen(kw_only=True)
class Holder:
    """Something with unions in it."""

    one: CallMade | Visit
    maybe: CallMade | Visit | None = None
    many: tuple[CallMade | Visit, ...] = ()


CODEC: JsonCodec[Holder] = JsonCodec(name="holder", type=Holder)


def test_members_come_back_as_what_they_were() -> None:
    """Two classes with the same fields are told apart by their tag."""
    held = Holder(one=Visit(minutes=1), maybe=CallMade(minutes=2), many=(CallMade(minutes=3),))

    assert held == CODEC.load(CODEC.dump(held))
    assert Holder(one=Visit(minutes=1)) == CODEC.load(CODEC.dump(Holder(one=Visit(minutes=1))))


def test_the_tag_is_the_name_with_words_apart() -> None:
    """The tag stands beside the fields."""
    assert "call_made" == tag_of(CallMade)
    assert b'{"type":"call_made","minutes":2}' in CODEC.dump(Holder(one=CallMade(minutes=2)))


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ("3", "tells its type"),
        ('{"minutes":3}', "tells its type"),
        ('{"type":["visit"],"minutes":3}', "tells its type"),
        ('{"type":"fax","minutes":3}', "call_made, visit"),
        ('{"type":"visit","minutes":"3"}', "whole number"),
        ('{"type":"visit","minutes":3,"extra":1}', "unknown key"),
        ("null", "tells its type"),
    ],
)
def test_what_is_refused(data: str, fault: str) -> None:
    """No type, an unknown one, and faults of the member itself, each with its path."""
    with pytest.raises(PayloadError, match=fault):
        CODEC.load(f'{{"schema":1,"value":{{"one":{data}}}}}'.encode())
