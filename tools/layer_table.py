"""An import contract that is a table: what each layer may import of ours, exactly."""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class LayerTableContract(Contract):
    """
    Each layer may import itself and the layers named in its row, nothing else.

    A module that belongs to no row breaks the contract too, so a new layer is
    a decision and not an accident.

    Attributes:
        rows: One text a layer, such as ``"policies: errors, domain"``. The
            package itself is the row of an empty name.
    """

    type_name = "layer_table"

    rows = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 - the base's signature
        """Return every direct import that the table does not allow."""
        table = _parse(self.rows)  # type: ignore[arg-type]
        root = str(self.session_options["root_packages"][0])
        ours = {module for module in graph.modules if f"{module}.".startswith(f"{root}.")}
        faults = [
            f"{module} belongs to no layer of the table"
            for module in sorted(ours)
            if _layer(module) not in table
        ]
        for module in sorted(ours):
            allowed = table.get(_layer(module), frozenset()) | {_layer(module)}
            faults += [
                f"{module} imports {imported}"
                for imported in sorted(graph.find_modules_directly_imported_by(module) & ours)
                if _layer(imported) not in allowed
            ]
        return ContractCheck(kept=not faults, metadata={"faults": faults})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print one line for each fault."""
        for fault in check.metadata["faults"]:
            output.print_error(fault, bold=False)


def _parse(rows: list[str]) -> dict[str, frozenset[str]]:
    table = {}
    for row in rows:
        layer, _, allowed = row.partition(":")
        table[layer.strip()] = frozenset(name.strip() for name in allowed.split(",") if name)
    return table


def _layer(module: str) -> str:
    return module.split(".")[1] if "." in module else ""
