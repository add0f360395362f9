"""Do allowances and pensions of the practice world agree with the files, the rules and each other? See `coherence`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise

from accounts.models import Assure, Beneficiaire
from ameli.bac_a_sable.histoires import protections
from ameli.noyau.horloge import aujourdhui
from paiements import baremes
from paiements.calcul.mots import Particularite, Protection, arrondi
from paiements.models import Pension, RevenuRemplacement

RAISON = "the practice world looks at itself"
PENSIONS = ("INV", "RTE")
REPRISE = "RIJ"  # allowances taken back: the days of another line
MENSUELS = (*PENSIONS, "MTP", REPRISE)  # no days, or those of another line
UN_JOUR = timedelta(days=1)
PAYEE_AU_PLUS_TARD = timedelta(days=12)  # after the end of its month: on the 8th, or when banks open again
CONGE = timedelta(days=120)  # between a birth and the first or last day that is paid for it
# What the file must hold for a person to be paid so.
OUVRE = {"IJA": Protection.AT_MP, "RTE": Protection.AT_MP, "INV": Protection.INVALIDITE}
MAXIMUMS = {
    "IJN": ("ij_maladie", "maximum"), "IJM": ("ij_maternite", "maximum"), "IJP": ("ij_maternite", "maximum"),
    "IJA": ("ij_accident", "maximum_majore"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Paye:
    """A period that was paid to somebody of a file."""

    assure: int
    personne: int
    situation: str
    code: str
    du: date
    au: date
    jours: int
    journalier: Decimal
    brut: Decimal
    net: Decimal
    verse: Decimal
    particularite: str

    def __str__(self) -> str:
        return f"dossier {self.assure} : {self.code} du {self.du:%d/%m/%Y} au {self.au:%d/%m/%Y}"


def revenus_sans_droit() -> Iterator[str]:
    """Paid for an accident, an invalidity, a birth or a long illness that the file does not know."""
    payes = _lire()
    au_dossier = protections.lire({un.personne for un in payes})
    naissances = _naissances()
    for un in payes:
        du_jour = {une.nature for une in au_dossier.get(un.personne, ()) if une.vaut(un.du)}
        if un.code in OUVRE and OUVRE[un.code] not in du_jour:
            yield f"{un}, sans exonération {OUVRE[un.code].value} au dossier"
        if un.particularite == Particularite.ALD and Protection.ALD not in du_jour:
            yield f"{un}, au titre d’une affection qui n’est pas au dossier"
        if un.code in ("IJM", "IJP") and not any(abs(un.du - une) <= CONGE for une in naissances.get(un.assure, ())):
            yield f"{un}, sans naissance au dossier"
        if un.code == "INV" and un.situation != Assure.Situation.INVALIDE:
            yield f"{un}, à quelqu’un dont la situation n’est pas l’invalidité"


def revenus_en_double() -> Iterator[str]:
    """The same days paid twice: by two leaves, or by a leave for illness and the pension that follows it."""
    for siens in _par_dossier().values():
        indemnites = sorted((un for un in siens if un.code not in MENSUELS), key=lambda un: un.du)
        yield from (f"{apres}, jours déjà payés" for avant, apres in pairwise(indemnites) if apres.du <= avant.au)
        rendus = {jour for un in siens if un.code == REPRISE for jour in _jours(un.du, un.au)}
        for pension in (un for un in siens if un.code == "INV"):
            communs = (_jours(max(un.du, pension.du), min(un.au, pension.au)) for un in indemnites if un.code == "IJN")
            if any(set(jours) - rendus for jours in communs):
                yield f"{pension}, les mêmes jours que des indemnités"


def _jours(du: date, au: date) -> list[date]:
    return [du + timedelta(days=rang) for rang in range((au - du).days + 1)]


def mois_de_pension_manquants() -> Iterator[str]:
    """A pension is paid every month from its first one on."""
    deja_paye = (aujourdhui() - PAYEE_AU_PLUS_TARD).replace(day=1) - UN_JOUR
    for siens in _par_dossier().values():
        for code in PENSIONS:
            mois = sorted({un.du: un for un in siens if un.code == code}.values(), key=lambda un: un.du)
            for avant, apres in pairwise(mois):
                if apres.du != avant.au + UN_JOUR:
                    yield f"{apres}, après un mois sans pension"
            if mois and mois[-1].au < deja_paye:
                yield f"{mois[-1]}, puis plus rien"


def pensions_sans_paiement() -> Iterator[str]:
    """A pension that runs, of which the first month, due long ago, is in no payment."""
    deja_paye = (aujourdhui() - PAYEE_AU_PLUS_TARD).replace(day=1)
    payes = {(un.assure, un.du.replace(day=1)) for un in _lire() if un.code == "INV"}
    for une in Pension.objects.systeme(RAISON).filter(clos_le=None, servie_depuis__lt=deja_paye).order_by("pk"):
        if (une.assure_id, une.servie_depuis) not in payes:
            yield f"dossier {une.assure_id} : pension servie depuis le {une.servie_depuis:%d/%m/%Y}, jamais payée"


def montants_faux() -> Iterator[str]:
    """Days × a day's amount, less what is withheld, make what was paid; no day is above its maximum."""
    for un in _lire():
        if un.net != un.verse:
            yield f"{un}, {un.verse} versés pour un net de {un.net}"
        if un.code in MENSUELS:
            continue
        if un.jours != (un.au - un.du).days + 1 or un.brut != arrondi(un.journalier * un.jours):
            yield f"{un}, {un.jours} jours à {un.journalier} ne font pas {un.brut}"
        if un.journalier > _maximum(un.code, un.du):
            yield f"{un}, {un.journalier} par jour dépassent le maximum"


@cache
def _maximum(code: str, le: date) -> Decimal:
    """The highest until that day: a leave keeps the maximum of its first day, even when the next one is lower."""
    table, cle = MAXIMUMS[code]
    serie = baremes.baremes()[table]
    return max(Decimal(une[cle]) for debut, une in zip(serie.debuts, serie.valeurs, strict=True) if debut <= le)


def _naissances() -> dict[int, list[date]]:
    resultat: dict[int, list[date]] = defaultdict(list)
    enfants = Beneficiaire.objects.systeme(RAISON).filter(lien=Beneficiaire.Lien.ENFANT).order_by("pk")
    for assure, naissance in enfants.values_list("assure", "personne__date_naissance"):
        resultat[assure].append(naissance)
    return resultat


def _par_dossier() -> dict[int, list[_Paye]]:
    resultat: dict[int, list[_Paye]] = defaultdict(list)
    for un in _lire():
        resultat[un.assure].append(un)
    return resultat


def _lire() -> list[_Paye]:
    """Every period, of all files. One query."""
    revenus = (
        RevenuRemplacement.objects.systeme(RAISON)
        .select_related("prestation__paiement__assure")
        .order_by("prestation__paiement__assure", "du", "pk")
    )
    return [
        _Paye(
            un.prestation.paiement.assure_id, un.prestation.personne_id, un.prestation.paiement.assure.situation,
            un.prestation.code, un.du, un.au, un.jours, un.journalier, un.brut,
            un.brut - un.csg - un.crds - un.casa - un.impot, un.prestation.verse, un.particularite,
        )
        for un in revenus
    ]  # fmt: skip
