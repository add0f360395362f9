"""The agents' queue of démarches: own caisse, those to check first, decisions once, nothing in clear."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ameli.noyau.models import Entree
from demarches.admin import delais
from demarches.models import Demarche, Etat, Evenement
from tests.demarches_agents.salle import ALERTE, LISTE, deposer, remplir, sur
from tests.fabriques import connecter, creer_agent, creer_caisse

pytestmark = pytest.mark.django_db


def test_the_queue_shows_open_demarches_of_the_caisse_those_to_check_first(guichet):
    pressee = deposer(alerte_le=datetime(2026, 11, 24, 8, tzinfo=UTC))
    a_controler = deposer(alertes=ALERTE, alerte_le=datetime(2026, 11, 27, 8, tzinfo=UTC))
    close = deposer(etat=Etat.ACCEPTEE)
    ailleurs = deposer(caisse=creer_caisse("641", "CPAM de Bayonne"))
    html = guichet.get(reverse(LISTE)).content.decode()
    assert html.index(a_controler.reference) < html.index(pressee.reference)
    assert "Essais à contrôler" in html
    assert close.reference not in html
    assert ailleurs.reference not in html
    assert close.reference in guichet.get(reverse(LISTE), {"q": close.reference}).content.decode()
    for nom in ("change", "accepter", "refuser"):
        assert guichet.get(sur(nom, ailleurs)).status_code == 404


@pytest.mark.parametrize(
    ("jours", "texte"),
    [
        (0, "à traiter aujourd’hui"),
        (1, "reste 1 jour ouvré"),
        (14, "reste 10 jours ouvrés"),
        (-7, "en retard de 5 jours ouvrés"),
    ],
)
def test_the_time_left_is_said_in_working_days(jours, texte, monkeypatch):
    lundi = datetime(2026, 11, 23, 9, tzinfo=UTC)
    monkeypatch.setattr(delais, "aujourdhui", lambda: lundi.date())
    assert texte in delais.echeance(Demarche(alerte_le=lundi + timedelta(days=jours)))


def test_filters_keep_what_an_agent_follows_or_must_check(guichet, agent):
    a_moi, signalee = deposer(prise_par=agent), deposer(alertes=ALERTE)
    for filtre, garde, ecarte in (("suivi=moi", a_moi, signalee), ("controle=oui", signalee, a_moi)):
        html = guichet.get(f"{reverse(LISTE)}?{filtre}").content.decode()
        assert garde.reference in html
        assert ecarte.reference not in html


def test_two_agents_who_take_the_next_one_get_different_files(guichet, agent):
    premiere, seconde = deposer(alertes=ALERTE), deposer()
    autre = connecter(Client(), creer_agent().compte)
    suivante = reverse("admin:demarches_demarche_suivante")
    assert guichet.get(suivante).status_code == 405
    assert guichet.post(suivante)["Location"] == sur("change", premiere)
    assert autre.post(suivante)["Location"] == sur("change", seconde)
    assert guichet.post(suivante)["Location"] == reverse(LISTE)
    premiere.refresh_from_db()
    assert (premiere.etat, premiere.prise_par) == (Etat.EN_COURS, agent)
    assert Entree.objects.filter(genre="demarche.suivie", objet=premiere.objet).count() == 1


def test_a_page_is_masked_read_only_and_its_reading_is_written_down(guichet, agent):
    demarche = deposer(alertes=ALERTE)
    html = guichet.get(sur("change", demarche)).content.decode()
    assert html.index("Points à contrôler") < html.index("Ce que la personne a envoyé") < html.index("Historique")
    assert "FR76 •••• •••• 705" in html
    assert demarche.assure.personne.nir not in html
    entree = Entree.objects.get(genre="dossier.consulte")
    assert (entree.acteur, entree.objet) == (f"agent:{agent.matricule}", demarche.objet)
    assert guichet.post(sur("change", demarche), {"etat": "ACCEPTEE"}).status_code == 405


def test_an_agent_accepts_after_a_confirmation(guichet, agent):
    demarche = deposer(alertes=ALERTE)
    assert guichet.get(sur("accepter", demarche)).status_code == 200
    assert remplir(guichet, "accepter", demarche)["Location"] == sur("change", demarche)
    demarche.refresh_from_db()
    assert demarche.etat == Etat.ACCEPTEE
    evenement = Evenement.objects.pour_agent(agent).get(nom="accepter")
    assert evenement.auteur == f"agent:{agent.matricule}"
    assert Entree.objects.filter(genre="demarche.accepter").exists()


def test_a_refusal_needs_a_reason_that_the_person_reads(guichet, agent):
    demarche = deposer()
    for saisies, champ in (({"motif": ""}, "motif"), ({"motif": "nom", "precision": "x" * 2001}, "precision")):
        html = remplir(guichet, "refuser", demarche, **saisies).content.decode()
        assert "<title>Erreur" in html and f'href="#id_{champ}"' in html
        assert re.search(rf'name="{champ}"[^>]*aria-describedby="[^"]*id_{champ}_error', html)
        assert f'id="id_{champ}_error"' in html
    remplir(guichet, "refuser", demarche, motif="nom", precision="Envoyez un RIB.")
    demarche.refresh_from_db()
    assert demarche.etat == Etat.REFUSEE
    motif = Evenement.objects.pour_agent(agent).get(nom="refuser").motif
    assert motif == "Le nom ne correspond pas. Envoyez un RIB."


def test_a_decision_without_csrf_token_is_refused(agent):
    guichet = connecter(Client(enforce_csrf_checks=True), agent.compte)
    demarche = deposer()
    assert guichet.post(sur("accepter", demarche)).status_code == 403
    demarche.refresh_from_db()
    assert demarche.etat == Etat.DEPOSEE


def test_list_and_page_make_the_same_few_queries_at_one_row_and_at_fifty(guichet, django_assert_num_queries):
    demarche = deposer()
    for reste in (49, 0):
        guichet.get(sur("change", demarche))
        with django_assert_num_queries(8):
            guichet.get(reverse(LISTE))
        with django_assert_num_queries(15):  # the queue beside it is one
            guichet.get(sur("change", demarche))
        for _ in range(reste):
            deposer()
