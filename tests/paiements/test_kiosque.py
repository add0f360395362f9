"""What is said to the bank kiosk and what is believed of it: who speaks, with which key, when, and once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts.connexion.agents import roles
from accounts.models import Message
from ameli.noyau import sante
from ameli.noyau.horloge import regler_decalage, temps_reel
from ameli.noyau.models import Entree
from paiements.creances import encaissement, kiosque
from paiements.creances.kiosque import Sens
from paiements.creances.refus import purger
from paiements.models import EcritureCreance, PaiementEnLigne, RefusDuKiosque
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte
from tests.paiements.dossier import annoncer, creer_avis, ecarts, etat, nouvelle_du_kiosque, partir, passer, restes

Etat = PaiementEnLigne.Etat
TEXTE = st.text('ab&=",[]:\\', max_size=6)


@pytest.fixture
def lea(db):
    assure = creer_assure()
    creer_compte(assure)
    return assure


@pytest.fixture
def avis(lea):
    return creer_avis(lea, "50.00", "22.50", "12.00")


@given(st.dictionaries(st.text("abcdef", min_size=1), st.text(max_size=10), min_size=1), st.text("xyz", min_size=1))
def test_one_changed_field_is_another_signature(champs, ajout):
    nom = next(iter(champs))
    assume(nom != "signature")
    signe = kiosque.signer(champs, Sens.DU_KIOSQUE)
    assert kiosque.authentique(signe, Sens.DU_KIOSQUE)
    assert not kiosque.authentique({**signe, nom: champs[nom] + ajout}, Sens.DU_KIOSQUE)
    assert not kiosque.authentique({**signe, f"{nom}{ajout}": ""}, Sens.DU_KIOSQUE)
    assert not kiosque.authentique(signe, Sens.AU_KIOSQUE)


@given(st.dictionaries(TEXTE, TEXTE), st.dictionaries(TEXTE, TEXTE))
def test_two_different_messages_never_have_one_text(uns, autres):
    assume(uns != autres)
    assert kiosque._a_signer(uns, Sens.DU_KIOSQUE) != kiosque._a_signer(autres, Sens.DU_KIOSQUE)


def test_a_separator_in_a_value_moves_no_value_into_another_field(lea, avis):
    """« a=1&b=2 » as one value, or as two fields, are two messages."""
    paiement = partir(lea, avis, l1="30")
    champs = nouvelle_du_kiosque(paiement, evenement=f"e&montant={paiement.centimes}&reference=r")
    assert annoncer({**champs, "evenement": "e", "reference": "r"}) == 400
    assert annoncer(champs) == 200


@pytest.mark.parametrize("champs_de", [kiosque.demande, kiosque.question])
def test_what_we_said_is_not_believed_when_it_comes_back(lea, avis, champs_de):
    paiement = partir(lea, avis, l1="30")
    assert annoncer(champs_de(paiement)) == 400
    assert annoncer({**champs_de(paiement), "statut": "ACCEPTE"}) == 400
    encaissement.lire_la_reponse(paiement.objet, champs_de(paiement))
    assert etat(paiement) == Etat.ATTENTE and not ecarts(paiement)


@pytest.mark.parametrize(("secondes", "statut"), [(-310, 400), (-290, 200), (290, 200), (310, 400)])
def test_a_message_is_believed_five_minutes_before_and_after_its_date(lea, avis, secondes, statut):
    paiement = partir(lea, avis, l1="30")
    date = (temps_reel() + timedelta(seconds=secondes)).isoformat()
    assert annoncer(nouvelle_du_kiosque(paiement, date=date)) == statut


def test_a_jump_of_the_sandbox_clock_makes_no_message_old(lea, avis):
    paiement = partir(lea, avis, l1="30")
    regler_decalage(timedelta(days=2))
    assert annoncer(nouvelle_du_kiosque(paiement)) == 200


def test_while_the_key_is_changed_both_are_believed_and_the_new_one_signs(lea, avis, settings):
    paiement = partir(lea, avis, l1="30")
    reglages = settings.KIOSQUE
    settings.KIOSQUE = {**reglages, "cle": "ancienne"}
    avec_l_ancienne = nouvelle_du_kiosque(paiement)
    settings.KIOSQUE = {**reglages, "cle": "nouvelle"}
    avec_la_nouvelle = nouvelle_du_kiosque(paiement)
    assert annoncer(avec_l_ancienne) == 400
    settings.KIOSQUE = {**reglages, "cle": "nouvelle, ancienne"}
    assert annoncer(avec_l_ancienne) == annoncer(avec_la_nouvelle) == 200
    signe = kiosque.demande(paiement)
    settings.KIOSQUE = {**reglages, "cle": "nouvelle"}
    assert kiosque.authentique(signe, Sens.AU_KIOSQUE)


@pytest.mark.parametrize("cle", ["", " , "])
def test_without_a_key_nothing_is_believed(lea, avis, settings, cle):
    """An empty key would be known to everybody."""
    paiement = partir(lea, avis, l1="30")
    champs = nouvelle_du_kiosque(paiement)
    vide = kiosque._signature(champs, Sens.DU_KIOSQUE, "")
    settings.KIOSQUE = {**settings.KIOSQUE, "cle": cle}
    assert annoncer({**champs, "signature": vide}) == 400
    assert annoncer({**champs, "signature": ""}) == 400


@pytest.mark.parametrize("changes", [{}, {"evenement": "autre"}])
def test_an_acceptance_that_comes_again_after_the_accounting_is_the_same_money(lea, avis, changes):
    paiement = partir(lea, avis, l1="30")
    annoncer(nouvelle_du_kiosque(paiement))
    passer(timedelta(hours=25))
    with time_machine.travel(temps_reel() + timedelta(hours=26), tick=False):
        assert annoncer(nouvelle_du_kiosque(paiement, **changes)) == 200
    passer(timedelta(hours=72))
    assert EcritureCreance.objects.systeme("essai").filter(paiement=paiement).count() == 1
    assert etat(paiement) == Etat.COMPTABILISE and not ecarts(paiement)
    assert restes(avis)[0] == Decimal(20)
    assert Message.objects.de(lea).count() == 1


def refus() -> dict[str, int]:
    return {ligne.cause: ligne.nombre for ligne in RefusDuKiosque.objects.all()}


def test_forged_and_unsigned_messages_leave_one_line_an_hour_however_many_come(lea, avis):
    paiement = partir(lea, avis, l1="30")
    vraie = nouvelle_du_kiosque(paiement)
    with time_machine.travel("2026-11-23T09:00:00Z", tick=False) as temps:
        for _ in range(20):
            annoncer({**vraie, "signature": "0" * 64})
            annoncer({"transaction": paiement.public_id, "statut": "ACCEPTE"})
        assert refus() == {"signature": 40}
        lignes = Entree.objects.filter(genre="kiosque.refuse")
        assert [(ligne.acteur, ligne.motif, ligne.assure_ref) for ligne in lignes] == [
            ("systeme:kiosque bancaire", "signature fausse ou absente", "")
        ]
        temps.shift(timedelta(hours=1))
        annoncer({})
        assert RefusDuKiosque.objects.count() == lignes.all().count() == 2
        assert sante.etat()["messages_refuses_du_kiosque"] == 41
        temps.shift(timedelta(hours=25))
        assert sante.etat()["messages_refuses_du_kiosque"] == 0
        temps.shift(timedelta(days=366))
        purger()
        assert not refus()


def test_each_cause_is_counted_apart_and_an_answer_that_is_not_believed_too(lea, avis, settings):
    paiement = partir(lea, avis, l1="30")
    annoncer(nouvelle_du_kiosque(paiement, boutique="autre"))
    annoncer(nouvelle_du_kiosque(paiement, date="hier"))
    annoncer(nouvelle_du_kiosque(paiement, transaction="inconnue"))
    annoncer(nouvelle_du_kiosque(paiement, montant="1"))
    encaissement.lire_la_reponse(paiement.objet, {"statut": "ACCEPTE"})
    assert refus() == dict.fromkeys(RefusDuKiosque.Cause.values, 1)
    assert annoncer(nouvelle_du_kiosque(paiement)) == 200
    assert sum(refus().values()) == 5


def test_a_stranger_who_forges_messages_does_not_make_the_site_look_ill(client, lea):
    sante.battre(sante.BALAYAGE)
    annoncer({"statut": "ACCEPTE"})
    assert client.get("/readyz").status_code == 200


def test_operators_see_what_was_refused_and_other_agents_do_not(client, lea):
    annoncer({"statut": "ACCEPTE"})
    agent = creer_agent(superviseur=False)
    page = reverse("admin:paiements_refusdukiosque_changelist")
    assert connecter(client, agent.compte).get(page).status_code == 403
    roles.donner(agent.compte, ["exploitant"])
    assert "signature fausse ou absente" in connecter(client, agent.compte).get(page).content.decode()
    assert "Messages refusés du kiosque bancaire" in client.get("/agents/").content.decode()
