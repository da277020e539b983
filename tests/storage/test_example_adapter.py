"""The adapter under ``examples/`` passes the kit as a stranger's would: from its own folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[2] / "examples" / "json_folder"


def test_folder_adapter_conforms(tmp_path: Path) -> None:
    """Its own test module, run with nothing of ours but the installed package."""
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("--rootdir", str(FOLDER), "-c", "/dev/null", "--basetemp", str(tmp_path / "base")),
            str(FOLDER / "test_json_folder.py"),
        ],
        cwd=FOLDER,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(os.path.abspath, filter(None, sys.path))),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == done.returncode, done.stdout[-3000:]
    assert " skipped" not in done.stdout
