"""The sheet of labels that a class prints and scans: every product, both its codes, drawn as they are read."""

from __future__ import annotations

import re
from base64 import b64decode

import pytest
from django.urls import reverse

from ameli.bac_a_sable import etiquettes
from ameli.bac_a_sable.personas import personas
from ameli.bac_a_sable.produits import produits


def test_the_sheet_has_the_two_codes_of_each_product(monkeypatch):
    etiquettes.feuille.cache_clear()
    monkeypatch.setattr(etiquettes, "rendre_html", lambda html: html.encode())
    html = etiquettes.feuille().decode()
    etiquettes.feuille.cache_clear()
    assert re.findall(r'alt="Code-barres (\d+)"', html) == [code for un in produits() for code in (un.code, un.article)]


@pytest.mark.parametrize("code", [un.code for un in produits()])
def test_the_digits_under_the_bars_are_those_of_the_code(code):
    dessin = b64decode(etiquettes.barres(code).partition(",")[2]).decode()
    assert "".join(re.findall(r"<text[^>]*>\s*(\d+)", dessin)) == code


@pytest.mark.django_db
def test_who_has_an_agreement_at_home_finds_the_sheet_on_their_own(client):
    lien = reverse("bac_a_sable:etiquettes")
    avec = [une for une in personas() if une.sans_gluten]
    sans = next(une for une in personas() if not une.sans_gluten)
    assert len(avec) > 2
    assert lien in client.get(reverse("bac_a_sable:personne", args=[avec[0].cle])).content.decode()
    assert lien not in client.get(reverse("bac_a_sable:personne", args=[sans.cle])).content.decode()
