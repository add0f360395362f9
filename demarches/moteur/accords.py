"""What one agent may not decide alone: the first agrees, another one confirms. Asked of `Teleservice.accords`."""

from __future__ import annotations

from django.db import transaction

from ameli.noyau.horloge import maintenant
from demarches.moteur import registre, transitions
from demarches.moteur.models import Demarche
from demarches.moteur.transitions import PREMIER_ACCORD, TransitionInterdite, premier_accord

MEME_AGENT = "Vous avez donné le premier accord. Un autre agent doit confirmer."


@transaction.atomic
def accepter(demarche: Demarche, acteur: str) -> bool:
    """Accept, or make the check after which the démarche goes on (`Bannette.controle`); False when this was the first of two agreements, and the démarche goes back to the queue for a colleague.

    Raises TransitionInterdite when the same agent tries to confirm, among the reasons of `transitions.passer`.
    """
    ligne = transitions.verrouiller(demarche)
    if ligne.ouverte and registre.celui_de(ligne.teleservice).accords(ligne) > 1:
        premier = premier_accord(ligne)
        if premier is None:
            transitions.noter(ligne, PREMIER_ACCORD, acteur=acteur, le=maintenant())
            Demarche.objects.systeme("back to the queue for a colleague").filter(pk=ligne.pk).update(prise_par=None)
            return False
        if premier.auteur == acteur:
            raise TransitionInterdite(MEME_AGENT)
    if registre.celui_de(ligne.teleservice).agents.controle:
        transitions.controler(
            ligne, acteur=acteur
        )  # what was checked goes on by itself, and ends when the clock says so
    else:
        transitions.passer(ligne, "accepter", acteur=acteur)
    return True
