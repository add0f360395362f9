"""Close one's account: nobody signs in any more, the file and its payments go on. A provisional code opens it again."""

from __future__ import annotations

from collections.abc import Callable

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
def fermer(compte: Compte) -> bool:
    """Close it now; every session ends. False when it was closed already."""
    if Compte.objects.filter(pk=compte.pk, is_active=True).update(is_active=False) != 1:
        return False
    gel.fermer_les_sessions(compte)
    journaliser(
        "compte.ferme", acteur=compte.acteur, objet=f"compte:{compte.public_id}",
        assure_ref=compte.assure.public_id if compte.assure is not None else "",
    )  # fmt: skip
    alertes.fermeture(compte, temps_reel())
    return True
