"""The order of a Vitale card, from the button to the letter box and sometimes back (chapter 10).

One card is awaited at a time for a person; `cause` is the reference of the démarche that ordered it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.dossier.evenements import Evenement, annoncer
from accounts.informations.cartes_vitale import actives, journaliser_une_carte, nouvelle_serie
from accounts.models import Assure, CarteVitale, CommandeCarteVitale, Personne
from ameli.noyau.calendrier import jour_de
from ameli.noyau.journal import declarer_genre

Etat = CommandeCarteVitale.Etat

for _nom, _phrase in {
    "commandee": "carte Vitale commandée",
    "suivie": "carte Vitale, étape suivante",
    "annulee": "commande de carte Vitale annulée",
    "active": "carte Vitale active",
    "revenue": "carte Vitale revenue à la caisse, à réexpédier",
    "reexpediee": "carte Vitale envoyée de nouveau",
}.items():
    declarer_genre(f"carte_vitale.{_nom}", "{acteur} : " + _phrase)


class DejaCommandee(Exception):
    """A card for this person is on its way: another tab or the other parent was faster."""


@transaction.atomic
def commander(
    assure: Assure, personne: Personne, *, origine: str, le: datetime, cause: str, acteur: str
) -> CommandeCarteVitale:
    """An order for `personne`. The same `cause` twice is one order. Raises DejaCommandee."""
    Personne.objects.select_for_update(no_key=True).get(pk=personne.pk)
    deja = CommandeCarteVitale.objects.de(assure).filter(cause=cause).first()
    if deja is not None:
        return deja
    if _attendue(personne.pk):
        raise DejaCommandee(personne.public_id)
    commande = CommandeCarteVitale.objects.create(
        personne=personne, demandee_par=assure, origine=origine, demandee_le=le, etat_depuis=le, cause=cause
    )
    journaliser_une_carte("commandee", assure, commande, acteur, cause)
    annoncer(Evenement.CARTE_VITALE_COMMANDEE, assure, personne, le=le)
    return commande


def _attendue(personne: int, *, sauf: int | None = None) -> bool:
    """Is a card on its way for them? The caller locked the person: the other parent may have ordered one a moment ago."""
    commandes = CommandeCarteVitale.objects.systeme("is another card awaited?").filter(personne=personne)
    return commandes.filter(etat__in=CommandeCarteVitale.EN_CHEMIN).exclude(pk=sauf).exists()


def commande_de(assure: Assure, cause: str) -> CommandeCarteVitale | None:
    """The order of a démarche of `assure`."""
    return CommandeCarteVitale.objects.de(assure).filter(cause=cause).select_related("personne", "carte").first()


@transaction.atomic
def avancer(assure: Assure, cause: str, etat: str, *, le: datetime, acteur: str = "horloge") -> None:
    """The order of `cause` goes to `etat`, if it is still on its way."""
    commande = _verrouillee(assure, cause)
    if commande is not None:
        commande.etat, commande.etat_depuis = etat, le
        commande.save(update_fields=["etat", "etat_depuis"])
        journaliser_une_carte("annulee" if etat == Etat.ANNULEE else "suivie", assure, commande, acteur, cause)


@transaction.atomic
def recevoir(assure: Assure, cause: str, *, le: datetime, acteur: str) -> None:
    """The new card is held to have arrived: it is active, and the one before it is replaced in the same breath."""
    commande = _verrouillee(assure, cause)
    if commande is None:
        return
    for ancienne in actives(commande.personne_id).select_for_update(no_key=True):
        ancienne.etat, ancienne.etat_depuis = CarteVitale.Etat.REMPLACEE, le
        ancienne.save(update_fields=["etat", "etat_depuis"])
    commande.carte = CarteVitale.objects.create(
        personne=commande.personne, serie=nouvelle_serie(), emise_le=jour_de(le), etat_depuis=le
    )
    commande.etat, commande.etat_depuis = Etat.RECUE, le
    commande.save(update_fields=["etat", "etat_depuis", "carte"])
    journaliser_une_carte("active", assure, commande.carte, acteur, cause)


@transaction.atomic
def retourner(assure: Assure, cause: str, *, le: datetime, acteur: str) -> bool:
    """The post brought the card back: nobody lived there. False when it had not left, or when another one is awaited."""
    commande = commande_de(assure, cause)
    if commande is None:
        return False
    # An order for this person that begins now waits, or is seen.
    Personne.objects.select_for_update(no_key=True).get(pk=commande.personne_id)
    commande = CommandeCarteVitale.objects.de(assure).select_for_update(no_key=True).get(pk=commande.pk)
    if commande.etat not in (Etat.EXPEDIEE, Etat.RECUE):
        return False
    if _attendue(commande.personne_id, sauf=commande.pk):
        return False
    commande.etat, commande.etat_depuis = Etat.RETOURNEE, le
    commande.save(update_fields=["etat", "etat_depuis"])
    journaliser_une_carte("revenue", assure, commande, acteur, cause)
    return True


@transaction.atomic
def reexpedier(assure: Assure, cause: str, *, le: datetime, acteur: str) -> bool:
    """The card that came back leaves again. One that was held to have arrived is so again. False when it is not here."""
    commande = _verrouillee(assure, cause)
    if commande is None or commande.etat != Etat.RETOURNEE:
        return False
    commande.etat = Etat.RECUE if commande.carte_id else Etat.EXPEDIEE
    commande.etat_depuis = le
    commande.save(update_fields=["etat", "etat_depuis"])
    journaliser_une_carte("reexpediee", assure, commande, acteur, cause)
    return True


def _verrouillee(assure: Assure, cause: str) -> CommandeCarteVitale | None:
    en_chemin = CommandeCarteVitale.objects.de(assure).filter(cause=cause, etat__in=CommandeCarteVitale.EN_CHEMIN)
    return en_chemin.select_for_update(of=("self",), no_key=True).select_related("personne").first()
