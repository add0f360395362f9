"""Passages, delays and their dates."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Message
from ameli.noyau import horloge
from ameli.noyau.echeances import balayer
from ameli.noyau.journal.models import Entree
from demarches.models import Demarche, Etat, Evenement
from demarches.moteur import passages, transitions
from demarches.moteur.declaration import Messages
from demarches.moteur.depot import DepotRefuse, deposer
from demarches.moteur.models import Brouillon
from demarches.suivi import lecture
from tests.fabriques import creer_agent, creer_caisse
from tests.moteur.essai import appels
from tests.outils.salles import changer

REPONSES = {
    "couleur": {"couleur": "bleu", "le": "2026-11-25"}, "nuance": {"nuance": "azur"}, "preuve": {"preuve": "donnée"}
}  # fmt: skip


def brouillon_de(assure) -> Brouillon:
    le = horloge.maintenant()
    return Brouillon.objects.create(
        assure=assure, compte=assure.compte, teleservice="essai", contenu={"reponses": REPONSES}, commence_le=le,
        enregistre_le=le, expire_le=le + timedelta(days=30),
    )  # fmt: skip


@pytest.fixture
def demarche(essai, lea) -> Demarche:
    return deposer(brouillon_de(lea))


def relire(demarche: Demarche) -> Demarche:
    return Demarche.objects.systeme("test").get(pk=demarche.pk)


def test_a_delay_runs_its_hook_dated_by_the_due_date_not_by_the_sweep(essai, demarche):
    horloge.regler_decalage(timedelta(days=3))
    balayer()
    attendu = (demarche.deposee_le + timedelta(hours=48)).strftime("regarder %d/%m %H:%M")
    assert attendu in appels
    assert relire(demarche).close_le == demarche.deposee_le + timedelta(hours=48)


def test_a_closed_demarche_wakes_for_no_other_delay(essai, demarche):
    horloge.regler_decalage(timedelta(days=10))
    balayer()
    balayer()
    assert relire(demarche).etat == Etat.ACCEPTEE
    assert "relancer" not in appels


def test_nothing_happens_before_the_due_date(essai, demarche):
    horloge.regler_decalage(timedelta(hours=47, minutes=59))
    balayer()
    assert relire(demarche).etat == Etat.DEPOSEE


def test_closing_frees_the_lock_so_that_another_may_be_sent(essai, demarche, lea):
    with pytest.raises(DepotRefuse):
        deposer(brouillon_de(lea))
    transitions.passer(demarche, "annuler", acteur=lea.compte.acteur)
    Brouillon.objects.systeme("test").filter(etat="OUVERT").delete()
    assert deposer(brouillon_de(lea)).pk != demarche.pk


def test_every_passage_leaves_an_event_and_a_journal_entry(essai, demarche, lea):
    agent = creer_agent(caisse=lea.caisse)
    transitions.passer(demarche, "refuser", acteur=agent.compte.acteur, motif="Cette couleur ne va pas.")
    dernier = Evenement.objects.systeme("test").filter(demarche=demarche).last()
    assert (dernier.de, dernier.vers, dernier.acteur, dernier.motif) == (
        "DEPOSEE", "REFUSEE", "AGENT", "Cette couleur ne va pas.",
    )  # fmt: skip
    assert Entree.objects.filter(genre="demarche.refuser", objet=demarche.objet).count() == 1
    assert "decision refuser agent" in appels


def test_of_two_agents_one_decides_and_the_other_is_told(essai, demarche, lea):
    premier, second = creer_agent(caisse=lea.caisse), creer_agent(caisse=lea.caisse)
    transitions.passer(demarche, "accepter", acteur=premier.compte.acteur)
    with pytest.raises(transitions.TransitionInterdite, match="déjà acceptée"):
        transitions.passer(demarche, "refuser", acteur=second.compte.acteur, motif="Trop tard.")
    assert relire(demarche).etat == Etat.ACCEPTEE


@pytest.mark.parametrize(
    ("evenement", "acteur"),
    [("accepter", "assure:x"), ("refuser", "assure:x"), ("annuler", "agent:x"), ("contester", "horloge")],
)
def test_nobody_makes_a_passage_that_is_not_theirs(essai, demarche, evenement, acteur):
    with pytest.raises(transitions.TransitionInterdite):
        transitions.passer(demarche, evenement, acteur=acteur, motif="x")
    assert relire(demarche).etat == Etat.DEPOSEE


def test_a_refusal_without_a_reason_is_refused(essai, demarche):
    with pytest.raises(transitions.TransitionInterdite, match="motif"):
        transitions.passer(demarche, "refuser", acteur="agent:x", motif="  ")


def test_a_point_to_check_is_noted_once(essai, demarche):
    demarche.signaler("nom", "Le nom est proche.")
    demarche.signaler("nom", "Le nom est proche.")
    assert relire(demarche).alertes == [{"code": "nom", "phrase": "Le nom est proche."}]


def test_a_milestone_is_told_without_changing_the_state(essai, demarche, lea):
    le = demarche.deposee_le + timedelta(hours=2)
    transitions.noter(demarche, "peinte", le=le)
    suivie = lecture.Suivie(relire(demarche), le)
    frise = lecture.frise(suivie, lecture.evenements(lea, demarche))
    assert [(point["libelle"], point["etat"]) for point in frise[:2]] == [
        ("Demande envoyée", "passe"), ("Peinture posée", "courant"),
    ]  # fmt: skip
    assert relire(demarche).etat == Etat.DEPOSEE


def test_a_demarche_that_changes_caisse_leaves_its_agent_for_another_queue(essai, demarche, lea):
    ancien, nouveau = creer_agent(caisse=lea.caisse), creer_agent(caisse=creer_caisse(code="331"))
    Demarche.objects.systeme("test").update(prise_par=ancien)
    transitions.noter(demarche, "peinte", le=demarche.deposee_le, caisse=nouveau.caisse)
    assert not Demarche.objects.pour_agent(ancien).exists()
    assert Demarche.objects.pour_agent(nouveau).get().prise_par is None


def test_only_a_milestone_of_the_declaration_is_written_and_only_while_it_is_open(essai, demarche):
    with pytest.raises(KeyError):
        transitions.noter(demarche, "vernie", le=demarche.deposee_le)
    transitions.passer(demarche, "annuler", acteur=demarche.compte.acteur)
    with pytest.raises(transitions.TransitionInterdite):
        transitions.noter(demarche, "peinte", le=demarche.deposee_le)


def test_a_delay_may_start_after_the_deposit_and_runs_once(essai, demarche):
    depuis = demarche.deposee_le + timedelta(hours=3)
    transitions.programmer(demarche, "secher", depuis=depuis)
    transitions.programmer(demarche, "secher", depuis=depuis + timedelta(hours=9))
    horloge.regler_decalage(timedelta(hours=13))
    balayer()
    assert [appel for appel in appels if appel.startswith("secher")] == [
        (depuis + timedelta(hours=1)).strftime("secher %d/%m %H:%M")
    ]


def test_a_room_may_tell_the_person_that_their_demarche_was_taken(essai, demarche):
    changer(essai, messages=Messages(depot="", acceptee="", refusee="", annulee="", prise="classee"))
    for _ in range(2):
        transitions.prendre(demarche, le=demarche.deposee_le)
    assert Message.objects.de(demarche.assure).count() == 1


def test_a_room_may_close_the_way_back_earlier(essai, demarche):
    assert passages.annulable(demarche)
    changer(essai, annulable=lambda demarche: False)
    with pytest.raises(transitions.TransitionInterdite, match="annulée en ligne"):
        transitions.passer(demarche, "annuler", acteur=demarche.compte.acteur)


def test_a_room_has_nothing_to_compare_unless_it_says_so(essai, demarche):
    assert essai.agents.comparaison(demarche) == []
