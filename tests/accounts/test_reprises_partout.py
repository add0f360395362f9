"""Each form of the product, found by walking through it: an error is read at an address, and the end of a session costs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve, reverse

from accounts.reprises import sans_trace
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte, dire_la_raison
from tests.outils import visite

pytestmark = pytest.mark.django_db
NAVIGATEUR = {"Accept": "text/html"}
MARQUE = "zz à ne pas perdre"
AUTRE = "yy à ne pas perdre non plus"


class Formulaires(HTMLParser):
    """The forms sent by POST in which something is typed: action, fields, names of what is typed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.trouves: list[tuple[str, dict[str, str], list[str]]] = []
        self._ouvert: tuple[str, dict[str, str], list[str]] | None = None
        self.feed(html)

    def handle_starttag(self, balise: str, attributs: list) -> None:
        lus = dict(attributs)
        if balise == "form" and (lus.get("method") or "").lower() == "post":
            self._ouvert = (lus.get("action") or "", {}, [])
        elif self._ouvert is not None and lus.get("name") and "disabled" not in lus:
            genre = (lus.get("type") or "text") if balise == "input" else balise
            if genre in ("text", "textarea", "email", "tel", "search"):
                self._ouvert[1][lus["name"]] = MARQUE
                self._ouvert[2].append(lus["name"])
            elif genre == "hidden":
                self._ouvert[1][lus["name"]] = lus.get("value") or ""

    def handle_endtag(self, balise: str) -> None:
        if balise == "form" and self._ouvert is not None:
            if self._ouvert[2]:
                self.trouves.append(self._ouvert)
            self._ouvert = None


class Remplis(Formulaires):
    """The same, with an answer to each question that gives a choice: the first one, where the page has made none."""

    _liste = ""

    def handle_starttag(self, balise: str, attributs: list) -> None:
        super().handle_starttag(balise, attributs)
        lus = dict(attributs)
        if balise == "select":
            self._liste = lus.get("name") or ""
        nom = self._liste if balise == "option" else lus.get("name") if lus.get("type") == "radio" else ""
        if self._ouvert is not None and nom and lus.get("value"):
            choisi = "checked" in lus or "selected" in lus
            self._ouvert[1][nom] = lus["value"] if choisi else self._ouvert[1].get(nom, lus["value"])


def marcher(
    client: Client, depart: str, dans: str = "/", lire: type[Formulaires] = Formulaires
) -> Iterator[tuple[str, str, dict[str, str], list[str]]]:
    """Each form of the pages that links lead to: the page, where it is sent, its fields, the names of what is typed."""
    for page, html in visite.marcher(client, depart, dans=dans):
        for action, champs, saisis in lire(html).trouves:
            chemin = urlsplit(urljoin(page, action)).path
            if not getattr(
                resolve(chemin).func, sans_trace.MARQUE, False
            ):  # an estimate is answered on the spot and kept nowhere
                yield page, chemin, champs, saisis


def brouillons(client: Client) -> Iterator[tuple[str, str, dict[str, str], list[str]]]:
    """The first steps of each démarche that can be begun."""
    for etape in visite.brouillons(client):
        yield from marcher(client, etape, dans="/nulle-part/")


@pytest.fixture
def lea():
    assure = creer_assure()
    assure.compte_de_test = creer_compte(assure)
    return assure


def test_no_error_of_a_form_is_the_answer_to_it_and_nothing_typed_is_lost_with_a_session(lea):
    """One walk for both: each form is sent as it stands, then once more after the end of a session."""
    client = connecter(Client(), lea.compte_de_test)
    essayes = [*marcher(client, "/"), *marcher(client, "/mes-informations/"), *brouillons(client)]
    assert len({chemin for _, chemin, _, _ in essayes}) >= 8, essayes
    client.get("/")
    for page, chemin, champs, saisis in essayes:
        client.session.flush()
        reponse = client.post(chemin, champs, headers=NAVIGATEUR | {"Referer": f"http://testserver{page}"})
        connecter(client, lea.compte_de_test)
        if reponse.status_code != 302 or not reponse["Location"].startswith(reverse("connexion")):
            assert not reponse["Location"].startswith("/agents/"), chemin
            continue  # a page that visitors have too
        retrouvee(client, reponse, saisis)
    for page, chemin, champs, _ in essayes:
        reponse = client.post(chemin, champs, headers=NAVIGATEUR | {"Referer": f"http://testserver{page}"})
        lue_a_une_adresse(client, chemin, reponse)


