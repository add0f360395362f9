"""Relevé mensuel et relevé annuel (chapter 7 § 4): all that was paid, person by person."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal

from accounts.models import Assure
from ameli.noyau import formats
from documents.editions.courrier import Destinataire, EnTete
from documents.verification.codes import Resume, code_de, resume
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
    """What the paper says. `sortes`: paid by kind of care; `retenu_avant`: withheld for the care of each year before.

    It bears no day of edition: asked for again it is the same. `mensuel`: every line is printed."""

    en_tete: EnTete
    destinataire: Destinataire
    nir: str
    du: date
    au: date
    mensuel: bool
    groupes: tuple[GroupePapier, ...]
    familles: tuple[tuple[str, Decimal], ...]
    sortes: tuple[tuple[str, Decimal], ...]
    recu: Decimal
    a_des_tiers: Decimal
    retenu: Decimal
    retenu_avant: tuple[tuple[int, Decimal], ...]

    gabarit = "documents/releve.html"
    valable_au = None

    @property
    def genre(self) -> str:
        return "releve_mensuel" if self.mensuel else "releve_annuel"

    @property
    def periode(self) -> str:
        """ "mars 2026", "l’année 2025"."""
        if self.mensuel:
            return f"{formats.MOIS[self.du.month - 1]} {self.du.year}"
        return f"l’année{formats.INSECABLE}{self.du.year}"

    @property
    def titre(self) -> str:
        return f"Relevé {formats.de(self.periode)}"

    @property
    def fond(self) -> tuple[object, ...]:
        """All but the address."""
        return (self.nir, self.du, self.au, self.groupes, self.recu, self.a_des_tiers, self.retenu)

    @property
    def resume(self) -> Resume:
        nature = "Relevé mensuel" if self.mensuel else "Relevé annuel"
        total = self.recu + self.a_des_tiers
        return resume(nature, du=self.du, au=self.au, personnes=len(self.groupes), total=total)

    @property
    def code_verif(self) -> str:
        return code_de(self.genre, *astuple(self))

    @property
    def nom_fichier(self) -> str:
        return f"releve_{self.du:%Y-%m}.pdf" if self.mensuel else f"releve-annuel_{self.du.year}.pdf"


def composer(assure: Assure, releve: Releve, *, mensuel: bool, destinataire: Destinataire) -> RelevePapier:
    """The paper of what was read. No query."""
    personne = assure.personne
    return RelevePapier(
        en_tete=EnTete.de(assure.caisse),
        destinataire=destinataire,
        nir=formats.nir(personne.nir_complet),
        du=releve.du,
        au=releve.au,
        mensuel=mensuel,
        groupes=tuple(
            GroupePapier(str(groupe.personne), groupe.lignes if mensuel else (), groupe.recu, groupe.a_des_tiers)
            for groupe in releve.groupes
        ),
        familles=tuple(releve.par_famille()),
        sortes=tuple(releve.par_sorte_de_soins()),
        recu=releve.recu,
        a_des_tiers=releve.a_des_tiers,
        retenu=releve.retenu,
        retenu_avant=releve.retenu_avant,
    )
