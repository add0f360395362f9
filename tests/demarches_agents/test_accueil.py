"""The agents' home: mine, late, soon late, to take, each counted with its first rows; few queries."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from accounts.models import CarteEuropeenne, Fil
from demarches.admin import accueil, delais
from demarches.models import Etat
from paiements.models import Signalement
from tests.demarches_agents.salle import ALERTE, LISTE, deposer
from tests.fabriques import creer_agent, creer_assure, creer_caisse
from tests.paiements.dossier import payer_une_consultation
from tests.suivi.salle import ecrire_a

pytestmark = pytest.mark.django_db
LUNDI = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def lundi(monkeypatch):
    monkeypatch.setattr(delais, "aujourdhui", lambda: LUNDI.date())


def le(jour, heure=9):
    return datetime(2026, 11, jour, heure, tzinfo=UTC)


def nombres(agent):
    return {bloc.titre: bloc.nombre for bloc in accueil.journee(agent)["blocs"]}


def test_each_demarche_counts_where_it_belongs(agent):
    deposer(alerte_le=le(20))
    deposer(alerte_le=le(23, 7), prise_par=agent)  # due today, at an hour that has passed: not late before tomorrow
    deposer(alerte_le=le(24, 20))
    deposer(alerte_le=le(25))
    deposer(alerte_le=le(20), etat=Etat.A_COMPLETER, prise_par=agent)
    deposer(alerte_le=le(20), etat=Etat.ACCEPTEE)
    deposer(alerte_le=le(20), caisse=creer_caisse("331", "CPAM de la Gironde"))
    assert nombres(agent) == {"Mes démarches": 2, "En retard": 1, "Bientôt en retard": 2, "À prendre": 1}


def test_what_finishes_by_itself_is_apart_from_what_needs_somebody(guichet, agent):
    deposer(alerte_le=le(25))  # its delay runs, nothing is to be checked
    deposer(alerte_le=le(25), alertes=ALERTE)
    deposer(alerte_le=le(20))  # late: somebody must look
    journee = accueil.journee(agent)
    assert journee["seules"] == 1 and nombres(agent)["À prendre"] == 2
    for qui, attendu in (("seules", 1), ("agent", 2)):
        html = guichet.get(reverse(LISTE), {"qui": qui}).content.decode()
        assert len(re.findall(r'name="_selected_action"', html)) == attendu
    page = guichet.get(reverse("admin:index")).content.decode()
    assert "se termine toute seule" in page


def test_the_next_working_day_after_a_friday_is_a_monday(agent, monkeypatch):
    monkeypatch.setattr(delais, "aujourdhui", lambda: le(20).date())
    deposer(alerte_le=le(23, 20))
    deposer(alerte_le=le(24, 9))
    assert nombres(agent)["Bientôt en retard"] == 1


def test_each_count_leads_to_a_list_of_as_many_rows(guichet, agent):
    deposer(alerte_le=le(20))
    deposer(alerte_le=le(24), prise_par=agent)
    deposer(alerte_le=le(30), prise_par=creer_agent(superviseur=False))
    deposer(alerte_le=le(20), etat=Etat.A_COMPLETER)
    journee = accueil.journee(agent)
    for ou in [*journee["blocs"], *journee["equipe"], *journee["files"]]:
        lire = ou.get if isinstance(ou, dict) else lambda nom, ou=ou: getattr(ou, nom, None)
        attendu = next(n for n in (lire("nombre"), lire("suivies"), lire("a_traiter")) if n is not None)
        html = guichet.get(lire("adresse")).content.decode()
        vues = len(re.findall(r'name="_selected_action"', html))
        assert vues == attendu or lire("titre") == "À prendre", lire("adresse")


def test_the_page_says_what_waits_in_words_and_offers_the_next_one(guichet, agent):
    retard = deposer(alerte_le=le(20), prise_par=agent)
    html = guichet.get(reverse("admin:index")).content.decode()
    assert retard.reference in html and "en retard de 1 jour ouvré" in html
    assert "Prendre la suivante" in html and "Essais à contrôler" in html and "2 jours ouvrés" in html
    assert f"{reverse(LISTE)}?suivi={agent.matricule}" in html


def test_the_home_makes_the_same_few_queries_with_one_row_or_thirty(guichet, agent, django_assert_num_queries):
    for nombre in (1, 9):
        for _ in range(nombre):
            deposer(alerte_le=le(20))
            deposer(alerte_le=le(24), prise_par=agent)
            deposer(alerte_le=le(30))
        guichet.get(reverse("admin:index"))
        with django_assert_num_queries(15):
            guichet.get(reverse("admin:index"))


def test_messages_that_wait_for_an_answer_are_counted_and_one_click_away(guichet, agent):
    assure = deposer().assure
    attend, ecrit_par_la_caisse = ecrire_a(assure), ecrire_a(assure)
    Fil.objects.de(assure).filter(pk=attend.pk).update(theme="droits", reponse_prevue_le=LUNDI.date())
    assert accueil.journee(agent)["messages"] == 1
    html = guichet.get(accueil.journee(agent)["adresse_messages"]).content.decode()
    assert f"/fil/{attend.pk}/" in html and f"/fil/{ecrit_par_la_caisse.pk}/" not in html


def test_cases_about_payments_and_cards_that_came_back_are_counted_when_there_are_some(guichet, agent):
    assert accueil.journee(agent)["ailleurs"] == []
    assure = deposer().assure
    for rang, titulaire in enumerate((assure, creer_assure(caisse=creer_caisse("331", "Ailleurs")))):
        CarteEuropeenne.objects.create(
            personne=titulaire.personne, demandee_par=titulaire, motif="PREMIERE", etat="RETOURNEE",
            numero=f"8025099940100000000{rang}", demandee_le=LUNDI, etat_depuis=LUNDI,
        )  # fmt: skip
    Signalement.objects.create(
        assure=assure, prestation=payer_une_consultation(assure, LUNDI.date()), fil=ecrire_a(assure), ouvert_le=LUNDI,
        motif="absent",
    )  # fmt: skip
    ailleurs = accueil.journee(agent)["ailleurs"]
    assert [(nombre, titre) for nombre, titre, _ in ailleurs] == [
        (1, "Soins signalés"),
        (1, "Cartes européennes revenues"),
    ]
    html = guichet.get(reverse("admin:index")).content.decode()
    for _, titre, adresse in ailleurs:
        assert titre in html
        assert str(assure.personne) in guichet.get(adresse).content.decode()


def test_an_agent_with_nothing_to_do_reads_it_in_words(guichet):
    html = guichet.get(reverse("admin:index")).content.decode()
    assert "Vous ne suivez aucune démarche." in html and "Aucune démarche n’est en retard." in html
