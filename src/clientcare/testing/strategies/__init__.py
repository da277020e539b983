"""Hypothesis strategies for domain objects; they need the extra ``testing``."""

from importlib.util import find_spec

from clientcare.errors import MissingExtraError

if find_spec("hypothesis") is None:
    raise MissingExtraError("testing")
