"""The clash between the legal form of KH002 and the ownership of KH001."""

from __future__ import annotations

import pytest

from clientcare.domain.credit_scales import LegalForm
from clientcare.domain.legal_forms import AGREEING, legal_form_clash
from clientcare.domain.scales import Ownership


@pytest.mark.parametrize(
    ("form", "owner"),
    [
        (LegalForm.COMPANY, Ownership.JOINT_STOCK),
        (LegalForm.OTHER, Ownership.COLLECTIVE),
        (LegalForm.STATE_OWNED, Ownership.STATE_OWNED),
        (None, Ownership.OTHER),
        (LegalForm.OTHER, None),
    ],
)
def test_forms_that_agree_or_are_blank_are_not_reported(
    form: LegalForm | None, owner: Ownership | None
) -> None:
    """What the one form has no box for stands under another of the other form."""
    assert legal_form_clash(form, owner) is None


def test_a_clash_names_both_boxes() -> None:
    """A partnership that is state-owned as well is reported, with both values."""
    clash = legal_form_clash(LegalForm.PARTNERSHIP, Ownership.STATE_OWNED)

    assert clash is not None
    assert clash.code == "credit.legal_form_clash"
    assert {"legal_form": LegalForm.PARTNERSHIP, "ownership": Ownership.STATE_OWNED} == clash.facts


def test_every_legal_form_and_ownership_can_agree_with_something() -> None:
    """No box of either form makes a clash unavoidable."""
    reachable = {owner for owners in AGREEING.values() for owner in owners}

    assert (set(LegalForm), set(Ownership)) == (set(AGREEING), reachable)
