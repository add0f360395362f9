"""The nightly task of démarches. Missing a night loses nothing: the next one does it."""

from __future__ import annotations

from celery import shared_task

from ameli.noyau.horloge import maintenant
from demarches.moteur import invitations


@shared_task(name="demarches.revoir_les_invitations")
def revoir_les_invitations() -> None:
    """What the caisse asks by itself says what files owe today."""
    invitations.revoir_tous(maintenant())
