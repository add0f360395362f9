"""Agents: declared and registered side by side, the act that settles it, a slip corrected, the child of another file."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.connexion.agents import roles
from accounts.models import Assure, Beneficiaire, Message, Personne
from ameli.noyau import horloge
from ameli.noyau.journal import auteur
from demarches.models import Demarche, Etat
from demarches.moteur import transitions
from tests.catalogue.naissance.salle import Parent, il_y_a, passer
from tests.fabriques import (
    connecter,
    creer_agent,
    creer_assure,
    creer_caisse,
    creer_enfant,
    creer_personne,
    dire_la_raison,
)

pytestmark = pytest.mark.django_db


class Agent:
    """An agent of the caisse of somebody, signed in now."""

    def __init__(self, parent: Parent, *, forme: bool = False) -> None:
        self.agent = creer_agent(parent.assure.caisse, superviseur=False)
        if forme:
            roles.donner(self.agent.compte, ["habilite"])
        self.client = dire_la_raison(connecter(Client(), self.agent.compte), parent.assure)

    def fiche(self, demarche: Demarche) -> Any:
        return self.client.get(reverse("admin:demarches_demarche_change", args=[demarche.pk]))

    def lire(self, demarche: Demarche) -> str:
        return self.fiche(demarche).content.decode()

    def faire(self, demarche: Demarche, geste: str, **saisie: Any) -> str:
        """« accepter », « refuser », or a gesture of the room."""
        if geste in ("accepter", "refuser"):
            adresse = reverse(f"admin:demarches_demarche_{geste}", args=[demarche.pk])
        else:
            adresse = reverse("admin:demarches_demarche_geste", args=[demarche.pk, geste])
        vu = re.search(r'name="vu" value="([^"]*)"', self.client.get(adresse).content.decode())
        return self.client.post(adresse, {"vu": vu[1] if vu else "", **saisie}, follow=True).content.decode()


@pytest.fixture
def lea() -> Parent:
    return Parent()


@pytest.fixture
def marc() -> Parent:
    """The father, whose file is at another caisse."""
    return Parent(prenom="Marc", nom="Lafitte", sexe="M", caisse=creer_caisse("331", "CPAM de la Gironde"))


def en_ecart(parent: Parent) -> Demarche:
    demarche = parent.declarer({"prenoms": "Mathéo", "sexe": "M"})
    passer(3.1)
    return parent.relire(demarche)


class TestUnEcart:
    def test_declared_and_registered_are_side_by_side(self, lea):
        demarche = en_ecart(lea)
        page = Agent(lea).lire(demarche)
        assert "Matéo" in page and "Mathéo" in page and "L’acte est juste" in page

    def test_the_act_is_right_the_registers_words_are_those_of_the_file_and_the_number_follows(self, lea):
        demarche = en_ecart(lea)
        Agent(lea).faire(demarche, "accepter")
        relue = lea.relire(demarche)
        assert (relue.etat, relue.alertes, relue.jalon) == (Etat.EN_COURS, [], "verifie")
        assert lea.famille[0].personne.prenoms == "Matéo"
        passer(26)
        assert lea.relire(demarche).etat == Etat.ACCEPTEE and lea.famille[0].personne.numero_definitif

    def test_read_after_the_last_question_the_number_is_asked_again_at_once(self, lea):
        demarche = en_ecart(lea)
        passer(40)
        Agent(lea).faire(demarche, "accepter")
        passer(0.01)
        assert lea.famille[0].personne.numero_definitif

    def test_a_slip_is_corrected_with_the_agreement_of_the_person_and_without_the_act(self, lea):
        demarche = en_ecart(lea)
        page = Agent(lea).faire(demarche, "rectifier", motif="Appel de la personne")
        assert "Corrigé d’après l’état civil" in page
        assert lea.famille[0].personne.prenoms == "Matéo" and lea.relire(demarche).alertes == []
        assert lea.messages[-1] == "Votre déclaration est vérifiée"

    def test_a_refusal_speaks_of_the_act_and_takes_the_child_out_of_the_file(self, lea):
        demarche = en_ecart(lea)
        Agent(lea).faire(demarche, "refuser", motif="acte")
        assert lea.relire(demarche).etat == Etat.REFUSEE and lea.famille == []
        assert (
            "L’acte ne suffit pas à rattacher l’enfant à votre dossier."
            in Message.objects.de(lea.assure).latest("id").corps
        )

    def test_a_child_whom_the_register_does_not_know_stays_as_the_act_says(self, lea):
        demarche = lea.declarer({"prenoms": "Noa"})
        passer(10.1)
        Agent(lea).faire(demarche, "accepter")
        assert lea.famille[0].personne.prenoms == "Noa" and lea.relire(demarche).alertes == []


class TestCeQueLAgentSait:
    def test_births_that_are_near_a_young_parent_and_a_late_town_hall(self):
        mere = Parent(date_naissance=il_y_a(365 * 11))
        creer_enfant(mere.assure, "Tom", date_naissance=il_y_a(100))
        demarche = mere.declarer({"naissance": il_y_a(60), "mairie_le": il_y_a(20)})
        page = Agent(mere).lire(demarche)
        for phrase in ("moins de 6 mois", "10 ans à la naissance", "après le délai"):
            assert phrase in page, phrase

    def test_a_maternity_of_another_time(self, lea):
        with auteur("systeme:test"):
            lea.assure.exonerations.create(
                personne=lea.assure.personne, nature="MATERNITE", du=il_y_a(800), au=il_y_a(500)
            )
        demarche = lea.declarer()
        assert "plus de 45 jours" in Agent(lea).lire(demarche)

    def test_two_near_births_are_accepted_once_they_were_looked_at(self, lea):
        creer_enfant(lea.assure, "Tom", date_naissance=il_y_a(100))
        demarche = lea.declarer()
        passer(29)
        assert lea.relire(demarche).etat == Etat.EN_COURS and lea.famille[1].personne.numero_definitif
        Agent(lea).faire(demarche, "accepter")
        assert lea.relire(demarche).etat == Etat.ACCEPTEE


def tom(assure: Assure) -> Beneficiaire:
    """A child of another file, who has a number."""
    personne = creer_personne("Tom", "Lafitte", sexe="M", date_naissance=il_y_a(12), lieu_naissance_insee="40999")
    with auteur("systeme:test"):
        return Beneficiaire.objects.create(
            assure=assure, personne=personne, rang=2, lien="ENFANT", droits_du=il_y_a(12)
        )


TOM = {"prenoms": "Tom", "nom": "Lafitte", "sexe": "M"}


class TestUnEnfantDUnAutreDossier:
    def test_until_the_register_answers_nothing_tells_a_known_child_from_an_unknown_one(self, marc):
        autre = Parent(prenom="Paul", nom="Lafitte", sexe="M")
        tom(creer_assure())
        siens = [(marc, marc.declarer(TOM), "Tom"), (autre, autre.declarer({**TOM, "prenoms": "Max"}), "Max")]
        for jours in (0, 2):
            passer(jours)
            une, seconde = ([neutre(page, *un) for page in pages(*un)] for un in siens)
            assert une == seconde
        assert [m.sujet for m in Message.objects.de(marc.assure)] == [m.sujet for m in Message.objects.de(autre.assure)]
        assert Personne.objects.filter(prenoms="Tom").count() == 2, "a record of its own"

    def test_then_an_agent_sees_it_and_the_person_reads_the_words_of_any_check(self, marc):
        tom(creer_assure())
        demarche = marc.declarer(TOM)
        passer(3.1)
        relue = marc.relire(demarche)
        assert [a["code"] for a in relue.alertes] == ["filiation"]
        assert "Un autre dossier a déjà cet enfant" in Agent(marc).lire(demarche)
        for page in (marc.suivi(demarche), Message.objects.de(marc.assure).latest("id").corps):
            assert "dossier a déjà" not in page and "Léa" not in page

    def test_the_act_makes_one_child_with_two_parents(self, marc):
        connu = tom(creer_assure())
        demarche = marc.declarer(TOM)
        passer(3.1)
        Agent(marc).faire(demarche, "accepter")
        (membre,) = marc.famille
        assert membre.personne == connu.personne and membre.rattachement.parent_referent is False
        assert Personne.objects.filter(prenoms="Tom").count() == 1
        assert marc.relire(demarche).etat == Etat.ACCEPTEE

    def test_the_refusal_speaks_of_the_act_alone(self, marc):
        tom(creer_assure())
        demarche = marc.declarer(TOM)
        passer(3.1)
        Agent(marc).faire(demarche, "refuser", motif="acte")
        corps = Message.objects.de(marc.assure).latest("id").corps
        assert "L’acte ne suffit pas" in corps and "autre" not in corps

    def test_both_parents_the_same_day_the_first_keeps_and_the_second_waits_for_an_agent(self, lea, marc):
        premiere = lea.declarer(TOM)
        seconde = marc.declarer(TOM)
        passer(3.1)
        assert lea.relire(premiere).jalon == "retrouve" and marc.relire(seconde).jalon == "a_verifier"
        Agent(marc).faire(seconde, "accepter")
        passer(26)
        assert lea.relire(premiere).etat == marc.relire(seconde).etat == Etat.ACCEPTEE
        assert lea.famille[0].personne == marc.famille[0].personne
        assert [lea.famille[0].rattachement.parent_referent, marc.famille[0].rattachement.parent_referent] == [
            True,
            False,
        ]

    def test_a_protected_file_keeps_its_child_and_only_trained_agents_see_why(self, marc):
        mere = creer_assure(adresse_protegee=True)
        tom(mere)
        demarche = marc.declarer(TOM)
        passer(3.1)
        assert Agent(marc).fiche(demarche).status_code == 404
        formee = Agent(marc, forme=True)
        assert "est protégé" in formee.faire(demarche, "accepter")
        assert marc.famille[0].personne.sans_numero
        formee.faire(demarche, "refuser", motif="acte")
        assert marc.relire(demarche).etat == Etat.REFUSEE and marc.famille == []


class TestUnDossierProtege:
    def test_its_own_declaration_is_for_trained_agents_from_the_deposit_on(self):
        mere = Parent(adresse_protegee=True)
        demarche = mere.declarer()
        assert Agent(mere).fiche(demarche).status_code == 404
        assert demarche.reference in Agent(mere, forme=True).lire(demarche)

    def test_an_agent_who_followed_it_does_not_any_more(self, lea):
        demarche, agent = lea.declarer(), creer_agent(lea.assure.caisse, superviseur=False)
        Demarche.objects.pour_agent(agent).filter(pk=demarche.pk).update(prise_par=agent)
        lea.relire(demarche).reserver()
        assert lea.relire(demarche).prise_par is None
        assert not Demarche.objects.pour_agent(agent).exists()


def test_papers_of_a_child_born_elsewhere_are_read_then_the_child_is_in_the_file():
    from demarches.moteur import registre
    from tests.catalogue.marche import Marche

    service = registre.celui_de("naissance")
    demarche = Marche(service, service.exemples.variantes[0]).deposer()
    transitions.controler(demarche, acteur=creer_agent(demarche.caisse).compte.acteur, le=horloge.maintenant())
    relue = Demarche.objects.de(demarche.assure).get()
    assert relue.etat == Etat.ACCEPTEE
    assert Beneficiaire.objects.de(demarche.assure).get().personne.prenoms == "Inès"


def pages(parent: Parent, demarche: Demarche, prenom: str) -> list[str]:
    """What the parent may look at."""
    return [
        parent.suivi(demarche),
        parent.page("demarches:confirmation", demarche.reference),
        parent.page("demarches:suivi"),
    ]


def neutre(page: str, parent: Parent, demarche: Demarche, prenom: str) -> str:
    """A page without what differs from one person to another."""
    corps = page.split("<main")[1].split("</main>")[0]
    for mot in (prenom, demarche.reference):
        corps = corps.replace(mot, "…")
    return re.sub(r"/messagerie/\w+/|\d{1,2}.h.\d\d|csrf\w+\" value=\"\w+\"", "…", corps)
