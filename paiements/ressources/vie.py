"""The life of a declaration of incomes: opened by the caisse at its day, sent, used, replaced; the pension suspended without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.dossier import droits
from accounts.dossier.evenements import Evenement, annoncer
from ameli.noyau.calendrier import ajouter_mois, fin_du_jour, jour_de, jours
from paiements.calcul.invalidite import effet
from paiements.calcul.invalidite.effet import Effet, Ressources
from paiements.calcul.invalidite.mensualites import retenue
from paiements.calcul.invalidite.rythme import rythme
from paiements.models import DeclarationRessources, Pension
from paiements.models.ressources import ecrire
from paiements.ressources import agenda, lecture
from paiements.versements import verrouiller

POUR_ENVOYER = jours(30)  # from the opening to the last day (hypothesis)
SANS_DECLARATION = "declaration"  # why a pension is suspended


def ouvrir(public_id: str, le: datetime) -> DeclarationRessources | None:
    """The day has come: the months to declare are opened and the next day is planned.

    None when nothing is asked: the pension is over, suspended until what is open is sent, or every month is declared.
    """
    with transaction.atomic():
        pension = _tenir(public_id)
        if pension is None or pension.suspendu_le is not None:
            return None
        mois = lecture.periode_a_venir(pension, le, avec_la_spontanee=True)
        ouverte = _demander(pension, mois, le) if mois else None
        _planifier_la_suite(pension, le, depuis=jour_de(le) if ouverte is not None else None)
        return ouverte


def _demander(pension: Pension, mois: tuple[date, ...], le: datetime) -> DeclarationRessources:
    """The months, from now on with a last day: those that the person had begun to tell by themselves too."""
    commencee = lecture.toutes(pension).filter(spontanee=True, transmise_le=None).first()
    if commencee is None:
        return _creer(pension, mois, le)
    commencee.dernier, commencee.spontanee = mois[-1], False
    return _dater(commencee, le)


@transaction.atomic
def ouvrir_sans_attendre(pension: Pension, le: datetime) -> DeclarationRessources | None:
    """Something changed between two declarations: the months that nobody declared yet, now. None when there are none, or some are open."""
    tenue = _tenir(pension.public_id)
    if tenue is None or lecture.a_faire(tenue.assure, le) is not None:
        return None
    mois = lecture.periode_a_venir(tenue, le)
    return _creer(tenue, mois, le, spontanee=True) if mois else None


@transaction.atomic
def ouvrir_la_remplacante(declaration: DeclarationRessources, le: datetime) -> DeclarationRessources:
    """What was used is said again: the same months, in place of what was sent. Twice is once."""
    tenue = _tenir(declaration.pension.public_id)
    assert tenue is not None, "the caller asked whether it may be replaced"
    deja = lecture.toutes(tenue).filter(remplace=declaration).first()
    return _dater(deja, le) if deja is not None else _creer(tenue, declaration.mois, le, remplace=declaration)


def _creer(pension: Pension, mois: tuple[date, ...], le: datetime, **champs: Any) -> DeclarationRessources:
    return _dater(DeclarationRessources(pension=pension, premier=mois[0], dernier=mois[-1], **champs), le)


def _dater(une: DeclarationRessources, le: datetime) -> DeclarationRessources:
    une.ouverte_le, une.limite_le = le, fin_du_jour(POUR_ENVOYER.apres(le))
    une.save()
    annoncer(Evenement.DECLARATION_CHANGEE, une.pension.assure, une.pension.personne, le=le)
    return une


@transaction.atomic
def transmettre(
    declaration: DeclarationRessources, dites: Ressources, *, demarche: str, acteur: str, le: datetime
) -> None:
    """It is sent, in time or late. A pension that was suspended for want of it is paid again, once nothing late is left."""
    pension = _tenir(declaration.pension.public_id)
    assert pension is not None, "nothing is asked of a pension that is over"
    declaration.ressources, declaration.demarche = ecrire(dites), demarche
    declaration.transmise_le = declaration.transmise_le or le  # corrected, it is no later than it was
    declaration.save(update_fields=["ressources", "transmise_le", "demarche"])
    if pension.suspendu_le is None or pension.motif != SANS_DECLARATION:
        return
    if not lecture.toutes(pension).filter(transmise_le=None).exclude(suspendue_le=None).exists():
        droits.reprendre(pension, acteur=acteur)
        reprise = _tenir(pension.public_id)
        assert reprise is not None
        _planifier_la_suite(reprise, le)


@transaction.atomic
def rendre(declaration: DeclarationRessources, *, le: datetime) -> None:
    """Its owner says that they did not send it: it is awaited again, with thirty days."""
    declaration.ressources, declaration.transmise_le, declaration.demarche = {}, None, ""
    _dater(declaration, le)


@transaction.atomic
def prolonger(declaration: DeclarationRessources, *, le: datetime) -> None:
    """An agent waits: it may be sent thirty days more before anything is suspended."""
    declaration.limite_le, declaration.a_voir = fin_du_jour(POUR_ENVOYER.apres(le)), ""
    declaration.save(update_fields=["limite_le", "a_voir"])


@transaction.atomic
def suspendre(declaration: DeclarationRessources, le: datetime, *, acteur: str = "horloge") -> None:
    """Nothing came: nothing is paid from the next month on. What was paid stays paid. Nothing more is done to a pension that is over."""
    pension = _tenir(declaration.pension.public_id)
    if pension is None:
        return
    declaration.suspendue_le, declaration.a_voir = le, ""
    declaration.save(update_fields=["suspendue_le", "a_voir"])
    droits.suspendre(pension, acteur=acteur, le=le, motif=SANS_DECLARATION)
    annoncer(Evenement.DECLARATION_CHANGEE, pension.assure, pension.personne, le=le)


@transaction.atomic
def exploiter(declaration: DeclarationRessources, *, le: datetime) -> Effet:
    """It is used: each operand is stored, the next payment changes, and so does the rhythm. Once."""
    pension = _tenir(declaration.pension.public_id)
    assert pension is not None and declaration.transmise_le is not None
    calcule = calculer(declaration, le, pension)
    mois = calcule.reduction.mois
    pension.retenues = _avec(pension.retenues, mois, calcule.reduction.retenue, jusqu_a=_effet_suivant(declaration))
    pension.save(update_fields=["retenues"])
    declaration.effet_mois, declaration.exploitee_le, declaration.explication = mois, le, en_json(calcule)
    declaration.save(update_fields=["effet_mois", "exploitee_le", "explication"])
    if pension.suspendu_le is None:
        _planifier_la_suite(pension, le)
    annoncer(Evenement.DECLARATION_CHANGEE, pension.assure, pension.personne, le=le)
    return calcule


def calculer(declaration: DeclarationRessources, le: datetime, pension: Pension | None = None) -> Effet:
    """What a declaration that was sent does to its pension, used at `le`. Two queries at most."""
    pension = pension or declaration.pension
    return effet.calculer(pension.compare, lecture.mois_d_effet(declaration, le), lecture.connues(pension))


def premiere_reduction(declaration: DeclarationRessources, le: datetime) -> bool:
    """Used at `le`, does it take something from a pension of which nothing was ever taken? An agent signs that one. Two queries."""
    siennes = declaration.pension.retenues.values()
    return calculer(declaration, le).reduction.reduite and not any(Decimal(un) for un in siennes)


def _effet_suivant(declaration: DeclarationRessources) -> date | None:
    """From which month another one says what is taken, when this one says an earlier one again."""
    if declaration.remplace is None:
        return None
    apres = lecture.toutes(declaration.pension).filter(effet_mois__gt=declaration.remplace.effet_mois)
    return apres.order_by("effet_mois").values_list("effet_mois", flat=True).first()


def _avec(retenues: Mapping[str, str], mois: date, montant: Decimal, *, jusqu_a: date | None) -> dict[str, str]:
    """`montant` is taken from `mois` on, whatever was said of that month and of the next ones, up to another declaration."""
    gardees = {
        un: valeur for un, valeur in retenues.items()
        if date.fromisoformat(un) < mois or (jusqu_a is not None and date.fromisoformat(un) >= jusqu_a)
    }  # fmt: skip
    return dict(sorted({**gardees, mois.isoformat(): str(montant)}.items()))


def _planifier_la_suite(pension: Pension, le: datetime, *, depuis: date | None = None) -> None:
    """From the day when the caisse last asked (`depuis`, where the caller knows it); at once when that has passed."""
    depuis = depuis or lecture.demandee_le(pension)
    if depuis is None:
        return
    reduite = retenue(pension.titre, ajouter_mois(jour_de(le).replace(day=1), 1)) > 0
    salarie = _salarie(lecture.connues(pension), le)
    nombre = rythme(pension.du, depuis, reduite=reduite, asi=pension.asi, salarie=salarie)
    agenda.planifier(pension, max(ajouter_mois(depuis, nombre), jour_de(le)), le=le)


def _salarie(connues: Ressources, le: datetime) -> bool:
    """A wage in the last year that was declared."""
    depuis = ajouter_mois(jour_de(le).replace(day=1), -14)
    return effet.salarie({mois: natures for mois, natures in connues.items() if mois >= depuis})


def _tenir(public_id: str) -> Pension | None:
    """The pension as it is now, its file locked; None when it is over, or its person dead."""
    siennes = Pension.objects.systeme("its due date, or found in a perimeter").filter(public_id=public_id, clos_le=None)
    dossier = siennes.values_list("assure_id", flat=True).first()
    if dossier is None:
        return None
    verrouiller(dossier)
    pension = siennes.select_related("assure__caisse", "assure__personne", "personne").first()
    return None if pension is None or pension.personne.date_deces is not None else pension


def en_json(calcule: Effet) -> dict[str, Any]:
    """Each operand, as it is stored: amounts and dates in words of JSON."""
    reduction, limite = asdict(calcule.reduction), calcule.seuil
    return {
        **{nom: str(valeur) for nom, valeur in reduction.items()},
        "par_nature": {nature: str(montant) for nature, montant in calcule.par_nature.items() if montant},
        "independant": calcule.independant,
        "moyen": str(limite.moyen_reevalue) if limite else "",
        "avant": str(limite.compare_reevalue) if limite and limite.compare else "",
    }
