"""A Vitale card is ordered with a photo; an agent sends the photo back, then validates it; the card arrives."""

from __future__ import annotations

import pytest

from ameli.noyau.horloge import temps_reel
from demarches.catalogue.commande_carte.exemples import dans_trois_ans, piece, portrait
from tests.parcours.conftest import MANIERES
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site
from tests.parcours.test_agents import entrer_au_guichet
from tests.parcours.test_iban import se_connecter

pytestmark = pytest.mark.navigateur

# People share one site and one clock here: one for each manner, who may order.
QUI = {"avec JavaScript": "ange", "sans JavaScript": "ines", "320 px": "rachel", "au clavier": "delphine"}


@pytest.mark.parametrize("maniere", MANIERES, ids=lambda maniere: maniere.nom)
def test_a_card_is_ordered_the_photo_sent_again_and_the_card_arrives(piloter, site: Site, maniere):
    persona, pilote = site.personas()[QUI[maniere.nom]], piloter(maniere)
    se_connecter(pilote, persona)
    pilote.aller("/demarches/")
    pilote.suivre("Commande de carte Vitale")
    pilote.cliquer("Commencer")
    reference = commander(pilote)

    agent = entrer_au_guichet(piloter(MANIERES[0]), "LANDES-01")
    ouvrir(agent, reference)
    assert agent.page.locator("figure img").count() == 3
    agent.suivre("Demander de renvoyer une image")
    agent.page.get_by_label("La photo est floue", exact=False).check()
    agent.cliquer("Demander de la renvoyer")
    agent.lire("Photo d’identité à renvoyer")

    pilote.aller(f"/suivi/{reference}/")
    pilote.lire("La photo est floue.")
    choisir(pilote, "Votre photo d’identité", portrait())
    pilote.cliquer("Envoyer mon document")
    pilote.lire("Votre document est bien arrivé")

    ouvrir(agent, reference)
    agent.suivre("Valider la photo et la pièce")
    agent.cliquer("Accepter la démarche")
    agent.lire("Validée.")
    pilote.aller("/bac-a-sable/horloge/")
    pilote.cliquer("10 jours", exact=False)
    pilote.lire("Le temps a avancé")
    pilote.aller(f"/suivi/{reference}/")
    pilote.lire("Carte envoyée par la poste")
    pilote.lire("Carte reçue, à mettre à jour")


def commander(pilote: Pilote) -> str:
    """Every screen of the order; its reference."""
    assert pilote.titre == "La personne et l’adresse"
    if not pilote.page.locator("input[name=personne]:checked").count():
        pilote._cocher(pilote.page.locator("input[name=personne]").first)
    pilote.cliquer("Suivant")
    assert pilote.titre == "Prendre une photo d’identité"
    pilote.cliquer("J’ai compris")
    pilote.cliquer("Suivant")
    pilote.lire("Prenez une photo, ou choisissez-en une")
    choisir(pilote, "Votre photo d’identité", portrait())
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
    assert pilote.titre == "Regardez vos images"
    assert pilote.page.locator("figure img").count() == 3
    pilote.cliquer("Suivant")
    assert pilote.titre == "Vérifiez vos informations"
    pilote.choisir("J’atteste sur l’honneur")
    pilote.cliquer("Valider")
    assert pilote.titre == "Votre commande est prise en compte"
    return pilote.page.url.split("/suivi/")[1].split("/")[0]


def choisir(pilote: Pilote, libelle: str, octets: bytes) -> None:
    fichier = {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": octets}
    pilote.page.locator("input[type=file]").and_(pilote.page.get_by_label(libelle)).first.set_input_files([fichier])


def ouvrir(agent: Pilote, reference: str) -> None:
    agent.aller(f"/agents/demarches/demarche/?q={reference}")
    agent.page.locator("#result_list tbody a").first.click()
    agent.lire("Documents reçus")
