"""The bank is told of each monthly term, by configuration: what it takes, what it refuses, what it does not answer."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest

from accounts.models.c2s import AccordC2S
from ameli.bac_a_sable import banque
from ameli.noyau.calendrier import PARIS
from ameli.noyau.envois.models import Envoi
from paiements import participations, prelevements
from paiements.models import Avis, TermeC2S
from tests.fabriques import creer_assure, creer_compte
from tests.outils.solidaire import adherer

pytestmark = [pytest.mark.django_db, pytest.mark.ce_lundi("terms dated by hand")]
LE_5 = datetime(2026, 12, 5, 8, tzinfo=PARIS)


@pytest.fixture
def terme(settings) -> TermeC2S:
    settings.PARTENAIRES = {**settings.PARTENAIRES, prelevements.SERVICE: "https://banque.exemple/prelever"}
    assure = creer_assure("Nadia", "Belkacem", date_naissance=date(1988, 3, 9))
    creer_compte(assure)
    droit = adherer(assure)
    return TermeC2S.objects.de(assure).get(droit=droit, rang=1)


def prelever(terme: TermeC2S, le: datetime = LE_5) -> list[dict]:
    """Its day; the orders that wait for the bank."""
    participations.prelever(terme.public_id, le)
    appels = Envoi.objects.filter(partenaire=prelevements.SERVICE).order_by("id")
    return [json.loads(un.contenu) for un in appels]


def etat(terme: TermeC2S) -> str:
    return TermeC2S.objects.de(terme.assure).get(pk=terme.pk).etat


def repondre(terme: TermeC2S, donnees: dict | None, le: datetime = LE_5) -> None:
    participations.entendre_la_banque(terme.objet, donnees, le)


def test_each_term_is_an_order_with_its_mandate(terme):
    (ordre,) = prelever(terme)
    assert (ordre["ordre"], ordre["montant"], ordre["le"]) == (terme.public_id, "8.00", "2026-12-05")
    assert ordre["iban"] == "FR7630004009990000000020280" and ordre["mandat"].startswith("C2S-")
    assert ordre["libelle"] == "Complémentaire santé solidaire, décembre 2026"
    repondre(terme, {"resultat": "pris"})
    assert etat(terme) == TermeC2S.Etat.PRELEVE


def test_what_the_bank_refuses_is_a_notice_to_pay_without_an_agent_once(terme):
    prelever(terme)
    for _ in range(2):
        repondre(terme, {"resultat": "refuse"})
    assert etat(terme) == TermeC2S.Etat.IMPAYE and Avis.objects.de(terme.assure).count() == 1


@pytest.mark.parametrize("donnees", [None, {}, {"resultat": "peut-être"}])
def test_while_the_bank_is_silent_the_same_order_is_given_again_the_next_morning(terme, donnees):
    premier = prelever(terme)
    repondre(terme, donnees)
    assert etat(terme) == TermeC2S.Etat.A_VENIR
    assert [un["ordre"] for un in prelever(terme, LE_5 + timedelta(days=1))] == [premier[0]["ordre"]] * 2
    assert etat(terme) == TermeC2S.Etat.PRELEVE


def test_without_the_service_nothing_leaves_and_the_caisse_takes_them(terme, settings):
    settings.PARTENAIRES = {nom: ou for nom, ou in settings.PARTENAIRES.items() if nom != prelevements.SERVICE}
    assert prelever(terme) == [] and etat(terme) == TermeC2S.Etat.PRELEVE


def test_the_practice_bank_takes_all_but_what_is_on_an_account_that_refuses():
    assert banque.prelever({"ordre": "a", "iban": "FR7630004009990000000020280"}) == {"resultat": "pris"}
    assert banque.prelever({"ordre": "a", "iban": "FR76 3000 4009 9900 0000 0040 456"}) == {"resultat": "refuse"}


def test_a_mandate_that_came_on_paper_is_ordered_too(terme):
    AccordC2S.objects.de(terme.assure).update(adhesion="")  # it names no démarche
    (ordre,) = prelever(terme)
    assert ordre["iban"] == "FR7630004009990000000020280"
