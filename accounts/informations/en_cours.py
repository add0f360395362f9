"""Changes on their way: an upper floor announces one, « Mes informations » shows it until it is lifted."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Assure, ModificationEnCours
from ameli.noyau.horloge import maintenant


def annoncer(
    assure: Assure,
    sujet: str,
    reference: str,
    *,
    jusqu_a: datetime | None,
    apercu: str = "",
    depuis: datetime | None = None,
) -> None:
    """Say that `sujet` ("coordonnees_bancaires", "adresse") will change. `apercu` is the new value, already masked.

    Announcing the same démarche again updates its date.
    """
    ModificationEnCours.objects.systeme("announced by the démarche that will apply it").update_or_create(
        assure=assure,
        sujet=sujet,
        reference=reference,
        defaults={"jusqu_a": jusqu_a, "apercu": apercu},
        create_defaults={"jusqu_a": jusqu_a, "apercu": apercu, "depuis": depuis or maintenant()},
    )


def lever(assure: Assure, sujet: str, reference: str) -> None:
    """It took effect, was refused or was cancelled: nothing is on its way any more. Lifting twice is harmless."""
    ModificationEnCours.objects.de(assure).filter(sujet=sujet, reference=reference).delete()


def annoncee(assure: Assure, sujet: str) -> bool:
    """Is a change of `sujet` on its way?"""
    return ModificationEnCours.objects.de(assure).filter(sujet=sujet).exists()
