"""
Does somebody refer themselves, and do several namings look like one hand (policies 5b)?

What two parties share decides, never a name. No reason tells the shared value itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import attrs
from attrs import field
from pendulum import DateTime

from clientcare.domain import _checks as check
from clientcare.domain._instants import moment
from clientcare.domain.decisions import Decision, Reason, RulesRef, Value
from clientcare.domain.identity import DEFAULT_COUNTRY_CODE, Identifier, IdentifierKind, Party
from clientcare.domain.ids import ReferralId
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError

_SOURCE: Final = "policies 5b"
_DAY: Final = 24 * 3600 * 1_000_000


class IdentityVerdict(Scale):
    """What is to be made of what two parties share."""

    CLEAR = "clear", "无关联"
    REVIEW = "review", "需核查"
    SELF = "self", "自荐"


def _country_code(_: object, at: check.Field, value: str) -> None:
    if not (value.isascii() and value.isdigit()):
        raise InvalidValueError(f"IdentityRules.{at.name}", value, "digits, such as 86")


@attrs.frozen(kw_only=True)
class IdentityRules:
    """
    When namings look like one hand.

    Attributes:
        ref: Name and version of these rules.
        country_code: Put before a phone number that names no country (policies 5b).
        ring_referrals: So many referrals that share an identifier raise an alert
            (policies 5b).
        ring_days: Within so many days of 24 hours, from the first to the last; not
            the full time itself (policies 5b).
    """

    ref: RulesRef = RulesRef("referral_identity", "1")
    country_code: str = field(default=DEFAULT_COUNTRY_CODE, validator=_country_code)
    ring_referrals: int = field(default=3, validator=check.whole(least=2))
    ring_days: int = field(default=30, validator=check.whole(least=1))


def check_identity(
    introducer: Party,
    prospect: Party,
    *,
    now: DateTime,
    rules: IdentityRules = IdentityRules(),
) -> Decision[IdentityVerdict]:
    """
    Decide whether an introducer and a prospect are the same party.

    The same customer, tax number, phone, e-mail, bank account or declared group is
    a self-referral; the same address or contact person is looked at by somebody. All
    is compared after normalising (`clientcare.domain.identity.comparable`); an
    empty value matches nothing, and a name is not compared at all.
    """
    check.require_instant("now", now)
    code = rules.country_code
    shared = introducer.identifiers(country_code=code) & prospect.identifiers(country_code=code)
    kinds = tuple(kind for kind in IdentifierKind if any(kind is one for one, _ in shared))
    if any(kind.is_hard for kind in kinds):
        verdict = IdentityVerdict.SELF
    else:
        verdict = IdentityVerdict.REVIEW if kinds else IdentityVerdict.CLEAR
    return Decision(
        outcome=verdict,
        reasons=(Reason(f"referral_identity.{verdict}", {"shared": kinds}, _SOURCE),),
        rules=rules.ref,
        judged_at=now,
    )


# --- rings ----------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Naming:
    """
    When a prospect was named, and what is known of the prospect.

    Attributes:
        referral_id: The referral.
        at: When the name was received.
        prospect: What tells the prospect from others.
    """

    referral_id: ReferralId = field(validator=check.key)
    at: DateTime = field(validator=check.instant)
    prospect: Party = field(validator=check.a(Party))


@attrs.frozen(kw_only=True)
class RingAlert:
    """
    Namings that share something within a short time: to be looked at, nothing is blocked.

    Attributes:
        kind: What they share.
        referral_ids: The referrals, in the order of their naming.
        first_at: The earliest naming of them.
        last_at: The latest naming of them.
    """

    kind: IdentifierKind
    referral_ids: tuple[ReferralId, ...]
    first_at: DateTime
    last_at: DateTime


def ring_alerts(
    namings: Iterable[Naming], *, now: DateTime, rules: IdentityRules = IdentityRules()
) -> Decision[tuple[RingAlert, ...]]:
    """
    Decide which namings up to *now* look like one hand.

    So they do where three or more of them share an identifier of the prospects' side,
    hard or not, within any 30 days: from the first to the last less than 30 times 24
    hours. Namings whose windows overlap make one alert for each value shared.

    Raises:
        InvalidValueError: Two namings are of one referral.
    """
    until = moment(check.require_instant("now", now))
    seen: set[ReferralId] = set()
    by_value: defaultdict[Identifier, list[Naming]] = defaultdict(list)
    for naming in namings:
        if naming.referral_id in seen:
            raise InvalidValueError("Naming.referral_id", naming.referral_id, "each referral once")
        seen.add(naming.referral_id)
        if moment(naming.at) <= until:
            for value in naming.prospect.identifiers(country_code=rules.country_code):
                by_value[value].append(naming)
    found = [
        alert
        for (kind, _), sharing in sorted(by_value.items())
        for alert in _alerts(kind, sharing, rules)
    ]
    found.sort(key=lambda one: (moment(one.first_at), list(IdentifierKind).index(one.kind)))
    return Decision(
        outcome=tuple(found),
        reasons=tuple(_told(alert, rules) for alert in found)
        or (Reason("referral_identity.no_ring", {"namings": len(seen)}, _SOURCE),),
        rules=rules.ref,
        judged_at=now,
    )


def _alerts(
    kind: IdentifierKind, sharing: list[Naming], rules: IdentityRules
) -> Iterator[RingAlert]:
    """Yield the runs of namings that lie in windows with enough of them."""
    sharing.sort(key=lambda one: (moment(one.at), one.referral_id))
    begin, end = 0, -1  # the run so far
    for place in range(len(sharing) - rules.ring_referrals + 1):
        last = place + rules.ring_referrals - 1
        if moment(sharing[last].at) - moment(sharing[place].at) >= rules.ring_days * _DAY:
            continue
        if place > end:
            if end >= 0:
                yield _alert(kind, sharing[begin : end + 1])
            begin = place
        end = last
    if end >= 0:
        yield _alert(kind, sharing[begin : end + 1])


def _alert(kind: IdentifierKind, sharing: list[Naming]) -> RingAlert:
    return RingAlert(
        kind=kind,
        referral_ids=tuple(one.referral_id for one in sharing),
        first_at=sharing[0].at,
        last_at=sharing[-1].at,
    )


def _told(alert: RingAlert, rules: IdentityRules) -> Reason:
    compared: dict[str, Value] = {
        "shared": alert.kind,
        "referrals": alert.referral_ids,
        "count": len(alert.referral_ids),
        "least": rules.ring_referrals,
        "days": rules.ring_days,
    }
    return Reason("referral_identity.ring", compared, _SOURCE)
