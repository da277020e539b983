"""
Read a firm's catalogue of complaint scripts from TOML, and the three that we ship (C8).

.. code-block:: toml

    [[scripts]]
    id = "wrong_goods"
    causes = ["quantity"]

    [scripts.texts.en]
    title = "The wrong goods came"
    feels = "..."
    heed = ["..."]
    say = ["..."]
    never = ["..."]
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Final

from clientcare.codec import make_converter, structure
from clientcare.domain.complaint_scripts import ScriptCatalogue
from clientcare.errors import Fault, PayloadError

_WHAT: Final = "script catalogue"


def scripts_from_toml(text: str) -> ScriptCatalogue:
    """
    Return the catalogue that TOML *text* describes.

    Raises:
        PayloadError: No TOML, unknown keys, or refused values: all of them, each
            with its path.

    .. versionadded:: 0.1.0
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise PayloadError(_WHAT, [Fault("$", f"no TOML: {exc}")]) from None
    made: ScriptCatalogue = structure(make_converter(), data, ScriptCatalogue, _WHAT)
    return made


@cache
def example_scripts() -> ScriptCatalogue:
    """
    Return our three examples, in English and in simplified and traditional Chinese.

    .. versionadded:: 0.1.0
    """
    file = resources.files(__package__).joinpath("complaint_scripts.toml")
    return scripts_from_toml(file.read_text("utf-8"))
