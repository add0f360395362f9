"""A card ordered with the camera of the browser, or begun on a computer and photographed with a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from ameli.noyau.horloge import temps_reel
from demarches.catalogue.commande_carte.exemples import dans_trois_ans
from tests.documents import portraits
from tests.outils.navigateur import ENTIER, OPTIONS, PATIENCE
from tests.parcours.clavier_seul import PiloteAuClavier
from tests.parcours.conftest import AVEC, RECITS, SANS, TELEPHONE
from tests.parcours.ecran import PiloteAEcran
from tests.parcours.entree import entrer
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site
from tests.parcours.test_commande_carte import choisir

pytestmark = pytest.mark.navigateur
QUI = {AVEC.nom: "ange", SANS.nom: "ines"}
OUVRIR, PRENDRE = re.compile("^Prendre la photo avec l’appareil"), "Prendre la photo"
FAUX_APPAREIL = ["--use-fake-device-for-media-stream"]


@pytest.fixture(scope="module")
def camera(chromium: Browser) -> Iterator[Browser]:
    """A browser with a camera that films a moving disc; permission is given, or not, by each context."""
    navigateur = chromium.browser_type.launch(executable_path=ENTIER, args=[*OPTIONS, *FAUX_APPAREIL])
    yield navigateur
    navigateur.close()


@pytest.fixture
def devant(camera: Browser, site: Site):
    """Somebody in front of that browser, on the step of the photo; `permis` is what they answer to it."""
    ouverts = []

    def ouvrir(cle: str, *, permis: bool = True, clavier: bool = False, largeur: int = 1280) -> PiloteAEcran:
        contexte = camera.new_context(
            viewport={"width": largeur, "height": 900}, locale="fr-FR", reduced_motion="reduce"
        )
        contexte.set_default_timeout(PATIENCE)
        if permis:
            contexte.grant_permissions(["camera"], origin=site.adresse)
        ouverts.append(contexte)
        pilote = (PiloteAuClavier if clavier else PiloteAEcran)(contexte.new_page(), site)
        entrer(pilote, site.personas()[cle])
        jusqu_a_la_photo(pilote)
        return pilote

    yield ouvrir
    for contexte in ouverts:
        contexte.close()


def jusqu_a_la_photo(pilote: Pilote) -> None:
    pilote.aller("/demarches/commande-carte-vitale/")
    pilote.cliquer("Commencer")
    if not pilote.nombre("input[name=personne]:checked"):
        pilote.cocher("input[name=personne]")
    pilote.cliquer("Suivant")
    pilote.cliquer("J’ai compris")
    assert pilote.titre == "La photo d’identité"


def filme(page: Page) -> bool:
    return page.evaluate("[...document.querySelectorAll('video')].some((v) => v.srcObject)")


@pytest.mark.parametrize("clavier", [False, True], ids=["mouse", "keyboard"])
def test_the_camera_of_the_browser_takes_the_photo_shows_it_and_takes_it_again(devant, clavier):
    pilote = devant("ange", clavier=clavier)
    page = pilote.page
    assert not filme(page)
    pilote.appuyer(OUVRIR)
    pilote.lire("L’appareil photo est ouvert")
    expect(page.get_by_role("button", name=PRENDRE, exact=True)).to_be_focused()
    pilote.verifier_la_page(au_clavier=False)
    pilote.appuyer(PRENDRE)
    pilote.lire("La photo est prise")
    assert not filme(page), "the camera stops as soon as the photo is taken"
    expect(page.get_by_role("button", name="Reprendre")).to_be_focused()
    pilote.verifier_la_page(au_clavier=False)
    largeur, hauteur = page.evaluate("(({width, height}) => [width, height])(document.querySelector('canvas'))")
    assert abs(largeur / hauteur - 35 / 45) < 0.01 and largeur >= 413 and hauteur >= 531
    pilote.appuyer("Reprendre")
    pilote.lire("L’appareil photo est ouvert")
    pilote.appuyer("Fermer l’appareil photo")
    pilote.lire("L’appareil photo est fermé")
    assert not filme(page)
    pilote.appuyer(OUVRIR)
    pilote.appuyer(PRENDRE)
    pilote.lire("La photo est prise")
    pilote.cliquer("Suivant")
    assert pilote.titre == "Regardez votre photo d’identité" and page.locator("figure img").count() == 1
    pilote.cliquer("Suivant")
    assert pilote.titre == "Prendre une photo de la pièce d’identité"
    pilote.cliquer("J’ai compris")
    pilote.choisir("Passeport (les deux pages avec la photo)")
    pilote.remplir("Fin de validité de la pièce", dans_trois_ans(temps_reel()))
    pilote.appuyer(OUVRIR)
    pilote.lire("Placez la pièce entière dans le cadre.")
    pilote.appuyer(PRENDRE)
    pilote.lire("La photo est prise")
    pilote.cliquer("Suivant")
    assert pilote.titre == "Regardez votre pièce d’identité" and page.locator("figure img").count() == 1


def test_a_camera_that_is_refused_is_said_and_a_file_is_always_the_other_way(devant):
    pilote = devant("ines", permis=False, largeur=320)
    pilote.appuyer(OUVRIR)
    pilote.lire("Vous n’avez pas autorisé l’appareil photo")
    pilote.verifier_la_page(au_clavier=False)
    choisir(pilote, "Votre photo d’identité", portraits.octets(portraits.dessiner()))
    pilote.cliquer("Suivant")
    assert pilote.titre == "Regardez votre photo d’identité"


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_phone_finishes_what_the_computer_began(piloter, site: Site, maniere):
    persona, ordinateur = site.personas()[QUI[maniere.nom]], piloter(maniere)
    entrer(ordinateur, persona)
    jusqu_a_la_photo(ordinateur)
    telephone = piloter(TELEPHONE)
    code = passer_au_telephone(ordinateur)
    telephone.aller(f"/telephone/?code={code}")
    assert "/connexion/" in telephone.ou
    telephone.se_connecter(persona)
    prendre_la_main(telephone, ordinateur)
    choisir(telephone, "Votre photo d’identité", portraits.octets(portraits.dessiner()))
    telephone.cliquer("Envoyer")
    telephone.lire("Vous pouvez revenir à votre ordinateur.")
    revenir(ordinateur)
    assert ordinateur.titre == "Regardez votre photo d’identité"
    ordinateur.cliquer("Suivant")
    assert ordinateur.titre == "Prendre une photo de la pièce d’identité"

    ordinateur.cliquer("J’ai compris")
    ordinateur.choisir("Carte nationale d’identité (recto et verso)")
    ordinateur.remplir("Fin de validité de la pièce", dans_trois_ans(temps_reel()))
    code = passer_au_telephone(ordinateur)
    telephone.aller("/telephone/")
    telephone.remplir("Code affiché sur l’ordinateur", code)
    prendre_la_main(telephone, ordinateur)
    for libelle in ("Recto, ou pages du passeport", "Verso"):
        choisir(telephone, libelle, portraits.piece())
    telephone.cliquer("Envoyer")
    telephone.lire("Vous pouvez revenir à votre ordinateur.")
    revenir(ordinateur)
    assert ordinateur.titre == "Regardez votre pièce d’identité"
    assert ordinateur.nombre("figure img") == 2
    ordinateur.cliquer("Suivant")
    ordinateur.choisir("J’atteste sur l’honneur")
    ordinateur.cliquer("Valider")
    assert ordinateur.titre == "Votre commande est prise en compte"


def passer_au_telephone(ordinateur: Pilote) -> str:
    """The code that the computer shows."""
    ordinateur.cliquer("Continuer sur mon téléphone")
    assert ordinateur.titre == "Continuez sur votre téléphone"
    return ordinateur.texte(".relais__code")


def prendre_la_main(telephone: Pilote, ordinateur: Pilote) -> None:
    telephone.cliquer("Continuer")
    assert telephone.ou.endswith("/telephone/etape/")
    if ordinateur.javascript:
        ordinateur.lire("Votre téléphone est relié")
        ordinateur.verifier_la_page()


def revenir(ordinateur: Pilote) -> None:
    """The page moves by itself; without script, by its button."""
    if ordinateur.javascript:
        ordinateur.lire("C’est arrivé de votre téléphone")
    else:
        ordinateur.suivre("J’ai envoyé la photo")
    ordinateur.verifier_la_page()
