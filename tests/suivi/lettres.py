"""What a third person without account receives, and how they answer with it."""

from __future__ import annotations

import json
import re
from typing import Any

from django.test import Client

from ameli.noyau.models import Envoi

ENTRER, REPONDRE = "/a-faire/", "/a-faire/repondre/"


def texte(envoi: Envoi) -> str:
    """What it says, with ordinary spaces."""
    return json.loads(envoi.contenu)["texte"].replace("\N{NO-BREAK SPACE}", " ")


def numero_de(texte: str) -> str:
    return re.search(r"numéro : ((?:\w{4} ){3}\w{4})", texte)[1]


def code_de(texte: str) -> str:
    return re.search(r"(?:code|sécurité) : (\d{6})", texte)[1]


def entrer(client: Client, numero: str, code: str = "", **champs: Any) -> Any:
    return client.post(ENTRER, {"numero": numero, "code": code, **champs}, follow=True)


def repondre(client: Client, lettre: Envoi, saisie: dict[str, str]) -> Any:
    """The whole way, from a letter."""
    entrer(client, numero_de(texte(lettre)), code_de(texte(lettre)))
    return client.post(REPONDRE, saisie, follow=True)
