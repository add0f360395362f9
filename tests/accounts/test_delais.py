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
from ameli.noyau.horloge import maintenant, regler_decalage
from ameli.noyau.models import Envoi
from tests.accounts.fournisseur import Faux, faux  # noqa: F401
from tests.accounts.test_oubli import demander, liens
from tests.accounts.test_premiere_visite import identite_de, ouvrir, prouver
from tests.accounts.test_second_facteur import PAGE, connecte, donner, entrer
from tests.accounts.test_second_facteur import codes as codes_recus
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte, nir_d_essai

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


def _lien_d_oubli(client: Client, assure, fc: Faux) -> str:
    creer_compte(assure)
    demander(assure.personne.nir)
    [jeton] = liens()
    client.get(f"{reverse('oubli_nouveau')}?jeton={jeton}")
    client.jeton = jeton
    return "oubli_nouveau"


@pytest.mark.parametrize(
    ("commencer", "minutes"),
    [(_premiere_visite, 20), (_compte, 20), (_code_provisoire, 20), (_franceconnect, 10), (_second_facteur, 15)],
)
def test_what_was_begun_tells_its_end_and_one_key_gives_as_long_again(voyage, faux, commencer, minutes):  # noqa: F811
    client, assure = Client(), creer_assure()
    nom = commencer(client, assure, faux)
    html = page(client, nom)
    secondes, url = ANNONCE.search(html).groups()
    assert int(secondes) == minutes * 60
    assert f"vous avez jusqu’à 9\u00a0h\u00a0{minutes:02}" in html, "said to who has no script too"
    for _ in range(11):
        voyage.shift(timedelta(minutes=minutes) - timedelta(seconds=100))
        assert client.post(url).json() == {"expire_dans": minutes * 60}
    assert client.get(reverse(nom)).status_code == 200
    voyage.shift(timedelta(minutes=minutes, seconds=1))
    assert client.post(url).status_code == 401
    assert client.get(reverse(nom)).status_code == 302


def test_the_page_of_a_link_says_its_end_and_lets_who_opened_it_have_as_long_again(voyage):
    client, assure = Client(), creer_assure()
    nom = _lien_d_oubli(client, assure, None)
    adresse = f"{reverse(nom)}?jeton={client.jeton}"
    html = client.get(adresse).content.decode()
    secondes, url = ANNONCE.search(html).groups()
    assert int(secondes) == 1800 and "vous avez jusqu’à 9\u00a0h\u00a030" in html
    for _ in range(3):
        voyage.shift(timedelta(minutes=28))
        assert client.post(url).json() == {"expire_dans": 1800}
    voyage.shift(timedelta(minutes=29))
    assert client.get(adresse).status_code == 200
    assert Client().post(url).status_code == 401, "another browser gains nothing"
    voyage.shift(timedelta(minutes=1, seconds=1))
    fini = client.get(adresse)
    assert fini.status_code == 404 and "Demander un nouveau lien" in fini.content.decode()
    assert client.post(url).status_code == 401


def test_a_link_that_was_spent_or_replaced_is_not_brought_back_by_staying_on_its_page(voyage):
    client, assure = Client(), creer_assure()
    adresse = f"{reverse(_lien_d_oubli(client, assure, None))}?jeton={client.jeton}"
    voyage.shift(1)
    demander(assure.personne.nir)
    liens()
    client.post(reverse("session_prolonger"))
    assert client.get(adresse).status_code == 404


def test_a_jump_of_the_practice_clock_ends_the_page_of_a_link_and_the_page_says_the_hour_of_that_clock(voyage):
    client, assure = Client(), creer_assure()
    regler_decalage(timedelta(hours=3))
    adresse = f"{reverse(_lien_d_oubli(client, assure, None))}?jeton={client.jeton}"
    html = client.get(adresse).content.decode()
    assert ANNONCE.search(html)[1] == "1800" and "vous avez jusqu’à 12\u00a0h\u00a030" in html
    regler_decalage(timedelta(hours=4))
    assert client.get(adresse).status_code == 404


def test_who_comes_back_to_the_waiting_page_after_the_link_reads_why(lea, voyage):
    client = Client()
    demander(lea.personne.nir, client=client)
    voyage.shift(timedelta(minutes=31))
    html = client.get(reverse("oubli_envoye"), follow=True).content.decode()
    assert "Le lien de votre courriel ne fonctionne plus. Demandez-en un autre ici." in html


@pytest.mark.parametrize("connu", [True, False])
def test_the_fourth_request_of_an_hour_promises_the_end_of_the_link_that_is_in_the_mailbox(lea, voyage, connu):
    nir = lea.personne.nir if connu else nir_d_essai(numero=90)
    for rang in range(3):
        demander(nir, client=Client(REMOTE_ADDR=f"203.0.113.{rang}"))
        echeances.balayer()
        voyage.shift(1)
    voyage.shift(timedelta(minutes=12))
    client = Client(REMOTE_ADDR="203.0.113.9")
    demander(nir, client=client)
    echeances.balayer()
    assert "avant 9\u00a0h\u00a030" in page(client, "oubli_envoye")
    assert len(liens()) == (3 if connu else 0)
    voyage.shift(timedelta(minutes=20))
    demander(nir, client=client)
    echeances.balayer()
    assert "avant 10\u00a0h\u00a002" in page(client, "oubli_envoye")
    assert len(liens()) == (4 if connu else 0)


