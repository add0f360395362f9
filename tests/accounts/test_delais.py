"""What a person is told of time: one instant wherever it is promised, a warning before what ends, a sentence after."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.connexion.code_provisoire import codes
from accounts.securite import gel
from ameli.noyau import echeances
from ameli.noyau.horloge import maintenant
from ameli.noyau.models import Envoi
from tests.accounts.fournisseur import Faux, faux  # noqa: F401
from tests.accounts.test_oubli import demander
from tests.accounts.test_premiere_visite import identite_de, prouver
from tests.accounts.test_second_facteur import PAGE, connecte, donner, entrer
from tests.accounts.test_second_facteur import codes as codes_recus
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte

pytestmark = pytest.mark.django_db
ANNONCE = re.compile(r'data-session-expire-dans="(\d+)" data-session-url="([^"]+)" data-session-visiteur')


@pytest.fixture
def voyage():
    with time_machine.travel("2026-11-23T08:00:50Z", tick=False) as temps:
        yield temps


@pytest.fixture
def lea(voyage):
    assure = creer_assure()
    creer_compte(assure, courriel="lea.duprat@exemple.fr")
    return assure


def texte(gabarit: str) -> str:
    return json.loads(Envoi.objects.filter(gabarit=gabarit).order_by("-id")[0].contenu)["texte"]


def page(client: Client, nom: str) -> str:
    return client.get(reverse(nom)).content.decode()


# One instant


def test_the_page_and_the_mail_of_a_forgotten_password_say_one_hour_however_often_it_is_read(lea, voyage):
    client = Client()
    demander(lea.personne.nir, client=client)
    voyage.shift(20)  # the next minute: the sweep comes
    echeances.balayer()
    pages = [page(client, "oubli_envoye")]
    voyage.shift(timedelta(minutes=3))
    pages.append(page(client, "oubli_envoye"))
    assert pages[0] == pages[1]
    assert "avant 9\u00a0h\u00a030" in pages[0]
    assert "avant 9\u00a0h\u00a030" in texte("mot_de_passe_oublie")
    objet = Envoi.objects.get(gabarit="mot_de_passe_oublie").sujet
    assert f"«\u00a0{objet}\u00a0»" in pages[0]


def test_the_waiting_page_opens_after_a_request_only_and_while_its_link_may_work(lea, voyage):
    client = Client()
    assert client.get(reverse("oubli_envoye"))["Location"] == reverse("oubli")
    demander(lea.personne.nir, client=client)
    voyage.shift(timedelta(minutes=30))
    assert client.get(reverse("oubli_envoye"))["Location"] == reverse("oubli")


def test_a_link_that_left_late_is_not_dead_on_arrival(lea, voyage):
    demander(lea.personne.nir)
    voyage.shift(timedelta(minutes=29))
    echeances.balayer()
    assert "avant 9\u00a0h\u00a059" in texte("mot_de_passe_oublie")


@pytest.mark.parametrize(("nom", "gabarit"), [("fermer", "compte_ferme"), ("geler", "compte_gele")])
def test_who_closes_or_freezes_is_told_that_it_is_done_at_the_instant_of_the_mail(lea, voyage, nom, gabarit):
    client = connecter(Client(), lea.compte)
    suite = client.post(reverse(f"informations:{nom}"))["Location"]
    voyage.shift(timedelta(minutes=2))
    html = client.get(suite).content.decode()
    assert "C’est fait" in html
    le = re.search(r"le (lundi .*?Paris\))", texte(gabarit))[1]
    assert le in html
    assert "C’est fait" not in client.get(suite.partition("?")[0]).content.decode()
    assert "C’est fait" not in Client().get(suite).content.decode()


# Each device its own code


def test_a_second_device_gets_its_own_code_at_once_and_both_work(lea, voyage):
    telephone, _ = entrer(lea)
    voyage.shift(5)
    ordinateur, _ = entrer(lea)
    un, deux = codes_recus()
    assert "Nous avons envoyé un code" in ordinateur.get(PAGE).content.decode()
    assert "demandé avec cet appareil" in donner(ordinateur, un).content.decode()
    assert donner(ordinateur, deux)["Location"] == "/"
    assert donner(telephone, un)["Location"] == "/"
    assert connecte(telephone) and connecte(ordinateur)


def test_the_page_of_the_code_says_the_hour_of_the_mail(lea, voyage):
    client, _ = entrer(lea)
    voyage.shift(timedelta(minutes=4))
    assert "jusqu’à 9\u00a0h\u00a010" in client.get(PAGE).content.decode()
    assert "jusqu’à 9\u00a0h\u00a010" in texte("connexion_code")
    assert "Demandé le lundi 23" in texte("connexion_code")


def test_when_no_code_may_leave_the_page_does_not_say_that_one_left(lea, voyage):
    for _ in range(5):
        entrer(lea)
    client, _ = entrer(lea)
    assert len(codes_recus()) == 5
    html = client.get(PAGE).content.decode()
    assert "Nous avons envoyé" not in html and "aucun ne fonctionne" in html
    assert "Vous avez demandé trop de codes" in html
    voyage.shift(timedelta(days=1, minutes=1))
    client, _ = entrer(lea)
    assert "Nous avons envoyé un code" in client.get(PAGE).content.decode()


def test_a_code_that_has_passed_is_not_said_to_have_been_sent(lea, voyage):
    client, _ = entrer(lea)
    voyage.shift(timedelta(minutes=11))
    html = client.get(PAGE).content.decode()
    assert "aucun ne fonctionne" in html and "Envoyer un code à" in html
    client.post(reverse("second_facteur_renvoyer"))
    assert donner(client, codes_recus()[-1])["Location"] == "/"


# A warning before, a sentence after


def _premiere_visite(client: Client, assure, fc: Faux) -> str:
    client.post(reverse("premiere_visite"), identite_de(assure))
    return "premiere_visite_preuve"


def _compte(client: Client, assure, fc: Faux) -> str:
    prouver(assure, client)
    return "premiere_visite_compte"


def _code_provisoire(client: Client, assure, fc: Faux) -> str:
    _, code = codes.delivrer(assure, "ACCUEIL", motif="essai", agent=creer_agent())
    client.post(reverse("code_provisoire"), {"nir": assure.personne.nir, "code": code})
    return "code_provisoire_choisir"


def _franceconnect(client: Client, assure, fc: Faux) -> str:
    fc.aller_et_revenir(client)
    return "franceconnect_rattacher"


def _second_facteur(client: Client, assure, fc: Faux) -> str:
    creer_compte(assure)
    entrer(assure, client)
    return "second_facteur"


@pytest.mark.parametrize(
    ("commencer", "minutes"),
    [(_premiere_visite, 20), (_compte, 20), (_code_provisoire, 20), (_franceconnect, 10), (_second_facteur, 15)],
)
def test_what_was_begun_tells_its_end_and_one_key_gives_as_long_again(voyage, faux, commencer, minutes):  # noqa: F811
    client, assure = Client(), creer_assure()
    nom = commencer(client, assure, faux)
    secondes, url = ANNONCE.search(page(client, nom)).groups()
    assert int(secondes) == minutes * 60
    for _ in range(11):
        voyage.shift(timedelta(minutes=minutes) - timedelta(seconds=100))
        assert client.post(url).json() == {"expire_dans": minutes * 60}
    assert client.get(reverse(nom)).status_code == 200
    voyage.shift(timedelta(minutes=minutes, seconds=1))
    assert client.post(url).status_code == 401
    assert client.get(reverse(nom)).status_code == 302


def test_a_visitor_who_has_begun_nothing_is_warned_of_nothing(lea):
    client = Client()
    assert not ANNONCE.search(page(client, "premiere_visite"))
    assert client.post(reverse("session_prolonger")).status_code == 401
    assert "data-session-visiteur" not in connecter(client, lea.compte).get("/mes-informations/").content.decode()


def test_a_provisional_code_left_too_long_says_that_it_still_works(lea, voyage):
    client = Client()
    nom = _code_provisoire(client, lea, None)
    voyage.shift(timedelta(minutes=21))
    suite = client.get(reverse(nom))["Location"]
    assert "il fonctionne encore" in client.get(suite).content.decode()


def _autre_code(client: Client, assure) -> None:
    codes.delivrer(assure, "ACCUEIL", motif="essai", agent=creer_agent())


def _annule(client: Client, assure) -> None:
    codes.annuler(assure.codes_provisoires.get(), creer_agent())


def _servi_ailleurs(client: Client, assure) -> None:
    codes.utiliser(assure.codes_provisoires.get(), "systeme:essai")


def _deux_jours(client: Client, assure) -> None:
    assure.codes_provisoires.update(expire_le=maintenant())


def _gele(client: Client, assure) -> None:
    assure.codes_provisoires.update(canal="TELEPHONE")
    gel.geler(assure.compte, "essai", "essai")


def _autre_chose(client: Client, assure) -> None:
    client.post(reverse("premiere_visite"), identite_de(assure))


@pytest.mark.parametrize(
    ("fermer", "phrase"),
    [
        (_autre_code, "Un autre code l’a remplacé, ou votre conseiller l’a annulé."),
        (_annule, "Un autre code l’a remplacé, ou votre conseiller l’a annulé."),
        (_servi_ailleurs, "Votre code a déjà servi."),
        (_deux_jours, "heures sont passées."),
        (_gele, "Votre compte a été gelé"),
        (_autre_chose, "Vous avez commencé autre chose dans une autre fenêtre."),
    ],
)
def test_each_end_of_a_provisional_code_has_its_sentence(lea, voyage, fermer, phrase):
    client = Client()
    nom = _code_provisoire(client, lea, None)
    fermer(client, lea)
    suite = client.get(reverse(nom))["Location"]
    assert phrase in client.get(suite).content.decode()
