"""What we say to the bank kiosk and what we believe of it: every message is signed with a key that both know.

The signature is the HMAC-SHA256, in hexadecimal, of a JSON array: who speaks (`Sens`), then the fields as [name, value]
pairs in the order of the names, without the signature itself. JSON delimits each of them, so that no two messages have one
text; and who speaks is signed, so that what we said is never believed when it comes back. Two keys may live at once, while
they are changed: the first one signs, both are believed. Another provider is another address, other keys
(settings.KIOSQUE), and at most another `_a_signer`.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from django.conf import settings
from django.urls import reverse

from ameli.noyau.horloge import temps_reel
from paiements.models import PaiementEnLigne

FENETRE = timedelta(seconds=300)  # of the wall clock: an older message is a message that somebody kept


class Sens(StrEnum):
    """Who speaks to whom."""

    AU_KIOSQUE = "site>kiosque"
    DU_KIOSQUE = "kiosque>site"


class MessageRefuse(ValueError):
    """Not signed by the kiosk, not for us, or too old. The text holds nothing of the message."""


def signer(champs: Mapping[str, str], sens: Sens) -> dict[str, str]:
    """These fields and their signature, by the first of our keys."""
    return {**champs, "signature": _signature(champs, sens, cles()[0])}


def authentique(champs: Mapping[str, str], sens: Sens) -> bool:
    """Were these fields signed by whom `sens` says, with one of the living keys? Without a key nothing is believed."""
    recue = str(champs.get("signature", "")).encode()
    justes = [hmac.compare_digest(_signature(champs, sens, cle).encode(), recue) for cle in cles()]
    return any(justes)


def cles() -> list[str]:
    """The keys that live, the one that signs first."""
    return [cle for morceau in settings.KIOSQUE["cle"].split(",") if (cle := morceau.strip())]


def demande(paiement: PaiementEnLigne) -> dict[str, str]:
    """The fields that go to the kiosk with the browser, signed: nothing that names a person."""
    ici = settings.URL_PUBLIQUE
    champs = {
        "boutique": settings.KIOSQUE["boutique"], "transaction": paiement.public_id, "montant": paiement.centimes,
        "devise": "EUR", "date": temps_reel().isoformat(),
        "retour": f"{ici}{reverse('paiements:creance_etat', args=[paiement.public_id])}?retour=1",
        "notification": f"{ici}{reverse('paiements:creance_notification')}",
    }  # fmt: skip
    return signer(champs, Sens.AU_KIOSQUE)


def question(paiement: PaiementEnLigne) -> dict[str, str]:
    """« What became of this transaction? », signed."""
    champs = {
        "boutique": settings.KIOSQUE["boutique"],
        "transaction": paiement.public_id,
        "date": temps_reel().isoformat(),
    }
    return signer(champs, Sens.AU_KIOSQUE)


def croire(champs: Mapping[str, str]) -> dict[str, str]:
    """The fields of a message from the kiosk. Raises MessageRefuse."""
    lus = {nom: str(valeur) for nom, valeur in champs.items()}
    if not authentique(lus, Sens.DU_KIOSQUE):
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


def _signature(champs: Mapping[str, str], sens: Sens, cle: str) -> str:
    return hmac.new(cle.encode(), _a_signer(champs, sens).encode(), sha256).hexdigest()


def _a_signer(champs: Mapping[str, str], sens: Sens) -> str:
    paires = [[nom, str(champs[nom])] for nom in sorted(champs) if nom != "signature"]
    return json.dumps([sens, *paires], separators=(",", ":"))
