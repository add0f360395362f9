"""A debt paid in three months: asked for by the person, granted or refused by an agent, followed by what is left of the debt.

DEMANDE → EN_COURS → TERMINE, or REFUSE, ROMPU; a request that nobody answers is granted in the end. While it is open nothing of the notice is withheld (`solde.a_retenir`);
a part is paid when that much less is owed, however it was paid, so that paying everything at once ends it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction

from accounts.messagerie.depot import deposer_message
from accounts.models import Agent
from accounts.models.messagerie import PAIEMENT
from ameli.noyau.calendrier import PARIS, ajouter_mois, jour_de
from ameli.noyau.echeances import annuler, planifier
from ameli.noyau.horloge import aujourdhui, maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from paiements.calcul.mots import ZERO
from paiements.creances import dette, regles
from paiements.models import Avis, Echeancier, Mensualite

declarer_genre("echeancier.demande", "{acteur} : paiement en trois fois demandé")
declarer_genre("echeancier.decide", "{acteur} : réponse à votre demande de paiement en trois fois")

RAPPELER, CONSTATER, ACCORDER = "echeancier.rappeler", "echeancier.constater", "echeancier.accorder"
HEURE = time(9)
Etat = Echeancier.Etat
SUJETS = {
    Etat.DEMANDE: "Votre demande de paiement en trois fois est reçue",
    Etat.EN_COURS: "Vous pouvez payer en trois fois",
    Etat.REFUSE: "Votre demande de paiement en trois fois est refusée",
    Etat.TERMINE: "Votre échéancier est terminé",
    Etat.ROMPU: "Votre échéancier est arrêté",
}


# Who is told, in the same transaction, that one was answered or has ended: each is called with it and the date.
SUITES: list[Callable[[Echeancier, datetime], None]] = []


class Impossible(RuntimeError):
    """Asked for twice, too little is left, or a colleague decided."""


@dataclass(frozen=True)
class Part:
    """A monthly part; `reste` of it is neither paid nor on its way."""

    mensualite: Mensualite
    reste: Decimal


@dataclass(frozen=True)
class Point:
    """Where an échéancier stands, in euros."""

    echeancier: Echeancier
    parts: tuple[Part, ...]
    reste: Decimal

    @property
    def prochaine(self) -> Part | None:
        return next((part for part in self.parts if part.reste), None)


def lire(avis: Avis, dues: list[dette.LigneDue]) -> Point | None:
    """The latest échéancier of a notice, None without any. Two queries."""
    un = Echeancier.objects.de(avis.assure).filter(avis=avis).order_by("-id").first()
    if un is None:
        return None
    un.avis = avis
    return _point(un, dues)


def possible(avis: Avis, dues: list[dette.LigneDue], point: Point | None) -> bool:
    """May it be asked for now? Not twice, not for little, not while a line is contested or being paid, not soon after a no."""
    if point is not None and point.echeancier.etat in Echeancier.OUVERTS:
        return False
    if any(due.suspendue or due.en_cours for due in dues):
        return False
    if sum((due.reste for due in dues), ZERO) < regles.ECHEANCIER_MINIMUM:
        return False
    depuis = datetime.combine(ajouter_mois(aujourdhui(), -regles.NOUVELLE_DEMANDE), HEURE, PARIS)
    non = Echeancier.objects.de(avis.assure).filter(etat__in=(Etat.REFUSE, Etat.ROMPU), decide_le__gt=depuis)
    return not non.exists()


def demander(avis: Avis, *, acteur: str) -> Echeancier:
    """Ask the caisse. Raises Impossible."""
    le = maintenant()
    with transaction.atomic():
        dues = dette.lire(avis) if dette.verrouiller_l_avis(avis) else []
        if not possible(avis, dues, lire(avis, dues)):
            raise Impossible
        un = Echeancier.objects.create(avis=avis, montant=sum((due.reste for due in dues), ZERO), demande_le=le)
        _planifier(ACCORDER, un, 0, le + timedelta(days=regles.SANS_REPONSE))
        journaliser("echeancier.demande", acteur=acteur, assure_ref=avis.assure.public_id, objet=un.objet)
        _ecrire(un, le)
    return un


def decider(echeancier: Echeancier, agent: Agent, *, refus: str = "") -> None:
    """Grant it, or refuse it with a reason of Echeancier.Refus. Raises Impossible when it is decided already."""
    le = maintenant()
    with transaction.atomic():
        un = (
            Echeancier.objects.pour_agent(agent).select_for_update(of=("self",), no_key=True)
            .select_related("avis__assure__caisse").get(pk=echeancier.pk)
        )  # fmt: skip
        if un.etat != Etat.DEMANDE:
            raise Impossible
        _repondre(un, le, acteur=agent.compte.acteur, refus=refus)


def accorder(public_id: str, le: datetime) -> None:
    """The due date of a request that nobody answered: the person does not pay for the caisse's silence."""
    un = _verrouiller().filter(public_id=public_id, etat=Etat.DEMANDE).first()
    if un is not None:
        _repondre(un, le, acteur="horloge")


