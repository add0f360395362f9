"""What home says of the Complémentaire santé solidaire: an adhesion that is awaited, a right that is suspended or ends soon."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from accounts.a_faire import Ligne, Regard, Urgence
from accounts.informations import famille
from ameli.noyau.calendrier import ajouter_mois

BIENTOT = 2  # months before its end from which it is said here (hypothesis)


def lignes(regard: Regard) -> Iterable[Ligne]:
    """No query of its own. A term that is unpaid is told with the notices to pay."""
    soi = next(membre for membre in regard.lire(famille.lire) if membre.soi)
    if soi.c2s_a_adherer_avant is not None:
        yield Ligne(
            "c2s", "Adhérez à la Complémentaire santé solidaire",
            "Elle vous est accordée. Elle s’ouvre le 1er du mois qui suit votre adhésion.",
            reverse("demarches:depart", args=["adhesion-c2s"]), "Adhérer", "sante", "jusqu’au",
            le=soi.c2s_a_adherer_avant, urgence=Urgence.PRESSE,
        )  # fmt: skip
    if soi.c2s_suspendue:
        yield Ligne(
            "c2s", "Votre Complémentaire santé solidaire est suspendue",
            "Une participation est impayée. Payée, elle reprend sans interruption.", reverse("paiements:c2s"),
            "Voir mes participations", "sante", "à régler", urgence=Urgence.PERDU,
        )  # fmt: skip
    elif (
        soi.c2s_au is not None and soi.c2s_a_adherer_avant is None and ajouter_mois(soi.c2s_au, -BIENTOT) <= regard.jour
    ):
        yield Ligne(
            "c2s", "Votre Complémentaire santé solidaire finit bientôt",
            "Renouvelez-la pour qu’elle continue sans interruption.", reverse("demarches:depart", args=["c2s"]),
            "Renouveler", "sante", "finit le", le=soi.c2s_au, urgence=Urgence.PRESSE,
        )  # fmt: skip
