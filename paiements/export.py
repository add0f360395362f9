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
FORMULE = ("=", "+", "-", "@", "\t", "\r")


def lignes(assure: Assure, filtres: Filtres) -> Iterator[str]:
    """The file, row by row, its head first. One query."""
    yield "\N{ZERO WIDTH NO-BREAK SPACE}" + _rang(COLONNES)
    prestations = (
        Prestation.objects.de(assure)
        .filter(paiement__in=filtrer(assure, filtres))
        .select_related("paiement__destinataire", "personne", "professionnel")
        .order_by("-paiement__emis_le", "-paiement_id", "rang")
    )
    for une in prestations.iterator(chunk_size=500):
        paiement = une.paiement
        yield _rang(
            (
                date_courte(paiement.emis_le), paiement.numero, paiement.get_famille_display(),
                paiement.get_etat_display(), paiement.destinataire.nom if paiement.destinataire else "Vous",
                une.personne.prenom, une.libelle, date_courte(une.soins_le),
                une.professionnel.nom if une.professionnel else "", _nombre(une.paye), _nombre(une.base),
                "" if une.taux is None else f"{une.taux}\N{NO-BREAK SPACE}%", _nombre(une.verse), _nombre(une.retenue),
            )
        )  # fmt: skip


def _rang(valeurs: tuple[str, ...]) -> str:
    tampon = StringIO()
    csv.writer(tampon, delimiter=";", lineterminator="\r\n").writerow([_sans_formule(valeur) for valeur in valeurs])
    return tampon.getvalue()


def _sans_formule(valeur: str) -> str:
    """A name that begins like a formula would be run by the spreadsheet; a number below zero is only a number."""
    if valeur.startswith(FORMULE) and not valeur[1:].replace(",", "").isdigit():
        return f"'{valeur}"
    return valeur


def _nombre(montant: Decimal | None) -> str:
    return "" if montant is None else str(montant).replace(".", ",")
