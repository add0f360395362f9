"""Signs of a theft send the change of account to one agent, or to two different ones."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.connexion.choix_mot_de_passe import changer
from accounts.models import Appareil, CodeSecurite, Compte
from accounts.securite import signaux
from ameli.noyau.horloge import maintenant, temps_reel
from demarches.catalogue.iban.regles import controle
from demarches.models import Demarche, Etat, Evenement
from demarches.moteur import accords, transitions
from demarches.moteur.transitions import TransitionInterdite
from tests.demarches_agents.salle import caches, sur
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte
from tests.outils.requetes import requetes

DU_COMPTE = (
    "mot_de_passe_recent", "contact_recent", "compte_recent", "appareil_recent", "franceconnect_recent",
    "code_provisoire_recent", "codes_faux",
)  # fmt: skip


@given(st.lists(st.sampled_from(sorted(controle.ALERTES)), max_size=8))
def test_more_signs_never_ask_for_fewer_agents(codes):
    for n in range(len(codes)):
        assert controle.accords(codes[:n]) <= controle.accords(codes[: n + 1])


@given(st.lists(st.sampled_from(DU_COMPTE), min_size=2, max_size=4, unique=True))
def test_two_signs_of_the_account_are_always_looked_at(codes):
    assert set(controle.a_examiner(codes)) == set(codes)


def test_a_new_device_alone_disturbs_nobody():
    assert controle.a_examiner(["appareil_recent"]) == []
    assert controle.a_examiner(["contact_recent"]) == ["contact_recent"]


def test_two_ordinary_signs_ask_for_two_agents():
    assert controle.accords(["mot_de_passe_recent"]) == 1
    assert controle.accords(["mot_de_passe_recent", "contact_recent"]) == 2
    assert controle.accords(["banque_non_concordant"]) == 2


def test_every_sign_has_its_sentence_and_weight():
    assert set(vars(signaux.Signaux())) <= set(controle.ALERTES)


@pytest.fixture
def assuree(db):
    assure = creer_assure()
    creer_compte(assure)
    return assure


def lire(assuree) -> signaux.Signaux:
    return signaux.lire(Compte.objects.select_related("assure").get(assure=assuree), maintenant(), temps_reel())


def test_a_quiet_account_shows_nothing_in_one_query(assuree):
    compte, le, le_reel = Compte.objects.select_related("assure").get(assure=assuree), maintenant(), temps_reel()
    with requetes() as faites:
        assert signaux.lire(compte, le, le_reel).presents == []
    assert len(faites) == 1


def test_each_fact_is_seen_while_it_is_recent(assuree):
    compte, le = assuree.compte, maintenant()
    changer(compte, "Maree-basse-79", acteur=compte.acteur, motif="code provisoire")
    Compte.objects.filter(pk=compte.pk).update(
        contact_change_le=le - timedelta(days=29), ouvert_le=le - timedelta(days=29)
    )
    Appareil.objects.create(
        compte=compte, empreinte="x", resume="Firefox", vu_premier=temps_reel(), vu_dernier=temps_reel()
    )
    CodeSecurite.objects.create(
        compte=compte, usage="iban", liaison="x", sel="s", empreinte="e", emis_le=le, envoye_le=temps_reel(), expire_le=le,
        essais=2,
    )  # fmt: skip
    assert set(lire(assuree).presents) == {
        "mot_de_passe_recent", "contact_recent", "compte_recent", "appareil_recent", "codes_faux",
    }  # fmt: skip
    Compte.objects.filter(pk=compte.pk).update(
        contact_change_le=le - timedelta(days=31), ouvert_le=le - timedelta(days=31)
    )
    assert not {"contact_recent", "compte_recent"} & set(lire(assuree).presents)


@pytest.fixture
def suspecte(parcours) -> Demarche:
    """A change of account that two agents must accept."""
    demarche = parcours.deposer()
    for code in ("mot_de_passe_recent", "contact_recent"):
        demarche.signaler(code, controle.ALERTES[code].phrase)
    transitions.passer(demarche, "prendre", acteur="horloge")
    demarche.refresh_from_db()
    return demarche


def accepter(demarche, agent) -> None:
    guichet = connecter(Client(), agent.compte)
    page = guichet.get(sur("accepter", demarche)).content.decode()
    guichet.post(sur("accepter", demarche), caches(page))
    demarche.refresh_from_db()


@pytest.mark.django_db
def test_two_different_agents_must_agree(suspecte):
    un, deux = creer_agent(suspecte.caisse), creer_agent(suspecte.caisse)
    accepter(suspecte, un)
    assert suspecte.etat == Etat.EN_COURS
    assert suspecte.prise_par is None
    accepter(suspecte, un)
    assert suspecte.etat == Etat.EN_COURS
    accepter(suspecte, deux)
    assert suspecte.etat == Etat.ACCEPTEE
    auteurs = Evenement.objects.systeme("essai").filter(demarche=suspecte, nom__in=("premier_accord", "accepter"))
    assert len({evenement.auteur for evenement in auteurs}) == 2


@pytest.mark.django_db
def test_no_screen_goes_around_the_second_agent(suspecte):
    un = creer_agent(suspecte.caisse)
    for acteur in (un.compte.acteur, "horloge"):
        with pytest.raises(TransitionInterdite):
            transitions.passer(suspecte, "accepter", acteur=acteur)
    assert accords.accepter(suspecte, un.compte.acteur) is False
    with pytest.raises(TransitionInterdite, match="premier accord"):
        accords.accepter(suspecte, un.compte.acteur)
    lot = {"index": "accepter", "_selected_action": [suspecte.pk], "confirme": "1"}
    connecter(Client(), un.compte).post(reverse("admin:demarches_demarche_lot"), lot)
    suspecte.refresh_from_db()
    assert suspecte.etat == Etat.EN_COURS


@pytest.mark.django_db
def test_one_agent_is_enough_to_refuse(suspecte):
    un = creer_agent(suspecte.caisse)
    transitions.passer(suspecte, "refuser", acteur=un.compte.acteur, motif="Le compte est clos.")
    suspecte.refresh_from_db()
    assert suspecte.etat == Etat.REFUSEE
