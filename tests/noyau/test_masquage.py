"""Masks show enough to recognise, too little to use."""

from __future__ import annotations

import pytest

from ameli.noyau.masquage import (
    masquer_adresse,
    masquer_courriel,
    masquer_iban,
    masquer_nir,
    masquer_serie,
    masquer_telephone,
)


@pytest.mark.parametrize(
    ("fonction", "clair", "masque"),
    [
        (masquer_iban, "FR7630004001230000123456705", "FR76 •••• •••• 705"),
        (masquer_iban, "fr76 3000 4001 2300 0012 3456 705", "FR76 •••• •••• 705"),
        (masquer_nir, "1850540999001", "1 85 •• •• ••• •••"),
        (masquer_nir, "1 85 05 2A 999 001 25", "1 85 •• •• ••• •••"),
        (masquer_nir, None, "en cours d’attribution"),
        (masquer_courriel, "lea@exemple.fr", "l•••@exemple.fr"),
        (masquer_courriel, " a@exemple.fr ", "a•••@exemple.fr"),
        (masquer_telephone, "06 39 98 12 34", "06 •• •• •• 34"),
        (masquer_telephone, "+33639981234", "06 •• •• •• 34"),
        (masquer_telephone, "+32470123456", "•••• 56"),
        (masquer_serie, "1234564821", "•••• •• 4821"),
        (masquer_adresse, "Léa Duprat\n8 rue des Arènes\n40000 MONT-DE-MARSAN", "•••• MONT-DE-MARSAN"),
        (masquer_adresse, "Léa Duprat\nGran Via 3\n28013 Madrid\nESPAGNE", "•••• ESPAGNE"),
        (masquer_adresse, "8 rue des Arènes", "••••"),
    ],
)
def test_what_is_known_is_shown_masked(fonction, clair, masque):
    assert fonction(clair) == masque


@pytest.mark.parametrize("fonction", [masquer_iban, masquer_nir, masquer_courriel, masquer_telephone, masquer_serie])
@pytest.mark.parametrize("reste", ["", "12", "@", "ab"])
def test_what_is_too_short_to_mask_is_hidden_whole(fonction, reste):
    assert fonction(reste) == "••••"
