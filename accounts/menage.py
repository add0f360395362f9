"""What accounts keep, and for how long. Everything older goes; run once a day, by the wall clock."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

from django.conf import settings

from accounts.fichiers import depot
from accounts.models import Appareil, CodeSecurite, Connexion, JetonSecurite
from accounts.reprises import garde
from accounts.securite import appareils, limites, sessions
from accounts.securite.captcha import defi
from ameli.noyau.horloge import temps_reel

# Chapter 2 § 9: a year of connections, so that somebody can look back. Spent codes and links prove nothing any more
# after a quarter: the démarches that they served keep their own trace.
CONNEXIONS = timedelta(days=365)
PREUVES = timedelta(days=90)


def purger() -> dict[str, int]:
    """Drop what is too old; how many rows of each kind."""
    le = temps_reel()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return {
        "essais": limites.purger(),
        "connexions": Connexion.objects.filter(le__lt=le - CONNEXIONS).delete()[0],
        "codes": CodeSecurite.objects.filter(envoye_le__lt=le - PREUVES).delete()[0],
        "captchas": defi.purger(),
        "fichiers_en_attente": depot.purger(),
        "sessions": sessions.purger(),
        "reprises": garde.purger(),
        "jetons": JetonSecurite.objects.filter(expire_le__lt=le - PREUVES).delete()[0],
        "appareils": Appareil.objects.filter(vu_dernier__lt=le - appareils.DUREE).delete()[0],
    }
