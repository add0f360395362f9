"""A Vitale card is ordered with a photo; an agent sends the photo back, then validates it; the card arrives."""

from __future__ import annotations

import pytest

from ameli.noyau.horloge import temps_reel
from demarches.catalogue.commande_carte.exemples import dans_trois_ans
from demarches.moteur.fichiers_d_exemple import piece, portrait
from tests.parcours.conftest import AVEC, CLAVIER, MANIERES
from tests.parcours.entree import entrer, entrer_au_guichet
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur

# People share one site and one clock here: one for each manner, who may order.
QUI = {"avec JavaScript": "ange", "sans JavaScript": "ines", "320 px, au clavier": "delphine"}


@pytest.mark.parametrize("maniere", MANIERES, ids=lambda maniere: maniere.nom)
def test_a_card_is_ordered_the_photo_sent_again_and_the_card_arrives(piloter, site: Site, maniere):
    persona, pilote = site.personas()[QUI[maniere.nom]], piloter(maniere)
    entrer(pilote, persona)
    pilote.aller("/demarches/")
    pilote.suivre("Carte Vitale - Je commande en ligne ma carte Vitale")
    pilote.cliquer("Commencer")
    reference = commander(pilote)

    agent = entrer_au_guichet(piloter(maniere), "LANDES-01")
    ouvrir(agent, reference)
    assert agent.nombre("figure img") == 3
    agent.cliquer("Demander de renvoyer")
    agent.lire("Cochez au moins un défaut")
    agent.choisir("La photo est floue")
    agent.cliquer("Demander de renvoyer")
    agent.lire("Photo d’identité\N{NO-BREAK SPACE}: à renvoyer")

    pilote.aller(f"/suivi/{reference}/")
    pilote.lire("La photo est floue.")
    choisir(pilote, "Votre photo d’identité", portrait())
    pilote.cliquer("Envoyer mon document")
    pilote.lire("Votre document est bien arrivé")

    ouvrir(agent, reference)
    agent.lire("Déjà demandé de renvoyer")
    agent.cliquer("Valider la photo et la pièce")
    agent.lire("Validée\N{NO-BREAK SPACE}: la suite se fait toute seule.")
    pilote.avancer(bouton="10 jours")
    pilote.aller(f"/suivi/{reference}/")
    pilote.lire("Carte envoyée par la poste")
    pilote.lire("Carte reçue, à mettre à jour")


def commander(pilote: Pilote) -> str:
    """Every screen of the order; its reference."""
    assert pilote.titre == "La personne et l’adresse"
    if not pilote.nombre("input[name=personne]:checked"):
        pilote.cocher("input[name=personne]")
    pilote.cliquer("Suivant")
    assert pilote.titre == "Prendre une photo d’identité"
    pilote.cliquer("J’ai compris")
    pilote.cliquer("Suivant")
    pilote.lire("Prenez une photo, ou choisissez-en une")
    choisir(pilote, "Votre photo d’identité", portrait())
    pilote.cliquer("Suivant")
    assert pilote.titre == "Regardez votre photo d’identité" and pilote.nombre("figure img") == 1
    pilote.cliquer("Suivant")
    assert pilote.titre == "Prendre une photo de la pièce d’identité"
    pilote.cliquer("J’ai compris")
    pilote.choisir("Carte nationale d’identité (recto et verso)")
    pilote.remplir("Fin de validité de la pièce", dans_trois_ans(temps_reel()))
    choisir(pilote, "Recto, ou pages du passeport", piece())
    pilote.cliquer("Suivant")
    pilote.lire("Prenez aussi en photo le verso.")
    pilote.lire("Déjà envoyé")
    choisir(pilote, "Verso", piece("VERSO"))
    pilote.cliquer("Suivant")
    assert pilote.titre == "Regardez votre pièce d’identité"
    assert pilote.nombre("figure img") == 2
    pilote.cliquer("Suivant")
    assert pilote.titre == "Vérifiez vos informations"
    pilote.choisir("J’atteste sur l’honneur")
    pilote.cliquer("Valider")
    assert pilote.titre == "Votre commande est prise en compte"
    return pilote.ou.split("/suivi/")[1].split("/")[0]


def choisir(pilote: Pilote, libelle: str, octets: bytes) -> None:
    pilote.joindre(libelle, ("image.jpg", octets))


def ouvrir(agent: Pilote, reference: str) -> None:
    """From the queue, by the button that gives the oldest: in these journeys there is one."""
    agent.aller("/agents/demarches/demarche/photos/")
    agent.cliquer("Commencer")
    assert agent.titre == f"Photos à vérifier\N{NO-BREAK SPACE}: {reference}"


def test_two_agents_with_keys_alone_agree_on_an_identity_that_does_not_match(piloter, site: Site):
    persona, personne = site.personas()["ange"], piloter(AVEC)
    entrer(personne, persona)
    personne.aller("/demarches/commande-carte-vitale/")
    personne.cliquer("Commencer")
    reference = commander(personne)

    un, deux = (entrer_au_guichet(piloter(CLAVIER), matricule) for matricule in ("LANDES-01", "LANDES-02"))
    ouvrir(un, reference)
    touches = un.page.keyboard
    touches.press("+")
    touches.press("t")
    assert un.page.locator("figure img").first.evaluate("i => [i.dataset.zoom, i.dataset.tour]") == ["1", "1"]
    touches.press("1")
    assert un.page.evaluate("document.activeElement.id") == "id_motifs_photo_0"
    touches.press("i")
    touches.press("Space")
    touches.press("v")
    assert un.page.evaluate("document.activeElement.id") == "valider"
    deux.aller("/agents/demarches/demarche/photos/")
    deux.lire("Ouverte par")
    with un.page.expect_navigation():
        touches.press("Enter")
    un.lire("Un autre agent doit confirmer")

    ouvrir(deux, reference)
    deux.lire("propose de valider")
    deux.page.locator("[data-raccourcis] input").uncheck()
    deux.page.keyboard.press("v")
    assert deux.page.evaluate("document.activeElement.id") != "valider"
    deux.page.locator("[data-raccourcis] input").check()
    deux.page.locator("#id_precision").focus()
    deux.page.keyboard.press("v")
    assert deux.page.locator("#id_precision").input_value() == "v"
    deux.page.locator("#id_precision").fill("")
    deux.cliquer("Valider la photo et la pièce")
    deux.lire("Aucune photo n’attend")


def test_leaving_the_page_gives_the_photo_to_the_next_agent(piloter, site: Site):
    persona, personne = site.personas()["ange"], piloter(AVEC)
    entrer(personne, persona)
    personne.aller("/demarches/commande-carte-vitale/")
    personne.cliquer("Commencer")
    reference = commander(personne)
    un, deux = (entrer_au_guichet(piloter(AVEC), matricule) for matricule in ("LANDES-01", "LANDES-02"))
    ouvrir(un, reference)
    deux.aller("/agents/demarches/demarche/photos/")
    deux.cliquer("Commencer")
    deux.lire("ouvert par un collègue")
    un.aller("/agents/")
    deux.patienter(500)
    ouvrir(deux, reference)
