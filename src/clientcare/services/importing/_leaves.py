"""Nodes of single values: a text is understood as the type of our field asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from clientcare.domain.currencies import minor_digits
from clientcare.domain.privacy import HIDDEN
from clientcare.errors import UnknownCurrencyError
from clientcare.services.importing import values
from clientcare.services.importing._node import BLANK, Refused, Token
from clientcare.services.importing.formats import PLAIN, Format
from clientcare.services.importing.sources import Cell, Place, Scope, Source, Text, place_of
from clientcare.services.importing.values import RefusedError


@attrs.frozen(kw_only=True, eq=False)
class Leaf:
    """
    One value.

    Attributes:
        form: ``text``, ``whole``, ``decimal``, ``money``, ``truth``, ``date`` or ``instant``.
        source: Where it comes from.
        format: How the file writes it.
        currency: Of money.
        times: Numbers to multiply with.
        plus: Numbers to add.
        rounding: How a product is rounded to the minor unit.
        hidden: Whether the value is sensitive, and no fault may show it.
    """

    form: str
    source: Source
    format: Format
    currency: Text | None = None
    times: tuple[Text, ...] = ()
    plus: tuple[Text, ...] = ()
    rounding: str | None = None
    hidden: bool = False

    def plain(self, scope: Scope) -> object:
        try:
            return self.read(scope)
        except RefusedError as exc:
            return Refused(exc.rule)

    def read(self, scope: Scope) -> object:
        """Return the plain data; raises `RefusedError`."""
        text, is_ours = self.source.read(scope)
        if not text:
            return BLANK
        return self.understood(text, PLAIN if is_ours else self.format, scope)

    def understood(self, text: str, form: Format, scope: Scope) -> object:
        """Return the plain data for a *text* that is not empty; raises `RefusedError`."""
        match self.form:
            case "whole" | "decimal" | "money":
                return self._number(text, form, scope)
            case "truth":
                if text not in {"true", "false"}:
                    raise RefusedError("true or false; a value map says which is which")
                return text == "true"
            case "date":
                is_iso = form.date == PLAIN.date
                return text if is_iso else values.day(text, form.date or "")
            case "instant":
                return values.instant(text, form.instant, form.zone)
            case _:
                return text

    def _number(self, text: str, form: Format, scope: Scope) -> object:
        plain = values.number(text, form.decimal or ".", form.thousands)
        factors = [self._operand(factor, scope) for factor in self.times]
        summands = [self._operand(summand, scope) for summand in self.plus]
        if "" in factors or "" in summands:
            return BLANK  # what is not known is not 0
        if self.form == "money":
            return self._money(plain, factors, summands, scope)
        if factors or summands:
            plain = values.decimal_text(values.computed(plain, factors, summands))
        if self.form == "decimal":
            return plain
        if "." in plain:
            raise RefusedError("a whole number")
        return int(plain)

    def _operand(self, operand: Text, scope: Scope) -> str:
        text = operand.read(scope)
        form = PLAIN if operand.constant is not None else self.format
        return values.number(text, form.decimal or ".", form.thousands) if text else ""

    def _money(self, plain: str, factors: list[str], summands: list[str], scope: Scope) -> object:
        currency = self.currency.read(scope) if self.currency else ""
        if not currency:
            raise RefusedError("an amount with a currency, which is not told here")
        try:
            digits = minor_digits(currency)
        except UnknownCurrencyError as exc:
            raise RefusedError(f"an amount with {exc.rule}, which {currency!r} is not") from None
        if not factors and not summands and len(plain.partition(".")[2]) <= digits:
            return {"amount": plain, "currency": currency}
        exact = values.computed(plain, factors, summands)
        return {
            "amount": values.amount_text(exact, currency, self.rounding),
            "currency": currency,
        }

    def told(self, scope: Scope) -> bool:
        return bool(self.source.cells) and self.source.raw(scope) != ""

    def from_files(self) -> bool:
        return bool(self.source.cells)

    def cells(self) -> Iterator[Cell]:
        """Yield every cell that it reads."""
        yield from self.source.cells
        for text in (*self.times, *self.plus, self.currency):
            yield from text.cells if text else ()

    def own_cells(self) -> Iterator[Cell]:
        return (cell for cell in self.cells() if cell.position == 0)

    def locate(self, _: Sequence[Token], scope: Scope, /) -> tuple[Place, str | None]:
        place = place_of(dict.fromkeys(self.cells()), scope, self.source.raw(scope))
        if self.hidden:
            place = place._replace(value=HIDDEN)
        refused = self.plain(scope)
        return place, refused.rule if isinstance(refused, Refused) else None


@attrs.frozen(kw_only=True, eq=False)
class Split:
    """
    Several values in one cell.

    Attributes:
        leaf: How each is understood.
        separator: What stands between them.
    """

    leaf: Leaf
    separator: str

    def plain(self, scope: Scope) -> object:
        texts = [part.strip() for part in self.leaf.source.raw(scope).split(self.separator)]
        return [self._one(text, scope) for text in texts if text] or BLANK

    def _one(self, text: str, scope: Scope) -> object:
        known = self.leaf.source.map
        if known is not None and text not in known:
            return Refused("each listed in the value map: " + ", ".join(known))
        try:
            if known is not None:
                return self.leaf.understood(known[text], PLAIN, scope)
            return self.leaf.understood(text, self.leaf.format, scope)
        except RefusedError as exc:
            return Refused(exc.rule)

    def told(self, scope: Scope) -> bool:
        return self.leaf.told(scope)

    def from_files(self) -> bool:
        return self.leaf.from_files()

    def own_cells(self) -> Iterator[Cell]:
        return self.leaf.own_cells()

    def locate(self, _: Sequence[Token], scope: Scope, /) -> tuple[Place, str | None]:
        value = HIDDEN if self.leaf.hidden else self.leaf.source.raw(scope)
        place = place_of(self.leaf.source.cells, scope)._replace(value=value)
        items = self.plain(scope)
        assert isinstance(items, list)  # noqa: S101 - a fault was found in it
        bad = [item.rule for item in items if isinstance(item, Refused)]
        return place, bad[0] if bad else None


@attrs.frozen(kw_only=True, eq=False)
class Keys:
    """
    Several keys in one cell, with nothing told beside each, such as dates without hours.

    Attributes:
        split: The keys.
    """

    split: Split

    def plain(self, scope: Scope) -> object:
        items = self.split.plain(scope)
        if not isinstance(items, list):
            return items
        bad = [item for item in items if isinstance(item, Refused)]
        return bad[0] if bad else {item: [] for item in items}

    def told(self, scope: Scope) -> bool:
        return self.split.told(scope)

    def from_files(self) -> bool:
        return self.split.from_files()

    def own_cells(self) -> Iterator[Cell]:
        return self.split.own_cells()

    def locate(self, tokens: Sequence[Token], scope: Scope, /) -> tuple[Place, str | None]:
        return self.split.locate(tokens, scope)
