"""The pages say what the catalogue of the caisse prints, word for word (`libelles.py`), to the practice person of each chapter, who does it to its end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Compte
from accounts.securite.captcha import defi
from ameli.bac_a_sable.personas import Persona, persona, pour_commencer
from ameli.noyau import echeances
from ameli.noyau.models import Envoi
from demarches.catalogue.sans_gluten.regles import PREFERENCE
from demarches.guide.chapitres import CHAPITRES
from demarches.moteur import interception, registre
from demarches.moteur.declaration import Teleservice
from demarches.moteur.pages import arrivee
from paiements.models import Avis
from tests.catalogue.libelles import CATALOGUE, Chapitre
from tests.catalogue.marche import Marche
from tests.fabriques import connecter
from tests.outils.monde import monde_installe
from tests.outils.page_lue import PageLue, lu

pytestmark = pytest.mark.django_db
DEMARCHES = [
    teleservice for teleservice in registre.tous() if teleservice.code != "adhesion-c2s"
]  # Fatou's, after a decision


def test_the_contents_of_the_catalogue_are_those_of_the_guide():
    assert {un.numero: un.titre.replace("\xa0", " ") for un in CHAPITRES} == {n: un.nom for n, un in CATALOGUE.items()}


def test_the_list_of_services_has_the_21_chapters_each_with_a_page_that_opens(client):
    page = lire(client, reverse("demarches:aide"))
    chapitres = page.trouver("li[id^=chapitre-]")
    assert [un.text.replace("\xa0", " ") for un in chapitres] == [un.nom for un in CATALOGUE.values()]
    for un in chapitres:
        adresses = [lien.get("href") for lien in un.iter("a")]
        assert adresses
        for adresse in adresses:
            reponse = client.get(adresse)
            assert reponse.status_code == 200 or reponse["Location"].startswith(reverse("connexion")), adresse


def test_the_practice_site_names_somebody_for_each_chapter_and_what_they_are_good_for(client):
    page = lire(client, reverse("bac_a_sable:accueil"))
    lignes = [[lu(case).replace("\xa0", " ") for case in ligne] for ligne in page.trouver("#chapitres tbody tr")]
    assert [ligne[0] for ligne in lignes] == [f"{n}. {un.nom}" for n, un in CATALOGUE.items()]
    for (_, une, _), (numero, attendue) in zip(lignes, sorted(pour_commencer().items()), strict=True):
        dit = f"{attendue.prenom} {attendue.nom_courant} Bon pour : {attendue.bon_pour}"
        assert une == dit.replace("\xa0", " "), numero
        assert numero in attendue.chapitres


@pytest.mark.parametrize("numero", CATALOGUE)
def test_a_chapter_is_told_with_the_words_of_the_catalogue_and_done_to_its_end(numero, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monde_installe()
    chapitre, une = CATALOGUE[numero], pour_commencer()[numero]
    pages = list(promener(numero, chapitre, une))
    manquent = [
        *absents(pages, "h1", chapitre.titres),
        *absents(pages, "h2, h3", chapitre.rubriques),
        *absents(pages, "button, summary, a.bouton", chapitre.boutons),
        *absents(pages, "a", chapitre.liens, debut=True),
        *absents(pages, "label, legend, dt", chapitre.champs, debut=True),
    ]
    assert not manquent


def absents(pages: list[PageLue], css: str, mots: tuple[str, ...], *, debut: bool = False) -> list[tuple[str, str]]:
    """Those of `mots` that no such element of the pages says: whole, or at its beginning."""
    textes = {lu(element).replace("\xa0", " ") for page in pages for element in page.trouver(css)}
    return [(css, mot) for mot in mots if not any(texte.startswith(mot) if debut else texte == mot for texte in textes)]


def lire(client: Client, adresse: str) -> PageLue:
    reponse = client.get(adresse)
    assert reponse.status_code == 200, (adresse, reponse.status_code)
    return PageLue(f"http://testserver{adresse}", reponse.content.decode())


def promener(numero: int, chapitre: Chapitre, une: Persona) -> Iterator[PageLue]:
    """Every page of the chapter, in the browser of its person."""
    visiteur = Client()
    client = connecter(Client(), Compte.objects.get(email=une.email)) if une.compte else visiteur
    if numero == 17:
        client.post(reverse("informations:parametres"), {"parametre": PREFERENCE, "actif": "oui"})
    for nom in chapitre.pages:
        yield lire(visiteur if numero in (1, 3) else client, reverse(nom))
    if chapitre.onglet:
        offertes = lire(client, reverse("demarches:accueil"))
        assert [
            nom for nom in map(lu, offertes.trouver("nav.onglets a, .onglets a")) if nom.startswith(chapitre.onglet)
        ]
        for bloc, nom in chapitre.liste:
            [titre] = [h2 for h2 in offertes.trouver("h2") if lu(h2) == bloc]
            liens = [lu(lien).replace("\xa0", " ") for lien in titre.getparent().iter("a")]
            assert any(lien.startswith(nom) for lien in liens), (bloc, nom)
        yield offertes
    if numero in AUTRES_PAGES:
        yield from AUTRES_PAGES[numero](client, une)
    for teleservice in (un for un in DEMARCHES if un.chapitre == numero):
        yield from faire(teleservice, une)
    if chapitre.suivi:
        yield lire(client, reverse("demarches:suivi"))


def faire(teleservice: Teleservice, une: Persona) -> Iterator[PageLue]:
    """From the start page to the follow-up: the person as the practice site made them."""
    telle_quelle = replace(teleservice, exemples=replace(teleservice.exemples, preparer=None))
    compte = Compte.objects.get(email=une.email)
    marche = Marche(telle_quelle, VARIANTES.get(teleservice.chapitre), assure=compte.assure)
    yield lire(marche.client, marche.porte)
    marche.commencer()
    while (etape := marche.prochaine()) is not None:
        yield lire(marche.client, marche.adresse(etape.nom))
        reponse = marche.envoyer(etape.nom, marche.saisie(etape))
        assert reponse.status_code == 302, (etape.nom, reponse.content.decode())
    marche.joindre()
    yield lire(marche.client, marche.adresse("verification"))
    demarche = marche.envoyer_tout()
    yield lire(marche.client, arrivee(teleservice, demarche))
    yield lire(marche.client, reverse("demarches:detail", args=[demarche.reference]))


def oublier(client: Client, une: Persona) -> Iterator[PageLue]:
    """Chapter 3: from the mail to the new password."""
    une_image = defi.nouveau("oubli")
    dit = {
        "nir": une.nir_complet,
        "naissance": f"{une.naissance:%d/%m/%Y}",
        "captcha_defi": une_image.jeton,
        "captcha": une_image.texte,
    }
    assert Client().post(reverse("oubli"), dit)["Location"] == reverse("oubli_envoye")
    echeances.balayer()
    courriel = json.loads(Envoi.objects.filter(gabarit="mot_de_passe_oublie").latest("id").contenu)
    yield PageLue("http://courriel/", courriel["html"])
    jeton = re.search(r"jeton=(\S+)", courriel["texte"])
    assert jeton
    yield lire(Client(), f"{reverse('oubli_nouveau')}?jeton={jeton[1]}")


def entrer(client: Client, une: Persona) -> Iterator[PageLue]:
    """Chapter 12: what stands between the sign-in and the page that was asked for."""
    session = client.session
    interception.a_l_entree(session, Compte.objects.get(email=une.email))
    session.save()
    yield lire(client, reverse("demarches:a_l_entree"))


def commander(client: Client, une: Persona) -> Iterator[PageLue]:
    """Chapter 15: who has no card yet, and no family."""
    autre = connecter(Client(), Compte.objects.get(email=persona("camille").email))
    yield lire(autre, autre.post(reverse("demarches:depart", args=["ceam"]))["Location"])


def payer(client: Client, une: Persona) -> Iterator[PageLue]:
    """Chapter 16: the lines of a notice."""
    avis = Avis.objects.de(Compte.objects.get(email=une.email).assure).order_by("id")[0]
    yield lire(client, reverse("paiements:creance_avis", args=[avis.public_id]))


def creer_un_compte(client: Client, une: Persona) -> Iterator[PageLue]:
    """Chapter 1: who they are, then what proves it."""
    dit = {"nir": une.nir, "nom": une.nom, "naissance": f"{une.naissance:%d/%m/%Y}", "code_postal": une.adresse[1]}
    reponse = client.post(reverse("premiere_visite"), dit)
    assert reponse.status_code == 302, reponse.content.decode()
    yield lire(client, reponse["Location"])


def renouveler(contexte) -> dict[str, list[str]]:
    return {"demandes": [f"{contexte.assure.personne.public_id}:renouveler"]}


AUTRES_PAGES = {1: creer_un_compte, 3: oublier, 12: entrer, 15: commander, 16: payer}
VARIANTES = {15: {"cartes": renouveler}}
