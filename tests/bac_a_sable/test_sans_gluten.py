"""Food without gluten in the practice world: somebody whose request is paid and whose labels the caisse asks for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Compte
from ameli.bac_a_sable.personas import persona
from ameli.noyau.calendrier import jour_de
from ameli.noyau.horloge import aujourdhui, maintenant
from demarches.catalogue.sans_gluten import controle
from demarches.catalogue.sans_gluten.models import DemandeSansGluten
from demarches.models import Attente, Demarche, Etat
from tests.fabriques import connecter
from tests.fabriques_fichiers import envoi, photo
from tests.outils.monde import monde_installe

pytestmark = pytest.mark.django_db


def test_sabine_is_paid_and_under_control_and_sends_what_is_asked_for(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monde_installe()
    compte = Compte.objects.select_related("assure").get(email=persona("sabine").email)
    demarche = Demarche.objects.de(compte.assure).select_related("assure").get()
    demande = DemandeSansGluten.objects.de(compte.assure).get()
    assert (demarche.etat, demarche.jalon) == (Etat.ACCEPTEE, controle.DEMANDER)
    assert demande.regle and demande.paiement is not None and demande.controlee_le is None
    assert jour_de(Attente.objects.de(compte.assure).get().echeance) == aujourdhui() + timedelta(days=27)
    assert not controle.concluable(demarche, maintenant())

    client = connecter(Client(), compte)
    accueil = client.get(reverse("accueil")).content.decode()
    assert "Votre caisse attend un document" in accueil and "gluten" not in accueil.replace("sans-gluten", "")
    adresse = reverse("demarches:completer", args=[demarche.reference])
    client.post(adresse, {"fichiers": envoi("tickets.jpg", photo())})
    assert controle.concluable(demarche, maintenant())
