"""Opening a file takes a reason, which its person reads (chapter 2 § 7)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.admin.raisons import POSEES
from accounts.models import Caisse, CarteVitale
from ameli.noyau import horloge
from ameli.noyau.models import Entree
from tests.fabriques import connecter, creer_agent, creer_assure, dire_la_raison

pytestmark = pytest.mark.django_db


@pytest.fixture
def guichet(agent):
    return connecter(Client(), agent.compte)


def dossier(assure, page: str = "change") -> str:
    return reverse(f"admin:accounts_assure_{page}", args=[assure.pk])


def demandee(reponse) -> bool:
    return reponse.status_code == 302 and reponse["Location"].startswith(reverse("admin:accounts_assure_raison"))


@pytest.mark.parametrize("page", ["change", "reveler", "geler", "code_provisoire"])
def test_no_page_of_a_file_opens_without_a_reason(guichet, lea, page):
    reponse = guichet.get(dossier(lea, page))
    assert demandee(reponse)
    assert not Entree.objects.filter(assure_ref=lea.public_id).exists()
    html = guichet.get(reponse["Location"]).content.decode()
    assert "Pourquoi ouvrez-vous ce dossier" in html
    assert lea.personne.nom_naissance not in html
    assert all(libelle in html for libelle in POSEES.values())


def test_a_gesture_without_a_reason_does_nothing(guichet, lea):
    assert demandee(guichet.post(dossier(lea, "geler"), {"motif": "x"}))
    assert demandee(guichet.post(dossier(lea, "reveler"), {"donnee": "nir"}))
    lea.compte.refresh_from_db()
    assert lea.compte.gele_le is None


def test_the_reason_leads_to_the_page_and_into_the_journal(guichet, lea):
    question = guichet.get(dossier(lea))["Location"]
    assert "Choisissez une raison" in guichet.post(question, {}).content.decode()
    assert "Choisissez dans la liste" in guichet.post(question, {"raison": "message"}).content.decode()
    reponse = guichet.post(question, {"raison": "reclamation"}, follow=True)
    assert reponse.redirect_chain[-1][0] == dossier(lea)
    assert "Léa" in reponse.content.decode()
    entree = Entree.objects.get(genre="dossier.consulte")
    assert (entree.assure_ref, entree.motif) == (lea.public_id, "Réclamation")


def test_it_is_asked_once_for_a_file_and_again_half_an_hour_later(agent, lea):
    marc = creer_assure("Marc", "Lafitte")
    with time_machine.travel(horloge.temps_reel(), tick=False) as voyage:
        guichet = dire_la_raison(connecter(Client(), agent.compte), lea)
        assert [guichet.get(dossier(lea, page)).status_code for page in ("change", "geler", "reveler")] == [200] * 3
        assert demandee(guichet.get(dossier(marc)))
        for _ in range(3):
            voyage.shift(timedelta(minutes=10))
            assert guichet.get(reverse("admin:index")).status_code == 200
        assert guichet.get(dossier(lea)).status_code == 200
        voyage.shift(timedelta(minutes=1))
        assert demandee(guichet.get(dossier(lea)))


def test_a_form_opened_in_time_is_not_lost_while_it_is_filled_in(agent, lea):
    with time_machine.travel(horloge.temps_reel(), tick=False) as voyage:
        guichet = dire_la_raison(connecter(Client(), agent.compte), lea)
        for _ in range(4):
            voyage.shift(timedelta(minutes=10))
            guichet.get(reverse("admin:index"))
        assert guichet.post(dossier(lea, "geler"), {"motif": "Connexion inconnue"})["Location"] == dossier(lea)


def test_the_reason_of_one_agent_is_not_that_of_a_colleague(lea, guichet):
    dire_la_raison(guichet, lea)
    assert demandee(connecter(Client(), creer_agent().compte).get(dossier(lea)))


def test_another_caisse_is_asked_nothing_about_a_file_that_does_not_exist_for_it(lea):
    ailleurs = creer_agent(caisse=Caisse.objects.create(code="641", nom="CPAM de Bayonne", departement="64"))
    assert connecter(Client(), ailleurs.compte).get(dossier(lea)).status_code == 404


@pytest.mark.parametrize(
    "suite", ["", "//pirate.exemple/agents/", "https://pirate.exemple/agents/", "/mes-informations/"]
)
def test_the_question_leads_nowhere_else(guichet, suite):
    adresse = f"{reverse('admin:accounts_assure_raison')}?dossier=x&next={suite}"
    assert guichet.post(adresse, {"raison": "appel"}).status_code == 404


def test_a_card_asks_and_its_holder_s_file_answers_for_it(guichet, lea):
    carte = CarteVitale.objects.filter(personne=lea.personne).first()
    page = reverse("admin:accounts_cartevitale_change", args=[carte.pk])
    assert demandee(guichet.get(page))
    assert dire_la_raison(guichet, lea).get(page).status_code == 200
    assert Entree.objects.get(genre="dossier.consulte").motif == POSEES["appel"]


def test_the_person_reads_when_which_service_and_why(guichet, agent, lea):
    type(agent).objects.filter(pk=agent.pk).update(equipe="Relations clients")
    dire_la_raison(guichet, lea, raison="controle").get(dossier(lea))
    html = connecter(Client(), lea.compte).get(reverse("informations:consultations")).content.decode()
    assert f"{agent.caisse.nom}, Relations clients" in html
    assert POSEES["controle"] in html
    assert agent.nom not in html and agent.matricule not in html


def test_two_reasons_in_a_row_are_two_lines(guichet, lea):
    for raison in ("appel", "controle"):
        dire_la_raison(guichet, lea, raison=raison).get(dossier(lea))
    html = connecter(Client(), lea.compte).get(reverse("informations:consultations")).content.decode()
    assert html.count("dossier consulté") == 2