def test_no_error_of_a_visitors_form_is_either(client):
    for page, chemin, champs, _ in marcher(client, reverse("connexion")):
        lue_a_une_adresse(client, chemin, client.post(chemin, champs, headers=NAVIGATEUR))
        assert page


def test_no_error_of_an_agents_form_is_either_nor_is_it_lost_with_a_session(lea):
    compte = creer_agent(lea.caisse).compte
    guichet = dire_la_raison(connecter(Client(), compte), lea)
    essayes = list(marcher(guichet, reverse("admin:index"), dans="/agents/"))
    assert essayes
    for page, chemin, champs, saisis in essayes:
        guichet.session.flush()
        reponse = guichet.post(chemin, champs, headers=NAVIGATEUR | {"Referer": f"http://testserver{page}"})
        dire_la_raison(connecter(guichet, compte), lea)
        retrouvee(guichet, reponse, saisis)
    for _, chemin, champs, _ in essayes:
        lue_a_une_adresse(guichet, chemin, guichet.post(chemin, champs, headers=NAVIGATEUR))


def test_a_second_tab_and_another_device_lose_nothing_that_was_typed(lea):
    onglet, appareil = (connecter(Client(), lea.compte_de_test) for _ in range(2))
    essayes = [*marcher(onglet, "/"), *marcher(onglet, "/mes-informations/"), *brouillons(onglet)]
    assert partie_d_ailleurs(onglet, onglet, essayes) + partie_d_ailleurs(onglet, appareil, essayes) > 15


def test_a_second_tab_and_a_colleague_lose_nothing_of_an_agents_form(lea):
    agents = [creer_agent(lea.caisse).compte for _ in range(2)]
    onglet, appareil, collegue = (
        dire_la_raison(connecter(Client(), compte), lea) for compte in (agents[0], agents[0], agents[1])
    )
    essayes = [
        *marcher(onglet, reverse("admin:index"), dans="/agents/"),
        *marcher(onglet, reverse("admin:accounts_assure_change", args=[lea.pk]), dans="/agents/accounts/assure/"),
    ]
    assert len(essayes) > 10
    for autre in (onglet, appareil, collegue):
        assert partie_d_ailleurs(onglet, autre, essayes) > 8


def partie_d_ailleurs(premier: Client, second: Client, essayes: list) -> int:
    """Each form is open twice; once it has left from the one, it leaves from the other. How many are shown again, with all that was typed."""
    montrees = 0
    for page, chemin, champs, saisis in essayes:
        venu = NAVIGATEUR | {"Referer": f"http://testserver{page}"}
        for ouvrant in (premier, second):
            ouvrant.get(page)
        premier.post(chemin, champs, headers=venu)
        reponse = second.post(chemin, {**champs, **dict.fromkeys(saisis, AUTRE)}, headers=venu)
        lue_a_une_adresse(second, chemin, reponse)
        if reponse.status_code == 303:
            html = second.get(reponse["Location"], follow=True).content.decode()
            assert html.count(AUTRE) >= len(saisis), (chemin, saisis)
            montrees += 1
    return montrees


def retrouvee(client: Client, reponse, saisis: list[str]) -> None:
    """What was sent without a session stands in its form again, now that `client` has signed in."""
    suite = parse_qs(urlsplit(reponse["Location"]).query)["next"][0]
    html = client.get(suite, follow=True).content.decode()
    assert html.count(MARQUE) >= len(saisis), (suite, saisis)


def lue_a_une_adresse(client: Client, chemin: str, reponse) -> None:
    une_page = reponse.headers.get("Content-Type", "").startswith("text/html") and bool(reponse.content)
    ferme = reponse.status_code == 429 or "Retry-After" in reponse.headers
    assert not une_page or ferme or reponse.status_code in (302, 303), (chemin, reponse.status_code)
    if reponse.status_code == 303:
        for _ in range(2):
            assert client.get(reponse["Location"]).status_code in (200, 400, 403, 409, 422), chemin
