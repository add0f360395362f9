"""Attestation de paiement d'une pension d'invalidité (chapters 4 § 6 and 18): what was paid between two days, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal

from accounts.models import Assure
from ameli.noyau import formats
from documents.editions.courrier import Destinataire, EnTete
from documents.editions.periode import PapierDePeriode
from documents.verification.codes import Resume, resume
from paiements.models import Paiement
from paiements.revenus_verses import Periode, annees, entre, lire

FAMILLES = (Paiement.Famille.INVALIDITE,)


@dataclass(frozen=True)
class TotalVerse:
    """Sums of the rows, in euros."""

    brut: Decimal
    csg: Decimal
    crds_casa: Decimal
    impot: Decimal
    net: Decimal

    @classmethod
    def de(cls, periodes: Sequence[Periode]) -> TotalVerse:
        def somme(*noms: str) -> Decimal:
            return sum((getattr(une, nom) for une in periodes for nom in noms), Decimal(0))

        return cls(somme("brut"), somme("csg"), somme("crds", "casa"), somme("impot"), somme("net"))


@dataclass(frozen=True)
class AttestationPension(PapierDePeriode):
    """The content of the paper. Nothing in it says why somebody is invalide, nor in which category."""

    genre = "attestation_pension"
    nature = "Attestation de paiement de pension d’invalidité"
    fichier = "attestation-pension"
    gabarit = "documents/attestation_pension.html"

    lignes: tuple[Periode, ...]
    total: TotalVerse

    @property
    def fond(self) -> tuple[object, ...]:
        """What was paid: the sums, and of how many months."""
        return (self.nir, self.du, self.au, len(self.lignes), astuple(self.total))

    @property
    def resume(self) -> Resume:
        return resume(self.nature, du=self.du, au=self.au, personnes=1, total=self.total.net)


def disponibles(assure: Assure) -> list[int]:
    """The years in which something was paid of it, the latest first. One query."""
    return annees(assure, FAMILLES)


def composer(
    assure: Assure, *, du: date, au: date, edite_le: date, destinataire: Destinataire
) -> AttestationPension | None:
    """What was paid from `du` to `au` included; None when nothing was. Two queries."""
    lignes = tuple(entre(lire(assure, FAMILLES, au), du, au))
    if not lignes:
        return None
    personne = assure.personne
    return AttestationPension(
        en_tete=EnTete.de(assure.caisse), destinataire=destinataire, edite_le=edite_le, nir=formats.nir(personne.nir_complet),
        nom=str(personne), naissance=personne.date_naissance, du=du, au=au, lignes=lignes, total=TotalVerse.de(lignes),
    )  # fmt: skip
