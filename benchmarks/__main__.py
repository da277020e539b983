"""Print every table."""

from __future__ import annotations

import importlib
import pkgutil

import benchmarks


def main() -> None:
    """Run each script of this folder, in the order of their names."""
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name.startswith("bench_"):
            print(importlib.import_module(f"benchmarks.{module.name}").table(), end="\n\n")


if __name__ == "__main__":
    main()
