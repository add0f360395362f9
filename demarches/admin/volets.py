"""The démarches of somebody, in their file."""

from __future__ import annotations

from django.urls import reverse

from accounts.admin.volets import LIGNES, Rangee, volet
from accounts.models import Agent, Assure
from ameli.noyau import formats
from demarches.moteur import registre, statut
from demarches.moteur.models import Demarche


@volet("demarches", 20, "Démarches", "Aucune démarche.")
def demarches(assure: Assure, agent: Agent) -> list[Rangee]:
    """The latest, those of this caisse: what another one holds is not the agent's to read. Two queries."""
    siennes = Demarche.objects.pour_agent(agent).filter(assure=assure).sans_contenu().select_related("prise_par")
    return [
        Rangee(
            registre.celui_de(une.teleservice).titre,
            _ou_elle_en_est(une),
            reverse("admin:demarches_demarche_change", args=[une.pk]),
        )
        for une in siennes.order_by("-deposee_le", "-id")[:LIGNES]
    ]


def _ou_elle_en_est(demarche: Demarche) -> str:
    suivie = f", suivie par {demarche.prise_par}" if demarche.prise_par else ""
    return f"{demarche.reference}, envoyée le {formats.jour(demarche.deposee_le)}\N{NO-BREAK SPACE}: {statut.statut(demarche)}{suivie}"
