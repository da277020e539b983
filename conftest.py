"""Runs the examples of README, docs and docstrings, and holds what they print."""

from __future__ import annotations

import contextlib
import io
from typing import Final

from sybil import Example, Sybil
from sybil.document import PythonDocStringDocument
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.markdown import CodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

_PRINTED: Final = "_printed_by_the_block_above"
_run_python: Final = PythonEvaluator(future_imports=["annotations"])


def _run(example: Example) -> None:
    """Run a ``python`` block and keep what it prints."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        _run_python(example)
    example.namespace[_PRINTED] = printed.getvalue()


def _compare(example: Example) -> None:
    """Hold a ``text`` block that stands after a printing ``python`` block to what was printed."""
    printed = example.namespace.pop(_PRINTED, "")
    if printed:
        assert example.parsed.rstrip() == printed.rstrip()


_pages: Final = Sybil(
    parsers=[
        CodeBlockParser("python", _run),
        CodeBlockParser("text", _compare),
        SkipParser(),
    ],
    patterns=["README.md", "docs/**/*.md"],
)
_docstrings: Final = Sybil(
    parsers=[DocTestParser()],
    patterns=["src/**/*.py"],
    document_types={".py": PythonDocStringDocument},
)

pytest_collect_file = (_pages + _docstrings).pytest()
