"""« Je n’ai pas fait cette demande »: the link that a mail about a sensitive deposit carries.

The pages behind the link are in `demarches.suivi.contestation`. The token is in the query string, which log lines drop.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from accounts.models import Compte
from accounts.securite import jetons
from demarches.moteur.models import Demarche

USAGE = "contestation"
VIE_DU_LIEN = timedelta(hours=48)


def creer_lien(demarche: Demarche, compte: Compte, duree: timedelta = VIE_DU_LIEN) -> str:
    """An absolute address, good once and for `duree`, to put in the mail that tells the owner of `demarche`, whose account is `compte`."""
    jeton = jetons.creer(compte, USAGE, demarche.reference, duree)
    return f"{settings.URL_PUBLIQUE}{reverse('demarches:contester')}?jeton={jeton}"
