"""The years of a household as the caisse paid them: invoices become payments, withholdings wait for the next one. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import count
from random import Random

from ameli.bac_a_sable.histoires.profils import Foyer
from ameli.bac_a_sable.histoires.revenus import Echeance, echeances
from ameli.bac_a_sable.histoires.soins import Facture, Soigne
from ameli.noyau.calendrier import ajouter_mois, est_ouvre
from paiements.calcul.liquidation import Liquidation
from paiements.calcul.mots import ZERO, Famille, Protection
from paiements.calcul.revenus import Revenu
from paiements.calcul.soins import Acte, Ligne
from paiements.calcul.virements import Dette, Indu, Virement
from paiements.prestations import tarif

REEMISSION = timedelta(days=7)
DOUBLON_DE = "doublon"
DOUBLON, REPRISE = timedelta(days=9), timedelta(days=48)
PRESCRITS = {"IJN", "IJA"}  # leaves that a doctor prescribes month after month
MOIS_SANS_GLUTEN = 96  # at most: one request for each calendar month
SANS_RETENUE = {"CD", "DET2", "OBT"}


@dataclass(frozen=True, slots=True)
class Versement:
    """A payment and what is known of it. `retourne`: the bank sent it back, it leaves again on `reverse_le`."""

    famille: Famille
    virement: Virement
    revenus: dict[Hashable, Revenu] = field(default_factory=dict)
    retourne: bool = False
    reverse_le: date | None = None

    @property
    def annonce(self) -> bool:
        """Is a cover told of it? Of care, the first time that it is paid: not when it is paid twice by mistake."""
        return self.famille in (Famille.SOINS, Famille.TIERS) and not all(map(repete, self.virement.lignes))


@dataclass(frozen=True, slots=True)
class Recit:
    """Payments in the order of their days, and what is still to be withheld at the end."""

    versements: tuple[Versement, ...]
    dettes: tuple[Dette, ...]


def repete(ligne: Ligne) -> bool:
    """Does this line pay care a second time, or take that back? A cover has been told of the first time."""
    return isinstance(ligne.cle, tuple) and ligne.cle[0] in (DOUBLON_DE, "indu")


@dataclass(slots=True)
class _Journee:
    actes: list[Acte] = field(default_factory=list)
    copies: list[Acte] = field(default_factory=list)
    echeances: list[Echeance] = field(default_factory=list)
    reprises: list[tuple[Acte, ...]] = field(default_factory=list)


def raconter(foyer: Foyer, debut: date, fin: date, *, revenus_depuis: date | None = None) -> Recit:
    """What the caisse paid to this household between the two days: the same seed and days tell the same story.

    Allowances and pensions may begin earlier than care, on `revenus_depuis`.
    """
    hasard = Random(f"{foyer.graine}:{debut}:{fin}")
    return _Conteur(foyer, hasard, debut, fin, revenus_depuis or debut).raconter()


class _Conteur:
    def __init__(self, foyer: Foyer, hasard: Random, debut: date, fin: date, revenus_depuis: date) -> None:
        self.foyer, self.hasard, self.debut, self.fin = foyer, hasard, debut, fin
        self.revenus_depuis = revenus_depuis
        self.cles = count(1)
        self.agenda: dict[date, _Journee] = {}
        self.verses: dict[Hashable, Decimal] = {}  # what was paid for acts that may come twice
        self.dossier = Liquidation({membre.rang: membre.patient for membre in foyer.membres})

    def raconter(self) -> Recit:
        for facture in self._factures():
            self._inscrire(facture)
        for une in echeances(self.foyer, self.hasard, self.revenus_depuis, self.fin):
            self._jour(une.le).echeances.append(une)
        versements = [v for le in sorted(self.agenda) if le <= self.fin for v in self._payer(le, self.agenda[le])]
        return Recit(tuple(versements), self.dossier.dettes)

    def _factures(self) -> Iterator[Facture]:
        for membre in self.foyer.membres:
            soigne = Soigne(self.foyer, membre, self.hasard, self.cles)
            yield from soigne.annee(self.debut, self.fin)
            for arret in self.foyer.arrets if membre.rang == 1 else ():
                if arret.code in PRESCRITS and arret.du >= self.debut:
                    rapport = Protection.AT_MP if arret.code == "IJA" else None
                    yield from soigne.arret(arret.du, min(arret.au, self.fin - timedelta(days=1)), rapport=rapport)
            if self.foyer.sans_gluten and membre.rang == 1:
                premier = ajouter_mois(self.debut.replace(day=1), 1)
                mois = (ajouter_mois(premier, rang) for rang in range(MOIS_SANS_GLUTEN))
                yield from (soigne.sans_gluten(un) for un in mois if un < self.fin.replace(day=1))

    def _jour(self, le: date) -> _Journee:
        return self.agenda.setdefault(ouvre(le), _Journee())

    def _inscrire(self, facture: Facture) -> None:
        le = facture.le + timedelta(days=facture.delai)
        self._jour(le).actes.extend(facture.actes)
        doublon = facture.actes[0].code in SANS_RETENUE and self.hasard.random() < self.foyer.incidents
        if doublon:  # the same invoice came twice; the second payment is taken back later
            copies = [_copier(acte) for acte in facture.actes]
            self._jour(le + DOUBLON).copies.extend(copies)
            self._jour(le + REPRISE).reprises.append(tuple(copies))

    def _payer(self, le: date, journee: _Journee) -> Iterator[Versement]:
        for copies in journee.reprises:
            montant = sum((self.verses.get(copie.cle, ZERO) for copie in copies), ZERO)
            if montant:
                self.dossier.ajouter_un_indu(Indu(copies[0].cle, le, montant, copies[0].qui))
        for actes in (journee.actes, journee.copies):  # apart: a cover is told of the first ones only
            for virement in self.dossier.payer(le, actes):
                famille = Famille.SOINS if virement.destinataire is None else Famille.TIERS
                yield self._versement(famille, virement)
        for une in journee.echeances:
            cle = next(self.cles)
            for virement in self.dossier.payer(le, (), [une.revenu.ligne(1, cle, une.tiers)]):
                yield self._versement(tarif(une.revenu.code, le).famille, virement, {cle: une.revenu})

    def _versement(
        self, famille: Famille, virement: Virement, revenus: dict[Hashable, Revenu] | None = None
    ) -> Versement:
        for ligne in virement.lignes:
            if ligne.code in SANS_RETENUE:
                self.verses[ligne.cle] = ligne.verse
        retourne = (
            virement.destinataire is None and virement.montant > 0 and self.hasard.random() < self.foyer.incidents
        )
        return Versement(
            famille, virement, revenus or {}, retourne, ouvre(virement.le + REEMISSION) if retourne else None
        )


def _copier(acte: Acte) -> Acte:
    """Named after the act that it repeats."""
    return Acte(
        acte.code, acte.le, acte.paye, qui=acte.qui, base=acte.base, unites=acte.unites,
        professionnel=acte.professionnel, cle=(DOUBLON_DE, acte.cle),
    )  # fmt: skip


@cache
def ouvre(le: date) -> date:
    """The first working day from `le` on: banks do not pay on the others."""
    while not est_ouvre(le):
        le += timedelta(days=1)
    return le
