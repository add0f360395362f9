"""The months of each person: what is counted, what is left, each request; and a year as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Assure, Personne
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.sans_gluten import accords, compteur, regles
from demarches.catalogue.sans_gluten.compteur import Jauge
from demarches.catalogue.sans_gluten.models import DemandeSansGluten, Famille, LigneSansGluten
from paiements.export import EN_TETE, nombre, rangee

MONTRES = 6
COLONNES = (
    "Bénéficiaire", "Mois", "Référence", "Produit", "Famille", "Quantité", "Prix de l’un", "Prix payé",
    "Pris en compte", "Remboursé", "Reste payé",
)  # fmt: skip


@dataclass(frozen=True)
class MoisDUnePersonne:
    """`demandes` are those of the file that reads it; `jauge` counts everybody's."""

    personne: Personne
    mois: date
    jauge: Jauge
    demandes: list[DemandeSansGluten]
    ouvert: bool

    @property
    def en_mots(self) -> str:
        return regles.en_mots(self.mois)

    @property
    def part(self) -> int:
        """How much of the month is taken, 0 to 100."""
        return int(100 * min(self.jauge.compte, self.jauge.plafond) / self.jauge.plafond)


def lire(assure: Assure, le: datetime) -> list[MoisDUnePersonne]:
    """The latest months of each person with an agreement, and all those for which this file asked."""
    demandes: dict[tuple[int, date], list[DemandeSansGluten]] = {}
    siennes = DemandeSansGluten.objects.de(assure).filter(compte__gt=0).select_related("demarche", "paiement")
    for une in siennes.order_by("-mois", "id"):
        demandes.setdefault((une.personne_id, une.mois), []).append(une)
    mois = []
    for titulaire in accords.titulaires(assure, le):
        personne, ouverts = titulaire.membre.personne, titulaire.mois_ouverts(jour_de(le))
        demandes_en = [un for qui, un in demandes if qui == personne.pk]
        for un in sorted({*ouverts[:MONTRES], *demandes_en}, reverse=True)[: 2 * MONTRES]:
            jauge = compteur.lire(personne, un, pour=assure)
            mois.append(MoisDUnePersonne(personne, un, jauge, demandes.get((personne.pk, un), []), un in ouverts))
    return mois


def annees(assure: Assure) -> list[int]:
    """Those in which this file asked for something online, the latest first."""
    siennes = LigneSansGluten.objects.de(assure).values_list("demande__mois__year", flat=True)
    return sorted(set(siennes.order_by()), reverse=True)


def exporter(assure: Assure, annee: int) -> Iterator[str]:
    """The products of a year, row by row, the head first: for a tax return, or a complementary cover."""
    yield EN_TETE + rangee(COLONNES)
    lignes = LigneSansGluten.objects.de(assure).filter(demande__mois__year=annee, demande__compte__gt=0)
    for une in lignes.select_related("demande__personne", "demande__demarche", "produit").order_by(
        "demande__mois", "id"
    ):
        paye, verse = une.prix * une.quantite, une.verse
        yield rangee(
            (
                une.demande.personne.prenom, f"{une.demande.mois:%m/%Y}", une.demande.demarche.reference if une.demande.demarche else "",
                une.nom, Famille(une.produit.famille).label if une.produit else "", str(une.quantite), nombre(une.prix),
                nombre(paye), nombre(une.base), nombre(verse), nombre(paye - verse) if verse is not None else "",
            )
        )  # fmt: skip
