"""The practice bank kiosk: each card ends as it says, and what it tells wrongly changes nothing."""

from __future__ import annotations

import re
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client

from ameli.bac_a_sable.models import OperationKiosque
from ameli.bac_a_sable.monde import kiosque
from paiements.creances import encaissement
from paiements.creances import kiosque as vrai
from paiements.models import EcartCreance, EcritureCreance, PaiementEnLigne
from tests.paiements.dossier import creer_avis

pytestmark = pytest.mark.django_db(transaction=True)
Etat = PaiementEnLigne.Etat
NOTIFICATION = "/mes-paiements/creances/notification/"
CARTES = {carte.numero[-4:]: carte.numero for carte in kiosque.CARTES}


@pytest.fixture
def paiement(lea):
    return encaissement.commencer(lea, creer_avis(lea, "50.00"), {1: Decimal(50)}, acteur=lea.compte.acteur)


@pytest.fixture
def annonces(monkeypatch):
    """What is sent to the site, delivered at once; the status of each answer."""
    statuts: list[int] = []

    def poster(_adresse: str, champs: dict[str, str]) -> None:
        statuts.append(Client().post(NOTIFICATION, champs).status_code)
        connection.close()  # this is the thread of the kiosk

    monkeypatch.setattr(kiosque, "_poster", poster)
    monkeypatch.setattr(kiosque, "ATTENTE", 0.0)
    return statuts


def payer(paiement: PaiementEnLigne, carte: str = "0002", geste: str = "payer") -> kiosque.Servi:
    """From the signed form of the site to the return of the browser."""
    page = kiosque.servir("/kiosque/paiement", urlencode(vrai.demande(paiement))).corps.decode()
    champs = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    return kiosque.servir("/kiosque/carte", urlencode({**champs, "carte": CARTES[carte], "geste": geste}))


def etat(paiement: PaiementEnLigne) -> str:
    return PaiementEnLigne.objects.systeme("essai").get(pk=paiement.pk).etat


@pytest.mark.parametrize(
    ("carte", "attendu", "reponses"),
    [
        ("0002", Etat.AUTORISE, [200]), ("0010", Etat.REFUSE, [200]), ("0028", Etat.REFUSE, [200]),
        ("0036", Etat.AUTORISE, [200, 200]), ("0044", Etat.AUTORISE, [200] * 5), ("0051", Etat.AUTORISE, [200, 200]),
        ("0069", Etat.REFUSE, [400, 400, 200]), ("0077", Etat.CREE, []),
    ],
)  # fmt: skip
def test_each_card_ends_as_it_says(paiement, annonces, carte, attendu, reponses):
    servi = payer(paiement, carte)
    assert servi.statut == 303 and servi.vers.endswith(
        f"/mes-paiements/creances/paiement/{paiement.public_id}/?retour=1"
    )
    assert etat(paiement) == attendu
    assert annonces == reponses
    assert EcritureCreance.objects.systeme("essai").count() == (attendu == Etat.AUTORISE)
    assert not EcartCreance.objects.systeme("essai").exists()


def test_who_gives_up_pays_nothing_and_may_begin_again(paiement, annonces):
    payer(paiement, geste="annuler")
    assert etat(paiement) == Etat.ABANDONNE
    payer(paiement)
    assert etat(paiement) == Etat.AUTORISE


def test_the_question_of_the_site_is_answered_and_signed(paiement, annonces):
    inconnu = kiosque.etat(vrai.question(paiement))
    assert inconnu["statut"] == "INCONNU" and vrai.croire(inconnu)
    payer(paiement, "0077")
    encaissement.lire_la_reponse(paiement.objet, kiosque.etat(vrai.question(paiement)))
    assert etat(paiement) == Etat.AUTORISE


def test_what_the_site_did_not_sign_is_not_served(paiement):
    demande = vrai.demande(paiement)
    for chemin in ("/kiosque/paiement", "/kiosque/carte"):
        with pytest.raises(ValueError, match="signature"):
            kiosque.servir(chemin, urlencode({**demande, "montant": "1"}))
    with pytest.raises(ValueError, match="signature"):
        kiosque.etat({**vrai.question(paiement), "transaction": "x"})
    assert not OperationKiosque.objects.exists()


def test_the_page_says_that_nothing_is_paid_and_asks_for_no_card_number(paiement):
    page = kiosque.servir("/kiosque/paiement", urlencode(vrai.demande(paiement))).corps.decode()
    assert "Simulateur bancaire" in page and "Aucun paiement réel" in page and "50,00\u00a0€" in page
    assert '<input type="text"' not in page
