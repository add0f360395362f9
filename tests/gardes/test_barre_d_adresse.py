"""What stands after the question mark is typed by anybody: no value of it breaks a page."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ameli.noyau.saisie import requete
from ameli.noyau.saisie.signes import invisible
from tests.fabriques import connecter, creer_assure, creer_compte
from tests.gardes.test_code_sur import MODULES
from tests.gardes.test_toutes_les_adresses import MACHINES, adresses, visiteurs

LUS = re.compile(r"""GET(?:\.get\(|\[)"(\w+)"|place\(request, "(\w+)"|"(\w+)" in (?:self\.)?request\.GET""")
FORMULAIRES = ("du", "au", "qui", "famille", "mutuelle", "genre", "pour")  # sent with GET
AGENTS = (
    "q",
    "p",
    "o",
    "e",
    "all",
    "etat__exact",
    "situation__exact",
    "id__exact",
    "teleservice",
    "suivi",
    "prise_par",
)
HOSTILES = ("a\0b", "9" * 40, "31/12/9999\u200b'\"%")


def parametres() -> list[str]:
    """Every name that the product reads in an address."""
    lus = {nom for module in MODULES for trouves in LUS.findall(module.read_text("utf-8")) for nom in trouves if nom}
    filtres = {f for modele in admin.site._registry.values() for f in modele.list_filter if isinstance(f, str)}
    return sorted({*lus, *FORMULAIRES, *AGENTS, *(f"{filtre}__exact" for filtre in filtres)} - {"next"})


@pytest.mark.django_db
@pytest.mark.parametrize("valeur", HOSTILES, ids=range(len(HOSTILES)))
def test_no_value_of_the_address_breaks_a_page(valeur: str):
    noms = parametres()
    assert {"apres", "avant", "theme", "boite", "annee", "jeton", "code", "personne"} <= set(noms)
    requete_hostile = urlencode(dict.fromkeys(noms, valeur))
    pages = sorted({une for une in adresses() if not une.lstrip("/").startswith(MACHINES) and "logout" not in une})
    chez = {"agent": [une for une in pages if une.startswith("/agents/")]}
    chez["assuré"] = [une for une in pages if une not in chez["agent"]]
    qui = visiteurs()
    fautes = [
        f"{nom} {page}: {statut}"
        for nom, siennes in chez.items()
        for page in siennes
        if (statut := qui[nom].get(f"{page}?{requete_hostile}").status_code) >= 500
    ]
    assert not fautes, "\n".join(fautes)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page", ["paiements:liste", "documents:liste", "demarches:suivi", "messagerie:liste", "informations:connexions"]
)
@pytest.mark.parametrize("place", ["%00", "%00%00", "zz%00", "9" * 40, "%E2%80%8B", "x" * 3000, "' OR 1=1"])
def test_a_place_that_is_no_row_is_the_first_page(client: Client, page: str, place: str):
    connecter(client, creer_compte(creer_assure()))
    for nom in ("apres", "avant"):
        reponse = client.get(f"{reverse(page)}?{nom}={place}")
        assert reponse.status_code == 200
        assert "Plus récent" not in reponse.content.decode() or place.startswith("x")


@given(st.dictionaries(st.text(max_size=8), st.lists(st.text(max_size=20), min_size=1, max_size=3), max_size=4))
def test_an_address_is_read_without_what_nobody_sees_and_keeps_the_rest(parametres):
    brut = QueryDict(mutable=True)
    for nom, valeurs in parametres.items():
        brut.setlist(nom, valeurs)
    lus = requete.lire(brut)
    for nom, valeurs in parametres.items():
        propre = "".join(signe for signe in nom if not invisible(signe))
        for valeur in valeurs:
            assert "".join(signe for signe in valeur if not invisible(signe)) in lus.getlist(propre)
    assert not any(invisible(signe) for signe in str(dict(lus.lists())))
