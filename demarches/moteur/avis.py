"""Where two agents are wanted: what the first one wants, and whether a second one has to be waited for."""

from __future__ import annotations

from django.db.models import Q

from demarches.moteur import registre
from demarches.moteur.models import Demarche, Evenement

# Milestones that the room names: what a first agent wants.
PREFIXE = "premier_"
ACCORD, REFUS = f"{PREFIXE}accord", f"{PREFIXE}refus"
ENVOIS = ("completer", "repondre")  # what was sent meanwhile must be looked at anew
DEUX_AGENTS = "Deux agents différents doivent donner leur accord."


def premier(demarche: Demarche) -> Evenement | None:
    """What a first agent wants, while it waits for a second one. What was sent meanwhile takes it away."""
    envois = (*ENVOIS, *registre.celui_de(demarche.teleservice).apportent)
    evenements = Evenement.objects.systeme("is it the second agreement?").filter(demarche=demarche)
    dernier = evenements.filter(Q(nom__startswith=PREFIXE) | Q(nom__in=envois)).order_by("-id").first()
    return dernier if dernier is not None and dernier.nom not in envois else None


def refus_a_deux(demarche: Demarche, motif: str) -> bool:
    """Is `motif` (a code) one of those for which one agent alone may not refuse? Without a code, as if it were."""
    a_deux = registre.celui_de(demarche.teleservice).agents.refus_a_deux
    return bool(a_deux) and (not motif or motif in a_deux)


def manque(demarche: Demarche, evenement: str, acteur: str, motif: str = "") -> bool:
    """Whatever screen or command asks: does `acteur` decide alone what two different agents must decide?"""
    agent = acteur.startswith("agent:")
    if evenement == "accepter" and registre.celui_de(demarche.teleservice).agents.accords(demarche) > 1:
        attendu = ACCORD
    elif evenement == "refuser" and agent and refus_a_deux(demarche, motif):
        attendu = REFUS
    else:
        return False
    avant = premier(demarche)
    return not agent or avant is None or avant.nom != attendu or avant.auteur == acteur
