"""What a room lets its owner do about a démarche, open or closed: on a page of its own, once, and by nobody else."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pytest
from django import forms
from django.db import connections

from accounts.models import Compte
from ameli.noyau.journal.models import Entree
from demarches.models import Demarche, Etat, Evenement
from demarches.moteur import accords
from demarches.moteur.declaration import Geste, Par
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.transitions import TransitionInterdite
from tests.fabriques import connecter, creer_agent
from tests.outils.salles import changer
from tests.suivi.salle import ESSAI, LUNDI, envoyer, lu

pytestmark = pytest.mark.django_db
FAITS: list[tuple] = []


class Precision(FormulaireEtape):
    texte = forms.CharField(label="Ce qui change", error_messages={"required": "Écrivez ce qui change."})
    jour = forms.CharField(label="Depuis quand", required=False)

    @dataclass(frozen=True)
    class Donnees:
        texte: str
        jour: str = ""


def noter(demarche, acteur, saisie, le):
    FAITS.append((demarche.reference, acteur, dict(saisie), le))
    return "C’est noté."


PAS_REFUSEE = lambda demarche, le: demarche.etat != Etat.REFUSEE  # noqa: E731
ARRETER = Geste("arreter", "Arrêter", "Tout s’arrête.", par=Par.ASSURE, possible=PAS_REFUSEE, faire=noter)
PRECISER = Geste(
    "preciser",
    "Préciser",
    "Dites ce qui change.",
    par=Par.ASSURE,
    possible=PAS_REFUSEE,
    faire=noter,
    formulaire=Precision,
)
AU_GUICHET = Geste("au_guichet", "Noter", "Pourquoi ?", possible=PAS_REFUSEE, faire=noter)
JALONS = {"arreter": "Arrêtée par vous", "preciser": "Précisée", "au_guichet": "Notée"}


@pytest.fixture(autouse=True)
def salle_a_gestes():
    FAITS.clear()
    return changer(ESSAI, gestes=(ARRETER, PRECISER, AU_GUICHET), jalons=JALONS)


@pytest.fixture(params=[Etat.DEPOSEE, Etat.ACCEPTEE], ids=["open", "closed"])
def demarche(request, lea):
    close = {} if request.param == Etat.DEPOSEE else {"close_le": LUNDI}
    return envoyer(lea, etat=request.param, **close)


def adresse(demarche, nom="arreter"):
    return f"/suivi/{demarche.reference}/geste/{nom}/"


def vu(page) -> str:
    return lu(page).partition('name="vu" value="')[2].partition('"')[0]


def test_the_page_of_a_demarche_offers_what_its_owner_can_do_and_nothing_of_the_agents(connectee, demarche):
    page = lu(connectee.get(f"/suivi/{demarche.reference}/"))
    assert f'href="{adresse(demarche)}"' in page
    assert f'href="{adresse(demarche, "preciser")}"' in page
    assert "au_guichet" not in page
    assert connectee.get(adresse(demarche, "au_guichet")).status_code == 404


def test_it_is_read_first_then_done_by_one_button_and_told_in_the_timeline_and_the_journal(connectee, lea, demarche):
    page = connectee.get(adresse(demarche))
    assert "Tout s’arrête." in lu(page)
    assert not FAITS
    reponse = connectee.post(adresse(demarche), {"vu": vu(page)}, follow=True)
    assert "C’est noté." in lu(reponse)
    assert "Arrêtée par vous" in lu(reponse)
    assert [(fait[0], fait[1], fait[2]) for fait in FAITS] == [(demarche.reference, lea.compte.acteur, {})]
    evenement = Evenement.objects.de(lea).get(demarche=demarche, nom="arreter")
    assert (evenement.acteur, evenement.auteur) == ("ASSURE", lea.compte.acteur)
    assert Entree.objects.filter(genre="demarche.jalon", objet=demarche.objet, acteur=lea.compte.acteur).count() == 1
    assert Demarche.objects.de(lea).get(pk=demarche.pk).etat == demarche.etat


def test_sent_twice_from_one_page_it_is_done_once(connectee, demarche):
    vue = vu(connectee.get(adresse(demarche)))
    connectee.post(adresse(demarche), {"vu": vue})
    reponse = connectee.post(adresse(demarche), {"vu": vue}, follow=True)
    assert "C’est déjà fait." in lu(reponse)
    assert len(FAITS) == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_do_it_once(lea):
    demarche, issues = envoyer(lea), []
    depart = threading.Barrier(2)

    def cliquer():
        depart.wait()
        try:
            issues.append(accords.faire(demarche, ARRETER, lea.compte.acteur, {}, depuis=""))
        except TransitionInterdite as interdite:
            issues.append(interdite.phrase)
        finally:
            connections.close_all()

    fils = [threading.Thread(target=cliquer) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert sorted(issues) == ["C’est déjà fait.", "C’est noté."]


def test_what_was_typed_is_kept_beside_the_error_and_reaches_the_room_once_right(connectee, demarche):
    page = connectee.get(adresse(demarche, "preciser"))
    champs = {"vu": vu(page), "texte": "", "jour": "hier"}
    faux = lu(connectee.post(adresse(demarche, "preciser"), champs, follow=True))
    assert faux.count("Écrivez ce qui change.") == 2, "in the summary and beside the field"
    assert 'value="hier"' in faux
    assert not FAITS
    connectee.post(adresse(demarche, "preciser"), champs | {"texte": "Mon nom"})
    assert FAITS[0][2] == {"texte": "Mon nom", "jour": "hier"}


def test_it_is_asked_again_whether_it_is_possible_when_the_button_is_pressed(connectee, demarche):
    vue = vu(connectee.get(adresse(demarche)))
    Demarche.objects.de(demarche.assure).filter(pk=demarche.pk).update(etat=Etat.REFUSEE, close_le=LUNDI)
    reponse = connectee.post(adresse(demarche), {"vu": vue}, follow=True)
    assert "Ce n’est plus possible maintenant" in lu(reponse)
    assert "Ce n’est plus possible maintenant" in lu(connectee.get(adresse(demarche), follow=True))
    assert "geste/arreter" not in lu(connectee.get(f"/suivi/{demarche.reference}/"))
    assert not FAITS


@pytest.mark.parametrize("methode", ["get", "post"])
def test_neither_another_person_nor_an_agent_finds_it(client, demarche, voisin, methode):
    for compte in (voisin.compte, creer_agent().compte):
        connecter(client, compte)
        assert getattr(client, methode)(adresse(demarche)).status_code == 404
    assert not FAITS


def test_an_account_that_was_frozen_meanwhile_signs_in_first_and_cannot(connectee, lea, demarche):
    vue = vu(connectee.get(adresse(demarche)))
    Compte.objects.filter(pk=lea.compte.pk).update(gele_le=LUNDI)
    reponse = connectee.post(adresse(demarche), {"vu": vue}, follow=True)
    assert reponse.redirect_chain[0][0].startswith("/connexion/")
    assert not FAITS


def test_a_demarche_that_was_forgotten_offers_nothing(connectee, demarche):
    vue = vu(connectee.get(adresse(demarche)))
    Demarche.objects.de(demarche.assure).filter(pk=demarche.pk).update(oubliee_le=LUNDI)
    assert "geste/" not in lu(connectee.get(f"/suivi/{demarche.reference}/"))
    connectee.post(adresse(demarche), {"vu": vue})
    assert not FAITS
