"""What we say to the bank kiosk and what we believe of it: every message is signed with the key that both know.

The signature is the HMAC-SHA256, in hexadecimal, of `name=value` joined by `&` in the order of the names, without the
signature itself. Another provider is another address, another key (settings.KIOSQUE), and at most another `_a_signer`.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.urls import reverse

from ameli.noyau.horloge import temps_reel
from paiements.models import PaiementEnLigne

FENETRE = timedelta(minutes=10)  # an older message is a message that somebody kept


class MessageRefuse(ValueError):
    """Not signed by the kiosk, not for us, or too old. The text holds nothing of the message."""


def signer(champs: Mapping[str, str], cle: str) -> str:
    """The signature of these fields."""
    return hmac.new(cle.encode(), _a_signer(champs).encode(), sha256).hexdigest()


def demande(paiement: PaiementEnLigne) -> dict[str, str]:
    """The hidden fields of the form that leads to the kiosk, signed."""
    ici = settings.URL_PUBLIQUE
    champs = {
        "boutique": settings.KIOSQUE["boutique"], "transaction": paiement.public_id, "montant": paiement.centimes,
        "devise": "EUR", "date": temps_reel().isoformat(),
        "retour": f"{ici}{reverse('paiements:creance_etat', args=[paiement.public_id])}?retour=1",
        "notification": f"{ici}{reverse('paiements:creance_notification')}",
    }  # fmt: skip
    return {**champs, "signature": signer(champs, settings.KIOSQUE["cle"])}


def question(paiement: PaiementEnLigne) -> dict[str, str]:
    """« What became of this transaction? », signed."""
    champs = {
        "boutique": settings.KIOSQUE["boutique"],
        "transaction": paiement.public_id,
        "date": temps_reel().isoformat(),
    }
    return {**champs, "signature": signer(champs, settings.KIOSQUE["cle"])}


def croire(champs: Mapping[str, str]) -> dict[str, str]:
    """The fields of a message from the kiosk. Raises MessageRefuse."""
    lus = {nom: str(valeur) for nom, valeur in champs.items()}
    signature = lus.pop("signature", "")
    if not hmac.compare_digest(signer(lus, settings.KIOSQUE["cle"]).encode(), signature.encode()):
        raise MessageRefuse("signature")
    if lus.get("boutique") != settings.KIOSQUE["boutique"]:
        raise MessageRefuse("boutique")
    try:
        age = temps_reel() - datetime.fromisoformat(lus.get("date", ""))
    except (ValueError, TypeError) as illisible:
        raise MessageRefuse("date") from illisible
    if abs(age) > FENETRE:
        raise MessageRefuse("date")
    return lus


def _a_signer(champs: Mapping[str, str]) -> str:
    return "&".join(f"{nom}={champs[nom]}" for nom in sorted(champs) if nom != "signature")
