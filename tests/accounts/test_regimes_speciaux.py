"""Special schemes (chapter 8 § 1): five national bodies, whose people keep them wherever they live and read their own delays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.connexion.agents.formulaires import FormulaireCaisse
from accounts.dossier import caisses
from accounts.informations.adresse import confier
from accounts.models import Assure, Caisse
from ameli.bac_a_sable.personas import caisses as caisses_d_exercice
from ameli.bac_a_sable.personas import persona
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import aujourdhui
from demarches.catalogue.adresse import lecture
from demarches.catalogue.adresse.lecture import NouvelleAdresse
from demarches.models import DelaiDeTraitement
from tests.fabriques import connecter, creer_assure, creer_caisse, creer_compte
from tests.outils.monde import monde_installe
from tests.suivi.salle import LUNDI, lu

pytestmark = pytest.mark.django_db
JOUR = date(2026, 11, 23)
SPECIAUX = {"CAMIEG", "CANSSM", "CAVIMAC", "CNMSS", "CRPCEN"}


def saisies() -> dict[str, str]:
    """Care sent on paper a few days ago."""
    envoi = aujourdhui() - timedelta(days=3)
    return {"theme": "soins", "precision": "soins-papier", "canal": "EN_LIGNE", "deposee_le": envoi.isoformat()}


def militaire() -> Assure:
    cnmss = creer_caisse("994", "CNMSS", departement="83", regime="08")
    assure = creer_assure(caisse=cnmss, affilie_le=date(2016, 9, 1))
    creer_compte(assure)
    return assure


def test_the_five_bodies_of_the_catalogue_are_known_with_their_schemes():
    connus = {un.nom: un for un in caisses.table(JOUR).organismes.values() if un.regime_special}
    assert set(connus) == SPECIAUX
    assert {nom: un.regime for nom, un in connus.items()} == {
        "CAMIEG": "01", "CANSSM": "07", "CAVIMAC": "90", "CNMSS": "08", "CRPCEN": "10",
    }  # fmt: skip
    assert {une["nom"] for une in caisses_d_exercice()} >= SPECIAUX


@pytest.mark.parametrize(
    ("code", "dit"), [("401", "régime général"), ("995", "régime spécial des clercs et employés de notaires")]
)
def test_a_scheme_is_said_in_words(code, dit):
    assert caisses.regime(code, "01", le=JOUR) == dit


def test_one_that_nobody_knows_keeps_its_figures():
    assert caisses.regime("777", "02", le=JOUR) == "régime agricole" and caisses.regime("777", "55", le=JOUR) == "55"


def test_an_operator_who_installs_one_types_neither_its_name_nor_its_scheme():
    assert FormulaireCaisse.propositions("991") == {
        "nom": "CAMIEG", "departement": "93", "regime": "01", "centre": "0000",
    }  # fmt: skip
    assert FormulaireCaisse.propositions("994")["regime"] == "08"


def test_a_move_changes_the_caisse_of_the_general_scheme_but_not_that_of_a_special_one():
    nouvelle = NouvelleAdresse(("3 rue du Lac",), "33000", "Bordeaux")
    landes, cnmss = creer_caisse(), creer_caisse("994", "CNMSS", departement="83", regime="08")
    assert lecture.caisse_cible(nouvelle, {}, landes, LUNDI) == "331"
    assert lecture.caisse_cible(nouvelle, {}, cnmss, LUNDI) == ""


def test_the_day_of_an_affiliation_is_that_of_the_change_of_caisse():
    assure = creer_assure()
    confier(assure, creer_caisse("331", "CPAM de la Gironde"), cause="D-2222-3333-4444")
    assert Assure.objects.systeme("essai").get(pk=assure.pk).affilie_le == aujourdhui()


def test_the_file_says_the_scheme_and_since_when(client):
    page = lu(connecter(client, militaire().compte).get("/mes-informations/"))
    assert "<dd>CNMSS, depuis le 1er septembre 2016</dd>" in page
    assert "<dd>Régime spécial des militaires</dd>" in page


def test_who_has_a_special_scheme_reads_the_delays_of_their_own_body(client):
    assure = militaire()
    connecter(client, assure.compte)
    assert "Vous relevez du régime spécial des militaires : ce sont les délais de la CNMSS" in lu(
        client.get("/mes-delais/")
    )
    DelaiDeTraitement.objects.create(
        caisse=assure.caisse, precision="soins-papier", jours=9, du=aujourdhui() - timedelta(days=7), ecrit_le=LUNDI
    )
    assert "La CNMSS annonce 9 jours." in lu(client.post("/mes-delais/", saisies(), follow=True))


def test_where_it_announces_nothing_that_of_the_general_scheme_is_said_to_be_so(client):
    connecter(client, militaire().compte)
    page = lu(client.post("/mes-delais/", saisies(), follow=True))
    assert (
        "La CNMSS n’annonce pas de délai pour cette demande. Nous vous donnons celui du régime général, 18 jours"
        in page
    )
    assert "Pour le savoir, écrivez-lui" in page and "Le délai national" not in page


def test_who_has_the_general_scheme_reads_nothing_of_special_ones(client):
    assure = creer_assure()
    creer_compte(assure)
    assert "Vous relevez du" not in lu(connecter(client, assure.compte).get("/mes-delais/"))


def test_somebody_of_the_practice_world_has_one(client):
    monde_installe()
    clemence = (
        Assure.objects.systeme("test")
        .select_related("caisse")
        .get(personne__nir_empreinte=empreinte("nir", persona("clemence").nir))
    )
    assert (clemence.caisse.nom, clemence.affilie_le) == ("CNMSS", date(2016, 9, 1))
    assert SPECIAUX <= set(Caisse.objects.values_list("nom", flat=True))
    assert DelaiDeTraitement.objects.de(clemence).exists() and 8 in persona("clemence").chapitres
