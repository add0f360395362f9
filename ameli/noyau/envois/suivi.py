"""Where a message is, for the page of who waits for it."""

from __future__ import annotations

from enum import Enum

from ameli.noyau.envois.models import Envoi


class Trajet(Enum):
    """Of the last message deposited under a key that begins as it is asked."""

    EN_ROUTE = "on its way, or gone"
    RETARDE = "the service that carries it is away, it will leave later"
    ARRETE = "it will not leave: the address refuses it, or nobody knows whether it left"


def trajet(debut_de_cle: str) -> Trajet:
    """A message that nobody deposited is on its way: there is nothing to say of it."""
    dernier = (
        Envoi.objects.filter(cle__startswith=debut_de_cle).order_by("-id").only("etat", "essais").first()
    )  # fmt: skip
    if dernier is None or dernier.etat == Envoi.Etat.ENVOYE:
        return Trajet.EN_ROUTE
    if dernier.etat == Envoi.Etat.ECHEC:
        return Trajet.ARRETE
    return Trajet.RETARDE if dernier.essais else Trajet.EN_ROUTE
