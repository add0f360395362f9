"""The numbers of the list open the doors that they promise."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Compte
from ameli.bac_a_sable.personas import agents, persona
from tests.outils.monde import monde_installe


@pytest.mark.django_db
@pytest.mark.parametrize("cle", ["lea", "ange", "enzo"])
def test_a_persona_signs_in_with_what_the_list_says(client: Client, cle: str, settings):
    settings.SECOND_FACTEUR = "jamais"
    monde_installe()
    une = persona(cle)
    page = client.get("/connexion/")
    champs = list(page.context["form"].fields)
    reponse = client.post("/connexion/", {champs[0]: une.nir_complet, champs[1]: une.mot_de_passe})
    assert reponse.status_code == 302, reponse.content.decode()[:2000]
    compte = Compte.objects.get(email=une.email)
    assert client.session["_auth_user_id"] == str(compte.pk)


@pytest.mark.django_db
def test_an_agent_has_the_password_that_the_list_says():
    monde_installe()
    for agent in agents():
        assert Compte.objects.get(identifiant=agent.matricule).check_password(agent.mot_de_passe)
