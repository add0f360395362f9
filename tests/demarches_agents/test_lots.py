"""Several démarches at once: confirmed first, each with its own result, none skipped in silence."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from demarches.admin import lots
from demarches.models import Etat, Evenement
from demarches.moteur import transitions
from demarches.moteur.declaration import Effets
from tests.demarches_agents.salle import A_CONTROLER, LISTE, caches, deposer
from tests.fabriques import creer_agent, creer_caisse
from tests.outils.salles import changer
from tests.suivi.salle import LUNDI, RAPIDE

pytestmark = pytest.mark.django_db
LOT = "admin:demarches_demarche_lot"


def cocher(guichet, action, *demarches):
    """Tick rows in the queue and press a button."""
    return guichet.post(reverse(LOT), {"index": action, "_selected_action": [str(d.pk) for d in demarches]})


def confirmer(guichet, page, **saisies):
    html = page.content.decode()
    numeros = re.findall(r'name="_selected_action" value="(\d+)"', html)
    return guichet.post(reverse(LOT), {**caches(html), "_selected_action": numeros, **saisies}, follow=True)


def etats(*demarches):
    for demarche in demarches:
        demarche.refresh_from_db()
    return [demarche.etat for demarche in demarches]


def test_the_queue_offers_the_four_gestures_with_boxes_to_tick(guichet):
    demarche = deposer()
    html = guichet.get(reverse(LISTE)).content.decode()
    assert f'name="_selected_action" value="{demarche.pk}"' in html
    assert re.findall(r'name="index" value="(\w+)" formaction', html) == ["prendre", "rendre", "accepter", "refuser"]


def test_nothing_is_done_before_the_confirmation(guichet):
    une, deux = deposer(), deposer("Paul")
    html = cocher(guichet, "accepter", une, deux).content.decode()
    assert "Accepter : 2 démarches" in html and une.reference in html and deux.reference in html
    assert etats(une, deux) == [Etat.DEPOSEE, Etat.DEPOSEE]


def test_each_row_has_its_result(guichet, agent):
    une, deux, partie = deposer(), deposer("Paul"), deposer("Ana")
    page = cocher(guichet, "accepter", une, deux, partie)
    transitions.passer(deux, "refuser", acteur="horloge", motif="Trop tard.", le=LUNDI)
    type(partie).objects.systeme("test").filter(pk=partie.pk).update(caisse=creer_caisse("331", "CPAM de la Gironde"))
    html = confirmer(guichet, page).content.decode()
    assert "<strong>1\u00a0démarche traitée</strong>, 2\u00a0non traitées." in html
    assert "Acceptée. La personne en est prévenue." in html
    assert "a déjà été refusée par traitement automatique" in html
    assert lots.ABSENTE in html and partie.reference not in html
    assert etats(une, deux, partie) == [Etat.ACCEPTEE, Etat.REFUSEE, Etat.DEPOSEE]
    assert Evenement.objects.systeme("test").get(demarche=une, nom="accepter").auteur == agent.compte.acteur


def test_a_row_that_breaks_does_not_stop_the_others(guichet):
    une, deux = deposer(), deposer("Paul")
    page = cocher(guichet, "accepter", une, deux)

    def casser(demarche, evenement, acteur, le):
        if demarche.pk == une.pk:
            raise RuntimeError("the bank's file is torn")

    changer(A_CONTROLER, effets=Effets(decision=casser))
    html = confirmer(guichet, page).content.decode()
    assert "une erreur technique" in html and "torn" not in html
    assert etats(une, deux) == [Etat.DEPOSEE, Etat.ACCEPTEE]


def test_a_refusal_asks_one_reason_for_each_kind(guichet, salle):
    from demarches.moteur import registre

    with registre.avec(RAPIDE):
        une, autre = deposer(), deposer("Paul", salle=RAPIDE)
        page = cocher(guichet, "refuser", une, autre)
        html = page.content.decode()
        assert 'id="id_motif_a_controler"' in html and 'id="id_motif_rapide"' not in html
        fautive = confirmer(guichet, page).content.decode()
        assert 'id="id_motif_a_controler_error"' in fautive and 'id="id_precision_error"' in fautive
        assert etats(une, autre) == [Etat.DEPOSEE, Etat.DEPOSEE]
        confirmer(guichet, page, motif_a_controler="nom", precision="Recommencez avec un RIB.")
        assert etats(une, autre) == [Etat.REFUSEE, Etat.REFUSEE]
    motifs = [Evenement.objects.systeme("test").get(demarche=d, nom="refuser").motif for d in (une, autre)]
    assert motifs == ["Le nom ne correspond pas. Recommencez avec un RIB.", "Recommencez avec un RIB."]


def test_several_are_taken_then_put_back(guichet, agent):
    libre, prise = deposer(), deposer("Paul", prise_par=creer_agent(superviseur=False))
    html = confirmer(guichet, cocher(guichet, "prendre", libre, prise)).content.decode()
    assert "déjà suivie par" in html and "1\u00a0démarche traitée" in html
    libre.refresh_from_db()
    assert libre.prise_par == agent
    html = confirmer(guichet, cocher(guichet, "rendre", libre)).content.decode()
    libre.refresh_from_db()
    assert libre.prise_par is None and "Remise dans la file." in html


@pytest.mark.parametrize("saisies", [{}, {"index": "accepter"}, {"index": "effacer", "_selected_action": "1"}])
def test_nothing_ticked_or_nothing_known_says_what_to_do(guichet, saisies):
    html = guichet.post(reverse(LOT), saisies, follow=True).content.decode()
    assert "Cochez au moins une démarche" in html


def test_a_lot_is_never_decided_by_a_link_and_has_an_end(guichet):
    assert guichet.get(reverse(LOT)).status_code == 405
    trop = {"index": "accepter", "_selected_action": [str(n) for n in range(1, 52)]}
    assert "au plus 50" in guichet.post(reverse(LOT), trop, follow=True).content.decode()
    assert guichet.get(reverse("admin:demarches_demarche_lot_resultat")).status_code == 302


def test_the_confirmation_makes_as_many_queries_for_one_row_as_for_ten(guichet, django_assert_num_queries):
    demarches = [deposer()]
    cocher(guichet, "accepter", *demarches)
    for _ in range(2):
        with django_assert_num_queries(7):
            cocher(guichet, "accepter", *demarches)
        demarches += [deposer() for _ in range(9)]
