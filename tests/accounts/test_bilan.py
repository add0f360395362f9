"""« Ma sécurité » says what is well and what is not; « Mes informations » says how each of its parts stands."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.informations import dossier, en_cours, parties
from accounts.informations.securite import bilan
from accounts.informations.securite.bilan import A_VOIR, BIEN, CONSEIL, Faits
from accounts.models import Connexion
from ameli.noyau import horloge
from tests.fabriques import connecter, creer_assure, creer_compte, creer_enfant
from tests.outils.requetes import requetes

BON = Faits(confirme=True, injoignable=False, mobile=True, cle=True, alertes=True, refuses=0, ouvertes=1)


def etats(**faits) -> dict[str, tuple[str, str]]:
    return {point.page.partition(":")[2]: point.etat for point in bilan.points(replace(BON, **faits))}


def test_an_account_without_fault_has_only_what_is_well():
    assert set(etats().values()) == {BIEN}


@pytest.mark.parametrize(
    ("faits", "page", "etat"),
    [
        ({"injoignable": True}, "courriel", A_VOIR),
        ({"confirme": False}, "courriel", A_VOIR),
        ({"refuses": bilan.SUSPECTS - 1}, "connexions", BIEN),
        ({"refuses": bilan.SUSPECTS}, "connexions", A_VOIR),
        ({"ouvertes": 2}, "appareils", CONSEIL),
        ({"mobile": False}, "telephone", CONSEIL),
        ({"cle": False}, "cles", CONSEIL),
        ({"alertes": False}, "notifications", CONSEIL),
    ],
)
def test_each_fault_is_told_where_it_is_mended(faits, page, etat):
    assert etats(**faits) == {**etats(), page: etat}


def test_what_is_to_be_seen_comes_first_and_what_is_well_last():
    points = bilan.points(replace(BON, cle=False, refuses=9))
    assert [point.etat for point in points] == [A_VOIR, CONSEIL, BIEN, BIEN, BIEN, BIEN]


@pytest.mark.django_db
def test_the_page_counts_the_refused_tries_of_thirty_days(client, lea):
    connecter(client, lea.compte)
    le = horloge.temps_reel()
    moments = [le - bilan.RECENT - timedelta(hours=1), *(le - timedelta(days=n) for n in range(4))]
    Connexion.objects.bulk_create(
        Connexion(compte=lea.compte, le=un, resultat=Connexion.Resultat.REFUSEE, resume="Essai") for un in moments
    )
    with requetes() as faites:
        page = client.get(reverse("informations:securite"))
    html = page.content.decode()
    assert "refusés depuis 30 jours\u00a0: 4." in html and "À voir" in html
    assert {point.etat for point in page.context["points"] if point.page == "informations:connexions"} == {A_VOIR}
    # account and file, tries, keys, sessions, unread messages
    assert len(faites) == 5


def lues(assure) -> dict[str, str]:
    """The word of each part."""
    toutes = parties.parties(dossier.lire(assure), assure.compte, horloge.aujourdhui())
    return {partie.ancre: partie.etat[0] for partie in toutes}


@pytest.mark.django_db
def test_each_part_says_how_it_stands(lea):
    assert lues(lea)["coordonnees"] == "À compléter"
    lea.compte.telephone = "0639980014"
    assert lues(lea) == {
        "identite": "À jour", "caisse": "Droits ouverts", "coordonnees": "À jour", "banque": "À jour", "beneficiaires": "Aucun",
    }  # fmt: skip
    en_cours.annoncer(lea, "coordonnees_bancaires", "DEM-1", jusqu_a=None)
    en_cours.annoncer(lea, "adresse", "DEM-2", jusqu_a=None)
    assert lues(lea)["banque"] == lues(lea)["coordonnees"] == "En cours de traitement"
    lea.compte.email_valide_le = None
    lea.droits_au = horloge.aujourdhui() - timedelta(days=1)
    creer_enfant(lea, "Zoé")
    assert lues(lea)["coordonnees"] == "À vérifier"
    assert lues(lea)["caisse"] == "Droits fermés"
    assert lues(lea)["beneficiaires"] == "À jour"


@pytest.mark.django_db
def test_what_is_missing_is_to_be_completed(client):
    vide = creer_assure(iban=None, serie=None)
    creer_compte(vide)
    assert lues(vide)["banque"] == "À compléter"
    connecter(client, vide.compte)
    html = client.get(reverse("informations:accueil")).content.decode()
    liens = re.findall(r'<a href="#(\w+)">[^<]+</a>\s*<span class="pastille pastille--\w+">([^<]+)</span>', html)
    assert dict(liens)["banque"] == "À compléter"
