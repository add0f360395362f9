"""Operators see what is late or broken, start it again, and can type over nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from ameli.noyau import horloge
from ameli.noyau.models import Echeance, Entree, Envoi
from tests.fabriques import connecter

pytestmark = pytest.mark.django_db


@pytest.fixture
def operateur(client):
    compte = get_user_model().objects.create(
        identifiant="OP1", email="op@caisse.example", is_staff=True, is_superuser=True
    )
    return connecter(client, compte)


@pytest.fixture
def lignes():
    le = horloge.temps_reel()
    commun = {"essai_le": le, "creee_le": le}
    Echeance.objects.create(
        genre="g", cle="casse", du_le=le, etat=Echeance.Etat.EN_PANNE, essais=7, erreur="ValueError", **commun
    )
    Echeance.objects.create(genre="g", cle="retard", du_le=le - timedelta(hours=1), **commun)
    Echeance.objects.create(genre="g", cle="futur", du_le=le + timedelta(hours=1), **commun)
    Envoi.objects.create(
        canal="SMS", cle="echec", destination="0639981234", contenu="{}", etat=Envoi.Etat.ECHEC, essai_le=le, cree_le=le
    )


def test_late_and_broken_due_dates_are_listed_together(operateur, lignes):
    reponse = operateur.get(reverse("admin:noyau_echeance_changelist"), {"retard": "oui"})
    assert {e.cle for e in reponse.context["cl"].result_list} == {"casse", "retard"}


@pytest.mark.parametrize("modele", ["echeance", "envoi", "entree"])
def test_pages_show_and_never_edit(operateur, lignes, modele):
    assert operateur.get(reverse(f"admin:noyau_{modele}_changelist")).status_code == 200
    assert operateur.get(reverse(f"admin:noyau_{modele}_add")).status_code == 403


def test_a_message_is_shown_without_its_content(operateur, lignes):
    page = operateur.get(reverse("admin:noyau_envoi_change", args=[Envoi.objects.get().pk])).content.decode()
    assert "0639981234" not in page


@pytest.mark.parametrize(
    ("modele", "cle", "genre"), [("echeance", "casse", "echeance.relancee"), ("envoi", "echec", "envoi.relance")]
)
def test_starting_again_is_a_button_and_is_journaled(operateur, lignes, modele, cle, genre):
    classe = {"echeance": Echeance, "envoi": Envoi}[modele]
    ligne = classe.objects.get(cle=cle)
    adresse = reverse(f"admin:noyau_{modele}_changelist")
    operateur.post(adresse, {"action": "relancer", "_selected_action": [ligne.pk]})
    ligne.refresh_from_db()
    assert (ligne.etat, ligne.essais) == ("EN_ATTENTE", 0)
    assert Entree.objects.get(genre=genre).acteur == "agent:OP1"
