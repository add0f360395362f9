"""All that was paid in a month or in a year, person by person: what statements are made of (chapter 7 § 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from django.db.models import Sum

from accounts.models import Assure, Personne
from ameli.noyau.calendrier import ajouter_mois
from paiements.calcul import mots
from paiements.calcul.mots import ZERO
from paiements.models import Paiement, Prestation, Retenue
from paiements.models.paiement import sortes_de_soins
from paiements.prestations import actes
from paiements.recherche import Filtres, filtrer, plus_ancien

ANNUEL_DES = 3  # month of the next year from which the statement of a year exists (hypothesis)


@dataclass(frozen=True)
class LigneReleve:
    """One act or one period, as it was paid on the day `paye_le`; `tiers` is who was paid instead of the insured person, or empty.

    `sorte`: the kind of care, empty for an allowance; `soins_au`: its last day.
    """

    libelle: str
    professionnel: str
    famille: str
    sorte: str
    soins_le: date
    soins_au: date
    paye_le: date
    paye: Decimal | None
    verse: Decimal
    tiers: str


@dataclass(frozen=True)
class GroupeReleve:
    """The lines of one person, in the order of their payments."""

    personne: Personne
    lignes: tuple[LigneReleve, ...]

    @property
    def recu(self) -> Decimal:
        return sum((une.verse for une in self.lignes if not une.tiers), ZERO)

    @property
    def a_des_tiers(self) -> Decimal:
        return sum((une.verse for une in self.lignes if une.tiers), ZERO)


@dataclass(frozen=True)
class Releve:
    """What was paid from `du` to `au` included. `retenu`: taken from these payments, for the care of each year."""

    du: date
    au: date
    groupes: tuple[GroupeReleve, ...]
    retenu_par_annee: tuple[tuple[int, Decimal], ...]

    @property
    def retenu(self) -> Decimal:
        return sum((montant for _, montant in self.retenu_par_annee), ZERO)

    @property
    def retenu_avant(self) -> tuple[tuple[int, Decimal], ...]:
        """What was withheld for the care of earlier years: the yearly ceilings of this one do not count it."""
        return tuple((annee, montant) for annee, montant in self.retenu_par_annee if annee < self.du.year)

    @property
    def nombre(self) -> int:
        return sum(len(groupe.lignes) for groupe in self.groupes)

    @property
    def recu(self) -> Decimal:
        """What reached the account of the insured person, once what is withheld is off."""
        return sum((groupe.recu for groupe in self.groupes), ZERO) - self.retenu

    @property
    def a_des_tiers(self) -> Decimal:
        return sum((groupe.a_des_tiers for groupe in self.groupes), ZERO)

    def par_famille(self) -> list[tuple[str, Decimal]]:
        """Sums by family of payment, the largest first."""
        return self._par(attrgetter("famille"))

    def par_sorte_de_soins(self) -> list[tuple[str, Decimal]]:
        """Sums by kind of care, paid to whoever it was, the largest first."""
        return self._par(attrgetter("sorte"))

    def _par(self, cle: Callable[[LigneReleve], str]) -> list[tuple[str, Decimal]]:
        totaux: dict[str, Decimal] = {}
        for groupe in self.groupes:
            for ligne in groupe.lignes:
                if cle(ligne):
                    totaux[cle(ligne)] = totaux.get(cle(ligne), ZERO) + ligne.verse
        return sorted(totaux.items(), key=lambda paire: -paire[1])


def mois_disponibles(assure: Assure, jour: date) -> list[date]:
    """First days of the finished months in which something was paid, the latest first. One query."""
    dates = Paiement.objects.de(assure).filter(
        emis_le__gte=plus_ancien(jour), emis_le__lt=jour.replace(day=1), etat=Paiement.Etat.EMIS
    )
    return sorted({le.replace(day=1) for le in dates.values_list("emis_le", flat=True)}, reverse=True)


def annees_disponibles(mois: Iterable[date], jour: date) -> list[int]:
    """Of the months that have a statement, the years that have one too."""
    derniere = jour.year - 1 if jour.month >= ANNUEL_DES else jour.year - 2
    return sorted({un.year for un in mois if un.year <= derniere}, reverse=True)


def du_mois(premier: date) -> tuple[date, date]:
    """The first and the last day of a month."""
    return premier, ajouter_mois(premier, 1) - timedelta(days=1)


def jours(periode: str) -> tuple[date, date]:
    """The first and the last day of "2026-03" or "2025"."""
    if len(periode) == 4:
        return date(int(periode), 1, 1), date(int(periode), 12, 31)
    return du_mois(date.fromisoformat(f"{periode}-01"))


def lire(assure: Assure, du: date, au: date) -> Releve:
    """Everything paid between two days. Three queries. A payment that left again counts on that day, with its lines."""
    return lire_parmi(assure, Filtres(du, au))


def lire_parmi(assure: Assure, filtres: Filtres) -> Releve:
    """What was paid among the payments that these filters keep, as `lire` tells it."""
    payes = filtrer(assure, filtres).filter(etat=Paiement.Etat.EMIS).select_related("destinataire")
    porteurs = {une.remplace_id or une.pk: une for une in payes}
    prestations = (
        Prestation.objects.de(assure)
        .filter(paiement__in=list(porteurs))
        .select_related("personne", "professionnel", "revenu", "origine")
        .order_by("personne", "paiement__emis_le", "paiement", "rang")
    )
    retenues = Retenue.objects.de(assure).filter(paiement__in=list(porteurs)).order_by("annee").values_list("annee")
    groupes = tuple(
        _groupe(list(siennes), porteurs) for _, siennes in groupby(prestations, key=lambda une: une.personne_id)
    )
    return Releve(
        filtres.du,
        filtres.au,
        tuple(sorted(groupes, key=lambda g: g.personne.pk != assure.personne_id)),
        tuple(retenues.annotate(total=Sum("montant"))),
    )


def _groupe(prestations: Sequence[Prestation], porteurs: dict[int, Paiement]) -> GroupeReleve:
    return GroupeReleve(prestations[0].personne, tuple(_ligne(une, porteurs[une.paiement_id]) for une in prestations))


def _ligne(une: Prestation, paiement: Paiement) -> LigneReleve:
    revenu = getattr(une, "revenu", None)
    return LigneReleve(
        une.libelle, une.professionnel.nom if une.professionnel else "", paiement.get_famille_display(),
        _sorte(une), une.soins_le, revenu.au if revenu else une.soins_le, paiement.emis_le, une.paye if une.base is not None and not une.part_solidaire else None, une.verse,
        paiement.destinataire.nom if paiement.destinataire else "",
    )  # fmt: skip


def _sorte(une: Prestation) -> str:
    """The kind of care, that of the first payment for what takes a sum back; "autres soins" for an act that has none."""
    code = une.origine.code if une.origine else une.code
    periodes = actes().get(code)
    if periodes and periodes[0].famille is not mots.Famille.SOINS:
        return ""
    sortes = sortes_de_soins(int(periodes[0].poste)) if periodes else ()
    return sortes[0].capitalize() if sortes else "Autres soins"
