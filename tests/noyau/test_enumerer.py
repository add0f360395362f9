"""Names one after the other, as a sentence says them."""

from __future__ import annotations

import pytest

from ameli.noyau.formats import enumerer


@pytest.mark.parametrize(
    ("noms", "dit"),
    [
        ([], ""),
        (["Zoé"], "Zoé"),
        (["Zoé", "Tom"], "Zoé et Tom"),
        (["Zoé", "Tom", "Nino"], "Zoé, Tom et Nino"),
        (["le nom, le prénom", "la date"], "le nom, le prénom et la date"),
        (["un, deux", "trois", "quatre"], "un, deux\N{NO-BREAK SPACE}; trois et quatre"),
    ],
)
def test_names_are_parted_by_commas_and_the_last_by_et(noms, dit):
    assert enumerer(noms) == enumerer(iter(noms)) == dit
