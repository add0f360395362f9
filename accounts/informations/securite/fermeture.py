"""Close one's account: nobody signs in any more, the file and its payments go on. A provisional code opens it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from accounts.models import Assure, Compte
from accounts.securite import alertes, gel
from ameli.noyau.horloge import temps_reel
from ameli.noyau.journal import declarer_genre, journaliser

declarer_genre("compte.ferme", "{acteur} : compte fermé")

# Upper floors say what goes on without the account: each gives sentences for a file (`demarches.gestionnaires`).
SUITES: list[Callable[[Assure], list[str]]] = []


def suites(assure: Assure) -> list[str]:
    """What goes on after the account is closed, as French sentences."""
    return [phrase for dire in SUITES for phrase in dire(assure)]


@transaction.atomic
def fermer(compte: Compte) -> datetime | None:
    """Close it now; every session ends. When (wall clock), as the mail says it; None when it was closed already."""
    if Compte.objects.filter(pk=compte.pk, is_active=True).update(is_active=False) != 1:
        return None
    gel.fermer_les_sessions(compte)
    journaliser(
        "compte.ferme", acteur=compte.acteur, objet=f"compte:{compte.public_id}",
        assure_ref=compte.assure.public_id if compte.assure is not None else "",
    )  # fmt: skip
    le = temps_reel()
    alertes.fermeture(compte, le)
    return le
