"""Relevé mensuel et relevé annuel (chapter 7 § 4): all that was paid, person by person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stdnum.fr.nir import calc_check_digits

from accounts.models import Assure
from ameli.noyau import formats
from documents.editions.courrier import Destinataire, EnTete
from paiements.releves import LigneReleve, Releve


@dataclass(frozen=True)
class GroupePapier:
    """One person: their lines (a month) or their sums by family alone (a year), euros."""

    nom: str
    lignes: tuple[LigneReleve, ...]
    recu: Decimal
    a_des_tiers: Decimal


@dataclass(frozen=True)
class RelevePapier:
    """What the paper says. It bears no day of edition: asked for again it is the same. `mensuel`: every line is printed."""

    en_tete: EnTete
    destinataire: Destinataire
    nir: str
    du: date
    au: date
    mensuel: bool
    groupes: tuple[GroupePapier, ...]
    familles: tuple[tuple[str, Decimal], ...]
    recu: Decimal
    a_des_tiers: Decimal
    retenu: Decimal

    gabarit = "documents/releve.html"

    @property
    def genre(self) -> str:
        return "releve_mensuel" if self.mensuel else "releve_annuel"

    @property
    def periode(self) -> str:
        """ "mars 2026", "l’année 2025"."""
        if self.mensuel:
            return f"{formats.MOIS[self.du.month - 1]}{formats.INSECABLE}{self.du.year}"
        return f"l’année{formats.INSECABLE}{self.du.year}"

    @property
    def titre(self) -> str:
        return f"Relevé {formats.de(self.periode)}"

    @property
    def nom_fichier(self) -> str:
        return f"releve_{self.du:%Y-%m}.pdf" if self.mensuel else f"releve-annuel_{self.du.year}.pdf"


def composer(assure: Assure, releve: Releve, *, mensuel: bool, destinataire: Destinataire) -> RelevePapier:
    """The paper of what was read. No query."""
    personne = assure.personne
    return RelevePapier(
        en_tete=EnTete.de(assure.caisse),
        destinataire=destinataire,
        nir=formats.nir(personne.nir + calc_check_digits(personne.nir)),
        du=releve.du,
        au=releve.au,
        mensuel=mensuel,
        groupes=tuple(
            GroupePapier(str(groupe.personne), groupe.lignes if mensuel else (), groupe.recu, groupe.a_des_tiers)
            for groupe in releve.groupes
        ),
        familles=tuple(releve.par_famille()),
        recu=releve.recu,
        a_des_tiers=releve.a_des_tiers,
        retenu=releve.retenu,
    )
