"""Whose care it is: age, local scheme, exemptions and when they hold."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from paiements.calcul.mots import Genre, MotifRetenue, Protection

# These pay for every care; the others only for the care that goes with them.
TOUS_LES_SOINS = {
    Protection.MATERNITE, Protection.INVALIDITE, Protection.NOUVEAU_NE, Protection.AME, Protection.TERRORISME,
}  # fmt: skip
# Nothing is withheld (chapter 7 § 5). A long illness or an invalidity does not exempt.
SANS_RETENUE = {
    Protection.MATERNITE: MotifRetenue.MATERNITE,
    Protection.C2S: MotifRetenue.C2S,
    Protection.AME: MotifRetenue.AME,
    Protection.TERRORISME: MotifRetenue.TERRORISME,
    Protection.MILITAIRE: MotifRetenue.MILITAIRE,
}
MAJORITE = 18


@dataclass(frozen=True, slots=True)
class Periode:
    """A protection from `du` to `au` included (None: still running). `taux` is what it pays, in %.

    For a maternity, `du` is the first day of the sixth month and `au` the twelfth day after the birth. A Complémentaire santé
    solidaire that an organism manages is not `par_la_caisse`: its part is paid by that organism.
    """

    nature: Protection
    du: date
    au: date | None = None
    taux: int = 100
    par_la_caisse: bool = True

    def vaut(self, le: date) -> bool:
        return self.du <= le and (self.au is None or le <= self.au)


@dataclass(frozen=True, slots=True)
class Patient:
    """`regime_local`: Alsace-Moselle."""

    naissance: date
    protections: tuple[Periode, ...] = ()
    regime_local: bool = False

    def age(self, le: date) -> int:
        """Full years on the day `le`."""
        return le.year - self.naissance.year - ((le.month, le.day) < (self.naissance.month, self.naissance.day))

    def protection(
        self, le: date, en_rapport: Protection | None = None, sauf: Collection[Protection] = ()
    ) -> Periode | None:
        """The one that pays most on the day `le`, for care that goes with `en_rapport`, but for `sauf`; None without any."""
        valables = [
            une
            for une in self.protections
            if une.vaut(le)
            and une.nature is not Protection.C2S
            and une.nature not in sauf
            and (une.nature in TOUS_LES_SOINS or une.nature is en_rapport)
        ]
        return max(valables, key=lambda une: une.taux, default=None)

    def solidaire(self, le: date) -> bool:
        """Has this person the Complémentaire santé solidaire that day? It is a cover beside the base, and changes no rate."""
        return any(une.nature is Protection.C2S and une.vaut(le) for une in self.protections)

    def solidaire_par_la_caisse(self, le: date) -> bool:
        """Is its part paid here, with the base?"""
        return any(une.nature is Protection.C2S and une.par_la_caisse and une.vaut(le) for une in self.protections)

    def exempte(self, genre: Genre, le: date, en_rapport: Protection | None = None) -> MotifRetenue | None:
        """Why nothing is withheld from this person that day; None when it is.

        A child is exempt during the whole year in which they turn 18: what counts is the age on 1 January.
        """
        if le.year - self.naissance.year <= MAJORITE and self.age(date(le.year, 1, 1)) < MAJORITE:
            return MotifRetenue.MINEUR
        for une in self.protections:
            if une.nature in SANS_RETENUE and une.vaut(le):
                return SANS_RETENUE[une.nature]
            if une.nature is Protection.AT_MP and en_rapport is Protection.AT_MP and genre is Genre.PF and une.vaut(le):
                return MotifRetenue.AT_MP
        return None
