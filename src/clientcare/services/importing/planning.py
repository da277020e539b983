"""
A mapping against the classes of the domain and the headers of the files.

The type of each field decides how its text is understood; what a mapping cannot
mean (an unknown field, a required one left out, a column that is not there) is
found here, before any row is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, get_args, get_origin

import attrs

from clientcare.codec import structure, tag_of
from clientcare.domain.money import Money
from clientcare.domain.privacy import PrivacyClass, mark_of
from clientcare.errors import Fault, InvalidValueError, PayloadError, RowFault
from clientcare.repositories import AnyKind
from clientcare.services.importing._finding import Finder, Tables, by_key
from clientcare.services.importing._leaves import Keys, Leaf, Split
from clientcare.services.importing._node import Node
from clientcare.services.importing._nodes import Array, Part, Picker, Rows
from clientcare.services.importing.fields import form_of, members_of, plain_type
from clientcare.services.importing.formats import Format
from clientcare.services.importing.mapping import (
    WHAT,
    Build,
    Condition,
    FolderMapping,
    RowsSpec,
    ValueSpec,
    mapping_converter,
)
from clientcare.services.importing.reading import Table
from clientcare.services.importing.sources import (
    PARENT,
    Cell,
    Names,
    Source,
    Text,
    resolve,
)
from clientcare.services.importing.templates import Template

_CONVERTER: Final = mapping_converter()


@attrs.frozen(kw_only=True, eq=False)
class Plan:
    """
    One ``[[build]]`` ready to run.

    Attributes:
        build: What the mapping says.
        kind: What is built.
        table: The file whose rows they are made from.
        picker: Which rows count.
        part: What each object is made of.
        group: The cells whose equal texts make several rows one object.
        details: Every set of rows inside the objects.
    """

    build: Build
    kind: AnyKind
    table: Table
    picker: Picker
    part: Part
    group: tuple[Cell, ...]
    details: tuple[Rows, ...]


def plan(
    mapping: FolderMapping,
    kinds: Mapping[str, AnyKind],
    tables: Tables,
    allowed_sensitive: frozenset[str],
) -> tuple[tuple[Plan, ...], tuple[RowFault, ...]]:
    """
    Return what is to be done for each ``[[build]]``, and the faults of the files' headers and keys.

    Raises:
        PayloadError: What the mapping asks for cannot be; every fault, with its path.
    """
    faults: list[Fault] = []
    finder = Finder(tables)
    plans: list[Plan] = []
    for place, build in enumerate(mapping.build):
        path = f"$.build[{place}]"
        if build.kind not in kinds:
            faults.append(Fault(f"{path}.kind", f"one of {', '.join(kinds)}, not {build.kind!r}"))
            continue
        planner = _Planner(mapping, finder, allowed_sensitive, faults)
        plans.append(planner.build(build, kinds[build.kind], path))
    if faults:
        raise PayloadError(WHAT, faults)
    return tuple(plans), finder.faults()


@attrs.frozen
class _Around:
    """What holds for the fields of one object: columns, format, whether they are sensitive."""

    names: Names
    format: Format
    hidden: bool = False
    file: str | None = None


@attrs.define
class _Planner:
    mapping: FolderMapping
    finder: Finder
    allowed: frozenset[str]
    faults: list[Fault]
    details: list[Rows] = attrs.field(factory=list)

    def build(self, build: Build, kind: AnyKind, path: str) -> Plan:
        table = self.finder.tables[build.file]
        names, picker = self.finder.picked(table, build.join, build.where, ())
        around = _Around(names, self.mapping.format_of(build.file))
        part = self._part(kind.type, build.fields, around, f"{path}.fields", always=True)
        if not build.group and any(rows.index is None for rows in self.details):
            self._fault(
                f"{path}.group", "rows without a file are those of a group, and none is told"
            )
        return Plan(
            build=build,
            kind=kind,
            table=table,
            picker=picker,
            part=part,
            group=self.finder.cells(build.group, names),
            details=tuple(self.details),
        )

    # --- fields ---

    def _fault(self, path: str, rule: str) -> None:
        self.faults.append(Fault(path, rule))

    def _part(
        self,
        cls: type[attrs.AttrsInstance],
        data: Mapping[str, Any],
        around: _Around,
        path: str,
        *,
        always: bool = False,
    ) -> Part:
        known = {at.name: at for at in attrs.fields(attrs.resolve_types(cls)) if at.init}
        when = self._when(data.get("when"), around, f"{path}.when") if "when" not in known else ()
        nodes: dict[str, Node] = {}
        for name, spec in data.items():
            if name == "when" and name not in known:
                continue
            if name not in known:
                self._fault(f"{path}.{name}", f"no field of {cls.__name__}: {', '.join(known)}")
                continue
            hidden = around.hidden or self._sensitive(cls, known[name], f"{path}.{name}")
            within = attrs.evolve(around, hidden=hidden)
            node = self._node(known[name].type, spec, within, f"{path}.{name}")
            if node is not None:
                nodes[name] = node
        for name, at in known.items():
            if at.default is attrs.NOTHING and name not in data:
                self._fault(f"{path}.{name}", f"required by {cls.__name__}, but not mapped")
        return Part(fields=nodes, when=when, always=always)

    def _one_of(
        self, members: tuple[type[attrs.AttrsInstance], ...], data: Any, around: _Around, path: str
    ) -> Part | None:
        """Plan for an object of one of several classes: its ``type`` says of which."""
        if not isinstance(data, Mapping) or "type" not in data:
            names = ", ".join(map(tag_of, members))
            self._fault(path, f"a table with fields and a type, which is one of {names}")
            return None
        members = tuple(attrs.resolve_types(cls) for cls in members)
        known = {at.name: (cls, at) for cls in members for at in attrs.fields(cls) if at.init}
        nodes: dict[str, Node] = {}
        for name, spec in data.items():
            if name != "type" and name not in known:
                self._fault(f"{path}.{name}", f"no field of any of them: {', '.join(known)}")
                continue
            where = f"{path}.{name}"
            hidden = name in known and self._sensitive(*known[name], where)
            within = attrs.evolve(around, hidden=around.hidden or hidden)
            node = self._node(known[name][1].type if name in known else str, spec, within, where)
            if node is not None:
                nodes[name] = node
        return Part(fields=nodes, always=True, sparse=True)

    def _sensitive(
        self, cls: type[attrs.AttrsInstance], at: attrs.Attribute[Any], path: str
    ) -> bool:
        if mark_of(at).level is not PrivacyClass.SENSITIVE:
            return False
        name = f"{cls.__name__}.{at.name}"
        if name not in self.allowed:
            self._fault(path, f"{name} is sensitive, and no purpose is listed for it")
        return True

    def _when(self, data: Any, around: _Around, path: str) -> tuple[tuple[Cell, Condition], ...]:
        if data is None:
            return ()
        tests: tuple[Condition, ...] | None = self._parsed(data, tuple[Condition, ...], path)
        return tuple(
            (cell, test)
            for test in tests or ()
            for cell in self.finder.cells([test.column], around.names)
        )

    def _parsed(self, data: Any, kind: Any, path: str) -> Any:
        try:
            return structure(_CONVERTER, data, kind, WHAT)
        except PayloadError as exc:
            self.faults.extend(Fault(path + fault.path[1:], fault.rule) for fault in exc.faults)
            return None

    def _node(self, kind: Any, spec: Any, around: _Around, path: str) -> Node | None:
        kind = plain_type(kind)
        members = members_of(kind)
        if members:
            return self._one_of(members, spec, around, path)
        if get_origin(kind) is Mapping and get_origin(get_args(kind)[1]) is tuple:
            return self._keys(get_args(kind)[0], spec, around, path)
        if get_origin(kind) is tuple:
            return self._several(get_args(kind)[0], spec, around, path)
        if isinstance(kind, type) and attrs.has(kind) and kind is not Money:
            if isinstance(spec, dict):
                return self._part(kind, spec, around, path)
            self._fault(path, f"a table with fields of {kind.__name__}")
        elif (form := form_of(kind)) is not None:
            return self._leaf(form, spec, around, path)
        else:
            self._fault(path, "cannot be imported from columns")
        return None

    def _keys(self, kind: Any, spec: Any, around: _Around, path: str) -> Node | None:
        """Plan for what is kept by key: the keys alone can be told, with nothing beside them."""
        if isinstance(spec, dict) and "split" in spec:
            node = self._node(kind, spec, around, path)
            return Keys(split=node) if isinstance(node, Split) else None
        self._fault(path, "a table with split, for the keys")
        return None

    def _several(self, kind: Any, spec: Any, around: _Around, path: str) -> Node | None:
        if isinstance(spec, list):
            made = [
                self._node(kind, item, around, f"{path}[{place}]")
                for place, item in enumerate(spec)
            ]
            return Array(items=tuple(node for node in made if node is not None))
        if isinstance(spec, dict) and "fields" in spec:
            return self._rows(kind, spec, around, path)
        if isinstance(spec, dict) and "split" in spec:
            return self._node(kind, spec, around, path)
        self._fault(path, "an array, a table with fields (one for each row), or one with split")
        return None

    def _rows(self, kind: Any, spec: Any, around: _Around, path: str) -> Node | None:
        parsed: RowsSpec | None = self._parsed(spec, RowsSpec, path)
        if parsed is None:
            return None
        own = around.names.tables[0][1]
        table = own if parsed.file is None else self.finder.tables[parsed.file]
        names, picker = self.finder.picked(table, parsed.join, parsed.where, ((PARENT, own),))
        form = around.format if parsed.file is None else self.mapping.format_of(parsed.file)
        within = _Around(names, form, around.hidden)
        inner = plain_type(kind)
        members = members_of(inner)
        if not members and not attrs.has(inner):
            self._fault(path, "an array or a table with split; rows make objects")
            return None
        part = (
            self._one_of(members, parsed.fields, within, f"{path}.fields")
            if members
            else self._part(inner, parsed.fields, within, f"{path}.fields", always=True)
        )
        if part is None:
            return None
        ours = theirs = ()  # type: tuple[Cell, ...]
        if parsed.on is not None:
            ours = self.finder.cells(parsed.on, around.names)
            theirs = self.finder.cells(parsed.on.values(), Names((("", table),)))
        rows = Rows(
            part=part,
            picker=picker,
            keys=ours,
            theirs=theirs,
            index=None if parsed.on is None else by_key(table, theirs),
            table=table,
            around=own,
        )
        self.details.append(rows)
        return rows

    def _leaf(self, form: str, spec: Any, around: _Around, path: str) -> Node | None:
        is_long = isinstance(spec, dict)
        parsed: ValueSpec | None = self._parsed(
            spec if is_long else {"value": spec}, ValueSpec, path
        )
        if parsed is None:
            return None
        try:
            written = parsed.format.over(around.format)
        except InvalidValueError as exc:
            self._fault(path, str(exc))
            return None
        source = self._source(parsed, around.names)
        if around.hidden:
            for cell in source.cells:
                cell.secrets.headings.add(cell.heading)
        if not is_long:
            self._not_a_column(source, around.names, path)
        leaf = Leaf(
            form=form,
            source=source,
            format=written,
            currency=self._text(written.currency, around.names) if form == "money" else None,
            times=tuple(resolve(one, around.names, self.finder.missing) for one in parsed.times),
            plus=tuple(resolve(one, around.names, self.finder.missing) for one in parsed.plus),
            rounding=parsed.rounding,
            hidden=around.hidden,
        )
        if (leaf.times or leaf.plus) and form not in {"money", "decimal", "whole"}:
            self._fault(path, "times and plus are for numbers and money")
        if form == "money" and leaf.currency is None:
            self._fault(path, "money needs a currency: in the format or beside the value")
        return Split(leaf=leaf, separator=parsed.split) if parsed.split else leaf

    def _source(self, spec: ValueSpec, names: Names) -> Source:
        known = spec.map
        return Source(
            texts=tuple(resolve(template, names, self.finder.missing) for template in spec.value),
            separator=spec.separator,
            map=None
            if known is None
            else {their: our.constant or "" for their, our in known.items()},
            default=self._text(spec.default, names),
        )

    def _text(self, template: Template | None, names: Names) -> Text | None:
        return None if template is None else resolve(template, names, self.finder.missing)

    def _not_a_column(self, source: Source, names: Names, path: str) -> None:
        constant = source.texts[0].constant
        if constant and constant in names.tables[0][1].columns:
            rule = (
                f"{constant!r} is a column of the file: write '{{{constant}}}', or"
                f' {{ value = "{constant}" }} if the word itself is meant'
            )
            self._fault(path, rule)
