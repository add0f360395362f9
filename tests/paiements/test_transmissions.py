"""A payment of care is told to the one cover of whom it is for, or is « à transmettre »."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.dossier import complementaires
from paiements.calcul.mots import Famille, MotifTaux
from paiements.calcul.soins import Ligne
from paiements.enregistrement import LigneAPayer, enregistrer
from paiements.transmissions import dernieres
from tests.fabriques import creer_assure, creer_complementaire, creer_enfant

pytestmark = pytest.mark.django_db
LE = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.fixture
def lea():
    return creer_assure()


def payer(lea, *personnes):
    ligne = Ligne("G", date(2026, 3, 2), Decimal(30), Decimal(30), 70, Decimal(21), MotifTaux.HABITUEL)
    dues = [LigneAPayer(ligne, une, rang) for rang, une in enumerate(personnes or (lea.personne,), start=1)]
    return enregistrer(lea, dues, famille=Famille.SOINS, du_le=LE)


def test_the_one_cover_is_told_and_its_last_day_is_known(lea):
    gaves = creer_complementaire(lea)
    paye = payer(lea)
    assert (paye.complementaire, paye.transmis_le, paye.a_transmettre) == (gaves, date(2026, 3, 10), False)
    assert dernieres(lea) == {gaves.pk: date(2026, 3, 10)}


def test_while_two_organisms_ask_nobody_is_told_until_one_is_set_aside(lea):
    creer_complementaire(lea)
    pins = creer_complementaire(lea, "Prévoyance des Pins")
    assert payer(lea).a_transmettre
    complementaires.choisir(lea, {lea.personne: pins.organisme}, le=LE, acteur="horloge", cause="D-1")
    assert payer(lea).complementaire == pins


def test_without_a_cover_it_is_to_be_sent_by_hand(lea):
    assert payer(lea).a_transmettre


def test_two_people_of_two_organisms_are_told_to_neither(lea):
    zoe = creer_enfant(lea)
    creer_complementaire(lea)
    creer_complementaire(lea, "Prévoyance des Pins", pour=zoe)
    assert payer(lea, lea.personne, zoe.personne).a_transmettre


def test_the_solidaire_of_the_caisse_needs_no_message(lea):
    complementaires.ouvrir(
        lea, lea.personne, complementaires.organisme_de(lea.caisse), nature="C2S", du=date(2025, 1, 1), le=LE,
        acteur="horloge",
    )  # fmt: skip
    paye = payer(lea)
    assert (paye.complementaire, paye.a_transmettre) == (None, False)
