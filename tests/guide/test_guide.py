"""What the guide says, on paper and on its pages: the 21 chapters of the catalogue, each screen, whether or not there is a picture of it."""

from __future__ import annotations

import gzip
import io
import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from PIL import Image

from ameli.bac_a_sable.installation import installer
from ameli.noyau.glossaire import MOTS
from demarches.accueil.aide import fiches
from demarches.guide import images
from demarches.guide.chapitres import CHAPITRES, Vue, chapitre_de
from demarches.guide.papier import ecrire
from demarches.moteur import registre
from tests.accueil.test_aide import couleurs
from tests.fabriques import connecter, creer_assure, creer_compte
from tests.guide import suites
from tests.guide.appareil import FINS, masquer
from tests.guide.prises import AUTRES, PERSONNE
from tests.outils.requetes import requetes

__all__ = ["couleurs"]
pytestmark = pytest.mark.django_db

# Pages of the account whose heading is no name: a sentence, a greeting.
AUTREMENT_NOMMES = {
    "accueil-public": "Votre assurance maladie, chez vous, à votre rythme", "connexion": "J’accède à mon compte ameli",
    "premiere-visite": "Qui êtes-vous\u00a0?", "accueil": "Bonjour Léa",
}  # fmt: skip


@pytest.fixture(scope="module")
def entier() -> str:
    return unescape(ecrire())


@pytest.fixture
def sans_images(tmp_path: Path):
    with override_settings(GUIDE=tmp_path / "guide"):
        yield


def principal(client: Client, adresse: str) -> str:
    page = client.get(adresse)
    assert page.status_code == 200, adresse
    return page.content.decode().partition("<main")[2].partition("</main>")[0]


def une_image(dossier: Path, vue: Vue, bouton: str = "") -> None:
    dossier.mkdir(exist_ok=True)
    sortie = io.BytesIO()
    Image.new("RGB", (84, 60), "white").save(sortie, "WEBP")
    (dossier / f"{vue.nom}.webp").write_bytes(sortie.getvalue())
    images.inscrire(dossier, vue, f"{vue.nom}.webp", (56, 40), bouton)


def test_the_guide_has_the_21_chapters_in_their_order_in_its_contents_and_in_its_pages(entier):
    assert [un.numero for un in CHAPITRES] == list(range(1, 22))
    titres = [f"{un.numero}. {un.titre}" for un in CHAPITRES]
    assert re.findall(r'<li><a href="#chapitre-\d+">(.*?)</a>', entier) == titres
    assert re.findall(r'<section class="chapitre" id="chapitre-\d+">\s*<h1[^>]*>(.*?)</h1>', entier) == titres


def test_each_service_is_in_one_chapter_that_of_its_declaration():
    places = {code: un.numero for un in CHAPITRES for code in un.services}
    assert set(places) == {fiche.code for fiche in fiches()}
    assert sum(len(un.services) for un in CHAPITRES) == len(places)
    for teleservice in registre.tous():
        assert places[teleservice.code] == teleservice.chapitre, teleservice.code


def test_each_chapter_has_screens_and_each_step_of_a_service_is_one(entier):
    for un in CHAPITRES:
        assert un.vues, un.titre
    for fiche in fiches():
        for ecran in fiche.ecrans:
            assert f". {ecran.titre}</h3>" in entier, (fiche.code, ecran.nom)


def test_no_two_screens_have_one_name_and_no_two_chapters_one_address():
    noms = [vue.nom for un in CHAPITRES for _, vues in un.vues for vue in vues]
    assert len(noms) == len(set(noms))
    codes = [un.code for un in CHAPITRES]
    assert len(codes) == len(set(codes))
    assert not {un.nom for un in CHAPITRES if un.nom} & {fiche.code for fiche in fiches()}


def test_the_guide_calls_each_page_of_the_account_as_the_page_calls_itself(client):
    """A page that changes its name is to be read again in the guide."""
    connectee = connecter(Client(), creer_compte(creer_assure()))
    for vue in (vue for un in CHAPITRES for vue in un.pages if vue.page):
        qui = client if vue.nom in ("accueil-public", "connexion", "premiere-visite", "oubli") else connectee
        titre = re.search(r"<h1[^>]*>(.*?)</h1>", qui.get(reverse(vue.page)).content.decode(), re.DOTALL)
        assert titre
        lu = " ".join(unescape(re.sub("<[^>]+>", "", titre[1])).split(" "))
        assert lu == AUTREMENT_NOMMES.get(vue.nom, vue.titre), vue.nom


