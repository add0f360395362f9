"""Invoices for care: what a visit to the doctor, a pharmacy or a dentist is made of, and when the caisse pays it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from random import Random

from ameli.bac_a_sable.histoires.annuaire import Nom, medecin, professionnel
from ameli.bac_a_sable.histoires.prix import NON_OPTAM, PRIX_BOITES, PRIX_CHERES, SECTEUR_2
from ameli.bac_a_sable.histoires.profils import SUITES_DE_COUCHES, Foyer, Membre
from ameli.bac_a_sable.produits import produits
from ameli.noyau.calendrier import ferie
from paiements.calcul import sans_gluten
from paiements.calcul.mots import ZERO, Protection, arrondi
from paiements.calcul.soins import Acte
from paiements.prestations import en_vigueur, tarif

UN = Decimal(1)
DIMANCHE = 6
PROLONGATION = timedelta(days=28)
PEDIATRIE = 2  # years: until then the consultation of a paediatrician has a tariff of its own
EXAMENS = ((0, "COE"), (9, "COE"), (24, "COE"), (2, "COD"), (4, "COD"), (6, "COD"), (12, "COD"), (36, "COD"))


@dataclass(frozen=True, slots=True)
class Facture:
    """Acts that reach the caisse together, and how many days after the care they are paid."""

    le: date
    delai: int
    actes: tuple[Acte, ...]


class Soigne:
    """One person and those who treat them. Each method is an invoice, or several."""

    def __init__(self, foyer: Foyer, membre: Membre, hasard: Random, cles: count[int]) -> None:
        self.membre, self.hasard, self.cles, self.commune = membre, hasard, cles, foyer.commune
        self.habitudes = membre.habitudes
        self.maladie = Protection.ALD if membre.ald else None
        self.declare = bool(foyer.medecin)  # without a declared doctor nobody is on the care path
        self.generaliste_habituel = (
            medecin(foyer.medecin, foyer.commune) if foyer.medecin else self._chez("generaliste")
        )

    def _chez(self, metier: str, rang: int = 0) -> Nom:
        return professionnel(metier, self.commune, rang)

    def annee(self, debut: date, fin: date) -> Iterator[Facture]:
        """Everything from `debut` to `fin` excluded, kind after kind. The calls and their order make the seed's story."""
        h = self.habitudes
        sortes: tuple[tuple[float, Callable[[date], Iterator[Facture]]], ...] = (
            (h.generaliste, self.generaliste), (h.specialiste, self.specialiste), (h.biologie, self.biologie),
            (h.imagerie, self.imagerie), (h.dentiste, self.dentiste), (h.lunettes, self.lunettes),
            (h.kine, self.kine), (h.infirmier, self.infirmier), (h.transport, self.transport),
            (h.psychologue, self.psychologue), (h.hopital, self.hopital), (12.0 if h.boites else 0, self.traitement),
        )  # fmt: skip
        jours = (fin - debut).days
        for par_an, sorte in sortes:
            attendu = par_an * jours / 365
            for rang in range(int(attendu + self.hasard.random())):
                le = debut + timedelta(days=int((rang + self.hasard.random()) * jours / max(1.0, attendu)))
                if le < fin and le >= self.membre.naissance:
                    yield from sorte(_ouvrable(le))
        yield from self._examens(debut, fin)
        for une in self.membre.protections:
            if une.nature is Protection.MATERNITE and une.au is not None:
                yield from (facture for facture in self._grossesse(une.du, une.au) if debut <= facture.le < fin)

    # Doctors

    def generaliste(self, le: date, *, rapport: Protection | None = None) -> Iterator[Facture]:
        """A visit, often followed by the pharmacy, sometimes in another surgery."""
        ailleurs = self.hasard.random() < 0.06
        parcours = self.declare and not ailleurs
        qui = self._chez("generaliste", 1) if ailleurs else self.generaliste_habituel
        tele = self.hasard.random() < 0.05
        code = "TCG" if tele else "G"
        direct = self._avance()
        actes = [self._tarife(code, le, qui, parcours=parcours, direct=direct, rapport=rapport)]
        if not tele and self._age(le) < 6:
            actes.append(self._tarife("MEG", le, qui, parcours=parcours, direct=direct))
        yield self._facture(le, actes)
        if self.hasard.random() < 0.7:
            ordonnance = _ouvrable(le + timedelta(days=self.hasard.choice((0, 0, 0, 1))))
            yield self.pharmacie(ordonnance, self.hasard.randint(1, 4), rapport=rapport)

    def specialiste(self, le: date) -> Iterator[Facture]:
        femme = ("gynecologue",) if self.membre.sexe == "F" else ()
        metier = self.hasard.choice(("specialiste", "specialiste", "cardiologue", "psychiatre", *femme))
        if self._age(le) < 16:
            metier = "pediatre"
        qui, direct = self._chez(metier), self._avance()
        if metier == "cardiologue":
            actes = [self._tarife("CSC", le, qui, direct=direct)]
        elif metier == "psychiatre":
            actes = [self._tarife(code, le, qui, direct=direct, rapport=self.maladie) for code in ("CNP", "MCS")]
        elif metier == "gynecologue":
            actes = [self._tarife("CSM", le, qui, direct=direct)]
        elif self._age(le) < PEDIATRIE:
            actes = [self._tarife("CEP", le, qui, direct=direct)]
        elif self.hasard.random() < self.habitudes.secteur_2:
            paye = self.hasard.choice(SECTEUR_2)
            base = NON_OPTAM if self.hasard.random() < 0.5 else None
            actes = [self._acte("CS", le, qui, paye, base=base)]
        else:
            actes = [
                self._tarife(code, le, qui, direct=direct) for code in ("CS", "MPC", "MCS") if en_vigueur(code, le)
            ]
        yield self._facture(le, actes)

    def _examens(self, debut: date, fin: date) -> Iterator[Facture]:
        naissance = self.membre.naissance
        for mois, code in EXAMENS:
            le = _ouvrable(naissance + timedelta(days=8 + int(mois * 30.4)))
            if debut <= le < fin:
                yield self._facture(le, [self._tarife(code, le, self._chez("pediatre"))])

    def _grossesse(self, sixieme_mois: date, fin: date) -> Iterator[Facture]:
        """A visit each month, a scan, the stay for the birth, two visits at home."""
        naissance, qui = fin - SUITES_DE_COUCHES, self._chez("sage_femme")
        for mois in range(4):
            le = _ouvrable(sixieme_mois + timedelta(days=12 + 30 * mois))
            yield self._facture(le, [self._tarife("CSF", le, qui, direct=True)])
        le = _ouvrable(sixieme_mois + timedelta(days=20))
        yield self._facture(le, [self._tarife("ADE", le, self._chez("radiologie"), direct=True)])
        sejour = Decimal(self.hasard.randint(2450, 3300))
        yield self._facture(naissance, [self._acte("HOS", naissance, self._chez("hopital"), sejour, direct=True)])
        for jours in (5, 9):
            le = _ouvrable(naissance + timedelta(days=jours))
            yield self._facture(le, [self._tarife("SF", le, qui, coefficient=Decimal("16.5"), direct=True)])

    # Pharmacy, laboratory, imaging

    def pharmacie(self, le: date, boites: int, *, rapport: Protection | None = None) -> Facture:
        """One to several boxes, nearly always paid straight to the pharmacy."""
        hasard, qui = self.hasard, self._chez("pharmacie")
        direct = self._avance(0.93)
        par_code: dict[str, list[Decimal]] = {}
        for _ in range(boites):
            code = "PH7" if hasard.random() < 0.8 else hasard.choice(("PH4", "PH4", "PH2", "PH1"))
            prix = hasard.choice(PRIX_CHERES if code == "PH1" else PRIX_BOITES)
            par_code.setdefault(code, []).append(prix)
        actes = []
        for code, prix_des_boites in par_code.items():
            nombre = len(prix_des_boites)
            actes.append(
                self._acte(
                    code, le, qui, sum(prix_des_boites, Decimal()), unites=nombre, direct=direct, rapport=rapport
                )
            )
            actes.append(
                self._tarife(f"HD{code[2]}", le, qui, coefficient=Decimal(nombre), direct=direct, rapport=rapport)
            )
        actes.append(self._tarife("HDR", le, qui, direct=direct, rapport=rapport))
        return self._facture(le, actes)

    def traitement(self, le: date) -> Iterator[Facture]:
        """The monthly boxes of a treatment."""
        yield self.pharmacie(le, self.habitudes.boites, rapport=self.maladie)

    def biologie(self, le: date) -> Iterator[Facture]:
        hasard, qui = self.hasard, self._chez("laboratoire")
        direct = self._avance(0.85)
        nombre = hasard.randint(2, 7)
        cotation = Decimal(sum(hasard.choice((8, 10, 13, 16, 20, 25, 40)) for _ in range(nombre)))
        yield self._facture(le, [
            self._tarife("TB", le, qui, coefficient=Decimal("1.5"), direct=direct, rapport=self.maladie),
            self._tarife("B", le, qui, coefficient=cotation, unites=nombre, direct=direct, rapport=self.maladie),
        ])  # fmt: skip

    def imagerie(self, le: date) -> Iterator[Facture]:
        direct = self._avance(0.6)
        code = self.hasard.choice(("ADI", "ADE"))
        yield self._facture(le, [self._tarife(code, le, self._chez("radiologie"), direct=direct)])

    # Teeth, glasses

    def dentiste(self, le: date) -> Iterator[Facture]:
        hasard, qui = self.hasard, self._chez("dentiste")
        tirage = hasard.random()
        if 9 <= self._age(le) <= 15 and tirage < 0.35:
            actes = [self._acte("ORT", le, qui, hasard.choice((Decimal(580), Decimal(650), Decimal(720))))]
        elif tirage < 0.45:
            actes = [self._tarife("DET2", le, qui)]
        elif tirage < 0.7:
            actes = [self._tarife("CD", le, qui), self._tarife("OBT", le, qui)]
        elif tirage < 0.9 or self._age(le) < 25:
            actes = [self._tarife("CD", le, qui)]
        else:
            actes = [
                self._acte("ICO", le, qui, Decimal(175)),
                self._acte("PRO", le, qui, hasard.choice((Decimal(440), Decimal(500), Decimal(680)))),
            ]
        yield self._facture(le, actes)

    def lunettes(self, le: date) -> Iterator[Facture]:
        if self._age(le) < 5:
            return
        qui, verre = self._chez("opticien"), self.hasard.choice((Decimal(75), Decimal(110), Decimal(165)))
        monture = self.hasard.choice((Decimal(60), Decimal(85), Decimal(99)))
        yield self._facture(le, [
            self._acte("OPM", le, qui, monture, direct=True),
            *(self._acte("OPV", le, qui, verre, direct=True) for _ in range(2)),
        ])  # fmt: skip

    # Others

    def kine(self, le: date) -> Iterator[Facture]:
        """A series of sessions, invoiced five by five."""
        qui, direct = self._chez("kine"), self._avance(0.5)
        for lot in range(self.hasard.choice((1, 2, 2, 3))):
            seances = [_ouvrable(le + timedelta(days=3 * (5 * lot + rang))) for rang in range(5)]
            yield self._facture(seances[-1], [self._tarife("AMK", jour, qui, direct=direct) for jour in seances])

    def infirmier(self, le: date) -> Iterator[Facture]:
        qui, coefficient = self._chez("infirmier"), self.hasard.choice((Decimal("1.5"), Decimal(2), Decimal(4)))
        yield self._facture(le, [
            self._tarife("AMI", le, qui, coefficient=coefficient, direct=True, rapport=self.maladie),
            self._tarife("IFD", le, qui, direct=True, rapport=self.maladie),
        ])  # fmt: skip

    def transport(self, le: date) -> Iterator[Facture]:
        prix = Decimal(self.hasard.randint(2900, 9800)) / 100
        yield self._facture(le, [
            self._acte("VSL", le, self._chez("ambulances"), prix, unites=2, direct=True, rapport=self.maladie)
        ])  # fmt: skip

    def psychologue(self, le: date) -> Iterator[Facture]:
        for rang in range(self.hasard.randint(2, 8)):
            jour = _ouvrable(le + timedelta(days=7 * rang))
            yield self._facture(jour, [self._tarife("PSY", jour, self._chez("psychologue"))])

    def hopital(self, le: date) -> Iterator[Facture]:
        """One to three nights; the flat amount of a day stays with the patient."""
        nuits, qui = self.hasard.randint(1, 3), self._chez("hopital")
        sejour = Decimal(self.hasard.randint(680, 1450)) * nuits
        yield self._facture(le, [
            self._acte("HOS", le, qui, sejour, direct=True, rapport=self.maladie),
            self._tarife("FJ", le, qui, coefficient=Decimal(nuits), direct=True),
        ])  # fmt: skip

    def arret(self, du: date, au: date, *, rapport: Protection | None = None) -> Iterator[Facture]:
        """The doctor who prescribes a leave, then its extensions, four weeks after four weeks."""
        while du <= au:
            yield from self.generaliste(_ouvrable(du), rapport=rapport)
            du += PROLONGATION

    def sans_gluten(self, le: date) -> Facture:
        """Food without gluten, sent in once a month on paper: a line a product, none above the most of the month."""
        le = _ouvrable(le)
        mois, reste = le.replace(day=1), sans_gluten.plafond(self.membre.naissance, le.replace(day=1))
        achats = [un.achat(nombre) for un in produits() if (nombre := self.hasard.randint(0, 5))]
        lignes = [sans_gluten.calculer(un, mois, regime_local=self.membre.regime_local) for un in achats]
        payees = [une for une in sans_gluten.plafonner(lignes, reste, mois) if une.verse]
        actes = [
            replace(
                self._acte(
                    sans_gluten.ACTE, le, None, une.achat.prix * une.achat.quantite, base=une.base,
                    unites=une.achat.quantite,
                ),
                plafonne=une.tronque,
            )
            for une in payees
        ]  # fmt: skip
        return Facture(le, self.hasard.randint(15, 26), tuple(actes))

    # What acts are made of

    def _age(self, le: date) -> int:
        return self.membre.patient.age(le)

    def _tarife(
        self, code: str, le: date, qui: Nom, *, coefficient: Decimal = UN, unites: int = 1, parcours: bool = True,
        direct: bool = False, rapport: Protection | None = None,
    ) -> Acte:  # fmt: skip
        """An act at its tariff, nothing above."""
        paye = arrondi((tarif(code, le).base or ZERO) * coefficient)
        return self._acte(
            code, le, qui, paye, base=paye, unites=unites, parcours=parcours, direct=direct, rapport=rapport
        )

    def _acte(
        self, code: str, le: date, qui: Nom | None, paye: Decimal, *, base: Decimal | None = None, unites: int = 1,
        parcours: bool = True, direct: bool = False, rapport: Protection | None = None,
    ) -> Acte:  # fmt: skip
        if rapport is None and self.maladie and code in ("G", "CSC"):
            rapport = self.maladie
        return Acte(
            code, le, paye, qui=self.membre.rang, base=base, unites=unites, professionnel=qui, parcours=parcours,
            tiers_payant=direct, en_rapport=rapport, cle=next(self.cles),
        )  # fmt: skip

    def _avance(self, souvent: float = 0) -> bool:
        """Does the caisse pay the professional this time? `souvent`: how often this trade asks for it."""
        return self.hasard.random() < max(souvent, self.habitudes.direct)

    def _facture(self, le: date, actes: list[Acte]) -> Facture:
        papier = self.hasard.random() < 0.04
        return Facture(le, self.hasard.randint(15, 30) if papier else self.hasard.randint(5, 7), tuple(actes))


def _ouvrable(le: date) -> date:
    """Surgeries are closed on Sundays and public holidays: the next day that they are not."""
    while le.weekday() == DIMANCHE or ferie(le):
        le += timedelta(days=1)
    return le
