"""The attestation of Complémentaire santé solidaire: who is on it, while it holds, and nobody of another file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.dossier import c2s, c2s_lue
from accounts.models import Assure, DroitC2S
from ameli.noyau import horloge
from documents import moteur
from documents.models import Document
from documents.verification.controle import Etat, verifier
from tests.fabriques import connecter, creer_assure, creer_compte, creer_enfant
from tests.outils.pdf import texte
from tests.outils.solidaire import AGENT, accorder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def decembre() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 23, 8, 12, tzinfo=UTC)) as instant:
        yield instant


@pytest.fixture
def nadia() -> Assure:
    assure = creer_assure("Nadia", "Belkacem", date_naissance=date(1988, 3, 9))
    creer_compte(assure)
    creer_enfant(assure, "Yanis")
    return assure


def ouvrir(nadia: Assure, decembre, *autres: Assure) -> DroitC2S:
    accorder(nadia, *autres)
    decembre.move_to(datetime(2026, 12, 2, 9, tzinfo=UTC))
    droit = c2s_lue.dernier_de(nadia)
    assert droit is not None
    return droit


def demander(assure: Assure, droit: DroitC2S):
    return connecter(Client(), assure.compte).get(reverse("documents:attestation_c2s", args=[droit.public_id]))


def test_it_names_those_whom_it_covers_through_this_file_only(nadia, decembre):
    marc = creer_assure("Marc", "Lafitte", sexe="M")
    creer_compte(marc)
    droit = ouvrir(nadia, decembre, marc)
    for assure, dedans, dehors in ((nadia, "Yanis", "LAFITTE"), (marc, "LAFITTE", "Yanis")):
        assert demander(assure, droit).status_code == 302
        lu = texte(moteur.lire(Document.objects.de(assure).get()))
        assert dedans in lu and dehors not in lu and "sans participation" in lu
        assert "du 1er décembre 2026 au 30 novembre 2027" in lu.replace("\N{NO-BREAK SPACE}", " ")


def test_there_is_none_before_its_first_day_nor_for_somebody_else(nadia, decembre):
    accorder(nadia)
    droit = c2s_lue.dernier_de(nadia)
    assert demander(nadia, droit).status_code == 404
    autre = creer_assure()
    creer_compte(autre)
    assert demander(autre, ouvrir_deja(droit, decembre)).status_code == 404


def ouvrir_deja(droit: DroitC2S, decembre) -> DroitC2S:
    decembre.move_to(datetime(2026, 12, 2, 9, tzinfo=UTC))
    return droit


def test_its_code_says_whether_it_still_holds(nadia, decembre):
    droit = ouvrir(nadia, decembre)
    demander(nadia, droit)
    code = Document.objects.de(nadia).get().code_verif
    assert verifier(code, "Belkacem") is Etat.VALIDE
    assert verifier(code, "Martin") is Etat.INCONNU
    c2s.suspendre(droit, acteur=AGENT, le=horloge.maintenant())
    assert verifier(code, "Belkacem") is Etat.REMPLACE
    assert demander(nadia, droit).status_code == 404
