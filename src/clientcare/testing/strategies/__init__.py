"""Hypothesis strategies for domain objects; they need the extra ``testing``."""
