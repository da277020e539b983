"""Rows to objects: every row of a plan becomes one, is left out and counted, or is a fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import attrs
from cattrs import Converter

from clientcare.codec import make_converter, structure
from clientcare.domain._frozen import FrozenMap
from clientcare.errors import Fault, PayloadError, RowFault
from clientcare.services.importing._node import tokens_of
from clientcare.services.importing._nodes import Rows
from clientcare.services.importing.planning import Plan
from clientcare.services.importing.reading import Row
from clientcare.services.importing.sources import Cell, Scope, place_of

_EXPECTED: Final = "expected "
_GOT: Final = ", got "
_RULE: Final = "; the rule is: "
_REQUIRED: Final = "required, but missing"
_TOGETHER: Final = "not empty: it tells which rows belong together"
_STEP: Final = 500

Progress = Callable[[str, int, int], None]
"""Told what is worked on, how much of it is done, and how much there is."""


@attrs.frozen(eq=False)
class Built:
    """
    An object and the rows that it was made from.

    Attributes:
        plan: What it was made by.
        value: The object itself.
        scope: Its rows.
    """

    plan: Plan
    value: Any
    scope: Scope

    @property
    def kind(self) -> str:
        """The name of its kind."""
        return self.plan.kind.name

    @property
    def key(self) -> str:
        """Its key among those of its kind."""
        return self.plan.kind.key(self.value)

    def fault(self, path: str, rule: str) -> RowFault:
        """Return the fault that the value at *path* breaks *rule*."""
        place, _ = self.plan.part.locate(tokens_of(path), self.scope)
        return RowFault(*place, rule)


@attrs.frozen(kw_only=True)
class Tally:
    """
    What became of the rows of one file for one kind of object.

    Attributes:
        kind: The kind that was built.
        file: The file.
        rows: How many rows it has.
        built: How many objects were made.
        refused: How many objects were refused.
        left_out: How many rows were left out, by reason.
    """

    kind: str
    file: str
    rows: int
    built: int
    refused: int
    left_out: Mapping[str, int] = attrs.field(factory=FrozenMap)


@attrs.define(eq=False)
class Builder:
    """
    Runs plans one after the other and collects what comes out.

    Attributes:
        faults: What is wrong, in the order in which it was found.
        refused: The ids of refused objects, by kind.
        tallies: What became of the rows, one for each file of each plan.
    """

    progress: Progress
    faults: list[RowFault] = attrs.field(factory=list)
    refused: dict[str, set[str]] = attrs.field(factory=dict)
    tallies: list[Tally] = attrs.field(factory=list)
    _converter: Converter = attrs.field(factory=make_converter)

    def run(self, plan: Plan) -> list[Built]:
        """Return the objects of one plan; what is refused goes to the faults."""
        made: list[Built] = []
        bad = 0
        for scope in self._scopes(plan):
            if scope is None:
                bad += 1
                continue
            built = self._object(plan, scope)
            if built is None:
                bad += 1
            else:
                made.append(built)
        kind, total = plan.kind.name, len(plan.table.rows)
        reasons = FrozenMap(Counter(plan.picker.left_out.values()))
        self.tallies.append(
            Tally(
                kind=kind,
                file=plan.table.file,
                rows=total,
                built=len(made),
                refused=bad,
                left_out=reasons,
            )
        )
        for rows in plan.details:
            if rows.index is not None:
                self._inside(plan, rows)
        return made

    # --- which rows ---

    def _scopes(self, plan: Plan) -> Iterator[Scope | None]:
        picked = self._picked(plan)
        return self._groups(plan, picked) if plan.build.group else (scope for _, scope in picked)

    def _picked(self, plan: Plan) -> Iterator[tuple[Row, Scope | None]]:
        what, total = f"{plan.kind.name} from {plan.table.file}", len(plan.table.rows)
        for done, row in enumerate(plan.table.rows):
            if done % _STEP == 0:
                self.progress(what, done, total)
            found: list[RowFault] = []
            scope = None if row.broken else plan.picker.scope(row, found)
            self.faults.extend(found)
            if scope is not None or found or row.broken:
                yield row, scope
        self.progress(what, total, total)

    def _groups(
        self, plan: Plan, picked: Iterator[tuple[Row, Scope | None]]
    ) -> Iterator[Scope | None]:
        groups: dict[tuple[str, ...], list[Scope]] = {}
        spoilt: dict[tuple[str, ...], Row] = {}
        for row, scope in picked:
            key = tuple(cell.read(scope or Scope((row,))) for cell in plan.group)
            if not all(key):
                if scope is not None:
                    place = place_of(plan.group, scope)
                    self.faults.append(RowFault(*place, _TOGETHER))
                yield None
            elif scope is None:
                spoilt[key] = row
            else:
                groups.setdefault(key, []).append(scope)
        for key, row in spoilt.items():
            for scope in groups.pop(key, ()):
                rule = f"line {row.line} to be right as well: they make one {plan.kind.name}"
                self.faults.append(RowFault(*place_of(plan.group, scope), rule))
            yield None
        for scopes in groups.values():
            yield self._group(plan, scopes)

    def _group(self, plan: Plan, scopes: list[Scope]) -> Scope | None:
        chosen = scopes[-1] if plan.build.take == "last" else scopes[0]
        group = tuple(scope.row for scope in scopes)
        if plan.build.take == "same":
            disputed = self._differing(plan, chosen, scopes)
            if disputed:
                self.faults.extend(disputed)
                return None
        return attrs.evolve(chosen, group=group)

    def _differing(self, plan: Plan, first: Scope, scopes: list[Scope]) -> list[RowFault]:
        cells = dict.fromkeys(plan.part.own_cells())

        def wanted(cell: Cell) -> str:
            return "the same" if cell.is_secret else repr(cell.read(first))

        return [
            RowFault(
                *place_of([cell], scope),
                f"{wanted(cell)} as on line {first.row.line}: they make one {plan.kind.name}",
            )
            for scope in scopes[1:]
            for cell in cells
            if cell.read(scope) != cell.read(first)
        ]

    # --- one object ---

    def _object(self, plan: Plan, scope: Scope) -> Built | None:
        data: Any = plan.part.plain(scope)
        try:
            value = structure(self._converter, data, plan.kind.type, plan.kind.name)
        except PayloadError as exc:
            self.faults.extend(self._row_fault(plan, scope, fault) for fault in exc.faults)
            if isinstance(data.get("id"), str):
                self.refused.setdefault(plan.kind.name, set()).add(data["id"])
            return None
        return Built(plan, value, scope)

    def _row_fault(self, plan: Plan, scope: Scope, fault: Fault) -> RowFault:
        place, rule = plan.part.locate(tokens_of(fault.path), scope)
        return RowFault(*place, rule or _in_short(fault.rule))

    # --- rows inside larger objects ---

    def _inside(self, plan: Plan, rows: Rows) -> None:
        """Account for every row of a file of details, also those that no object asked for."""
        left_out = Counter(rows.picker.left_out.values())
        known = {rows.key_of(Scope((row,))) for row in rows.around.rows}
        total = used = 0
        for key, several in (rows.index or {}).items():
            total += len(several)
            if key in rows.asked:
                used += len(several)
            elif key in known:
                left_out[f"belongs to a row of {rows.around.file} that is left out"] += len(several)
            else:
                rule = f"a key that stands in {rows.around.file}"
                self.faults.extend(
                    RowFault(*place_of(rows.theirs, Scope((row,))), rule) for row in several
                )
        self.tallies.append(
            Tally(
                kind=f"rows of {plan.kind.name}",
                file=rows.table.file,
                rows=total,
                built=used - len(rows.picker.left_out),
                refused=total - used - sum(left_out.values()) + len(rows.picker.left_out),
                left_out=FrozenMap(left_out),
            )
        )


def _in_short(rule: str) -> str:
    """Return a fault of the codec as a rule alone: file, column and value are told beside it."""
    if rule == _REQUIRED:
        return "not empty: it is required"
    _, found, broken = rule.partition(_RULE)
    if found:
        return broken
    return rule.removeprefix(_EXPECTED).partition(_GOT)[0]
