"""The number of a newborn is given once, and is nobody else's."""

from __future__ import annotations

import pytest

from accounts.dossier import numeros
from accounts.dossier.numeros import NumeroRefuse
from ameli.noyau.models import Entree
from tests.fabriques import creer_enfant, creer_personne, nir_d_essai

pytestmark = pytest.mark.django_db


@pytest.fixture
def lou(lea):
    return creer_enfant(lea, "Lou", nir=None).personne


def attribuer(lea, lou, nir: str):
    return numeros.attribuer(lea, lou, nir, acteur="horloge", cause="D-1")


def test_a_newborn_gets_a_number_once_and_it_is_in_the_journal(lea, lou):
    nir = nir_d_essai()
    for _ in range(2):
        assert attribuer(lea, lou, nir).a_pour_numero(nir)
    lou.refresh_from_db()
    assert lou.nir == nir and lou.numero_definitif
    entree = Entree.objects.get(genre="identite.numero")
    assert (entree.assure_ref, entree.motif, entree.objet) == (lea.public_id, "D-1", f"personne:{lou.public_id}")


def test_a_number_is_not_replaced_nor_taken_from_somebody_else(lea, lou):
    autre = creer_personne("Tom")
    with pytest.raises(NumeroRefuse):
        attribuer(lea, lou, autre.nir)
    lou.refresh_from_db()
    assert lou.sans_numero
    with pytest.raises(NumeroRefuse):
        attribuer(lea, autre, nir_d_essai())
    assert not Entree.objects.filter(genre="identite.numero").exists()
