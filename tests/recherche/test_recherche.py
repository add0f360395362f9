"""`/chercher/`: the right service for the words of everybody, and nothing kept of what was typed."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from accounts.messagerie.themes import THEMES
from ameli.noyau.plan import lieux
from demarches.accueil import recherche
from demarches.accueil.aide import fiches
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte
from tests.outils.requetes import requetes
from tests.recherche import phrases_neuves
from tests.recherche.phrases import PHRASES

pytestmark = pytest.mark.django_db


@pytest.fixture
def connectee(client):
    return connecter(client, creer_compte(creer_assure()))


def premier(phrase: str) -> str:
    """The key of the first place that answers."""
    trouvables = recherche.lieux_trouvables(inscrit=True)
    index = recherche.index_de(trouvables)
    return next((cle for cle in index.chercher(index.comprendre(phrase)) if cle in trouvables), "")


@pytest.mark.parametrize(
    ("lot", "au_moins"),
    [
        (PHRASES, 0.95),
        (phrases_neuves.PREMIERES, 0.95),
        (phrases_neuves.SECONDES, 0.95),
        (phrases_neuves.TIERCES, 0.85),
    ],
    ids=["known", "first", "second", "never learnt"],
)
def test_real_phrases_give_the_right_place_first(lot, au_moins):
    demandees = [(phrase, cle) for cle, phrases in lot.items() for phrase in phrases]
    assert len(demandees) >= 40
    ratees = [(phrase, cle, autre) for phrase, cle in demandees if (autre := premier(phrase)) != cle]
    assert len(ratees) <= len(demandees) * (1 - au_moins), ratees


def test_every_service_is_the_first_answer_to_its_own_title():
    assert [(f.titre, autre) for f in fiches() if (autre := premier(f.titre)) != f.code] == []


def test_what_the_table_names_exists():
    table = recherche.mots_des_gens()
    assert table["services"].keys() <= {fiche.code for fiche in fiches()}
    assert table["pages"].keys() <= {lieu.nom for lieu in lieux()} - {"chercher"}
    assert table["messages"].keys() <= THEMES.keys()


def poser(client, phrase: str):
    """Type `phrase`, press the button."""
    return client.post(reverse("chercher"), {"phrase": phrase})


def page(client, phrase: str) -> str:
    return client.get(poser(client, phrase)["Location"]).content.decode().partition("<main")[2].partition("</main>")[0]


def test_the_question_is_one_click_away_on_every_page_signed_in_or_not(client):
    for adresse in ("/", "/connexion/", "/aide/services/", "/nulle-part/"):
        assert '<a class="chercher" href="/chercher/">' in client.get(adresse).content.decode(), adresse
    connectee = connecter(client, creer_compte(creer_assure()))
    for adresse in ("/", "/mes-paiements/", "/demarches/"):
        assert '<a class="chercher" href="/chercher/">' in connectee.get(adresse).content.decode(), adresse


def test_the_address_of_the_answers_holds_words_of_ours_and_nothing_that_was_typed(client):
    reponse = poser(client, "J’ai perdu ma crate vitael, je suis Léa Duprat 2 90 06 40 999 014, lea@exemple.fr")
    assert reponse.status_code == 302
    assert parse_qs(urlsplit(reponse["Location"]).query) == {"mots": ["perdu carte vitale"]}


def test_nothing_typed_is_kept_in_the_page_either(client):
    assert "Zorglub" not in client.get(poser(client, "carte Zorglub")["Location"]).content.decode()


def test_words_in_an_address_that_are_not_ours_are_not_shown(client):
    vue = client.get("/chercher/?mots=carte+Zorglub+%3Cb%3E").content.decode()
    assert "Zorglub" not in vue and "<strong>carte</strong>" in vue


def test_whoever_is_signed_in_opens_the_service_others_read_about_it(client):
    assert 'class="service" href="/aide/services/perte-carte-vitale/"' in page(client, "j'ai perdu ma carte")
    connectee = connecter(client, creer_compte(creer_assure()))
    assert 'class="service" href="/demarches/perte-carte-vitale/"' in page(connectee, "j'ai perdu ma carte")


def test_a_page_of_the_account_says_to_visitors_that_one_signs_in_first(client):
    assert recherche.APRES in page(client, "mes remboursements")
    assert recherche.APRES not in page(client, "arnaque")
    assert recherche.APRES not in page(connecter(client, creer_compte(creer_assure())), "mes remboursements")


def test_an_agent_reads_about_the_services(client):
    client.force_login(creer_agent().compte)
    assert 'href="/aide/services/perte-carte-vitale/"' in page(client, "carte perdue")


def test_a_word_of_the_glossary_is_explained_once(client):
    vue = page(client, "ticket modérateur")
    assert "Voir ce que veut dire" in vue and vue.count("La part du tarif que nous ne remboursons pas.") == 1


def test_six_answers_at_most(client):
    assert 1 <= page(client, "carte").count('class="service"') <= recherche.AU_PLUS


def test_when_nothing_is_found_the_page_says_what_to_do(client):
    vue = page(client, "Zorglub")
    assert "Nous n’avons rien trouvé" in vue and "Essayez un seul mot" in vue
    assert 'href="/aide/services/">Tous les services</a>' in vue and "36\xa046" in vue


@pytest.mark.parametrize("phrase", ["   ", "\u200b", "carte " * 100], ids=["nothing", "nothing seen", "too much"])
def test_nothing_written_and_too_much_say_so(client, phrase):
    assert 'class="erreur"' in poser(client, phrase).content.decode()


def test_the_examples_lead_to_answers(client):
    exemples = re.findall(r'href="(/chercher/\?mots=[^"]+)"', client.get("/chercher/").content.decode())
    assert len(exemples) == len(recherche.EXEMPLES)
    assert all('class="service"' in client.get(exemple).content.decode() for exemple in exemples)


def test_a_search_costs_no_query(client):
    with requetes() as faites:
        client.get(poser(client, "carte perdue")["Location"])
    assert not faites


def test_what_is_typed_is_in_no_line_of_the_log(client, caplog):
    poser(client, "Zorglub carte")
    client.get("/chercher/?mots=Zorglub")
    assert "Zorglub" not in caplog.text