@pytest.mark.parametrize("nom", ["mot-de-passe-oublie", "creances"])
def test_the_guide_calls_each_page_that_follows_as_the_page_calls_itself(nom):
    """Those that no address alone opens."""
    installer()
    dits = {vue.nom: vue.titre for un in CHAPITRES if un.nom == nom for vue in un.pages if not vue.page}
    lus = {}
    for ecran, qui, adresse in suites.de(nom, AUTRES.get(nom, PERSONNE)):
        titre = re.search(r"<h1[^>]*>(.*?)</h1>", qui.get(adresse).content.decode(), re.DOTALL)
        lus[ecran] = titre and unescape(titre[1])
    assert lus == dits


def test_every_explained_word_is_at_the_end_of_the_whole_guide_only(entier):
    assert all(mot.sens in entier for mot in MOTS)
    assert MOTS[0].sens not in unescape(ecrire(numeros=(5,)))


def test_one_chapter_is_a_paper_of_its_own_without_cover():
    seul = unescape(ecrire(numeros=(16,)))
    assert "<title>Payer une créance</title>" in seul
    assert "Sommaire" not in seul
    assert seul.count('class="chapitre"') == 1


def test_on_paper_a_picture_stands_by_its_screen_with_what_it_shows(tmp_path):
    vue = chapitre_de("iban").vues[0][1][0]
    une_image(tmp_path, vue, "Commencer")
    seul = unescape(ecrire(tmp_path, (6,)))
    assert seul.count("<img ") == 1
    dit = f"L’écran «\u00a0{vue.titre}\u00a0». Le bouton «\u00a0Commencer\u00a0» est encadré."
    assert re.search(rf'<img src="data:image/webp;base64,[\w+/=]+" alt="{dit}">', seul)


def test_on_paper_screens_stand_two_on_a_line_and_those_without_a_picture_one_under_the_other(tmp_path):
    vues = chapitre_de("adresse").vues[0][1]
    assert len(vues) == 7
    for vue in (vues[0], vues[1], vues[4]):
        une_image(tmp_path, vue)
    lignes = [
        ligne.split('<div class="place">')[1:] for ligne in ecrire(tmp_path, (5,)).split('<div class="ecrans">')[1:]
    ]
    places = [[re.findall(r"<h3>(\d+)\.", place) for place in ligne] for ligne in lignes]
    assert places == [[["1"], ["2"]], [["3", "4"], ["5"]], [["6", "7"]]]


@pytest.mark.navigateur
@pytest.mark.parametrize(
    ("suite", "fin"),
    [
        ("<details><summary>Rechercher</summary><p>Plié</p></details>", 140),
        ("<details open><summary>Rechercher</summary><p>Montré</p></details>", 180),
        ("<p>Trop loin</p>" * 9, 180),
        ("<p>Bloc</p><p class=loin>Question</p><h2>Réponse</h2>", 140),
    ],
    ids=["folded", "shown", "higher than a picture", "before a space"],
)
def test_a_picture_ends_under_something_that_is_seen_whole(chromium, suite, fin):
    page = chromium.new_page()
    style = "body { margin: 0 } p, summary { display: block; height: 40px; margin: 0 } .loin { margin-top: 20px; height: 20px } h2 { margin: 0 }"
    page.set_content(
        f"<style>{style}</style><main><h1 style='height: 60px; margin: 0'>Titre</h1><p>Début</p>{suite}</main>"
    )
    assert page.locator("main").evaluate(FINS, [190, 14]) == fin
    page.close()


@pytest.mark.parametrize("chapitre", CHAPITRES, ids=lambda un: un.code)
def test_each_chapter_has_a_light_page_that_anybody_reads_without_a_query_and_without_pictures(
    client, sans_images, chapitre
):
    with requetes() as faites:
        page = unescape(principal(client, chapitre.lien))
    assert not faites
    assert f"<h1>{chapitre.titre}</h1>" in page and "<img" not in page and ".pdf" not in page
    for titre, vues in chapitre.vues:
        assert len(chapitre.vues) == 1 or f">{titre}</h2>" in page
        for vue in vues:
            assert f"<h3>{vue.titre}</h3>" in page and vue.texte in page, vue.nom
    assert len(gzip.compress(page.encode())) <= 2_000


