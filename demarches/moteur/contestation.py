"""« Je n’ai pas fait cette demande »: the mail that tells of a sensitive deposit, with the link that stops it.

The pages behind the link are in `demarches.suivi.contestation`. The token is in the query string, which log lines drop.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.securite import jetons
from ameli.noyau.envois import deposer_courriel
from demarches.moteur.models import Demarche

USAGE = "contestation"
VIE_DU_LIEN = timedelta(hours=48)


def creer_lien(demarche: Demarche, duree: timedelta = VIE_DU_LIEN) -> str:
    """An absolute address, good once and for `duree`, to put in the mail that tells of `demarche`."""
    jeton = jetons.creer(demarche.compte, USAGE, demarche.reference, duree)
    return f"{settings.URL_PUBLIQUE}{reverse('demarches:contester')}?jeton={jeton}"


def alerter(demarche: Demarche, gabarit: str, contexte: Mapping[str, Any]) -> None:
    """Tell the confirmed address of the account at once, in the deposit's transaction. `lien` is added to `contexte`."""
    deposer_courriel(
        a=demarche.compte.email,
        gabarit=gabarit,
        contexte={"deposee_le": demarche.deposee_le, **contexte, "lien": creer_lien(demarche)},
        cle=f"{demarche.objet}:{gabarit}",
        assure_ref=demarche.assure.public_id,
    )