def test_a_link_that_ends_before_what_is_promised_again_is_replaced(lea, voyage):
    """A sweep that was late: the promise was kept longer than the page said, then forgotten."""
    for rang in range(3):
        demander(lea.personne.nir, client=Client(REMOTE_ADDR=f"203.0.113.{rang}"))
        voyage.shift(1)
    voyage.shift(timedelta(minutes=20))
    echeances.balayer()
    voyage.shift(timedelta(minutes=15))
    client = Client(REMOTE_ADDR="203.0.113.9")
    demander(lea.personne.nir, client=client)
    echeances.balayer()
    promis = re.search("avant ([^<]+)</strong>", page(client, "oubli_envoye"))[1]
    assert f"avant {promis}" in texte("mot_de_passe_oublie")


@pytest.mark.parametrize("commencer", [_premiere_visite, _compte])
def test_who_left_the_first_visit_too_long_finds_their_answers_and_no_proof(voyage, commencer):
    client, assure = Client(), creer_assure()
    nom = commencer(client, assure, None)
    voyage.shift(timedelta(minutes=21))
    html = client.get(reverse(nom), follow=True).content.decode()
    assert "Vous avez attendu plus de 20\u00a0minutes." in html
    assert "Les réponses de cet écran sont gardées jusqu’à 10\u00a0h\u00a020" in html
    saisies = identite_de(assure)
    assert all(f'value="{saisie}"' in html for saisie in saisies.values())
    assert client.get(reverse("premiere_visite_compte")).status_code == 302, "the proof is to be given again"
    assert client.post(reverse("premiere_visite"), saisies)["Location"] == reverse("premiere_visite_preuve")


def test_the_answers_of_a_first_visit_are_gone_an_hour_later_or_when_one_leaves_and_are_nobody_elses(voyage):
    client, assure = Client(), creer_assure()
    client.post(reverse("premiere_visite"), identite_de(assure))
    garde = client.session["premiere_visite"]
    assert assure.personne.nir not in garde and assure.personne.nom_naissance.upper() not in garde
    voyage.shift(timedelta(minutes=30))
    assert assure.personne.nir_complet in page(client, "premiere_visite")
    assert assure.personne.nir_complet not in page(Client(), "premiere_visite")
    voyage.shift(timedelta(minutes=51))
    html = page(client, "premiere_visite")
    assert assure.personne.nir_complet not in html and "nous avons effacé vos réponses" in html
    client.post(reverse("premiere_visite"), identite_de(assure))
    voyage.shift(timedelta(minutes=21))
    client.get(reverse("connexion"))
    assert assure.personne.nir_complet not in page(client, "premiere_visite")


def test_each_form_that_is_sent_gives_as_long_again(voyage):
    client, assure = Client(), creer_assure()
    prouver(assure, client)
    for _ in range(3):
        voyage.shift(timedelta(minutes=19))
        assert client.post(reverse("premiere_visite_compte"), {}).status_code == 200
    client = Client()
    _code_provisoire(client, assure, None)
    for _ in range(3):
        voyage.shift(timedelta(minutes=19))
        assert client.post(reverse("code_provisoire_choisir"), {}).status_code == 200


@pytest.mark.parametrize("prise", [False, True], ids=["free", "somebody else's address"])
def test_look_at_your_mails_says_the_end_of_the_link_however_often_it_is_read(lea, voyage, prise):
    client, tom = Client(), creer_assure("Tom")
    ouvrir(tom, client, **({"courriel": lea.compte.email, "courriel_bis": lea.compte.email} if prise else {}))
    fin = "lundi 30\u00a0novembre à\u00a09\u00a0h"
    pages = [page(client, "premiere_visite_courriel")]
    voyage.shift(timedelta(minutes=15))
    pages.append(page(client, "premiere_visite_courriel"))
    assert all(f"avant le {fin}" in une for une in pages)
    if not prise:
        assert f"avant le {fin}" in texte("adresse_a_confirmer")
    regler_decalage(timedelta(days=7))
    assert "ne fonctionne plus" in page(client, "premiere_visite_courriel")
    html = client.post(reverse("premiere_visite_renvoyer")).content.decode()
    assert "avant le lundi 7\u00a0décembre à\u00a09\u00a0h\u00a015" in html


def test_the_page_that_waits_for_a_mail_says_when_it_was_confirmed_and_when_it_waited_too_long(voyage):
    client, tom = Client(), creer_assure("Tom")
    ouvrir(tom, client)
    tom.compte.email_valide_le = maintenant()
    tom.compte.save()
    assert "Votre adresse est confirmée" in page(client, "premiere_visite_courriel")
    voyage.shift(timedelta(minutes=21))
    assert "Votre compte est ouvert." in client.get(reverse("premiere_visite_courriel"), follow=True).content.decode()


def test_a_captcha_says_how_long_its_image_lasts_and_that_the_rest_stays(lea, voyage):
    client = Client()
    for rang in range(3):
        html = demander(nir_d_essai(numero=91 + rang), client=client, follow=True).content.decode()
    html = client.get(reverse("oubli")).content.decode()
    assert 'data-captcha-expire-dans="600"' in html
    assert "Cette image change dans 10\u00a0minutes. Vos autres réponses restent." in html
    defi = re.search('name="captcha_defi" value="([^"]+)"', html)[1]
    voyage.shift(timedelta(minutes=11))
    saisies = {"nir": lea.personne.nir, "naissance": "15/06/1990", "captcha_defi": defi, "captcha": "ABCDEF"}
    html = client.post(reverse("oubli"), saisies).content.decode()
    assert "Cette image a trop attendu" in html and f'value="{lea.personne.nir}"' in html


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
