"""
Objects to JSON and back, without loss and without coercion.

One converter factory serves storage, rulebooks and exchange. What it reads has
to be exactly what the field says: ``"3"`` and ``3.0`` are no whole number,
``"false"`` is no truth value. All faults of an input are reported together, each
with its path.

Forms: money ``{"amount": "1234.50", "currency": "CNY"}`` · an instant
``2026-10-25T02:30:00+01:00[Europe/Berlin]`` (RFC 9557: the offset tells a
repeated hour apart, the zone name stays) · a date ``2026-10-25`` · a Decimal as
text with its exponent · a Fraction ``1/3`` · a tuple as an array · an object of a union of
classes with a further key ``type`` (``ProposalSent`` is ``proposal_sent``).
"""

from __future__ import annotations

from clientcare.codec._converter import make_converter, tag_of
from clientcare.codec._faults import faults_of
from clientcare.codec._forms import date_from_text, instant_from_text, instant_to_text
from clientcare.codec._payloads import JsonCodec, Upcaster, structure

__all__ = [
    "JsonCodec",
    "Upcaster",
    "date_from_text",
    "faults_of",
    "instant_from_text",
    "instant_to_text",
    "make_converter",
    "structure",
    "tag_of",
]
