"""Relevé fiscal (chapter 4 § 5): what was paid in a year, and what is to be declared of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from accounts.models import Assure
from ameli.noyau import formats
from documents.editions.courrier import Destinataire, EnTete
from documents.verification.codes import Resume, code_de, resume
from paiements.revenus_verses import REVENUS, Periode, annees, entre, lire

EN_LIGNE_DES = (4, 1)  # month and day of the next year: « mis en ligne au printemps » (hypothesis: 1 April)
GARDE = 4  # years; the real one goes after six months, which people complain about (chapter 4 § 8)


@dataclass(frozen=True)
class LigneFiscale:
    """All that was paid in the year for one nature, in euros."""

    libelle: str
    brut: Decimal
    csg_crds: Decimal
    impot: Decimal
    net: Decimal
    imposable: Decimal


@dataclass(frozen=True)
class ReleveFiscal:
    """The content of the paper. `paiements`: how many there were, `premier` and `dernier` their days; `a_un_tiers`: other
    allowances went to the employer, who declares them."""

    en_tete: EnTete
    destinataire: Destinataire
    annee: int
    edite_le: date
    nir: str
    paiements: int
    premier: date
    dernier: date
    lignes: tuple[LigneFiscale, ...]
    a_declarer: Decimal
    a_un_tiers: bool

    genre = "releve_fiscal"
    gabarit = "documents/releve_fiscal.html"
    valable_au = None

    @property
    def titre(self) -> str:
        return f"Relevé fiscal {self.annee}"

    @property
    def nom_fichier(self) -> str:
        return f"releve-fiscal_{self.annee}.pdf"

    @property
    def plus_que_le_net(self) -> bool:
        """Is something declared that was withheld? Without CSG nothing is, and the two amounts are one."""
        return any(ligne.imposable > ligne.net for ligne in self.lignes)

    @property
    def code_verif(self) -> str:
        return code_de(self.genre, *astuple(self))

    @property
    def fond(self) -> tuple[object, ...]:
        """What was paid and what is to be declared of it."""
        return (self.nir, self.annee, self.paiements, self.lignes, self.a_declarer, self.a_un_tiers)

    @property
    def resume(self) -> Resume:
        """The period is that of the payments, which may be shorter than the year."""
        nature = f"Relevé fiscal{formats.INSECABLE}{self.annee}"
        return resume(nature, du=self.premier, au=self.dernier, personnes=1, total=self.a_declarer)


def disponibles(assure: Assure, jour: date) -> list[int]:
    """The years that have a statement on the day `jour`, the latest first. One query."""
    derniere = jour.year - 1 if (jour.month, jour.day) >= EN_LIGNE_DES else jour.year - 2
    return [annee for annee in annees(assure, a_la_personne=True) if derniere - GARDE < annee <= derniere]


def composer(assure: Assure, annee: int, *, edite_le: date, destinataire: Destinataire) -> ReleveFiscal:
    """The statement of one of the `disponibles`. Two queries."""
    fin = date(annee, 12, 31)
    periodes = entre(lire(assure, REVENUS, fin), date(annee, 1, 1), fin)
    miennes = [une for une in periodes if not une.tiers]
    lignes = tuple(_lignes(miennes))
    personne = assure.personne
    return ReleveFiscal(
        en_tete=EnTete.de(assure.caisse),
        destinataire=destinataire,
        annee=annee,
        edite_le=edite_le,
        nir=formats.nir(personne.nir_complet),
        paiements=len({(une.code, une.paye_le) for une in miennes}),
        premier=min(une.paye_le for une in miennes),
        dernier=max(une.paye_le for une in miennes),
        lignes=lignes,
        a_declarer=sum((ligne.imposable for ligne in lignes), Decimal(0)),
        a_un_tiers=len(miennes) < len(periodes),
    )


def _lignes(periodes: Iterable[Periode]) -> Iterable[LigneFiscale]:
    def nature(une: Periode) -> str:
        return f"{une.libelle} (affection de longue durée)" if une.particularite == "ALD" else une.libelle

    def somme(unes: list[Periode], *noms: str) -> Decimal:
        return sum((getattr(une, nom) for une in unes for nom in noms), Decimal(0))

    for libelle, groupe in groupby(sorted(periodes, key=nature), nature):
        unes = list(groupe)
        yield LigneFiscale(
            libelle, somme(unes, "brut"), somme(unes, "csg", "crds", "casa"), somme(unes, "impot"), somme(unes, "net"),
            somme(unes, "imposable"),
        )  # fmt: skip
