"""What this floor tells agents of somebody: « 30 € pas remboursés » is answered here."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from accounts.admin.volets import LIGNES, Rangee, volet
from accounts.models import Agent, Assure
from ameli.noyau import formats
from paiements.models import Avis, Contestation, Paiement, Signalement


@volet("paiements", 40, "Paiements", "Aucun paiement.")
def paiements(assure: Assure, agent: Agent) -> list[Rangee]:
    """The latest that left or wait. One query."""
    derniers = Paiement.objects.de(assure).select_related("destinataire").order_by("-emis_le", "-id")[:LIGNES]
    return [
        Rangee(f"{formats.montant(un.montant)}, le {formats.jour(un.emis_le)}", ", ".join(_du_paiement(un)))
        for un in derniers
    ]


def _du_paiement(un: Paiement) -> Iterator[str]:
    yield un.objet
    yield un.get_etat_display()
    if un.destinataire:
        yield f"à {un.destinataire.nom}"
    elif un.iban_masque:
        yield f"sur le compte {un.iban_masque}"


@volet("creances", 50, "Ce qui est dû", "Rien n’est dû, rien n’est contesté.")
def creances(assure: Assure, agent: Agent) -> list[Rangee]:
    """Notices, then what the person asked to be looked at again. Three queries."""
    avis = Avis.objects.de(assure).order_by("-emis_le", "-id")[:LIGNES]
    return [
        *(
            Rangee(
                f"{un.get_nature_display()}, avis {un.reference_lisible}",
                f"du {formats.jour(un.emis_le)}, {un.get_etat_display()}",
                _page(un),
            )
            for un in avis
        ),
        *(
            Rangee(f"Soin signalé : {un.get_motif_display()}", _du_dossier(un), _page(un))
            for un in Signalement.objects.de(assure).order_by("-ouvert_le", "-id")[:LIGNES]
        ),
        *(
            Rangee(f"Ligne contestée : {un.get_motif_display()}", _du_dossier(un), _page(un))
            for un in Contestation.objects.de(assure).order_by("-ouvert_le", "-id")[:LIGNES]
        ),
    ]


def _du_dossier(un: Signalement | Contestation) -> str:
    return f"ouvert le {formats.jour(un.ouvert_le)}, {un.get_conclusion_display() or 'à traiter'}"


def _page(un: Avis | Signalement | Contestation) -> str:
    return reverse(f"admin:paiements_{un._meta.model_name}_change", args=[un.pk])
