"""A mail that comes back: the address is marked, its owner reads it, another way is shown; it ends with the address or with a mail that arrives."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Compte
from ameli.noyau import envois
from ameli.noyau.models import Envoi
from tests.catalogue.iban.parcours import texte_de
from tests.fabriques import MOT_DE_PASSE, connecter, creer_assure, creer_compte
from tests.outils.relais_courriels import relais_obeissant

pytestmark = pytest.mark.django_db(transaction=True)
TITRE = "Nos courriels ne vous arrivent pas"
PARTI, PERDU = "Notre courriel n’est pas encore parti", "Notre courriel n’a pas pu être remis"


@pytest.fixture
def relais(settings):
    with relais_obeissant(settings) as relais:
        yield relais


@pytest.fixture
def lea():
    return creer_compte(creer_assure(), courriel="lea@exemple.fr")


def ecrire(a: str, cle: str) -> None:
    with transaction.atomic():
        envois.deposer_courriel(a=a, gabarit="nouveau_message", contexte={}, cle=cle)
    envois.livrer()


def refuser(relais: Any, a: str, dit: str = "550 5.1.1 unknown") -> None:
    relais.regles = lambda etape, qui: dit if (etape, qui) == ("RCPT", a) else None


def pages(compte: Compte) -> list[str]:
    client = connecter(Client(), Compte.objects.get(pk=compte.pk))
    return [texte_de(client.get(adresse)) for adresse in ("/", reverse("informations:accueil"))]


def test_an_address_that_does_not_exist_is_said_at_home_and_in_mes_informations(relais, lea):
    assert not any(TITRE in page for page in pages(lea))
    refuser(relais, "lea@exemple.fr")
    ecrire("lea@exemple.fr", "un")
    assert all(TITRE in page for page in pages(lea))


@pytest.mark.parametrize("dit", ["451 later", "554 5.7.1 spam", "552 5.2.2 full"])
def test_any_other_refusal_says_nothing_of_the_address(relais, lea, dit):
    refuser(relais, "lea@exemple.fr", dit)
    ecrire("lea@exemple.fr", "un")
    assert not any(TITRE in page for page in pages(lea))


def test_it_is_over_with_the_next_mail_that_arrives(relais, lea):
    refuser(relais, "lea@exemple.fr")
    ecrire("lea@exemple.fr", "un")
    relais.regles = lambda etape, qui: None
    ecrire("lea@exemple.fr", "deux")
    assert not any(TITRE in page for page in pages(lea))


def test_it_is_over_with_another_address(relais, lea):
    refuser(relais, "lea@exemple.fr")
    ecrire("lea@exemple.fr", "un")
    Compte.objects.filter(pk=lea.pk).update(email="lea.duprat@exemple.fr")
    assert not any(TITRE in page for page in pages(lea))


def test_nobody_else_is_marked(relais, lea):
    tom = creer_compte(creer_assure(), courriel="tom@exemple.fr")
    refuser(relais, "lea@exemple.fr")
    ecrire("lea@exemple.fr", "un")
    assert not any(TITRE in page for page in pages(tom))


class TestCodes:
    """A code that does not come: the page says so, and what else there is."""

    @pytest.fixture
    def devant_le_code(self, lea, settings):
        settings.SECOND_FACTEUR = "toujours"
        client = Client()
        client.post(reverse("connexion"), {"nir": lea.assure.personne.nir_complet, "mot_de_passe": MOT_DE_PASSE})
        assert Envoi.objects.filter(gabarit="connexion_code").exists()
        return lambda: texte_de(client.get(reverse("second_facteur")))

    def test_a_code_that_leaves_is_waited_for(self, relais, devant_le_code):
        assert PARTI not in devant_le_code()
        envois.livrer()
        page = devant_le_code()
        assert PARTI not in page and PERDU not in page

    def test_a_mail_service_that_is_away_is_said_with_another_way(self, settings, devant_le_code):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        envois.livrer()
        page = devant_le_code()
        assert PARTI in page and "code provisoire" in page

    def test_an_address_that_refuses_the_code_is_said_with_another_way(self, relais, devant_le_code):
        refuser(relais, "lea@exemple.fr")
        envois.livrer()
        page = devant_le_code()
        assert PERDU in page and "code provisoire" in page and "lea@exemple.fr" not in page
