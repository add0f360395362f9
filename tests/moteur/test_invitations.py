"""What the caisse asks by itself: opened once, reminded of, late without closing the door, answered by a démarche."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse

from ameli.noyau import horloge
from ameli.noyau.calendrier import jours
from ameli.noyau.echeances import balayer
from demarches.models import Invitation
from demarches.moteur import invitations
from demarches.moteur.appel import Appel, Du
from demarches.moteur.conditions import sur_appel
from tests.catalogue.marche import Marche
from tests.outils.salles import changer
from tests.salles_d_essai import voyage

pytestmark = pytest.mark.django_db
CODE = "voyage"


class Salle:
    """A room that is opened by the caisse; what the file owes is what a test puts in `dus`."""

    def __init__(self, monkeypatch) -> None:
        self.dus: dict[str, Du] = {}
        self.sans_reponse: list[str] = []
        self.dit: list[str] = []
        monkeypatch.setattr(invitations, "_dire", lambda appel, invitation, quoi, *reste: self.dit.append(quoi))
        self.appel = Appel(
            dus=lambda assure, le: list(self.dus.values()), rappels=(jours(15), jours(30)), grace=jours(15),
            si_rien=lambda invitation, le: self.sans_reponse.append(invitation.sujet),
        )  # fmt: skip

    def devoir(self, sujet: str, **champs) -> None:
        self.dus[sujet] = Du(sujet, f"Voyage {sujet}", "Dites où vous allez.", **champs)

    def installer(self) -> Marche:
        salle = changer(voyage.SERVICE, appel=self.appel, au_menu=False, ouvert_a=(sur_appel(CODE),))
        return Marche(salle)


@pytest.fixture
def salle(monkeypatch) -> Salle:
    return Salle(monkeypatch)


@pytest.fixture
def marche(salle) -> Iterator[Marche]:
    for _ in voyage.installer():
        yield salle.installer()


def revoir(marche: Marche) -> list[Invitation]:
    invitations.revoir(CODE, marche.assure, le=horloge.maintenant())
    return list(Invitation.objects.de(marche.assure).ouvertes().order_by("sujet"))


def passer(nombre: int) -> None:
    horloge.regler_decalage(horloge.decalage() + timedelta(days=nombre))
    balayer()


def test_each_thing_that_is_owed_waits_once_and_what_is_owed_no_more_is_withdrawn(salle, marche):
    salle.devoir("2026")
    salle.devoir("2027")
    assert [une.sujet for une in revoir(marche)] == ["2026", "2027"]
    assert len(revoir(marche)) == 2
    del salle.dus["2026"]
    assert [une.sujet for une in revoir(marche)] == ["2027"]
    assert salle.dit == ["ouverte", "ouverte", "retiree"]


def test_nobody_begins_it_unasked_and_it_is_in_no_menu(salle, marche):
    assert "Il n’y a rien à faire" in marche.client.get(marche.porte).content.decode()
    salle.devoir("2026")
    revoir(marche)
    assert marche.porte not in marche.client.get("/demarches/").content.decode()
    assert marche.porte in marche.client.get("/").content.decode()
    marche.commencer()


def test_a_demarche_answers_what_is_owed_no_more(salle, marche):
    salle.devoir("2026")
    salle.devoir("2027")
    revoir(marche)
    marche.commencer()
    marche.repondre()
    del salle.dus["2026"]
    demarche = marche.envoyer_tout()
    repondue, ouverte = Invitation.objects.de(marche.assure).order_by("sujet")
    assert (repondue.issue, repondue.demarche) == (Invitation.Issue.REPONDUE, demarche)
    assert ouverte.close_le is None and salle.dit == ["ouverte", "ouverte"]


def test_it_is_reminded_of_then_late_and_a_late_answer_is_still_taken(salle, marche):
    salle.devoir("2026", avant_le=horloge.maintenant() + timedelta(days=40))
    revoir(marche)
    passer(15)
    passer(15)
    assert salle.dit == ["ouverte", "rappel", "rappel"]
    passer(25)
    assert salle.sans_reponse == []  # the last day lasts until its end
    passer(1)
    assert (salle.sans_reponse, salle.dit[-1]) == (["2026"], "retard")
    (une,) = Invitation.objects.de(marche.assure).ouvertes()
    assert une.passee_le is not None
    marche.commencer()


def test_once_settled_it_is_not_reminded_of(salle, marche):
    salle.devoir("2026", avant_le=horloge.maintenant() + timedelta(days=40))
    revoir(marche)
    salle.dus.clear()
    revoir(marche)
    passer(90)
    assert salle.dit == ["ouverte", "retiree"] and salle.sans_reponse == []


def test_what_only_an_agent_settles_is_said_on_home_and_opens_nothing(salle, marche):
    salle.devoir("2026", pour_agents="loin")
    revoir(marche)
    accueil = marche.client.get("/").content.decode()
    assert "Voyage 2026" in accueil and reverse("messagerie:ecrire_sur", args=["droits"]) in accueil
    assert "rien à faire" in marche.client.get(marche.porte).content.decode()


def test_what_is_said_of_it_follows_what_is_owed(salle, marche):
    salle.devoir("2026")
    revoir(marche)
    salle.devoir("2026", etiquette="recidive")
    (une,) = revoir(marche)
    assert une.etiquette == "recidive" and salle.dit == ["ouverte"]
