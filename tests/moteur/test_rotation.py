"""What a démarche holds under a fingerprint is still held when the key of the fingerprints has turned."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from demarches.catalogue.c2s.models import PersonneDemandee
from demarches.catalogue.soins_etranger.models import FactureEtrangere
from demarches.models import Brouillon, Verrou
from demarches.moteur import registre
from demarches.moteur.depot import DepotRefuse, deposer
from tests.catalogue.marche import Marche
from tests.fabriques import creer_assure, creer_compte
from tests.moteur.test_sujets import par_couleur, par_voyageur
from tests.moteur.test_transitions import brouillon_de
from tests.outils.cles import NEUVE
from tests.outils.salles import changer
from tests.salles_d_essai import voyage

pytestmark = pytest.mark.django_db


def gardees(modele: Any, colonne: str = "empreinte") -> set[str]:
    return set(modele._base_manager.exclude(**{colonne: ""}).values_list(colonne, flat=True))


def test_a_subject_that_is_taken_stays_so_before_during_and_after(essai, lea, cles):
    changer(essai, sujets=par_couleur)
    deposer(brouillon_de(lea))
    autre = creer_assure("Marc", "Autre", sexe="M")
    creer_compte(autre)
    brouillon = brouillon_de(autre)
    [avant] = gardees(Verrou)
    for tour in ((NEUVE, cles.ancienne), (NEUVE,)):
        cles(*tour)
        with pytest.raises(DepotRefuse):
            deposer(brouillon)
        if len(tour) == 2:
            call_command("tourner_empreintes", stdout=StringIO())
    assert len(gardees(Verrou)) == 1 and avant not in gardees(Verrou)


def test_an_open_draft_is_found_by_what_it_is_about(cles):
    for service in voyage.installer():
        autre = changer(service, sujets=lambda contexte: par_voyageur(contexte)[:1])
        marche = Marche(autre)
        marche.commencer()
        marche.repondre()
        [avant] = gardees(Brouillon, "sujet")
        cles(NEUVE, cles.ancienne)
        call_command("tourner_empreintes", stdout=StringIO())
        [apres] = gardees(Brouillon, "sujet")
        assert apres != avant
        cles(cles.ancienne)
        marche.brouillon.delete()


@pytest.mark.parametrize(("code", "modele"), [("c2s", PersonneDemandee), ("soins-etranger", FactureEtrangere)])
def test_what_agents_compare_between_requests_is_made_again_from_them(code, modele, cles):
    Marche(registre.celui_de(code)).deposer()
    avant = gardees(modele)
    assert avant
    cles(NEUVE, cles.ancienne)
    call_command("tourner_empreintes", "--lot", "1", stdout=StringIO())
    apres = gardees(modele)
    assert len(apres) == len(avant) and not apres & avant
