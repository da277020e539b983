"""The consent ledger (policies 4e)."""

from __future__ import annotations

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientcare.domain.consents import (
    ConsentChannel,
    ConsentEntry,
    ConsentPurpose,
    ruling_entry,
)
from clientcare.domain.ids import ConsentId, PersonId
from clientcare.domain.touchpoints import Channel
from clientcare.errors import InvalidValueError
from clientcare.testing.strategies import relations

NOON = pendulum.datetime(2026, 11, 2, 12, tz="Asia/Shanghai")
GIVEN = ConsentEntry(
    id=ConsentId("1"),
    subject_id=PersonId("p-7"),
    purpose=ConsentPurpose.MARKETING,
    channel=ConsentChannel.CALL,
    given=True,
    at=NOON,
    evidence="card of 2 November",
)


def like(**changes: object) -> ConsentEntry:
    """Return the consent, changed as asked."""
    return attrs.evolve(GIVEN, **changes)  # type: ignore[arg-type]


def ruling(
    *entries: ConsentEntry,
    channel: ConsentChannel = ConsentChannel.CALL,
    at: pendulum.DateTime = NOON,
) -> ConsentEntry | None:
    """Return the entry that rules marketing calls to the person."""
    return ruling_entry(
        entries,
        subject_id=PersonId("p-7"),
        purpose=ConsentPurpose.MARKETING,
        channel=channel,
        at=at,
    )


def test_effective_at_its_very_instant() -> None:
    """An entry rules from its instant on, not before."""
    assert GIVEN == ruling(GIVEN)
    assert ruling(GIVEN, at=NOON.subtract(microseconds=1)) is None


def test_the_latest_rules() -> None:
    """A later consent beats an earlier withdrawal."""
    withdrawn = like(given=False, at=NOON.subtract(days=1))

    assert GIVEN == ruling(GIVEN, withdrawn)


@pytest.mark.parametrize("order", [1, -1])
def test_of_equal_instants_the_withdrawal_rules(order: int) -> None:
    """At one instant the withdrawal rules, however the ledger is sorted."""
    withdrawn = like(given=False, at=NOON.in_timezone("UTC"))

    assert withdrawn == ruling(*[GIVEN, withdrawn][::order])


def test_every_purpose_and_channel() -> None:
    """An entry for everything speaks of each purpose and channel."""
    everything = like(
        given=False,
        purpose=ConsentPurpose.ANY,
        channel=ConsentChannel.ANY,
        at=NOON.add(days=1),
    )

    assert everything == ruling(GIVEN, everything, at=NOON.add(days=1))


@pytest.mark.parametrize(
    "changes",
    [
        {"subject_id": PersonId("p-8")},
        {"purpose": ConsentPurpose.SERVICE},
        {"channel": ConsentChannel.EMAIL},
    ],
)
def test_other_things_do_not_rule(changes: dict[str, object]) -> None:
    """Another person, purpose or channel says nothing."""
    assert ruling(like(**changes)) is None


def test_evidence_needed() -> None:
    """An entry without evidence is refused."""
    with pytest.raises(InvalidValueError):
        like(evidence="")


def test_the_person_stays_out_of_repr() -> None:
    """Who consented is personal."""
    assert "p-7" not in repr(GIVEN)


@given(st.lists(relations.consents(), max_size=6))
def test_the_order_of_the_ledger_does_not_matter(entries: list[ConsentEntry]) -> None:
    """Whether one may contact does not depend on the order of the entries."""
    at = pendulum.datetime(2026, 10, 6)
    found = [
        ruling_entry(
            some,
            subject_id=PersonId("1"),
            purpose=ConsentPurpose.SERVICE,
            channel=ConsentChannel.CALL,
            at=at,
        )
        for some in (entries, entries[::-1])
    ]

    assert len({one is not None and one.given for one in found}) == 1


def test_a_contact_s_own_channel_can_be_asked_for() -> None:
    """Who plans a call asks with the channel of the call."""
    assert GIVEN.covers(ConsentPurpose.MARKETING, Channel.CALL)
    assert not GIVEN.covers(ConsentPurpose.MARKETING, Channel.EMAIL)
