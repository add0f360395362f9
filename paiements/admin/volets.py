"""What this floor tells agents of somebody, on one page: « 30 € pas remboursés » is answered here, and what moves money begins here."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Sum
from django.urls import reverse

from accounts.admin.volets import LIGNES, Rangee, volet
from accounts.models import Agent, Assure
from ameli.noyau import formats
from ameli.noyau.horloge import aujourdhui
from paiements import suivi
from paiements.admin.mouvements import adresse_pour_emettre
from paiements.models import Avis, Contestation, EcartCreance, Echeancier, Mouvement, Paiement, Signalement


def gestes(assure: Assure) -> list[tuple[str, str]]:
    return [("Émettre un avis de sommes à payer", adresse_pour_emettre(assure))]


@volet("argent", 40, "Argent", "Aucun paiement, rien n’est dû.", gestes)
def argent(assure: Assure, agent: Agent) -> list[Rangee]:
    """What waits for an agent, what was paid, what is withheld, what is owed. Eight queries."""
    return [*_a_decider(assure), *_paiements(assure), *_franchises(assure), *_creances(assure), *_recours(assure)]


def _a_decider(assure: Assure) -> Iterator[Rangee]:
    titre = "À traiter par un agent"
    for un in Mouvement.objects.de(assure).filter(etat=Mouvement.Etat.ATTEND).select_related("propose_par"):
        yield Rangee(
            f"{un.get_genre_display().capitalize()}, {formats.montant(un.montant)}",
            f"proposé par {un.propose_par}, attend un second agent", _page(un), titre,
        )  # fmt: skip
    for un in EcartCreance.objects.de(assure).filter(clos_le=None).select_related("paiement"):
        trop = f", {formats.montant(un.trop)} à rendre" if un.trop else ""
        yield Rangee(
            f"Paiement en ligne du {formats.jour(un.paiement.cree_le)}, {formats.montant(un.paiement.montant)}",
            f"{un.get_motif_display()}{trop}", _page(un), titre,
        )  # fmt: skip


def _paiements(assure: Assure) -> Iterator[Rangee]:
    for un in Paiement.objects.de(assure).select_related("destinataire").order_by("-emis_le", "-id")[:LIGNES]:
        quoi = f"{formats.montant(un.montant)}, le {formats.jour(un.emis_le)}"
        yield Rangee(quoi, ", ".join(_du_paiement(un)), section="Paiements")


def _du_paiement(un: Paiement) -> Iterator[str]:
    yield un.objet
    yield un.get_etat_display()
    if un.destinataire:
        yield f"à {un.destinataire.nom}"
    elif un.iban_masque:
        yield f"sur le compte {un.iban_masque}"


def _franchises(assure: Assure) -> Iterator[Rangee]:
    """The counters of this year, and what the next payments will take."""
    annee, titre = aujourdhui().year, "Participations et franchises"
    for un in suivi.suivre(assure, annee):
        for jauge in un.jauges:
            yield Rangee(
                f"{jauge.libelle} {annee}, {un.personne.prenom}",
                f"{formats.montant(jauge.total)} sur {formats.montant(jauge.plafond)}", section=titre,
            )  # fmt: skip
    if attente := suivi.en_attente(assure):
        yield Rangee("À retenir sur les prochains paiements", formats.montant(attente), section=titre)


def _creances(assure: Assure) -> Iterator[Rangee]:
    titre = "Ce qui est dû"
    siens = Avis.objects.de(assure).annotate(total=Sum("lignes__montant")).order_by("-emis_le", "-id")
    for un in siens[:LIGNES]:
        yield Rangee(
            f"{un.get_nature_display()}, avis {un.reference_lisible}",
            f"du {formats.jour(un.emis_le)}, {formats.montant(un.total or Decimal(0))}, {un.get_etat_display()}",
            _page(un), titre,
        )  # fmt: skip
    for un in Echeancier.objects.de(assure).select_related("avis").order_by("-id")[:LIGNES]:
        yield Rangee(
            f"Paiement en trois fois, avis {un.avis.reference_lisible}",
            f"{formats.montant(un.montant)}, {un.get_etat_display()}", _page(un), titre,
        )  # fmt: skip


def _recours(assure: Assure) -> Iterator[Rangee]:
    """What the person asked to be looked at again."""
    for modele, nom in ((Signalement, "Soin signalé"), (Contestation, "Ligne contestée")):
        for un in modele.objects.de(assure).order_by("-ouvert_le", "-id")[:LIGNES]:
            etat = un.get_conclusion_display() or "à traiter"
            detail = f"ouvert le {formats.jour(un.ouvert_le)}, {etat}"
            yield Rangee(
                f"{nom}\N{NO-BREAK SPACE}: {un.get_motif_display()}", detail, _page(un), "Recours et signalements"
            )


def _page(un: Avis | Signalement | Contestation | Echeancier | EcartCreance | Mouvement) -> str:
    return reverse(f"admin:paiements_{un._meta.model_name}_change", args=[un.pk])
