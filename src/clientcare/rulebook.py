"""
All rules of a firm in one value, read from and written to TOML or JSON.

A rulebook file names only what differs from the defaults. Unknown keys and refused
values are reported all at once, each with its path, and nothing is taken of a file
that has one.

.. code-block:: toml

    name = "north"
    version = "2026-1"
    zone = "Asia/Shanghai"

    [tiering]
    ref = "tiering/north-2"
    a_percent = 75
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, Final, Protocol

import attrs
from attrs import field
from cattrs import Converter
from pendulum import Date

from clientcare._toml import to_toml
from clientcare.codec import date_from_text, make_converter, structure
from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.calendars import Windows, WorkCalendar, parse_hours
from clientcare.domain.credit import Accounting, Principal
from clientcare.domain.credit_limit import CreditLimit, LimitState
from clientcare.domain.currencies import minor_digits
from clientcare.domain.customer import BankAccount, Contact, Customer
from clientcare.domain.decisions import RulesRef
from clientcare.domain.money import Money
from clientcare.domain.privacy import PrivacyClass, privacy_of
from clientcare.errors import (
    Fault,
    InvalidValueError,
    PayloadError,
    RulebookError,
    UnknownCurrencyError,
)
from clientcare.policies.after_sales import AfterSalesRules
from clientcare.policies.aftercare import AftercareRules
from clientcare.policies.ageing import AgeingRules
from clientcare.policies.agenda import AgendaRules
from clientcare.policies.ambassador import AmbassadorRules
from clientcare.policies.approval_chain import ApprovalRules
from clientcare.policies.cadence import CadenceRules
from clientcare.policies.capacity import CapacityRules
from clientcare.policies.collection_order import CollectionRules
from clientcare.policies.complaint_figures import ComplaintKpiRules
from clientcare.policies.concession_watch import ConcessionRules
from clientcare.policies.contact_permission import ContactRules
from clientcare.policies.corrective_action import CorrectiveActionRules
from clientcare.policies.credit_hold import CreditHoldRules
from clientcare.policies.credit_limit import CreditLimitRules
from clientcare.policies.credit_review import CreditReviewRules
from clientcare.policies.credit_score import CreditScoreRules
from clientcare.policies.effective_limit import EffectiveLimitRules
from clientcare.policies.escalation import EscalationRules
from clientcare.policies.exchange import ExchangeRules
from clientcare.policies.gift_limits import GiftRules
from clientcare.policies.goodwill import GoodwillRules
from clientcare.policies.goodwill_balance import GoodwillBalanceRules
from clientcare.policies.greetings import GreetingRules
from clientcare.policies.iceberg import IcebergRules
from clientcare.policies.outlet_problems import OutletRules
from clientcare.policies.payment import PaymentRules
from clientcare.policies.payment_behaviour import PaymentBehaviourRules
from clientcare.policies.promise_keeping import PromiseGuardRules
from clientcare.policies.promise_watch import PromiseWatchRules
from clientcare.policies.receivable_figures import ReceivableKpiRules
from clientcare.policies.recovery import RecoveryRules
from clientcare.policies.recovery_effects import EffectRules
from clientcare.policies.recurrence import RecurrenceRules
from clientcare.policies.referral_claim import ClaimRules
from clientcare.policies.referral_duty import ReferralDutyRules
from clientcare.policies.referral_funnel import FunnelRules
from clientcare.policies.referral_identity import IdentityRules
from clientcare.policies.referral_reward import RewardRules
from clientcare.policies.response import ResponseRules
from clientcare.policies.sales import SalesRules
from clientcare.policies.temporary_increase import IncreaseRules
from clientcare.policies.tiering import TieringRules
from clientcare.policies.win_back import WinBackRules

DEFAULT_ZONE: Final = "Asia/Shanghai"
CHANGED: Final = "+changed"
"""Added to the version of rules that differ from the defaults and still bear their version."""
_DEFAULT_REF: Final = RulesRef("default", "1")
_WHAT: Final = "rulebook"
_NO_RULES: Final = frozenset(
    {"name", "version", "zone", "currency", "calendar", "sensitive_purposes"}
)
_WITH_SENSITIVE: Final = (Accounting, BankAccount, Contact, Customer, Principal)
SENSITIVE_FIELDS: Final = frozenset(
    f"{cls.__name__}.{name}"
    for cls in _WITH_SENSITIVE
    for name, mark in privacy_of(cls).items()
    if mark.level is PrivacyClass.SENSITIVE
)
"""Every field that is taken only for a purpose which the rulebook lists."""


def _currency(owner: object, at: check.Field, value: str) -> None:
    try:
        minor_digits(value)
    except UnknownCurrencyError as exc:
        check.refuse(owner, at, value, exc.rule)


def _purposes(owner: object, at: check.Field, value: Mapping[str, str]) -> None:
    for name, purpose in value.items():
        if name not in SENSITIVE_FIELDS:
            check.refuse(owner, at, name, "one of " + ", ".join(sorted(SENSITIVE_FIELDS)))
        if not purpose.strip():
            check.refuse(owner, at, name, "a purpose beside each field")


def _frozen(purposes: Mapping[str, str]) -> FrozenMap[str, str]:
    return FrozenMap(purposes)


class _Versioned(Protocol):
    ref: RulesRef


def _marked(usual: _Versioned) -> Callable[[Any], Any]:
    """Return a converter that marks changed rules which still bear the version of the *usual* ones."""

    def convert(rules: Any) -> Any:
        if rules == usual or getattr(rules, "ref", None) != usual.ref:
            return rules
        return attrs.evolve(rules, ref=RulesRef(usual.ref.name, usual.ref.version + CHANGED))

    return convert


def _usual(at: check.Field) -> _Versioned:
    default: Any = at.default
    rules: _Versioned = default.factory()
    return rules


def _marking(_: type, fields: list[check.Field]) -> list[check.Field]:
    """Give each field of rules a converter, so that no decision misquotes what it rests on."""
    return [
        at if at.name in _NO_RULES else at.evolve(converter=_marked(_usual(at))) for at in fields
    ]


@attrs.frozen(kw_only=True, field_transformer=_marking)
class Rulebook:
    """
    Every rule that the policies take, named and versioned.

    Attributes:
        name: The rulebook's name; decisions of the review name it.
        version: Its version, as its owner writes it.
        zone: The firm's time zone (IANA name): a date means the end of that day here.
        currency: The currency in which sales of different currencies are ranked;
            ``None`` is the one that most customers trade in.
        calendar: The firm's working time, where a branch or a person has none of
            their own; a calendar of the same id in the book counts before it.
            Default: ``firm``, Monday to Friday, 9 to 17 in the firm's zone, no
            holidays.
        sensitive_purposes: For each sensitive field that may be taken, as
            ``Class.field``, the purpose; any other one is refused.

    The further attributes are the rules of the policies; each is described in its
    own class. Rules that were changed and still bear the default's version get
    ``+changed`` added to it.
    """

    name: str = field(default=_DEFAULT_REF.name, validator=check.text(most=100))
    version: str = field(default=_DEFAULT_REF.version, validator=check.text(most=100))
    zone: str = field(default=DEFAULT_ZONE, validator=check.zone)
    currency: str | None = field(default=None, validator=check.maybe(_currency))
    calendar: WorkCalendar = field(validator=check.a(WorkCalendar))
    sensitive_purposes: FrozenMap[str, str] = field(
        factory=FrozenMap, converter=_frozen, validator=_purposes
    )
    tiering: TieringRules = field(factory=TieringRules)
    sales: SalesRules = field(factory=SalesRules)
    exchange: ExchangeRules = field(factory=ExchangeRules)
    payment: PaymentRules = field(factory=PaymentRules)
    ageing: AgeingRules = field(factory=AgeingRules)
    credit_score: CreditScoreRules = field(factory=CreditScoreRules)
    credit_limit: CreditLimitRules = field(factory=CreditLimitRules)
    effective_limit: EffectiveLimitRules = field(factory=EffectiveLimitRules)
    credit_hold: CreditHoldRules = field(factory=CreditHoldRules)
    payment_behaviour: PaymentBehaviourRules = field(factory=PaymentBehaviourRules)
    collections: CollectionRules = field(factory=CollectionRules)
    credit_review: CreditReviewRules = field(factory=CreditReviewRules)
    temporary_increase: IncreaseRules = field(factory=IncreaseRules)
    approvals: ApprovalRules = field(factory=ApprovalRules)
    concessions: ConcessionRules = field(factory=ConcessionRules)
    receivable_kpis: ReceivableKpiRules = field(factory=ReceivableKpiRules)
    cadence: CadenceRules = field(factory=CadenceRules)
    capacity: CapacityRules = field(factory=CapacityRules)
    contact: ContactRules = field(factory=ContactRules)
    response: ResponseRules = field(factory=ResponseRules)
    after_sales: AfterSalesRules = field(factory=AfterSalesRules)
    aftercare: AftercareRules = field(factory=AftercareRules)
    greetings: GreetingRules = field(factory=GreetingRules)
    escalation: EscalationRules = field(factory=EscalationRules)
    complaint_kpis: ComplaintKpiRules = field(factory=ComplaintKpiRules)
    goodwill: GoodwillRules = field(factory=GoodwillRules)
    recurrence: RecurrenceRules = field(factory=RecurrenceRules)
    corrective_action: CorrectiveActionRules = field(factory=CorrectiveActionRules)
    goodwill_balance: GoodwillBalanceRules = field(factory=GoodwillBalanceRules)
    recovery: RecoveryRules = field(factory=RecoveryRules)
    win_back: WinBackRules = field(factory=WinBackRules)
    iceberg: IcebergRules = field(factory=IcebergRules)
    recovery_effects: EffectRules = field(factory=EffectRules)
    promise_watch: PromiseWatchRules = field(factory=PromiseWatchRules)
    promise_guard: PromiseGuardRules = field(factory=PromiseGuardRules)
    referral_duty: ReferralDutyRules = field(factory=ReferralDutyRules)
    referral_identity: IdentityRules = field(factory=IdentityRules)
    referral_claim: ClaimRules = field(factory=ClaimRules)
    referral_reward: RewardRules = field(factory=RewardRules)
    referral_funnel: FunnelRules = field(factory=FunnelRules)
    ambassador: AmbassadorRules = field(factory=AmbassadorRules)
    gift_limits: GiftRules = field(factory=GiftRules)
    outlet_problems: OutletRules = field(factory=OutletRules)
    agenda: AgendaRules = field(factory=AgendaRules)

    @calendar.default
    def _weekdays(self) -> WorkCalendar:
        return WorkCalendar.weekly("firm", time_zone=self.zone)

    @cached_property
    def ref(self) -> RulesRef:
        """
        The rulebook's name and version, as decisions quote them.

        The default's version gets ``+changed`` added where rules were changed.
        """
        own = RulesRef(self.name, self.version)
        if own != _DEFAULT_REF:
            return own
        changed = any(getattr(self, name) != rules for name, rules in _usual_rules().items())
        return RulesRef(own.name, own.version + CHANGED) if changed else own


@cache
def _usual_rules() -> Mapping[str, _Versioned]:
    """Return the default rules of each policy, by their field."""
    fields = (part for part in attrs.fields(Rulebook) if part.name not in _NO_RULES)
    return {part.name: _usual(part) for part in fields}


# --- text in and out ----------------------------------------------------------


def rulebook_from_toml(text: str) -> Rulebook:
    """
    Return the rulebook that TOML *text* describes; what it leaves out is as by default.

    Raises:
        RulebookError: No TOML, unknown keys, or refused values: all of them, each
            with its path.
    """
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as exc:
        raise RulebookError(_WHAT, [Fault("$", f"no TOML: {exc}")]) from None
    return _rulebook(data, text_numbers=False)


def rulebook_from_json(text: str | bytes) -> Rulebook:
    """
    Return the rulebook that JSON *text* describes; what it leaves out is as by default.

    Raises:
        RulebookError: No JSON, unknown keys, or refused values: all of them, each
            with its path.
    """
    try:
        data = json.loads(text, parse_float=Decimal)
    except ValueError as exc:
        raise RulebookError(_WHAT, [Fault("$", f"no JSON: {exc}")]) from None
    return _rulebook(data, text_numbers=True)


def _rulebook(data: object, *, text_numbers: bool) -> Rulebook:
    converter = _converter(text_numbers)
    usual = converter.unstructure(_of_zone(data))
    try:
        made: Rulebook = structure(converter, _filled(data, usual), Rulebook, _WHAT)
    except PayloadError as exc:
        raise RulebookError(exc.what, exc.faults) from None
    return made


def _of_zone(data: object) -> Rulebook:
    """Return the default rulebook of the zone that *data* names, if it names one."""
    zone = data.get("zone") if isinstance(data, dict) else None
    try:
        return Rulebook() if zone is None else Rulebook(zone=zone)
    except InvalidValueError:
        return Rulebook()  # the zone is reported with the other faults


def _filled(data: object, usual: object) -> object:
    """Return *data*, each table that it names filled up with what is usual there."""
    if not isinstance(data, dict) or not isinstance(usual, dict):
        return data
    filled = {key: _filled(value, usual.get(key)) for key, value in data.items()}
    return filled if usual.keys() >= _NO_RULES else {**usual, **filled}


def rulebook_to_toml(rulebook: Rulebook) -> str:
    """Return *rulebook* in full as TOML, every default written out."""
    data: Mapping[str, Any] = _converter(False).unstructure(rulebook)  # noqa: FBT003 - its only argument
    return to_toml(data)


def rulebook_to_json(rulebook: Rulebook) -> str:
    """Return *rulebook* in full as JSON, every default written out."""
    data = _converter(True).unstructure(rulebook)  # noqa: FBT003 - its only argument
    return json.dumps(data, ensure_ascii=False, indent=2)


# --- the forms that people write by hand ---------------------------------------


@cache
def _converter(text_numbers: bool) -> Converter:  # noqa: FBT001 - private, and cached
    """Return a converter; JSON has no exact numbers with a point, so there they are text."""
    converter = make_converter()
    if not text_numbers:
        converter.register_structure_hook(Decimal, _number)
        converter.register_unstructure_hook(Decimal, lambda value: value)
    converter.register_structure_hook(Date, _date)
    converter.register_structure_hook(CreditLimit, _limit)
    converter.register_unstructure_hook(CreditLimit, _limit_text)
    converter.register_structure_hook(RulesRef, _ref)
    converter.register_unstructure_hook(RulesRef, lambda ref: f"{ref.name}/{ref.version}")
    converter.register_structure_hook_func(_is_windows, _windows)
    converter.register_unstructure_hook_func(
        _is_windows, lambda windows: ", ".join(map(str, windows))
    )
    return converter


def _is_windows(kind: object) -> bool:
    return kind == Windows


def _number(value: object, _: object) -> Decimal:
    if type(value) is int or (isinstance(value, Decimal) and value.is_finite()):
        return Decimal(value)
    raise ValueError(f"expected a number, got {value!r}")


def _date(value: object, _: object) -> Date:
    if type(value) is dt.date:  # what TOML calls a local date
        return Date(value.year, value.month, value.day)
    return date_from_text(value)


def _ref(value: object, _: object) -> RulesRef:
    name, slash, version = value.rpartition("/") if isinstance(value, str) else ("", "", "")
    if not (name and slash and version):
        raise ValueError(f"expected a name and a version such as 'tiering/2', got {value!r}")
    return RulesRef(name, version)


def _limit(value: object, _: object) -> CreditLimit:
    if value == LimitState.NONE.value:
        return CreditLimit.without_ceiling()
    amount, _, currency = value.partition(" ") if isinstance(value, str) else ("", "", "")
    if not currency:
        raise ValueError(f"expected a limit such as '50000 CNY', or 'none', got {value!r}")
    return CreditLimit.of(Money.of(amount, currency))


def _limit_text(limit: CreditLimit) -> str:
    return LimitState.NONE.value if limit.amount is None else str(limit.amount)


def _windows(value: object, _: object) -> Windows:
    if not isinstance(value, str):
        raise InvalidValueError("", value, "hours such as '09:00-12:00, 13:30-18:00'")
    return parse_hours(value)
