"""Without pytest and hypothesis the kit names the extra that brings them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_BARE = """
import sys
sys.modules["hypothesis"] = sys.modules["pytest"] = None
from clientcare.errors import MissingExtraError
try:
    import {module}
except MissingExtraError as exc:
    print(exc)
"""


@pytest.mark.parametrize("module", ["conformance", "machine", "strategies.customers"])
def test_import_names_the_extra(module: str) -> None:
    """Importing what needs it says how to install it."""
    code = _BARE.format(module=f"clientcare.testing.{module}")
    done = subprocess.run(  # noqa: S603 - our own code, by this Python
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert "clientcare[testing]" in done.stdout


def test_command_names_the_extra(tmp_path: Path) -> None:
    """So does the command, in one line and with the code of wrong input."""
    code = (
        "import sys; sys.modules['hypothesis'] = None; sys.argv[1:] = ['x.py:y']; "
        "from clientcare.testing.__main__ import main; sys.exit(main())"
    )
    done = subprocess.run(  # noqa: S603 - our own code, by this Python
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )

    assert (2, 1) == (done.returncode, done.stderr.count("\n"))
    assert "clientcare[testing]" in done.stderr