def test_its_pictures_come_when_they_are_reached_with_their_size_and_what_they_show(client, tmp_path):
    vue = chapitre_de("iban").vues[0][1][1]
    une_image(tmp_path, vue, "Suivant")
    with override_settings(GUIDE=tmp_path):
        page = unescape(principal(client, "/aide/services/iban/pas-a-pas/"))
    image = re.findall("<img[^>]*>", page)
    assert len(image) == 1
    for attribut in (
        f'src="/static/{tmp_path.name}/{vue.nom}.webp"', 'width="56" height="40"', 'loading="lazy"',
        f'alt="L’écran «\u00a0{vue.titre}\u00a0». Le bouton «\u00a0Suivant\u00a0» est encadré."',
    ):  # fmt: skip
        assert attribut in image[0]


def test_a_picture_of_a_screen_that_has_other_words_now_is_not_shown(tmp_path):
    vue = Vue("iban--compte", "Le nouveau compte", "Nous vous demandons l’IBAN.")
    une_image(tmp_path, vue)
    assert images.de(vue, tmp_path)
    assert (
        images.de(Vue("iban--compte", "Le nouveau compte", "Nous vous demandons l’IBAN et le BIC."), tmp_path) is None
    )


def test_what_can_be_printed_is_offered_once_it_exists_with_its_weight(client, tmp_path):
    for nom in ("guide.pdf", "chapitre-06.pdf"):
        (tmp_path / nom).write_bytes(b"%PDF" + bytes(1_300_000))
    with override_settings(GUIDE=tmp_path):
        assert "Le guide entier à imprimer (PDF, 1,3 Mo)" in principal(client, "/aide/pas-a-pas/")
        assert f'href="/static/{tmp_path.name}/chapitre-06.pdf"' in principal(client, chapitre_de("iban").lien)
        assert ".pdf" not in principal(client, chapitre_de("adresse").lien)


def test_services_that_share_a_chapter_share_its_page_and_an_unknown_one_has_none(client):
    assert client.get("/aide/services/adhesion-c2s/pas-a-pas/").url == "/aide/services/c2s/pas-a-pas/"
    assert (
        client.get("/aide/services/mes-documents/pas-a-pas/").url == "/aide/services/attestation-de-droits/pas-a-pas/"
    )
    assert client.get("/aide/services/inconnu/pas-a-pas/").status_code == 404


def test_a_service_that_the_catalogue_has_not_numbered_has_its_page_too(client, couleurs):
    page = principal(client, "/aide/services/couleurs/pas-a-pas/")
    assert "La nuance" in page and "Selon vos réponses." in page and "rel=" not in page
    assert 'href="/aide/services/couleurs/pas-a-pas/"' in principal(client, "/aide/services/couleurs/")


def test_the_chapters_follow_each_other_from_the_first_to_the_last(client, sans_images):
    liens = re.findall(r'<li><a href="([^"]+)">', principal(client, "/aide/pas-a-pas/"))
    assert liens == [un.lien for un in CHAPITRES]
    adresse, lues = liens[0], [liens[0]]
    while suite := re.search(r'rel="next" href="([^"]+)"', principal(client, adresse)):
        lues.append(adresse := suite[1])
    assert lues == liens


def test_no_whole_number_of_a_person_is_drawn():
    assert masquer(
        '<input value="FR76 3000 4001 2300 0012 3456 705"> FR7630004001230000123456705, 2 90 06 40 999 014, '
        "1880340999077, 06 39 98 12 34, lea.duprat@exemple.fr, D-BUA5-Y8G7-QUKA, 4012 6030 0000 1231 N"
    ) == (
        '<input value="FR76 •••• •••• 705"> FR76 •••• •••• 705, 2 90 •• •• ••• •••, '
        "1 88 •• •• ••• •••, 06 •• •• •• 34, l•••@exemple.fr, D-BUA5-Y8G7-QUKA, 4012 6030 0000 1231 N"
    )
