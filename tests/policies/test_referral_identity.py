"""Self-referrals and rings (policies 5b)."""

from __future__ import annotations

import pendulum
import pytest

from clientcare.domain.identity import IdentifierKind, Party
from clientcare.domain.ids import CustomerId, PersonId, ReferralId
from clientcare.errors import InvalidValueError
from clientcare.policies.referral_identity import (
    IdentityRules,
    IdentityVerdict,
    Naming,
    RingAlert,
    check_identity,
    ring_alerts,
)
from clientcare.wording import explain, texts

NOON = pendulum.datetime(2026, 11, 2, 12, tz="Asia/Shanghai")


@pytest.mark.parametrize(
    ("party", "verdict"),
    [
        (Party(customer_ids=(CustomerId("C"),)), IdentityVerdict.SELF),
        (Party(tax_nos=("91-31",)), IdentityVerdict.SELF),
        (Party(phones=("+86 138",)), IdentityVerdict.SELF),
        (Party(emails=("a@B.c",)), IdentityVerdict.SELF),
        (Party(accounts=("62 2",)), IdentityVerdict.SELF),
        (Party(groups=(CustomerId("G"),)), IdentityVerdict.SELF),
        (Party(addresses=("West St",)), IdentityVerdict.REVIEW),
        (Party(persons=(PersonId("p"),)), IdentityVerdict.REVIEW),
        (Party(addresses=("East St",)), IdentityVerdict.CLEAR),
        (Party(phones=("",), emails=(" ",)), IdentityVerdict.CLEAR),
    ],
)
def test_what_is_shared(party: Party, verdict: IdentityVerdict) -> None:
    """The hard ones block, address and contact person are looked at, blanks match nothing."""
    introducer = Party(
        customer_ids=(CustomerId("C"),),
        tax_nos=("9131",),
        phones=("138", ""),
        emails=("A@b.C", ""),
        accounts=("622",),
        groups=(CustomerId("G"),),
        addresses=("west st",),
        persons=(PersonId("p"),),
    )
    decision = check_identity(introducer, party, now=NOON)

    assert verdict is decision.outcome
    assert set(decision.codes) <= texts().keys()
    assert all("138" not in sentence for sentence in explain(decision))


def naming(key: str, days: int, *, microseconds: int = 0, phone: str = "138") -> Naming:
    """Return a naming some days after noon."""
    return Naming(
        referral_id=ReferralId(key),
        at=NOON.add(days=days, microseconds=microseconds),
        prospect=Party(phones=(phone,)),
    )


def rings(*namings: Naming) -> tuple[RingAlert, ...]:
    """Return the alerts a year later."""
    decision = ring_alerts(namings, now=NOON.add(years=1))
    assert set(decision.codes) <= texts().keys()
    return decision.outcome


def test_three_within_thirty_days() -> None:
    """Three that share a phone make an alert that tells what is shared, not its value."""
    (alert,) = rings(naming("c", 29), naming("a", 0), naming("b", 3))

    assert (IdentifierKind.PHONE, ("a", "b", "c")) == (alert.kind, alert.referral_ids)
    assert (NOON, NOON.add(days=29)) == (alert.first_at, alert.last_at)


def test_full_thirty_days_are_too_long() -> None:
    """From the first to the last less than 30 times 24 hours."""
    assert () == rings(naming("a", 0), naming("b", 3), naming("c", 30))
    assert 1 == len(rings(naming("a", 0, microseconds=1), naming("b", 3), naming("c", 30)))


def test_two_are_no_ring() -> None:
    """Nor are three with different numbers, or with none."""
    assert () == rings(naming("a", 0), naming("b", 3), naming("c", 4, phone="139"))
    assert () == rings(*(naming(key, 0, phone="") for key in "abc"))


def test_windows_that_overlap_are_one_alert() -> None:
    """Two runs far apart are two."""
    long = [naming(key, 12 * place) for place, key in enumerate("abcd")]
    late = [naming(key, 200 + place) for place, key in enumerate("xyz")]

    assert [("a", "b", "c", "d"), ("x", "y", "z")] == [
        one.referral_ids for one in rings(*late, *long)
    ]


def test_runs_that_only_touch_stay_apart() -> None:
    """Six namings, no window over the gap: two alerts."""
    days = (0, 1, 2, 40, 41, 42)
    found = rings(*(naming(f"r{day:02}", day) for day in days))

    assert [3, 3] == [len(one.referral_ids) for one in found]


def test_later_namings_are_left_out() -> None:
    """The past sees what was there."""
    namings = [naming(key, place) for place, key in enumerate("abc")]
    decision = ring_alerts(namings, now=NOON.add(days=1))

    assert ((), ("referral_identity.no_ring",)) == (decision.outcome, decision.codes)


def test_each_referral_once() -> None:
    """One referral named twice is a slip."""
    with pytest.raises(InvalidValueError, match="once"):
        rings(naming("a", 0), naming("a", 1))


def test_rules_are_checked() -> None:
    """A country code is digits."""
    with pytest.raises(InvalidValueError, match="digits"):
        IdentityRules(country_code="+86")