def rappeler(public_id: str, rang: int, le: datetime) -> None:
    """The due date a week before a part: say how much and until when, when something of it is left and asked for."""
    un = _en_cours(public_id)
    if un is None:
        return
    dues = dette.lire(un.avis)
    part = _point(un, dues).parts[rang - 1]
    if part.reste and not any(due.suspendue for due in dues):
        deposer_message(
            un.avis.assure, sujet="Votre prochaine mensualité", gabarit="mensualite", cle=f"{un.objet}:rappel:{rang}", le=le, theme=PAIEMENT,
            contexte={"part": part, "avis": un.avis, "caisse": un.avis.assure.caisse.nom},
        )  # fmt: skip


def constater(public_id: str, rang: int, le: datetime) -> None:
    """The due date after a part: unpaid, the échéancier stops. What is contested or on its way is looked at again later."""
    un = _en_cours(public_id)
    if un is None:
        return
    dues = dette.lire(un.avis)
    if any(due.en_cours or _protegee(due, le) for due in dues):
        _planifier(CONSTATER, un, rang, le + timedelta(days=regles.TOLERANCE))
    elif _point(un, dues).parts[rang - 1].reste:
        _finir(un, Etat.ROMPU, le)


def faire_le_point(avis_id: int, le: datetime) -> None:
    """The debt went down: an échéancier with nothing left is over. In the caller's transaction."""
    for un in _verrouiller().filter(avis=avis_id, etat__in=Echeancier.OUVERTS):
        if not any(due.reste for due in dette.lire(un.avis)):
            _finir(un, Etat.TERMINE, le)


def _repondre(un: Echeancier, le: datetime, *, acteur: str, refus: str = "") -> None:
    reste = sum((due.reste for due in dette.lire(un.avis)), ZERO)
    un.decide_le, un.refus = le, refus
    un.etat = Etat.REFUSE if refus else Etat.EN_COURS if reste else Etat.TERMINE
    un.montant = reste or un.montant
    un.save(update_fields=["etat", "decide_le", "refus", "montant"])
    annuler(objet=un.objet)
    if un.etat == Etat.EN_COURS:
        _etaler(un, jour_de(le))
    journaliser("echeancier.decide", acteur=acteur, assure_ref=un.avis.assure.public_id, objet=un.objet)
    _dire(un, le)


def _etaler(un: Echeancier, jour: date) -> None:
    parts = zip(regles.jours_des_parts(jour), regles.parts(un.montant), strict=True)
    for rang, (le, montant) in enumerate(parts, start=1):
        Mensualite.objects.create(echeancier=un, rang=rang, le=le, montant=montant)
        _planifier(RAPPELER, un, rang, datetime.combine(le - timedelta(days=regles.RAPPEL), HEURE, PARIS))
        _planifier(CONSTATER, un, rang, datetime.combine(le + timedelta(days=regles.TOLERANCE), HEURE, PARIS))


def _planifier(genre: str, un: Echeancier, rang: int, du_le: datetime) -> None:
    planifier(
        genre, objet=un.objet, du_le=du_le, cle=f"{genre}:{un.public_id}:{rang}:{du_le.timestamp():.0f}",
        donnees={"echeancier": un.public_id, "rang": rang},
    )  # fmt: skip


def _protegee(due: dette.LigneDue, le: datetime) -> bool:
    """Is nothing asked for of this line, or was that so until a few days ago?"""
    une = due.contestation
    if une is None or une.conclu_le is None:
        return due.suspendue
    suspendait = regles.recours(due.ligne.avis.nature).suspensif
    return suspendait and une.conclu_le > le - timedelta(days=regles.TOLERANCE)


def _finir(un: Echeancier, etat: Echeancier.Etat, le: datetime) -> None:
    un.etat = etat
    un.save(update_fields=["etat"])
    annuler(objet=un.objet)
    _dire(un, le)


def _point(un: Echeancier, dues: list[dette.LigneDue]) -> Point:
    mensualites = list(un.mensualites.order_by("rang"))
    reste = sum((due.reste for due in dues), ZERO)
    en_route = sum((due.en_cours for due in dues), ZERO)
    restes = regles.restes_des_parts([une.montant for une in mensualites], un.montant - (reste - en_route))
    return Point(un, tuple(Part(*paire) for paire in zip(mensualites, restes, strict=True)), reste)


def _en_cours(public_id: str) -> Echeancier | None:
    return _verrouiller().filter(public_id=public_id, etat=Etat.EN_COURS).first()


def _verrouiller():
    lignes = Echeancier.objects.systeme("a debt paid in three months").select_related("avis__assure__caisse")
    return lignes.select_for_update(of=("self",), no_key=True).order_by("pk")


def _dire(un: Echeancier, le: datetime) -> None:
    for suite in SUITES:
        suite(un, le)
    _ecrire(un, le)


def _ecrire(un: Echeancier, le: datetime) -> None:
    deposer_message(
        un.avis.assure, sujet=SUJETS[Etat(un.etat)], gabarit="echeancier", cle=f"{un.objet}:{un.etat}", le=le, theme=PAIEMENT,
        contexte={
            "echeancier": un, "avis": un.avis, "mensualites": list(un.mensualites.order_by("rang")),
            "caisse": un.avis.assure.caisse.nom, "reponse_jours": regles.REPONSE,
        },
    )  # fmt: skip
