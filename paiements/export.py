"""The list as a table for a spreadsheet: one row for each line of each payment, decimal comma, read by French programs as it is."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO

from accounts.models import Assure
from ameli.noyau.formats import date_courte
from paiements.models import Prestation
from paiements.recherche import Filtres, filtrer

COLONNES = (
    "Date du paiement", "Décompte", "Famille", "État", "Destinataire", "Bénéficiaire", "Acte", "Date des soins",
    "Professionnel", "Montant payé", "Base de remboursement", "Taux", "Montant versé", "Retenue due",
)  # fmt: skip
EN_TETE = "\N{ZERO WIDTH NO-BREAK SPACE}"  # says that the file is UTF-8
FORMULE = ("=", "+", "-", "@", "\t", "\r")


def lignes(assure: Assure, filtres: Filtres) -> Iterator[str]:
    """The file, row by row, its head first. Two queries. What left again is there once, on the day it did."""
    yield EN_TETE + rangee(COLONNES)
    paiements = filtrer(assure, filtres).select_related("destinataire").order_by("pk")
    porteurs = {un.remplace_id or un.pk: un for un in paiements}
    prestations = (
        Prestation.objects.de(assure)
        .filter(paiement__in=list(porteurs))
        .select_related("personne", "professionnel")
        .order_by("rang")
    )
    rangees = [(porteurs[une.paiement_id], une) for une in prestations]
    rangees.sort(key=lambda rangee: (rangee[0].emis_le, rangee[0].pk), reverse=True)
    for paiement, une in rangees:
        yield rangee(
            (
                date_courte(paiement.emis_le), paiement.numero, paiement.get_famille_display(),
                paiement.get_etat_display(), paiement.destinataire.nom if paiement.destinataire else "Vous",
                une.personne.prenom, une.libelle, date_courte(une.soins_le),
                une.professionnel.nom if une.professionnel else "", nombre(une.paye), nombre(une.base),
                "" if une.taux is None else f"{une.taux}\N{NO-BREAK SPACE}%", nombre(une.verse), nombre(une.retenue),
            )
        )  # fmt: skip


def rangee(valeurs: tuple[str, ...]) -> str:
    """A row as French spreadsheets read it."""
    tampon = StringIO()
    csv.writer(tampon, delimiter=";", lineterminator="\r\n").writerow([_sans_formule(valeur) for valeur in valeurs])
    return tampon.getvalue()


def _sans_formule(valeur: str) -> str:
    """A name that begins like a formula would be run by the spreadsheet; a number below zero is only a number."""
    if valeur.startswith(FORMULE) and not valeur[1:].replace(",", "").isdigit():
        return f"'{valeur}"
    return valeur


def nombre(montant: Decimal | None) -> str:
    """ "1234,50"; empty for None."""
    return "" if montant is None else str(montant).replace(".", ",")
