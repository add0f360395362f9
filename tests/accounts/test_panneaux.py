"""Panels of « Mes informations »: each declared by whoever knows what is in it, shown in one order."""

from __future__ import annotations

import pytest
from django.template import engines
from django.urls import reverse

from accounts.dossier import panneaux
from accounts.dossier.panneaux import Rangee, panneau
from ameli.noyau.horloge import aujourdhui
from tests.fabriques import connecter, creer_enfant
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db


@pytest.fixture
def declares(monkeypatch) -> dict:
    """Only the panels that the test declares."""
    monkeypatch.setattr(panneaux, "_panneaux", {})
    return panneaux._panneaux


def test_panels_stand_in_their_order_and_only_for_those_whom_they_concern(lea, declares):
    panneau("second", 20, "b.html")(lambda assure, personnes, jour: {2: "de deux"})
    panneau("premier", 10, "a.html")(lambda assure, personnes, jour: {pk: (pk, jour) for pk in personnes})
    jour = aujourdhui()
    assert panneaux.lire(lea, [1, 2], jour) == {
        1: [Rangee("a.html", (1, jour))],
        2: [Rangee("a.html", (2, jour)), Rangee("b.html", "de deux")],
    }


def test_a_name_is_taken_once(declares):
    def lire(assure, personnes, jour):
        return {}

    assert panneau("un", 10, "a.html")(lire) is panneau("un", 10, "a.html")(lire) is lire
    with pytest.raises(ValueError, match="another panel"):
        panneau("un", 10, "a.html")(lambda assure, personnes, jour: {})


def test_what_a_floor_declares_is_on_the_page_of_the_person_whom_it_concerns(client, lea, monkeypatch):
    zoe = creer_enfant(lea).personne
    monkeypatch.setattr(panneaux, "_panneaux", dict(panneaux._panneaux))
    gabarit = engines["django"].from_string(
        "<div><dt>Essai</dt><dd>{{ contenu }} pour {{ personne.prenom }}</dd></div>"
    )
    panneau("essai", 15, gabarit.template)(lambda assure, personnes, jour: {zoe.pk: "un accord"})
    page = connecter(client, lea.compte).get(reverse("informations:accueil")).content.decode()
    assert page.count("<dt>Essai</dt>") == 1
    avant, apres = page.split("<dd>un accord pour Zoé</dd>")
    assert avant.rindex("Zoé Duprat, enfant") < avant.rindex("<dt>Carte Vitale</dt>")
    assert "<dt>Carte européenne</dt>" in apres


def test_the_panels_of_a_family_cost_nine_queries_whatever_its_size(lea):
    gens = [lea.personne_id, *(creer_enfant(lea, f"Enfant{rang}").personne_id for rang in range(4))]
    jour = aujourdhui()
    with requetes() as vues:
        rangees = panneaux.lire(lea, gens, jour)
    assert len(vues) == 9
    assert {personne: len(lues) for personne, lues in rangees.items()} == {
        personne: 5 if personne == lea.personne_id else 4 for personne in gens
    }  # a procuration is an adult's own


def test_no_card_is_offered_for_a_newborn_without_number(client, lea):
    creer_enfant(lea, "Lou", nir=None)
    page = connecter(client, lea.compte).get(reverse("informations:accueil")).content.decode()
    assert "la carte européenne de Léa" in page and "la carte européenne de Lou" not in page
    assert "<dd>En cours d’attribution</dd>" in page
