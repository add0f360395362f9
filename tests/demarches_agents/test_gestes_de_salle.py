"""A gesture of a room for its agents: a form of its own beside the reason, on an open démarche and on an ended one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from ameli.noyau.saisie.champs import ChampMontant
from demarches.models import Demarche, Etat, Evenement
from demarches.moteur.declaration import Geste
from demarches.moteur.formulaires import FormulaireEtape
from tests.demarches_agents.salle import A_CONTROLER, caches, deposer
from tests.fabriques import connecter, creer_agent, dire_la_raison
from tests.outils.salles import changer
from tests.suivi.salle import LUNDI

pytestmark = pytest.mark.django_db
FAITS: list[dict[str, Any]] = []


class Avis(FormulaireEtape):
    montant = ChampMontant(label="Montant de l’avis")
    du = forms.DateField(label="Depuis le", error_messages={"required": "Écrivez le jour."})
    papiers = forms.MultipleChoiceField(
        label="Papiers lus", choices=[("avis", "L’avis"), ("bulletin", "Le bulletin"), ("rib", "Le RIB")],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    @dataclass(frozen=True)
    class Donnees:
        montant: str
        du: date
        papiers: tuple[str, ...]

    def clean_du(self) -> date:
        if self.cleaned_data["du"] < self.contexte.assure.personne.date_naissance:
            raise forms.ValidationError("La personne n’était pas née.")
        return self.cleaned_data["du"]


def noter(demarche, acteur, saisie, le):
    FAITS.append(dict(saisie))
    return "Avis noté."


NOTER = Geste(
    "noter_un_avis", "Noter un avis", "La personne reçoit un message.", formulaire=Avis,
    possible=lambda demarche, le: demarche.etat in (Etat.DEPOSEE, Etat.ACCEPTEE), faire=noter,
)  # fmt: skip
JUSTE = {"montant": "12,50", "du": "01/03/2026", "papiers": ["avis", "rib"], "motif": "reçu par courrier"}


@pytest.fixture(autouse=True)
def salle_a_gestes():
    FAITS.clear()
    return changer(A_CONTROLER, gestes=(NOTER,), jalons={"noter_un_avis": "Avis reçu"})


@pytest.fixture(params=[Etat.DEPOSEE, Etat.ACCEPTEE], ids=["open", "ended"])
def demarche(request, guichet):
    fin = {} if request.param == Etat.DEPOSEE else {"close_le": LUNDI}
    une = deposer(etat=request.param, **fin)
    dire_la_raison(guichet, une.assure)
    return une


def adresse(demarche: Demarche) -> str:
    return reverse("admin:demarches_demarche_geste", args=[demarche.pk, NOTER.nom])


def page(client: Client, demarche: Demarche) -> str:
    return client.get(adresse(demarche)).content.decode()


def test_the_agent_says_what_the_room_asks_and_why_and_the_room_reads_both(guichet, agent, demarche):
    assert adresse(demarche) in guichet.get(sur_la_fiche(demarche)).content.decode()
    vierge = page(guichet, demarche)
    assert vierge.index("Montant de l’avis") < vierge.index("Pourquoi")
    reponse = guichet.post(adresse(demarche), {**caches(vierge), **JUSTE}, follow=True)
    assert "Avis noté." in reponse.content.decode()
    (fait,) = FAITS
    assert (str(fait["montant"]), fait["du"], fait["papiers"]) == ("12.50", date(2026, 3, 1), ["avis", "rib"])
    assert fait["motif"] == "reçu par courrier" and "vu" not in fait
    evenement = Evenement.objects.systeme("test").get(demarche=demarche, nom=NOTER.nom)
    assert (evenement.auteur, evenement.motif) == (agent.compte.acteur, "reçu par courrier")


def test_a_mistake_is_said_beside_its_field_and_costs_nothing_else(guichet, demarche):
    faux = guichet.post(adresse(demarche), {**caches(page(guichet, demarche)), **JUSTE, "du": "01/01/1900"})
    html = faux.content.decode()
    assert html.count("La personne n’était pas née.") == 2 and 'value="12,50"' in html
    assert html.count("checked") == 2 and 'value="reçu par courrier"' in html
    assert not FAITS


def test_the_reason_is_asked_of_the_agent_besides(guichet, demarche):
    faux = guichet.post(adresse(demarche), {**caches(page(guichet, demarche)), **JUSTE, "motif": " "})
    assert "Écrivez pourquoi vous le faites." in faux.content.decode() and not FAITS


def test_who_was_slower_reads_who_acted_and_keeps_all_that_was_typed(guichet, demarche):
    ouverte = caches(page(guichet, demarche))
    collegue = creer_agent(superviseur=False)
    voisin = dire_la_raison(connecter(Client(), collegue.compte), demarche.assure)
    voisin.post(adresse(demarche), {**caches(page(voisin, demarche)), **JUSTE})
    html = guichet.post(adresse(demarche), {**ouverte, **JUSTE, "montant": "99,10"}).content.decode()
    assert "Quelqu’un d’autre a agi" in html
    assert f"Cette démarche a été changée (avis reçu) par {collegue}" in html
    assert 'value="99,10"' in html and html.count("checked") == 2, "several ticks of one question too"
    assert len(FAITS) == 1
    guichet.post(adresse(demarche), {**caches(html), **JUSTE})
    assert len(FAITS) == 2, "they looked again, and still want it"


def test_it_is_asked_again_under_the_lock_whether_it_is_possible(guichet, demarche):
    ouverte = caches(page(guichet, demarche))
    Demarche.objects.systeme("test").filter(pk=demarche.pk).update(etat=Etat.REFUSEE, close_le=LUNDI)
    html = guichet.post(adresse(demarche), {**ouverte, **JUSTE}).content.decode()
    assert "Ce n’est plus possible" in html and not FAITS
    assert adresse(demarche) not in guichet.get(sur_la_fiche(demarche)).content.decode()


def test_another_caisse_finds_neither_the_page_nor_the_effect(demarche):
    from tests.fabriques import creer_caisse

    ailleurs = connecter(Client(), creer_agent(creer_caisse("331", "CPAM de la Gironde")).compte)
    assert ailleurs.get(adresse(demarche)).status_code == 404
    assert ailleurs.post(adresse(demarche), JUSTE).status_code == 404
    assert not FAITS


def sur_la_fiche(demarche: Demarche) -> str:
    return reverse("admin:demarches_demarche_change", args=[demarche.pk])
