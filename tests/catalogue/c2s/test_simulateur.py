"""« Estimer d’abord »: the calculation of the decision, from a few figures, of which nothing is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import structlog
from django.apps import apps
from django.test import Client
from django.urls import reverse

from accounts.dossier.solidaire import bareme
from accounts.dossier.solidaire.calcul import Demande, Issue, Ligne, Logement, Membre, Zone, calculer, douze_mois
from accounts.dossier.solidaire.projection import prochaine
from ameli.noyau.journal.models import Entree
from tests.catalogue.c2s.salle import Demandeur
from tests.fabriques import creer_assure, creer_caisse

ESTIMER = "demarches:c2s_estimer"
NADIA = {"enfants": "2", "logement": "AIDE", "aide": "400", "mensuel": "980", "autres": "1800", "minimum": ""}
PUBLIE = bareme.publie()


def lignes_en_base() -> dict[str, int]:
    return {modele._meta.label: modele._base_manager.count() for modele in apps.get_models() if modele._meta.managed}


def estimer(qui: Demandeur, **champs: str):
    entetes = {"HTTP_ACCEPT": "text/html", "HTTP_SEC_FETCH_MODE": "navigate"}
    return qui.client.post(reverse(ESTIMER), {**NADIA, **champs}, **entetes)


@pytest.fixture
def nadia(db) -> Demandeur:
    return Demandeur(creer_assure("Nadia", "Belkacem", date_naissance=date(1988, 3, 9)))


@pytest.mark.parametrize(
    ("champs", "lu"),
    [
        ({}, "Gratuite"), ({"mensuel": "1230"}, "30,00 € par mois"), ({"mensuel": "9000"}, "Pas maintenant"),
        ({"minimum": "RSA", "mensuel": "9000"}, "Gratuite"), ({"minimum": "ASPA", "mensuel": "9000", "enfants": "0"}, "Avec participation"),
        ({"mensuel": "5000", "maintenant": "0"}, "vous pourriez y avoir droit à partir du"),
    ],
)  # fmt: skip
def test_it_says_what_the_decision_would_say(nadia, champs, lu):
    assert lu in estimer(nadia, **champs).content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_nothing_is_stored_nor_logged_even_of_a_wrong_form(nadia):
    nadia.client.get(reverse(ESTIMER))
    avant = lignes_en_base()
    with structlog.testing.capture_logs() as journaux:
        assert estimer(nadia).status_code == 200
        assert "à corriger" in estimer(nadia, enfants="beaucoup").content.decode()
    assert lignes_en_base() == avant
    assert "980" not in str(journaux) and not Entree.objects.filter(donnees__icontains="980").exists()


def test_a_form_sent_after_the_end_of_the_session_is_not_kept_either(nadia):
    avant = lignes_en_base()["accounts.Reprise"]
    nadia.client.session.flush()
    perdu = estimer(nadia)
    assert perdu.status_code in (302, 303) and "reprise" not in perdu.url
    assert lignes_en_base()["accounts.Reprise"] == avant


def test_more_children_by_turns_than_children_is_said(nadia):
    assert "Il y a plus d’enfants" in estimer(nadia, enfants="1", alternes="2").content.decode()


def test_mayotte_has_its_ceilings_and_where_none_is_known_it_says_so(db, monkeypatch):
    mahorais = Demandeur(creer_assure(caisse=creer_caisse("976", "CSS de Mayotte", departement="976")))
    assert "20\u202f879" in estimer(mahorais).content.decode()
    connus = bareme.publie().chiffres
    sans = {code: rang for code, rang in connus.items() if not code.startswith("plafond.mayotte")}
    monkeypatch.setattr(bareme, "lire", lambda: bareme.Bareme(sans))
    assert "Nous ne savons pas" in estimer(mahorais).content.decode()


def test_a_visitor_signs_in_first(db):
    assert Client().get(reverse(ESTIMER)).status_code == 302


def test_the_browser_is_told_to_keep_nothing(nadia):
    assert "no-store" in estimer(nadia)["Cache-Control"]


# When it could change


SEULE = Demande(date(2026, 11, 29), Zone.METROPOLE, (Membre("moi", date(1990, 1, 1), adulte=True),), Logement.LOCATAIRE)
MOIS = douze_mois(SEULE.depot)


def gagnant(montants: list[int]) -> Demande:
    lignes = tuple(Ligne("moi", "retraite", mois, Decimal(m)) for mois, m in zip(MOIS, montants, strict=True))
    return replace(SEULE, lignes=lignes)


def test_the_first_month_is_the_one_in_which_the_same_calculation_says_yes():
    demande = gagnant([1500] * 11 + [500])
    jour = prochaine(demande, PUBLIE)
    assert calculer(demande, PUBLIE).issue is Issue.REFUS
    assert jour == date(2027, 2, 1)  # nine months of 1 500 €, three of 500 €: 15 000 €, still above; then 14 000 €


def test_a_salary_that_stays_the_same_never_leads_there():
    assert prochaine(gagnant([1500] * 12), PUBLIE) is None


def test_free_takes_longer_than_with_a_participation():
    demande = gagnant([1500] * 11 + [500])
    assert prochaine(demande, PUBLIE, issue=Issue.GRATUITE) > prochaine(demande, PUBLIE)
