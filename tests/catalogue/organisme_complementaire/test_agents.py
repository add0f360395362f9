"""« Chevauchements »: what only an agent settles, and the person is always told."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.dossier import complementaires
from accounts.models import LiaisonComplementaire, Message
from ameli.noyau import horloge
from demarches.models import Invitation
from tests.catalogue.organisme_complementaire.acteurs import THERMES, couvrir, ouvertes
from tests.fabriques import connecter, creer_agent, creer_assure, creer_caisse, dire_la_raison

pytestmark = pytest.mark.django_db
LISTE = "/agents/demarches/chevauchement/"


@pytest.fixture
def nadia(db):
    """The solidaire over a mutuelle."""
    nadia = creer_assure("Nadia", "Belkacem")
    couvrir(nadia, nadia.personne, THERMES)
    complementaires.ouvrir(
        nadia, nadia.personne, complementaires.organisme_de(nadia.caisse), nature="C2S", du=horloge.aujourdhui(),
        le=horloge.maintenant(), acteur="horloge",
    )  # fmt: skip
    return nadia


@pytest.fixture
def agent():
    return connecter(Client(), creer_agent(superviseur=False).compte)


def test_the_list_has_what_the_person_cannot_settle_and_not_the_others(agent, nadia, sylvie):
    page = agent.get(LISTE).content.decode()
    assert "Nadia Belkacem" in page and "La Complémentaire santé solidaire est parmi elles" in page
    assert "Sylvie" not in page


def test_another_caisse_sees_nothing_of_it(nadia):
    ailleurs = connecter(Client(), creer_agent(creer_caisse("642", "CPAM de Pau"), superviseur=False).compte)
    assert "Nadia" not in ailleurs.get(LISTE).content.decode()
    cle = Invitation.objects.de(nadia).get().pk
    assert ailleurs.get(reverse("admin:demarches_chevauchement_choisir", args=[cle])).status_code == 404


def test_the_agent_chooses_with_a_reason_and_the_person_is_told(agent, nadia):
    (invitation,) = ouvertes(nadia)
    adresse = reverse("admin:demarches_chevauchement_choisir", args=[invitation.pk])
    dire_la_raison(agent, nadia)
    solidaire = complementaires.organisme_de(nadia.caisse)
    sans_motif = agent.post(adresse, {nadia.personne.public_id: solidaire.public_id})
    assert "Dites pourquoi" in sans_motif.content.decode()
    agent.post(adresse, {nadia.personne.public_id: solidaire.public_id, "motif": "La mutuelle est résiliée."})
    assert ouvertes(nadia) == []
    ecartee = LiaisonComplementaire.objects.de(nadia).get(organisme__nom=THERMES)
    assert ecartee.ecartee_par.startswith("agent:") and ecartee.ecartee_pour == solidaire
    message = Message.objects.de(nadia).get(sujet="Votre caisse a choisi l’organisme de vos remboursements")
    assert "La mutuelle est résiliée." in message.corps
    assert not Message.objects.de(nadia).filter(sujet="Vous n’avez plus de choix à faire").exists()


def test_what_ended_meanwhile_is_said_to_the_agent(agent, nadia):
    (invitation,) = ouvertes(nadia)
    adresse = reverse("admin:demarches_chevauchement_choisir", args=[invitation.pk])
    dire_la_raison(agent, nadia)
    for une in LiaisonComplementaire.objects.de(nadia).filter(nature="C2S"):
        LiaisonComplementaire.objects.de(nadia).filter(pk=une.pk).update(au=une.du, du=une.du)
    LiaisonComplementaire.objects.de(nadia).filter(organisme__nom=THERMES).update(au="2020-02-01")
    page = agent.post(adresse, {"motif": "x"}, follow=True).content.decode()
    assert "plus rien à choisir" in page.replace("\u00a0", " ")
