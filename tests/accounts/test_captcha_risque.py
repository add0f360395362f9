"""A captcha is asked when what was tried before calls for it, beside other ways, and the same for a number without account."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Essais
from accounts.securite.captcha import defi
from ameli.noyau.echeances.models import Echeance
from tests.accounts.test_premiere_visite import identite_de, preuve_de
from tests.fabriques import creer_assure, nir_d_essai

pytestmark = pytest.mark.django_db
ICI, AILLEURS = "203.0.113.7", "203.0.113.8"
QUESTION = 'name="captcha_defi"'


def demander(nir: str, adresse: str = ICI, **plus: str):
    return Client(REMOTE_ADDR=adresse).post(reverse("oubli"), {"nir": nir, "naissance": "15/06/1990", **plus})


def prouver(assure, adresse: str = ICI, **plus: str):
    client = Client(REMOTE_ADDR=adresse)
    client.post(reverse("premiere_visite"), identite_de(assure))
    return client.post(reverse("premiere_visite_preuve"), {"serie": "7654321", "iban": "3456705", **plus})


def page(adresse: str) -> str:
    return Client(REMOTE_ADDR=adresse).get(reverse("oubli")).content.decode()


def reponse_juste(usage: str) -> dict[str, str]:
    une = defi.nouveau(usage)
    return {"captcha_defi": une.jeton, "captcha": une.texte}


def test_somebody_calm_copies_nothing(lea):
    assert QUESTION not in page(ICI)
    assert demander(lea.personne.nir)["Location"] == reverse("oubli_envoye")


def test_a_network_that_tried_twice_is_asked_from_the_first_page_on_and_another_is_not(lea):
    demander(nir_d_essai(numero=81)), demander(nir_d_essai(numero=82))
    assert QUESTION in page(ICI)
    assert QUESTION not in page(AILLEURS)
    refusee = demander(lea.personne.nir)
    assert "Recopiez les six caractères de l’image" in refusee.content.decode()
    assert Echeance.objects.filter(genre="oubli.demande").count() == 2
    assert demander(lea.personne.nir, **reponse_juste("oubli")).status_code == 302


def test_a_number_tried_twice_from_anywhere_is_asked_and_keeps_what_was_typed(lea):
    nir = lea.personne.nir_complet
    demander(nir, "203.0.113.21"), demander(nir, "203.0.113.22")
    refusee = demander(nir, AILLEURS).content.decode()
    assert QUESTION in refusee
    assert f'value="{nir}"' in refusee
    assert demander(nir, AILLEURS, **reponse_juste("oubli")).status_code == 302


def test_a_site_that_is_tried_as_never_asks_everybody(lea, settings):
    settings.LIMITES = {**settings.LIMITES, "captcha_site": {**settings.LIMITES["captcha_site"], "essais": 3}}
    for rang in range(3):
        demander(nir_d_essai(numero=81 + rang), f"203.0.113.{30 + rang}")
    assert QUESTION in page(AILLEURS)


@pytest.mark.parametrize("connu", [True, False])
def test_a_number_without_account_is_asked_at_the_same_try(lea, connu):
    nir = lea.personne.nir if connu else nir_d_essai(numero=89)
    vus = [demander(nir, f"203.0.113.{40 + rang}").status_code for rang in range(4)]
    assert vus == [302, 302, 200, 200]


def test_what_waits_for_a_captcha_is_not_counted(lea):
    demander(lea.personne.nir), demander(lea.personne.nir)
    avant = list(Essais.objects.order_by("cle").values_list("cle", "nombre", "bloque_jusqu_a"))
    demander(lea.personne.nir)
    assert list(Essais.objects.order_by("cle").values_list("cle", "nombre", "bloque_jusqu_a")) == avant


def test_two_wrong_proofs_of_a_first_visit_ask_for_a_captcha_and_a_right_one_counts_for_nothing():
    hugo = creer_assure()
    assert QUESTION not in prouver(hugo).content.decode()
    assert QUESTION in prouver(hugo).content.decode()
    assert "Recopiez les six caractères de l’image" in prouver(hugo, AILLEURS).content.decode()
    Essais.objects.all().delete()
    bonne = {nom: preuve_de(hugo)[nom] for nom in ("serie", "iban")}
    for _ in range(3):
        assert prouver(hugo, **bonne).status_code == 302


@pytest.mark.parametrize("voie", ["oubli", "premiere_visite"])
def test_the_other_ways_stand_beside_a_captcha(voie):
    hugo = creer_assure()
    faire = demander if voie == "oubli" else prouver
    qui = hugo.personne.nir if voie == "oubli" else hugo
    for _ in range(2):
        faire(qui)
    html = faire(qui).content.decode()
    assert 'href="#secours"' in html
    voies = html.partition('id="secours"')[2]
    for attendu in (reverse("code_provisoire"), reverse("franceconnect"), "36", "À l’accueil de votre caisse"):
        assert attendu in voies
