"""Attestation de paiement d'indemnités journalières (chapter 4 § 3): what was paid between two days, period by period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from accounts.models import Assure
from ameli.noyau import formats
from documents.editions.courrier import Destinataire, EnTete
from documents.editions.periode import PapierDePeriode
from documents.verification.codes import Resume, resume
from paiements.models import Paiement
from paiements.revenus_verses import Carence, Periode, carences, entre, lire


@dataclass(frozen=True)
class Mentions:
    """What the person chose to let appear; all of it can tell something of their health or of their employer.

    `subrogation` gives the name of the employer: that somebody else was paid is always said.
    """

    ald: bool = False
    temps_partiel: bool = False
    subrogation: bool = False
    retenues: bool = False


@dataclass(frozen=True)
class Total:
    """Sums of some rows, in days and euros. `titre` says which."""

    titre: str
    jours: int
    brut: Decimal
    csg: Decimal
    crds: Decimal
    impot: Decimal
    net: Decimal

    @classmethod
    def de(cls, titre: str, periodes: Sequence[Periode]) -> Total:
        return cls(
            titre, sum(p.jours for p in periodes), *(
                sum((getattr(p, nom) for p in periodes), Decimal(0)) for nom in ("brut", "csg", "crds", "impot", "net")
            ),
        )  # fmt: skip


@dataclass(frozen=True)
class Ligne:
    """A row of the table: a period that was paid, with what may be said of it, or days that nobody pays."""

    periode: Periode | None
    carence: Carence | None
    precision: str

    @property
    def nature(self) -> str:
        """ "Maternité": the title of the paper says the rest."""
        return _nature(self.periode.libelle) if self.periode else ""

    @property
    def du(self) -> date:
        une = self.periode or self.carence
        assert une is not None
        return une.du


@dataclass(frozen=True)
class AttestationIJ(PapierDePeriode):
    """The content of the paper (chapter 4 § 3.1)."""

    genre = "attestation_ij"
    nature = "Attestation de paiement d’indemnités journalières"
    fichier = "attestation-ij"
    gabarit = "documents/attestation_ij.html"

    avec_retenues: bool
    lignes: tuple[Ligne, ...]
    total: Total
    sous_totaux: tuple[Total, ...]

    @property
    def fond(self) -> tuple[object, ...]:
        """What was paid: the sums by nature and by who received them."""
        return (self.nir, self.du, self.au, astuple(self.total), tuple(map(astuple, self.sous_totaux)))

    @property
    def resume(self) -> Resume:
        return resume(self.nature, du=self.du, au=self.au, personnes=1, total=self.total.net)


def composer(
    assure: Assure, *, du: date, au: date, mentions: Mentions, edite_le: date, destinataire: Destinataire
) -> AttestationIJ | None:
    """The attestation of what was paid from `du` to `au` included; None when nothing was. Two queries."""
    toutes = lire(assure, [Paiement.Famille.IJ], au)
    retenues = entre(toutes, du, au)
    if not retenues:
        return None
    personne = assure.personne
    lignes = [Ligne(une, None, _precision(une, mentions)) for une in retenues]
    lignes += [Ligne(None, une, "") for une in carences(toutes, retenues)]
    return AttestationIJ(
        en_tete=EnTete.de(assure.caisse),
        destinataire=destinataire,
        edite_le=edite_le,
        nir=formats.nir(personne.nir_complet),
        nom=str(personne),
        naissance=personne.date_naissance,
        du=du,
        au=au,
        avec_retenues=mentions.retenues,
        lignes=tuple(sorted(lignes, key=lambda ligne: ligne.du)),
        total=Total.de("Total, à l’employeur" if all(une.tiers for une in retenues) else "Total", retenues),
        sous_totaux=_sous_totaux(retenues),
    )


def _nature(libelle: str) -> str:
    seule = libelle.removeprefix("Indemnités journalières, ")
    return seule[:1].upper() + seule[1:]


def _precision(une: Periode, mentions: Mentions) -> str:
    """What is said under a row: who was paid when it was not the person, and what was ticked."""
    dites = []
    if mentions.ald and une.particularite == "ALD":
        dites.append("Affection de longue durée.")
    if mentions.temps_partiel and une.particularite == "TPT":
        dites.append("Temps partiel thérapeutique.")
    if une.tiers:
        nom = f"{formats.INSECABLE}: {une.tiers}" if mentions.subrogation else ""
        dites.append(f"Versé à l’employeur{nom}.")
    return " ".join(dites)


def _sous_totaux(periodes: Sequence[Periode]) -> tuple[Total, ...]:
    """By nature and by who was paid, when there is more than one."""

    def cle(une: Periode) -> tuple[str, bool]:
        return (une.libelle, bool(une.tiers))

    groupes = [
        (f"{_nature(libelle)}, {'à l’employeur' if a_un_tiers else 'à la personne'}", list(groupe))
        for (libelle, a_un_tiers), groupe in groupby(sorted(periodes, key=cle), cle)
    ]
    return tuple(Total.de(titre, groupe) for titre, groupe in groupes) if len(groupes) > 1 else ()
