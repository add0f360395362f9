"""After the payment: a wrong price is counted again; the months and the export of a year."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from django.urls import reverse

from ameli.noyau.horloge import aujourdhui, maintenant
from demarches.catalogue.sans_gluten import effets
from demarches.catalogue.sans_gluten.models import DemandeSansGluten
from demarches.models import Demarche
from paiements.models import Prestation
from tests.catalogue.sans_gluten.acteurs import GALETTE, PAIN, Acheteuse, compte_de
from tests.fabriques import creer_assure

pytestmark = pytest.mark.django_db


def payee(acheteuse: Acheteuse, *achats: tuple[str, str, int]) -> Demarche:
    demarche = acheteuse.demander(*achats)
    effets.payer(demarche, maintenant())
    return demarche


def corriger(acheteuse: Acheteuse, demarche: Demarche, prix: str, quantite: str) -> str:
    adresse = reverse("demarches:geste", args=[demarche.reference, "rectifier"])
    page = acheteuse.client.get(adresse).content.decode()
    vu = page.split('name="vu" value="')[1].split('"')[0]
    saisie = {"produit": "aacd", "prix": prix, "quantite": quantite, "vu": vu}
    return acheteuse.client.post(adresse, saisie, follow=True).content.decode().replace("\xa0", " ")


def verses(acheteuse: Acheteuse) -> list[tuple[str, D]]:
    return list(Prestation.objects.de(acheteuse.assure).order_by("pk").values_list("code", "verse"))


def test_more_was_bought_than_was_said_and_the_difference_is_paid(camille):
    demarche = payee(camille, (PAIN, "1,00", 1))  # 0,60
    assert "Nous vous versons 0,26 €" in corriger(camille, demarche, "4,20", "1")
    assert verses(camille) == [("PSG", D("0.60")), ("PSG", D("0.26"))]
    assert compte_de(demarche) == D("0.86")


def test_less_was_paid_in_the_shop_and_the_next_payment_takes_it_back(camille):
    demarche = payee(camille, (GALETTE, "18,95", 2))  # 7,62
    assert "3,81 € seront repris" in corriger(camille, demarche, "18,95", "1")
    assert compte_de(demarche) == D("3.81")
    assert "versés en trop seront repris" in camille.suivi(demarche).replace("\xa0", " ")
    payee(camille, (GALETTE, "18,95", 2))
    assert verses(camille)[-2:] == [("PSG", D("7.62")), ("IND", D("-3.81"))]
    assert not DemandeSansGluten.objects.de(camille.assure).filter(a_reprendre__gt=0).exists()


def test_a_wrong_price_above_the_tariff_changes_nothing(camille):
    demarche = payee(camille, (GALETTE, "18,95", 1))
    assert "ne change pas" in corriger(camille, demarche, "17,50", "1")
    assert compte_de(demarche) == D("3.81")


def test_before_the_payment_it_is_the_request_that_is_corrected(camille):
    demarche = camille.demander((GALETTE, "18,95", 1))
    page = camille.suivi(demarche)
    assert "Corriger ma demande" in page and "Signaler une erreur de prix" not in page


def test_my_months_tell_what_is_counted_and_what_is_left(camille):
    camille.demander((GALETTE, "18,95", 2))
    page = camille.client.get(reverse("demarches:sans_gluten_mois")).content.decode().replace("\xa0", " ")
    assert "7,62 € sur 45,73 €. Il reste 38,11 €." in page and "pas encore payée" in page


def test_a_year_is_exported_with_what_is_left_to_pay_and_nobody_else_s(camille):
    payee(camille, (GALETTE, "18,95", 2))
    adresse = f"{reverse('demarches:sans_gluten_annee')}?annee={aujourdhui().year}"
    lignes = camille.client.get(adresse).content.decode().splitlines()
    assert len(lignes) == 2 and lignes[1].endswith(";2;18,95;37,90;12,70;7,62;30,28")
    autre = Acheteuse(creer_assure("Paul", "Essai", sexe="M"))
    assert len(autre.client.get(adresse).content.decode().splitlines()) == 1
