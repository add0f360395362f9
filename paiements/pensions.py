"""Pensions of invalidity, the one engine that pays them: opened, paid on the 8th for the month before, corrected, ended (chapter 18).

A payment brings every month of the pension to what it is worth now: arrears, a notice that came late, months after a suspension and
months paid too much are the same thing, the difference with what was paid. Done twice, the second finds nothing to pay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction

from accounts.dossier import droits
from accounts.messagerie.depot import deposer_message
from accounts.models import Assure
from accounts.models.messagerie import PAIEMENT
from ameli.noyau import calendrier, echeances
from ameli.noyau.calendrier import PARIS, ajouter_mois, est_ouvre, jour_de
from paiements import reprises_de_pension
from paiements.calcul.invalidite import mensualites
from paiements.calcul.invalidite.mensualites import TIERCE_PERSONNE, du_mois, mois_jusqu_a, plein
from paiements.calcul.invalidite.prelevements import Avis
from paiements.calcul.invalidite.rythme import d_entree
from paiements.calcul.mots import ZERO, Famille
from paiements.calcul.revenus import Revenu
from paiements.enregistrement import LigneAPayer, enregistrer
from paiements.models import MoisDePension, Paiement, Pension
from paiements.ressources import agenda
from paiements.versements import verrouiller

VERSER = "pension.verser"
JOUR, HEURE = 8, time(9)
UN_JOUR = timedelta(days=1)
AVANT_LA_FIN = calendrier.mois(6)


@dataclass(frozen=True)
class Octroi:
    """A pension that was granted. `au`: the last day, before retirement; `avis` by year of incomes; `cause`: the démarche.

    `mensuel` and `servie_depuis` come with a pension that another one paid before (its gross euros on the day `du`, its first month here), and
    `declaration_le`, when incomes are asked for next.
    """

    assure: Assure
    categorie: int
    sam: Decimal
    du: date
    au: date | None
    avis: Mapping[int, Avis] = field(default_factory=dict)
    cause: str = ""
    salaire_avant: Decimal | None = None
    annee_avant: int | None = None
    mois_d_arret: int = 0
    apprenti: bool = False
    asi: bool = False
    mensuel: Decimal | None = None
    servie_depuis: date | None = None
    declaration_le: date | None = None


@dataclass(frozen=True)
class Correction:
    """What a tax notice changes. `depuis`: the first day of those that are due or paid already, if any; `avant` and `apres`: % withheld then.

    `paye_le`: when the difference is paid, or taken back. `anterieur_manque`: the year of incomes whose notice could still bring 6.6 or
    8.3 % back to 3.8.
    """

    paye_le: datetime
    depuis: date | None = None
    avant: Decimal = ZERO
    apres: Decimal = ZERO
    anterieur_manque: int | None = None


# Its life


@transaction.atomic
def ouvrir(octroi: Octroi, *, acteur: str, le: datetime) -> Pension:
    """The right, what it takes back of daily allowances, its first due date. The same `cause` twice is once."""
    assure = octroi.assure
    verrouiller(assure.pk)
    deja = Pension.objects.de(assure).filter(cause=octroi.cause).first() if octroi.cause else None
    if deja is not None:
        return deja
    mensuel = mensualites.mensuel(octroi.categorie, octroi.sam, octroi.du) if octroi.mensuel is None else octroi.mensuel
    pension = Pension(
        assure=assure, personne=assure.personne, categorie=octroi.categorie, sam=octroi.sam, mensuel=mensuel, du=octroi.du,
        au=octroi.au, cause=octroi.cause, salaire_avant=octroi.salaire_avant, annee_avant=octroi.annee_avant,
        mois_d_arret=octroi.mois_d_arret, apprenti=octroi.apprenti, asi=octroi.asi, avis=_ecrire(octroi.avis),
        servie_depuis=octroi.servie_depuis or octroi.du.replace(day=1),
    )  # fmt: skip
    droits.ouvrir(pension, acteur=acteur, le=le)
    if octroi.servie_depuis is None:
        reprises_de_pension.poser(pension)
    _planifier(pension, max(prochain_mois(le), pension.servie_depuis))
    agenda.planifier(pension, octroi.declaration_le or d_entree(pension.du, jour_de(le))[0], le=le)
    return pension


@transaction.atomic
def recevoir_un_avis(pension: Pension, annee: int, avis: Avis, *, le: datetime) -> Correction:
    """A tax notice came: the months that it rules are corrected back to the first day, with the next payment."""
    verrouiller(pension.assure_id)
    ligne = _lire(pension.public_id)
    assert ligne is not None
    avant = ligne.titre
    ligne.avis = {**ligne.avis, **_ecrire({annee: avis})}
    ligne.save(update_fields=["avis"])
    suivant = max(prochain_mois(le), ligne.servie_depuis)
    _planifier(ligne, suivant)
    for un in mois_jusqu_a(ligne.servie_depuis, suivant):
        etait, sera = du_mois(avant, un), du_mois(ligne.titre, un)
        if etait and sera and etait.prelevements.total != sera.prelevements.total:
            return Correction(
                paye_le(suivant), sera.du, etait.prelevements.total, sera.prelevements.total,
                sera.prelevements.anterieur_manque,
            )  # fmt: skip
    return Correction(paye_le(suivant))


def en_cours(assure: Assure) -> Pension | None:
    """The pension of this file that is not over. One query."""
    return Pension.objects.de(assure).filter(clos_le=None).select_related("assure__caisse", "personne").first()


def remplace_depuis(assure: Assure) -> date | None:
    """The first day from which a pension takes the place of daily allowances for illness. One query."""
    return Pension.objects.de(assure).filter(clos_le=None).values_list("du", flat=True).first()


def annoncer_la_fin(pension: Pension, le: datetime) -> None:
    """Six months before: what comes next, and what there is to do for it."""
    assert pension.au is not None
    deposer_message(
        pension.assure, sujet="Votre pension change dans six mois", gabarit="pension/fin_proche", theme=PAIEMENT, le=le,
        cle=f"{pension.objet}:fin_proche",
        contexte={"pension": pension, "suite_le": pension.au + UN_JOUR, "caisse": pension.assure.caisse},
    )  # fmt: skip


droits.declarer(Pension, rappels=(droits.Rappel(AVANT_LA_FIN, annoncer_la_fin),))


# Its payments


def paye_le(mois: date) -> datetime:
    """When the month that begins on `mois` is paid: the 8th of the next one, the first working day from there on."""
    jour = ajouter_mois(mois, 1).replace(day=JOUR)
    while not est_ouvre(jour):
        jour += UN_JOUR
    return datetime.combine(jour, HEURE, PARIS)


def prochain_mois(le: datetime) -> date:
    """The month that the next due date from `le` on pays."""
    mois = ajouter_mois(jour_de(le).replace(day=1), -1)
    return mois if le <= paye_le(mois) else ajouter_mois(mois, 1)


@transaction.atomic
def verser(public_id: str, mois: date, le: datetime) -> Paiement | None:
    """Pay what is due up to that month, and plan the next one. None when there was nothing to pay."""
    trouvee = _lire(public_id)
    if trouvee is None:
        return None
    verrouiller(trouvee.assure_id)
    pension = _lire(public_id)
    assert pension is not None
    jusqu_a = mois
    if pension.suspendu_le is not None:
        jusqu_a = min(mois, jour_de(pension.suspendu_le).replace(day=1))
    paiement = _payer(pension, jusqu_a, le)
    suivant, fin = ajouter_mois(mois, 1), pension.dernier_jour
    if fin is None or suivant <= fin:
        _planifier(pension, suivant)
        _annoncer_une_hausse(pension, suivant, le)
    return paiement


def _annoncer_une_hausse(pension: Pension, mois: date, le: datetime) -> None:
    """Pensions rise with the month that begins on `mois`: said a month before it is paid."""
    avant, apres = (plein(pension.titre, un) for un in (ajouter_mois(mois, -1), mois))
    if apres <= avant or pension.suspendu_le is not None or pension.personne.date_deces is not None:
        return
    deposer_message(
        pension.assure, sujet="Votre pension augmente", gabarit="pension/hausse", theme=PAIEMENT, le=le,
        cle=f"{pension.objet}:hausse:{mois:%Y-%m}",
        contexte={
            "mois": mois, "avant": avant, "apres": apres, "paye_le": paye_le(mois), "caisse": pension.assure.caisse,
            "reduite": mensualites.retenue(pension.titre, mois) > 0,
        },
    )  # fmt: skip


def _payer(pension: Pension, jusqu_a: date, le: datetime) -> Paiement | None:
    """What is due and not paid yet, less what may be taken back of it."""
    dues = list(_dues(pension, jusqu_a))
    disponible = sum((une.net for une in dues), ZERO)
    reprises = list(reprises_de_pension.prendre_sur(pension, disponible))
    lignes = [LigneAPayer(revenu.ligne(1, None), pension.personne, revenu=revenu) for revenu in (*dues, *reprises)]
    return enregistrer(pension.assure, lignes, famille=Famille.INVALIDITE, du_le=le) if lignes else None


def _dues(pension: Pension, jusqu_a: date) -> Iterator[Revenu]:
    """The difference of each month with what was paid for it, written as paid; what was too much is to be taken back."""
    payes = {un.mois: un for un in MoisDePension.objects.de(pension.assure).filter(pension=pension)}
    titre = pension.titre
    for un in sorted({*mois_jusqu_a(pension.servie_depuis, jusqu_a), *payes}):
        calcule = du_mois(titre, un)
        deja = payes.get(un) or MoisDePension(
            pension=pension, mois=un, brut=ZERO, csg=ZERO, crds=ZERO, casa=ZERO, majoration=ZERO
        )
        revenus = calcule.revenus if calcule else ()
        du, au = (calcule.du, calcule.au) if calcule else (un, ajouter_mois(un, 1) - UN_JOUR)
        principal = next((r for r in revenus if r.code == mensualites.PENSION), Revenu("INV", du, au, 0, ZERO, ZERO))
        majoration = next((r.brut for r in revenus if r.code == TIERCE_PERSONNE), ZERO)
        ecarts = (
            replace(
                principal, brut=principal.brut - deja.brut, csg=principal.csg - deja.csg, crds=principal.crds - deja.crds,
                casa=principal.casa - deja.casa,
            ),
            Revenu(TIERCE_PERSONNE, du, au, 0, ZERO, majoration - deja.majoration),
        )  # fmt: skip
        if any(ecart.brut or ecart.net for ecart in ecarts):
            deja.brut, deja.csg, deja.crds, deja.casa = principal.brut, principal.csg, principal.crds, principal.casa
            deja.majoration = majoration
            deja.save()
        for ecart in ecarts:
            if ecart.net > 0:
                yield ecart
            elif ecart.net < 0:
                reprises_de_pension.noter_un_trop_paye(pension, ecart)


def _ecrire(avis: Mapping[int, Avis]) -> dict[str, list[object]]:
    return {str(annee): [un.rfr, str(un.parts)] for annee, un in avis.items()}


def _lire(public_id: str) -> Pension | None:
    siennes = Pension.objects.systeme("its due date, or found in a perimeter").filter(public_id=public_id)
    return siennes.select_related("assure__caisse", "assure__personne", "personne").first()


def _planifier(pension: Pension, mois: date) -> None:
    """Once for each month. Its own object: the end of the right does not take away what is still to be paid."""
    echeances.planifier(
        VERSER, objet=f"pension_due:{pension.public_id}", du_le=paye_le(mois),
        cle=f"{VERSER}:{pension.public_id}:{mois:%Y-%m}",
        donnees={"pension": pension.public_id, "mois": mois.isoformat()},
    )  # fmt: skip


def lire_les_mois(pension: Pension) -> Iterable[MoisDePension]:
    """What was paid of it, month by month. One query."""
    return MoisDePension.objects.de(pension.assure).filter(pension=pension).order_by("mois")
