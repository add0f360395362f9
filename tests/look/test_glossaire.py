"""A word that people do not have to know is explained by one sentence, on every page that writes it."""

from __future__ import annotations

import pytest
from django.template import engines

from ameli.noyau import glossaire
from tests.outils.accessibilite import lire, texte


def explique(corps: str) -> str:
    page = engines["django"].from_string("{% load site %}{% avec_les_mots %}" + corps + "{% endavec_les_mots %}")
    return page.render({})


@pytest.mark.parametrize(
    ("ecrit", "mot"),
    [
        ("La base de remboursement est la même.", "Base de remboursement"),
        ("Décomptes de paiement", "Décompte"),
        ("Les participations forfaitaires retenues", "Participation forfaitaire"),
        ("La franchise, 1,00 €", "Franchise"),
        ("Détail des prélèvements (CSG, CRDS, impôt)", "CSG, CRDS, CASA"),
        ("Exonération du ticket modérateur", "Ticket modérateur"),
        ("Payé en tiers payant", "Tiers payant"),
        ("Un enfant peut être rattaché à ses deux parents.", "Rattaché"),
    ],
)
def test_a_word_of_the_page_is_explained_once(ecrit, mot):
    page = texte(lire(explique(f"<p>{ecrit}</p><p>{ecrit}</p>")))
    sens = next(un.sens for un in glossaire.MOTS if un.mot == mot)
    assert page.count(f"{mot} {sens}") == 1


def test_names_of_other_pages_and_pages_without_such_words_need_none():
    assert "Les mots" not in explique(
        "<nav><a href='/'>Franchises</a></nav><p><a href='/'>Mon décompte</a> est prêt.</p>"
    )


@pytest.mark.django_db
def test_the_pages_of_the_product_explain_their_words(client):
    from tests.fabriques import connecter, creer_assure, creer_compte

    connectee = connecter(client, creer_compte(creer_assure()))
    for adresse, mot in (("/mes-paiements/retenues/", "Franchise"), ("/documents/verifier/", "Décompte")):
        page = lire(connectee.get(adresse).content.decode()).find(".//main")
        assert f"{mot} " in texte(page).partition("Les mots de cette page")[2], adresse


def test_papers_explain_theirs_in_small_beside_their_addressee():
    """A column may be called « Base »: it is the same word."""
    papier = {"papier": {"titre": "Essai", "en_tete": {"caisse": "CPAM des Landes", "adresse": ()}}}
    ecrit = "<table><tr><th>Base</th></tr></table><p>Tiers payant, CSG</p>"
    page = engines["django"].from_string(
        '{% extends "documents/base_pdf.html" %}{% block destinataire %}Léa Duprat{% endblock %}{% block contenu %}'
        + ecrit + "{% endblock %}"
    )  # fmt: skip
    mots = texte(lire(page.render(papier))).partition("Léa Duprat")[0]
    expliques = [un.mot for un in glossaire.MOTS if un.sens in mots]
    assert expliques == ["Base de remboursement", "CSG, CRDS, CASA", "Tiers payant"]
    vide = engines["django"].get_template("documents/base_pdf.html").render(papier)
    assert not any(un.sens in vide for un in glossaire.MOTS)
