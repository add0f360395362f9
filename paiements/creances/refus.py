"""Whoever forges a message of the kiosk leaves a trace: one line an hour for each cause, in the journal and for operators."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Sum

from ameli.noyau.horloge import temps_reel
from ameli.noyau.journal import declarer_genre, journaliser
from paiements.creances.kiosque import MessageRefuse
from paiements.models import RefusDuKiosque

declarer_genre("kiosque.refuse", "{acteur}\N{NO-BREAK SPACE}: message non cru ({motif})")

RECENT = timedelta(hours=24)
GARDES = timedelta(days=365)


@transaction.atomic
def noter(refus: MessageRefuse) -> None:
    """Count it; the first of its hour and cause is written in the journal. Nothing of the message is kept."""
    le, cause = temps_reel(), RefusDuKiosque.Cause(str(refus))
    ligne, nouvelle = RefusDuKiosque.objects.get_or_create(
        heure=le.replace(minute=0, second=0, microsecond=0), cause=cause, defaults={"dernier_le": le}
    )
    RefusDuKiosque.objects.filter(pk=ligne.pk).update(nombre=F("nombre") + 1, dernier_le=le)
    if nouvelle:
        journaliser("kiosque.refuse", acteur="systeme:kiosque bancaire", motif=cause.label)


def recents() -> int:
    """How many in the last day: a measure of `/readyz`, which stays ready (a stranger must not shut the site)."""
    lignes = RefusDuKiosque.objects.filter(dernier_le__gt=temps_reel() - RECENT)
    return lignes.aggregate(somme=Sum("nombre"))["somme"] or 0


def purger() -> int:
    """Forget those of more than a year; how many lines."""
    return RefusDuKiosque.objects.filter(dernier_le__lt=temps_reel() - GARDES).delete()[0]
