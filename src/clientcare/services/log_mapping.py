"""How the statuses of a foreign event log read as steps of a complaint: a small TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Final

import attrs
from attrs import field

from clientcare.codec import make_converter, structure
from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.complaint_facts import Severity
from clientcare.domain.scales import Scale
from clientcare.errors import Fault, InvalidValueError, PayloadError

JOINT: Final = " / "
"""What stands between the parts of a status that several columns hold."""
_WHAT: Final = "log mapping"


class LogStep(Scale):
    """Where a complaint stands after an event of a foreign log."""

    RECEIVED = "received", "已受理"
    ACKNOWLEDGED = "acknowledged", "已确认"
    WORKING = "working", "处理中"
    WAITING = "waiting", "等待客户"
    CLOSED = "closed", "已结案"
    WITHDRAWN = "withdrawn", "已撤回"
    UNCHANGED = "unchanged", "不变"


def _steps(_: object, at: check.Field, value: object) -> None:
    known = isinstance(value, FrozenMap) and all(isinstance(one, LogStep) for one in value.values())
    if not known or not value:
        rule = "a step for each status: " + ", ".join(LogStep)
        raise InvalidValueError(f"LogMapping.{at.name}", value, rule)


def _severities(_: object, at: check.Field, value: object) -> None:
    known = isinstance(value, FrozenMap) and all(
        isinstance(one, Severity) for one in value.values()
    )
    if not known:
        raise InvalidValueError(f"LogMapping.{at.name}", value, "a severity for each impact")


@attrs.frozen(kw_only=True)
class LogMapping:
    """
    Which column of an event log holds what, and what each status means.

    Attributes:
        case: The column of the case's id.
        at: The column of the instant, ISO 8601 with an offset.
        status: The columns whose texts together are the status.
        steps: The step for each status; the parts of one are joined by " / ".
        impact: The column of the impact; blank = the log has none.
        severities: The severity for each impact; one that is not named stays unrated
            until the work begins, and is then rated as the lowest.
        product: The column of the product; blank = the log has none.
        customer: The column of the customer; blank = each case is its own customer.
        handler: The column of who recorded the event; blank = the log has none.
    """

    case: str = field(validator=check.text())
    at: str = field(validator=check.text())
    status: tuple[str, ...] = field(validator=check.tuple_of(check.text(), least=1))
    steps: Mapping[str, LogStep] = field(converter=FrozenMap[str, LogStep], validator=_steps)
    impact: str = field(default="", validator=check.text(least=0))
    severities: Mapping[str, Severity] = field(
        factory=FrozenMap, converter=FrozenMap[str, Severity], validator=_severities
    )
    product: str = field(default="", validator=check.text(least=0))
    customer: str = field(default="", validator=check.text(least=0))
    handler: str = field(default="", validator=check.text(least=0))

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read."""
        named = (self.case, self.at, *self.status, self.impact, self.product, self.customer)
        return tuple(dict.fromkeys(name for name in (*named, self.handler) if name))

    def status_of(self, row: Mapping[str, str]) -> str:
        """Return the status that a row names."""
        return JOINT.join(row[column] for column in self.status)


def log_mapping_from_toml(text: str) -> LogMapping:
    """
    Return the mapping that TOML *text* describes.

    Raises:
        PayloadError: No TOML, unknown keys or refused values, each with its path.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise PayloadError(_WHAT, [Fault("$", f"no TOML: {exc}")]) from None
    made: LogMapping = structure(make_converter(), data, LogMapping, _WHAT)
    return made
