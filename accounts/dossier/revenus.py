"""Incomes that an adult lets the caisse ask of the State: consent, question, answer, withdrawal (chapter 11). The only writers.

No consent, no request. The service (`AMELI_REVENUS_*`) has the shape of API Particulier v3: the question is an identity and
months, the answer amounts net of contributions by organism, nature and month. It leaves by the outbox; whatever becomes of it,
the request goes on: what is missing is asked again each morning, and agents see why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal

import structlog
from django.conf import settings
from django.db import transaction

from accounts.dossier import revenus_lus
from accounts.dossier.revenus_lus import Illisible
from accounts.dossier.solidaire.voisins import Identite, Manque, Montant, PourquoiPas, Revenus
from accounts.models import Assure
from accounts.models.revenus import ConsentementRevenus
from ameli.noyau import echeances
from ameli.noyau.calendrier import PARIS, jours
from ameli.noyau.calendrier import mois as en_mois
from ameli.noyau.echeances import gestionnaire
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.envois import deposer_appel, reponse, retirer_les_appels
from ameli.noyau.envois.models import Envoi
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser

log = structlog.get_logger(__name__)
SERVICE, REDEMANDER, OUBLIER = "revenus", "revenus.redemander", "revenus.oublier"
ESSAIS, HEURE = 10, time(9)  # mornings on which the service is asked, and the hour (hypothesis)
CONSERVATION = en_mois(24)  # after the consent: the year of the right, its control, its recourse (hypothesis)
CONSENTI, RETIRE, RECUS = "revenus.consenti", "revenus.retire", "revenus.recus"
declarer_genre(CONSENTI, "{acteur} : accord donné pour demander des revenus aux organismes")
declarer_genre(RETIRE, "{acteur} : accord retiré, les revenus reçus sont effacés")
declarer_genre(RECUS, "{acteur} : revenus reçus des organismes, avec votre accord")
Etat = ConsentementRevenus.Etat
FINIS = (Etat.RECU, Etat.INCONNU, Etat.ABSENT)  # nothing more to wait for
POURQUOI = {
    Etat.ATTENDU: PourquoiPas.ATTENDU, Etat.FERME: PourquoiPas.FERME, Etat.LENT: PourquoiPas.LENT,
    Etat.LIMITE: PourquoiPas.TROP_DE_DEMANDES, Etat.ILLISIBLE: PourquoiPas.ILLISIBLE, Etat.INCONNU: PourquoiPas.INCONNU,
    Etat.REFUSE: PourquoiPas.REFUSE, Etat.ABSENT: PourquoiPas.ABSENT,
}  # fmt: skip
# Called in the transaction of each answer, with the request (`cause`) that waits for it.
A_LA_REPONSE: list[Callable[[str, datetime], None]] = []


# The consent


@transaction.atomic
def consentir(
    dossier: Assure, adulte: Identite, *, cause: str, place: str, mois: Sequence[date], acteur: str, le: datetime
) -> None:
    """Write down that `adulte` consents, and ask. Once for each place of a request."""
    consentement, neuf = ConsentementRevenus.objects.de(dossier).get_or_create(
        cause=cause, place=place, retire_le=None,
        defaults={
            "assure": dossier, "personne": adulte.personne, "du": min(mois), "au": max(mois), "donne_le": le,
            "donne_par": acteur, "identite": revenus_lus.pivot(adulte),
        },
    )  # fmt: skip
    if neuf:
        _journaliser(CONSENTI, consentement, acteur)
        echeances.planifier(
            OUBLIER, objet=f"oubli:{consentement.objet}", du_le=CONSERVATION.apres(le), cle=f"oubli:{consentement.objet}"
        )  # fmt: skip
        demander(consentement, le)


@transaction.atomic
def reconnaitre(adulte: Identite, *, cause: str, place: str, le: datetime) -> None:
    """An agent has said who this adult is: the amounts are theirs to read, and whoever did not know them as they were typed is asked again."""
    siens = ConsentementRevenus.objects.systeme("the request was found in a perimeter")
    un = siens.filter(cause=cause, place=place, retire_le=None).select_for_update(of=("self",), no_key=True).first()
    if un is None:
        return
    un.personne, un.identite = adulte.personne, revenus_lus.pivot(adulte)
    un.save(update_fields=["personne", "identite"])
    if un.etat == Etat.INCONNU:
        un.etat = Etat.ATTENDU
        un.save(update_fields=["etat"])
        demander(un, le)


@transaction.atomic
def retirer(*, cause: str, place: str, acteur: str, le: datetime) -> None:
    """The consent of this place is withdrawn: its amounts are erased, nothing more is asked."""
    siens = ConsentementRevenus.objects.systeme("the request was found in a perimeter")
    for un in siens.filter(cause=cause, place=place, retire_le=None).select_for_update(of=("self",), no_key=True):
        un.retire_le, un.identite, un.recu = le, {}, {}
        un.save(update_fields=["retire_le", "identite", "recu"])
        retirer_les_appels(un.objet)
        echeances.annuler(objet=un.objet)
        _journaliser(RETIRE, un, acteur)


def lire_revenus(*, cause: str) -> Mapping[str, Revenus]:
    """By place of each consenting adult, what came so far. Without consent, no key. One query."""
    siens = ConsentementRevenus.objects.systeme("the request was found in a perimeter").filter(cause=cause)
    par_place: dict[str, Revenus] = {}
    for un in siens.order_by("id"):
        par_place[un.place] = lus(un)
    return par_place


def lus(consentement: ConsentementRevenus) -> Revenus:
    """What came of one consent, typed."""
    if consentement.retire_le is not None:
        return Revenus(manques=(Manque("", PourquoiPas.RETIRE, consentement.mois),))
    recu = consentement.recu or {}
    montants = tuple(
        Montant(un["organisme"], un["nature"], date.fromisoformat(un["mois"]), Decimal(un["montant"]))
        for un in recu.get("montants", ())
    )
    manques = tuple(
        Manque(un["organisme"], PourquoiPas.PARTIEL, tuple(map(date.fromisoformat, un["mois"])))
        for un in recu.get("absents", ())
    )
    etat = Etat(consentement.etat)
    if etat in POURQUOI and not recu:
        manques = (Manque("", POURQUOI[etat], consentement.mois),)
    return Revenus(montants, manques)


# The question and the answer


def demander(consentement: ConsentementRevenus, le: datetime) -> None:
    """Ask, in the caller's transaction. Without a service, the amounts are the person's to say."""
    if SERVICE not in settings.PARTENAIRES:
        consentement.etat = Etat.ABSENT
        consentement.save(update_fields=["etat"])
        return
    consentement.essais += 1
    consentement.save(update_fields=["essais"])
    deposer_appel(
        partenaire=SERVICE, objet=consentement.objet, cle=f"{consentement.objet}:{consentement.essais}",
        donnees=revenus_lus.question(consentement.identite, consentement.du, consentement.au),
    )  # fmt: skip


@reponse(SERVICE)
def recevoir(envoi: Envoi, donnees: dict | None) -> None:
    """What the service said of one adult; None when it was asked often enough today."""
    un = _verrouiller(envoi.objet)
    if un is None:
        return
    le = maintenant()
    try:
        recu = revenus_lus.lire(donnees, un.mois) if donnees is not None else {}
        etat = revenus_lus.panne(envoi.erreur) if donnees is None else Etat.PARTIEL if recu["absents"] else Etat.RECU
    except Illisible as faute:
        log.error("revenus_illisibles", consentement=un.public_id, cause=str(faute))
        recu, etat = {}, Etat.ILLISIBLE
    if etat is Etat.REFUSE:
        log.error("revenus_mal_regles", cause=envoi.erreur, variable="AMELI_REVENUS_JETON")
    un.etat, un.lu_le = etat, le
    un.recu = recu or un.recu  # a failure takes nothing away of what came before
    if un.recu and not recu:
        un.etat = Etat.PARTIEL
    un.save(update_fields=["etat", "lu_le", "recu"])
    if recu:
        _journaliser(RECUS, un, "systeme:organismes sociaux")
    if un.etat not in FINIS and un.essais < ESSAIS:
        demain = datetime.combine(jours(1).apres(le).astimezone(PARIS).date(), HEURE, PARIS)
        echeances.planifier(REDEMANDER, objet=un.objet, du_le=demain, cle=f"{un.objet}:encore:{un.essais}")
    for suite in A_LA_REPONSE:
        suite(un.cause, le)


@gestionnaire(REDEMANDER)
def redemander(echeance: Echeance) -> None:
    """The next morning."""
    un = _verrouiller(echeance.objet)
    if un is not None and un.etat not in FINIS:
        demander(un, echeance.du_le)


@gestionnaire(OUBLIER)
def oublier(echeance: Echeance) -> None:
    """They have served."""
    public_id = echeance.objet.rpartition(":")[2]
    ConsentementRevenus.objects.systeme("kept long enough").filter(public_id=public_id).update(identite={}, recu={})


def ne_plus_demander(*, cause: str) -> None:
    """The request is decided or closed: what came stays, the rest is asked no more."""
    siens = ConsentementRevenus.objects.systeme("the request was found in a perimeter").filter(cause=cause)
    for un in siens.exclude(etat__in=FINIS):
        retirer_les_appels(un.objet)
        echeances.annuler(objet=un.objet)


def _verrouiller(objet: str) -> ConsentementRevenus | None:
    """The consent as it is now; None once it was withdrawn: an answer that comes too late is not read."""
    siens = ConsentementRevenus.objects.systeme("the service was asked").filter(
        public_id=objet.rpartition(":")[2], retire_le=None
    )
    return siens.select_related("assure").select_for_update(of=("self",), no_key=True).first()


def _journaliser(genre: str, consentement: ConsentementRevenus, acteur: str) -> None:
    journaliser(
        genre, acteur=acteur, assure_ref=consentement.assure.public_id, objet=consentement.objet,
        motif=consentement.cause,
    )  # fmt: skip
