"""The appointment with the medical service: proposed by an agent, chosen on the account, missed once, then the papers alone (chapter 18)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse

from ameli.noyau.calendrier import PARIS, est_ouvre, jour_de
from ameli.noyau.horloge import maintenant
from demarches.catalogue.pension_invalidite import creneaux, rendez_vous
from demarches.catalogue.pension_invalidite.guichet import connu
from demarches.models import Demarche
from demarches.moteur import accords, attentes, registre
from demarches.moteur.declaration import Par
from tests.catalogue.iban.parcours import texte_de
from tests.catalogue.pension_invalidite.acteurs import CODE, Demandeur, agent, donner_l_avis, vivre
from tests.fabriques import connecter, creer_assure, creer_compte

LIEU = "Service médical, 1 rue du Port, 40000 Mont-de-Marsan"
CONVOQUER, ABSENTE, DECOMMANDER = rendez_vous.GESTES


def lire(demarche: Demarche) -> Demarche:
    return Demarche.objects.de(demarche.assure).get(pk=demarche.pk)


def moments(combien: int = 3) -> list[datetime]:
    """The first working days that may be proposed, at half past nine."""
    jour, trouves = creneaux.premier_jour(maintenant()), []
    while len(trouves) < combien:
        if est_ouvre(jour):
            trouves.append(datetime.combine(jour, time(9, 30), PARIS))
        jour += timedelta(days=1)
    return trouves


def formulaire(demarche: Demarche, *dits: str) -> creneaux.Proposer:
    saisie = dict(zip(creneaux.MOMENTS, dits, strict=False))
    return creneaux.Proposer({"lieu": LIEU, **saisie}, contexte=CONVOQUER.contexte(demarche, maintenant()))


def convoquer(demarche: Demarche) -> list[datetime]:
    siens = moments()
    rempli = formulaire(demarche, *(f"{un:%d/%m/%Y} {un:%H}h{un:%M}" for un in siens))
    assert rempli.is_valid(), rempli.errors
    accords.faire(
        lire(demarche), CONVOQUER, agent(demarche.assure).compte.acteur, {**rempli.cleaned_data, "motif": "à voir"}
    )
    return siens


def repondre(demandeur: Demandeur, moment: str):
    attente = next(une for une in attentes.ouvertes(demandeur.demarche) if une.nom == rendez_vous.RENDEZ_VOUS)
    adresse = reverse("demarches:repondre", args=[demandeur.demarche.reference, attente.public_id])
    assert LIEU in texte_de(demandeur.client.get(adresse))
    return demandeur.client.post(adresse, {"moment": moment})


def possibles(demarche: Demarche, par: Par = Par.AGENT) -> set[str]:
    gestes = registre.celui_de(CODE).gestes_possibles(lire(demarche), par, maintenant())
    return {un.nom for un in gestes} & {"convoquer", "absente", "decommander"}


def test_a_moment_is_chosen_online_then_told_to_agents_and_reminded_of(demandeur):
    demarche = demandeur.demander()
    premier, second, _ = convoquer(demarche)
    assert "9 h 30" in demandeur.messages()[-1] and LIEU in demandeur.messages()[-1]
    assert "une seule fois" in demandeur.messages()[-1]
    assert "Rendez-vous au service médical" in texte_de(demandeur.client.get("/")), "home says that it waits"
    assert "Rendez-vous au service médical" in demandeur.suivi
    assert repondre(demandeur, second.isoformat()).status_code == 302
    assert LIEU in demandeur.messages()[-1] and "Annulez-le" in demandeur.messages()[-1]
    assert "Votre rendez-vous au service médical" in demandeur.suivi
    assert LIEU in dict(connu(lire(demarche)))["Rendez-vous"]
    assert "Rendez-vous choisi" in lire(demarche).alertes[-1]["phrase"]
    vivre(demarche, (jour_de(second) - jour_de(demarche.deposee_le)).days - 1)
    assert "carte Vitale" in demandeur.messages()[-1], "two days before"
    combien = len([un for un in demandeur.messages() if "carte Vitale" in un])
    assert combien == 1


def test_the_appointment_goes_into_the_persons_own_calendar_which_says_nothing_of_it(demandeur, client):
    demarche = demandeur.demander()
    adresse = reverse("demarches:pension_agenda", args=[demarche.reference])
    assert demandeur.client.get(adresse).status_code == 404
    premier, *_ = convoquer(demarche)
    repondre(demandeur, premier.isoformat())
    fichier = demandeur.client.get(adresse).content.decode()
    assert f"DTSTART:{premier.astimezone(maintenant().tzinfo):%Y%m%dT%H%M%SZ}" in fichier
    assert "invalidité" not in fichier and "Rendez-vous\\, Assurance Maladie" in fichier
    autre = creer_assure()
    creer_compte(autre)
    assert connecter(client, autre.compte).get(adresse).status_code == 404


def test_none_of_the_moments_asks_for_others_once_then_the_papers_are_enough(demandeur):
    demarche = demandeur.demander()
    convoquer(demarche)
    repondre(demandeur, "non")
    assert "vous en propose d’autres" in demandeur.messages()[-1]
    assert "proposez d’autres jours" in lire(demarche).alertes[-1]["phrase"]
    assert possibles(demarche) == {"convoquer"}
    convoquer(demarche)
    assert "dernier rendez-vous" in demandeur.messages()[-1]
    assert not [une for une in lire(demarche).alertes if une["code"] == rendez_vous.A_PROPOSER]
    repondre(demandeur, "non")
    assert "documents qu’il a" in demandeur.messages()[-1]
    assert possibles(demarche) == set() and lire(demarche).jalon == rendez_vous.SUR_PIECES


def test_an_appointment_without_an_answer_counts_as_missed(demandeur):
    demarche = demandeur.demander()
    convoquer(demarche)
    combien = len(demandeur.messages())
    vivre(demarche, 17)
    assert len(demandeur.messages()) == combien + 2, "the news of ten days and a reminder"
    assert possibles(demarche) == {"convoquer"}


def test_who_does_not_come_is_offered_another_one_and_who_cannot_come_says_so(demandeur):
    demarche = demandeur.demander()
    premier, *_ = convoquer(demarche)
    repondre(demandeur, premier.isoformat())
    assert (possibles(demarche), possibles(demarche, Par.ASSURE)) == (set(), {"decommander"})
    vivre(demarche, (jour_de(premier) - jour_de(demarche.deposee_le)).days + 1)
    assert (possibles(demarche), possibles(demarche, Par.ASSURE)) == ({"absente"}, set())
    accords.faire(lire(demarche), ABSENTE, agent(demarche.assure).compte.acteur, {"motif": "personne"})
    assert possibles(demarche) == {"convoquer"}
    second, *_ = convoquer(demarche)
    repondre(demandeur, second.isoformat())
    accords.faire(lire(demarche), DECOMMANDER, f"assure:{demarche.assure.public_id}", {})
    assert "documents qu’il a" in demandeur.messages()[-1]
    combien = len(demandeur.messages())
    vivre(demarche, (jour_de(second) - jour_de(demarche.deposee_le)).days)
    assert not [un for un in demandeur.messages()[combien:] if "carte Vitale" in un], "cancelled: not reminded of"


def test_nothing_is_proposed_once_the_doctor_has_spoken(demandeur):
    demarche = demandeur.demander()
    assert possibles(demarche) == {"convoquer"}
    donner_l_avis(demarche)
    assert possibles(demarche) == set()


def test_moments_are_working_hours_after_the_time_to_answer_each_once(demandeur):
    demarche = demandeur.demander()
    bon = moments(1)[0]
    dit = f"{bon:%d/%m/%Y} 9h30"
    assert "déjà proposé" in str(formulaire(demarche, dit, dit).errors)
    assert "15 jours pour répondre" in str(formulaire(demarche, f"{bon - timedelta(days=10):%d/%m/%Y} 9h30").errors)
    assert "15 jours pour répondre" in str(formulaire(demarche, f"{bon + timedelta(days=80):%d/%m/%Y} 9h30").errors)
    assert "entre 8 h et 18 h" in str(formulaire(demarche, f"{bon:%d/%m/%Y} 18h").errors).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "par exemple" in str(formulaire(demarche, "demain").errors)
    assert formulaire(demarche, dit).is_valid()


@pytest.mark.parametrize("forge", ["2026-01-01T09:30:00+01:00", "oui"])
def test_a_moment_that_was_not_proposed_is_not_taken(demandeur, forge):
    demarche = demandeur.demander()
    convoquer(demarche)
    repondre(demandeur, forge)
    assert rendez_vous.choisi(demarche) is None
