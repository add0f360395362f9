"""The code of a step of proof, read where the person reads it: for examples and tests."""

from __future__ import annotations

import json
import re

from ameli.noyau.envois.models import Envoi
from demarches.moteur.declaration import Contexte


def dernier_code(contexte: Contexte, gabarit: str) -> str:
    """That of the last mail of this template to the person; empty when none was sent."""
    envoi = Envoi.objects.filter(gabarit=gabarit, assure_ref=contexte.assure.public_id).order_by("-id").first()
    trouve = re.search(r"code de sécurité\s: (\d{4})\b", json.loads(envoi.contenu)["texte"]) if envoi else None
    return trouve.group(1) if trouve else ""
