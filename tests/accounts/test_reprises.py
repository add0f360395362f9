"""What was typed comes back: after an error, Back, the end of a session, a second tab; to its owner only."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Fil, PieceJointe, Reprise
from accounts.reprises.remplissage import remplir
from ameli.noyau.horloge import temps_reel
from tests.catalogue.commande_carte.test_parcours import Commande
from tests.fabriques import MOT_DE_PASSE, connecter, creer_agent, creer_assure, creer_compte
from tests.fabriques_fichiers import envoi, photo

pytestmark = pytest.mark.django_db
ECRIRE = "/messagerie/ecrire/remboursement/"
RECIT = "Un long récit <b>à ne pas perdre</b> & « à moi »."
SAISIE = {"theme": "remboursement", "sujet": "Soins du 3 mai", "texte": RECIT, "jeton": "0" * 32}
NAVIGATEUR = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def lea(client):
    assure = creer_assure()
    assure.compte_de_test = creer_compte(assure)
    connecter(client, assure.compte_de_test)
    return assure


def poster(client, chemin=ECRIRE, **donnees):
    return client.post(chemin, SAISIE | donnees, headers=NAVIGATEUR | {"Referer": f"http://testserver{chemin}"})


def se_connecter(client, assure, suite="/"):
    return client.post(
        f"{reverse('connexion')}?next={suite}",
        {"nir": assure.personne.nir, "mot_de_passe": MOT_DE_PASSE, "next": suite},
    )


class TestErreur:
    def test_an_error_is_read_at_an_address_of_its_own_with_what_was_typed(self, client, lea):
        reponse = poster(client, sujet="")
        assert (reponse.status_code, reponse["Location"].partition("?")[0]) == (303, ECRIRE)
        for _ in range(2):  # Back comes as often as one likes
            page = client.get(reponse["Location"])
            assert page.status_code == 200 and page["Cache-Control"] == "no-store"
            assert "à ne pas perdre" in page.content.decode() and 'aria-invalid="true"' in page.content.decode()
        assert not Fil.objects.de(lea).exists()

    def test_the_page_that_is_shown_again_can_be_sent(self, lea):
        client = connecter(Client(enforce_csrf_checks=True), lea.compte_de_test)
        jeton = _jeton(client.get(ECRIRE))
        suite = poster(client, sujet="", csrfmiddlewaretoken=jeton)["Location"]
        assert poster(client, csrfmiddlewaretoken=_jeton(client.get(suite))).status_code == 302

    def test_what_its_view_allows_the_browser_is_still_allowed(self):
        """A photo refused: the camera of that step must work on the page that says why."""
        neuve = Commande(creer_assure("Léa", "Neuve", serie=None))
        neuve.ouvrir()
        neuve.poster("beneficiaire", personne=neuve.assure.personne.public_id)
        neuve.poster("conditions_photo")
        suite = neuve.client.post(f"{neuve.base}photo/", {}, headers=NAVIGATEUR)
        assert suite.status_code == 303
        assert "camera=(self)" in neuve.client.get(suite["Location"])["Permissions-Policy"]

    def test_it_is_nobody_elses(self, client, lea):
        suite = poster(client, sujet="")["Location"]
        autre = connecter(Client(), creer_compte(creer_assure(sexe="M")))
        assert "à ne pas perdre" not in autre.get(suite).content.decode()
        client.post(reverse("deconnexion"))
        assert client.get(suite).status_code == 302

    def test_it_is_kept_for_an_hour(self, client, lea):
        suite = poster(client, sujet="")["Location"]
        Reprise.objects.update(expire_le=temps_reel() - timedelta(seconds=1))
        page = client.get(suite)
        assert page.status_code == 200 and "à ne pas perdre" not in page.content.decode()

    def test_it_is_encrypted(self, client, lea):
        poster(client, sujet="")
        (brut,) = Reprise.objects.extra(select={"brut": "contenu"}).values_list("brut", flat=True)
        assert b"perdre" not in bytes(brut)

    def test_a_script_reads_its_answer_itself(self, client, lea):
        reponse = client.post(ECRIRE, SAISIE | {"sujet": ""}, headers=NAVIGATEUR | {"Sec-Fetch-Mode": "cors"})
        assert reponse.status_code == 200 and not Reprise.objects.exists()

    def test_true_numbers_are_not_kept_on_the_practice_site(self, client, lea):
        assert poster(client, texte="Mon numéro : 1 85 05 78 006 084 36").status_code == 200
        assert not Reprise.objects.exists()

    def test_a_wrong_password_is_told_at_an_address_too_and_closed_to_who_signs_in_next(self, client):
        lea = creer_assure()
        creer_compte(lea)
        essai = {"nir": lea.personne.nir, "mot_de_passe": "Pas-le-bon-2026"}
        suite = client.post(reverse("connexion"), essai, headers=NAVIGATEUR)
        assert suite.status_code == 303 and lea.personne.nir not in suite["Location"]
        assert 'role="alert"' in client.get(suite["Location"]).content.decode()
        autre = Client()
        assert 'role="alert"' not in autre.get(suite["Location"]).content.decode()

    def test_agents_have_the_same(self, client):
        connecter(client, creer_agent().compte)
        chemin = reverse("admin:password_change")
        reponse = client.post(chemin, {"old_password": "faux"}, headers=NAVIGATEUR)
        assert reponse.status_code == 303
        assert client.get(reponse["Location"]).status_code == 200

    def test_visitors_never_fill_the_disk(self, client, monkeypatch):
        monkeypatch.setattr("accounts.reprises.garde.VISITEURS_AU_PLUS", 1)
        essai = {"nir": "1", "mot_de_passe": "x"}
        statuts = [client.post(reverse("connexion"), essai, headers=NAVIGATEUR).status_code for _ in range(4)]
        assert statuts[:2] == [303, 303] and statuts[2:] == [200, 200]


class TestSessionTerminee:
    def terminer(self, client):
        self.voyage = time_machine.travel(temps_reel() + timedelta(minutes=16), tick=True)
        self.voyage.start()

    @pytest.fixture(autouse=True)
    def a_l_heure(self):
        self.voyage = None
        yield
        if self.voyage is not None:
            self.voyage.stop()

    def revenir(self, client, assure, reponse):
        from urllib.parse import parse_qs, urlsplit

        suite = parse_qs(urlsplit(reponse["Location"]).query)["next"][0]
        connecter(client, assure.compte_de_test)
        return suite, client.get(suite).content.decode()

    def test_what_was_sent_too_late_comes_back_into_its_form_files_included(self, client, lea):
        self.terminer(client)
        reponse = poster(client, fichiers=envoi("ordonnance.jpg", photo()))
        assert reponse.status_code == 302 and reponse["Location"].startswith("/connexion/")
        suite, page = self.revenir(client, lea, reponse)
        assert suite.startswith(ECRIRE) and "Rien n’est encore parti" in page and "Déjà reçu : ordonnance.jpg" in page
        assert "Un long récit &lt;b&gt;à ne pas perdre&lt;/b&gt; &amp; « à moi »." in page
        assert 'value="Soins du 3 mai"' in page
        cachet = re.search(r'name="saisie_gardee" value="(\w+)"', page)[1]
        assert poster(client, saisie_gardee=cachet).status_code == 302
        assert PieceJointe.objects.de(lea).get().nom == "ordonnance.jpg"

    def test_so_does_what_was_sent_after_a_sign_out_in_another_tab(self, client, lea):
        client.get(ECRIRE)
        client.post(reverse("deconnexion"))
        reponse = poster(client)
        accueil = client.get(reponse["Location"]).content.decode()
        assert "Vous n’étiez plus connecté." in accueil and "avec ce que vous aviez écrit" in accueil
        _, page = self.revenir(client, lea, reponse)
        assert "à ne pas perdre" in page

    def test_somebody_else_who_signs_in_sees_nothing_of_it(self, client, lea):
        self.terminer(client)
        reponse = poster(client)
        autre = creer_assure(sexe="M")
        autre.compte_de_test = creer_compte(autre)
        _, page = self.revenir(client, autre, reponse)
        assert "à ne pas perdre" not in page and "Rien n’est encore parti" not in page

    def test_a_visitor_who_was_never_signed_in_leaves_nothing(self, client):
        assert poster(client)["Location"].endswith(f"next={ECRIRE}") and not Reprise.objects.exists()

    def test_a_page_left_open_while_its_owner_signed_in_again_comes_back_filled(self, lea):
        client = connecter(Client(enforce_csrf_checks=True), lea.compte_de_test)
        perime = _jeton(client.get(ECRIRE))
        client.cookies["csrftoken"] = "x" * 32
        reponse = client.post(
            ECRIRE, SAISIE | {"csrfmiddlewaretoken": perime},
            headers=NAVIGATEUR | {"Origin": "http://testserver", "Referer": f"http://testserver{ECRIRE}"},
        )  # fmt: skip
        assert reponse.status_code == 302 and not Fil.objects.de(lea).exists()
        assert "à ne pas perdre" in client.get(reponse["Location"]).content.decode()

    def test_another_site_fills_nothing(self, lea):
        client = connecter(Client(enforce_csrf_checks=True), lea.compte_de_test)
        client.get(ECRIRE)
        reponse = client.post(ECRIRE, SAISIE, headers=NAVIGATEUR | {"Origin": "https://ailleurs.example"})
        assert "à ne pas perdre" not in client.get(reponse["Location"]).content.decode()
        assert not Reprise.objects.filter(genre="SAISIE").exists()

    def test_an_agents_form_comes_back_too(self, client):
        connecter(client, creer_agent().compte)
        chemin = reverse("admin:password_change")
        self.terminer(client)
        reponse = client.post(
            chemin, {"old_password": "faux"}, headers=NAVIGATEUR | {"Referer": f"http://testserver{chemin}"}
        )
        assert (
            reponse["Location"].startswith(f"{reverse('admin:login')}?next={chemin}")
            and "reprise" in reponse["Location"]
        )


class TestBrouillon:
    GARDER = "/brouillons/"

    def garder(self, client, **champs):
        donnees = {"texte": RECIT, "sujet": "Soins", "brouillon_page": ECRIRE, "brouillon_envoi": ECRIRE} | champs
        return client.post(self.GARDER, donnees)

    def test_what_is_being_typed_stands_there_again_for_a_week(self, client, lea):
        assert self.garder(client).status_code == 204
        assert self.garder(client, texte="La suite.").status_code == 204
        page = client.get(ECRIRE).content.decode()
        assert "Votre brouillon est là" in page and "La suite.</textarea>" in page and "à ne pas perdre" not in page
        Reprise.objects.update(expire_le=temps_reel())
        assert "Votre brouillon" not in client.get(ECRIRE).content.decode()

    def test_it_goes_once_the_message_has_left_or_when_its_owner_says_so(self, client, lea):
        self.garder(client)
        assert (
            poster(client, sujet="", brouillon="oui").status_code == 303
            and Reprise.objects.filter(genre="BROUILLON").exists()
        )
        assert (
            poster(client, brouillon="oui").status_code == 302
            and not Reprise.objects.filter(genre="BROUILLON").exists()
        )
        self.garder(client)
        assert client.post("/brouillons/effacer/", {"brouillon_page": ECRIRE})["Location"] == ECRIRE
        assert "Votre brouillon" not in client.get(ECRIRE).content.decode()

    def test_it_is_its_owners_alone(self, client, lea):
        self.garder(client)
        autre = connecter(Client(), creer_compte(creer_assure(sexe="M")))
        assert "Votre brouillon" not in autre.get(ECRIRE).content.decode()

    def test_neither_a_foreign_page_nor_true_numbers_nor_a_book_are_kept(self, client, lea):
        assert self.garder(client, brouillon_page="//ailleurs.example/").status_code == 400
        assert self.garder(client, texte="1 85 05 78 006 084 36").status_code == 204
        assert self.garder(client, texte="a" * 70_000).status_code == 204
        assert not Reprise.objects.exists()

    def test_an_account_has_ten_of_them_at_most(self, client, lea):
        for n in range(12):
            self.garder(client, brouillon_page=f"{ECRIRE}?{n}")
        assert Reprise.objects.filter(genre="BROUILLON").count() == 10


class TestRemplir:
    PAGE = (
        '<!doctype html><form method="post" action="/a/"><input name="x" value="1"><input type="hidden" name="h" value="1">'
        '<input type="password" name="p"><input type="radio" name="r" value="1" checked><input type="radio" name="r" value="2">'
        '<input type="checkbox" name="c" checked><select name="s"><option value="1" selected>un<option value="2">deux</select>'
        '<textarea name="t">\nancien &amp; vieux</textarea><input type="file" name="f" required></form>'
        '<form method="post" action="/b/"><input name="x" value="1"></form><p>&eacute;&#233; fin</p>'
    )

    def test_each_kind_of_field_takes_what_was_typed(self):
        champs = {"x": ['a"b'], "h": ["9"], "p": ["secret"], "r": ["2"], "s": ["2"], "t": ["<neuf>"]}
        html = remplir(self.PAGE, "/a/", "/a/", champs, {"f": ["photo.jpg"]})
        assert '<input name="x" value="a&quot;b">' in html and "secret" not in html and 'name="h" value="1"' in html
        assert '<input type="radio" name="r" value="1">' in html and 'value="2" checked>' in html
        assert '<input type="checkbox" name="c">' in html and '<option value="2" selected>' in html
        assert "&lt;neuf&gt;</textarea>" in html and "ancien" not in html
        assert '<input type="file" name="f"><p' in html and "photo.jpg" in html
        assert html.endswith(
            '<form method="post" action="/b/"><input name="x" value="1"></form><p>&eacute;&#233; fin</p>'
        )

    @pytest.mark.parametrize("chemin", ["/", ECRIRE, "/mes-informations/", "/mes-paiements/", "/documents/"])
    def test_a_page_without_that_form_stays_as_it_was(self, client, lea, chemin):
        html = client.get(chemin).content.decode()
        assert remplir(html, chemin, "/ailleurs/", {"texte": ["x"]}, {}, "avis", "z") == html


def _jeton(reponse) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', reponse.content.decode())[1]
