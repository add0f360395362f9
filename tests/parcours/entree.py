"""Into the account or the agents' site without their pages: signing in has journeys of its own.

What these two leave behind is what a true sign-in leaves: the forms are sent for real, by a browser that the account knows.
"""

from __future__ import annotations

import re
from typing import Any

import psycopg

from ameli.noyau.horloge import temps_reel
from tests.parcours.pilote import Pilote

JETON = "navigateur-des-parcours"
VERIFICATION = "/agents/verification/"
CONNU = """
    INSERT INTO accounts_appareil (public_id, compte_id, empreinte, resume, vu_premier, vu_dernier)
    SELECT %s, compte.id, %s, 'Chromium', now(), now()
    FROM accounts_compte compte JOIN accounts_assure assure ON assure.id = compte.assure_id
    JOIN accounts_personne personne ON personne.id = assure.personne_id WHERE personne.nir_empreinte = %s
    ON CONFLICT DO NOTHING
"""


def entrer(pilote: Pilote, persona: dict[str, Any]) -> Pilote:
    """The home page of somebody who comes back on a device of theirs."""
    arriver(pilote, persona, "/")
    assert pilote.titre == f"Bonjour {persona['prenom']}"
    return pilote


def arriver(pilote: Pilote, persona: dict[str, Any], chemin: str) -> None:
    """Signed in, and on the way to this page: another one may stand before it."""
    _faire_connaitre(pilote, persona["nir"])
    _envoyer(pilote, "/connexion/", {"nir": persona["nir"], "mot_de_passe": persona["mot_de_passe"]})
    pilote.aller(chemin)


def entrer_au_guichet(pilote: Pilote, matricule: str) -> Pilote:
    """The agents' home, with the code that the practice page shows for this agent."""
    _envoyer(pilote, "/agents/login/", {"username": matricule, "password": "Bonjour-Agents-2026"})
    for decalage in (0, 1, -1):  # a code that another window has just used is refused: the next one is already right
        if _envoyer(pilote, VERIFICATION, {"code": code_de(matricule, decalage)}, attendu=(200, 302)) == 302:
            break
    pilote.aller("/agents/")
    return pilote


def code_de(matricule: str, decalage: int) -> str:
    """The code of an agent's application, now or `decalage` half minutes from now."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value  # models: Django must be set up

    from ameli.bac_a_sable.personas import agents

    secret = next(agent.secret for agent in agents() if agent.matricule == matricule)
    return format_hotp_value(hotp_value(secret, int(temps_reel().timestamp()) // 30 + decalage))


def _faire_connaitre(pilote: Pilote, nir: str) -> None:
    """As if the person had signed in from this browser before."""
    from django.core.signing import get_cookie_signer

    from accounts.models.identifiants import identifiant_public
    from accounts.securite.appareils import COOKIE, SEL
    from ameli.noyau.chiffrement import empreinte

    with psycopg.connect(pilote.site.env["DATABASE_URL"]) as connexion:
        lignes = (identifiant_public(), empreinte("appareil", JETON), empreinte("nir", nir.replace(" ", "")[:13]))
        connexion.execute(CONNU, lignes)
    signe = get_cookie_signer(salt=COOKIE + SEL).sign(JETON)
    pilote.recevoir_un_cookie(COOKIE, signe)


def _envoyer(pilote: Pilote, chemin: str, champs: dict[str, str], attendu: tuple[int, ...] = (302,)) -> int:
    """Send the form of the page `chemin`, with its token; the status of the answer."""
    _, page = pilote.demander(chemin)
    jeton = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert jeton is not None, f"{chemin} has no form"
    statut, _ = pilote.demander(chemin, {**champs, "csrfmiddlewaretoken": jeton[1]})
    assert statut in attendu, f"{chemin}: {statut}"
    return statut
