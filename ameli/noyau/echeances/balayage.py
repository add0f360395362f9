"""The sweep: what is due runs, oldest first, each once, however many sweep at the same time.

A batch of due rows is locked and worked on in the transaction that holds the locks. There is no "in progress" state:
the transaction of a killed sweeper vanishes, and its rows are still waiting.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from ameli.noyau import horloge, ponctualite
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.echeances.planification import Lot, lot_en_cours
from ameli.noyau.echeances.registre import gestionnaire_de
from ameli.noyau.journalisation import decrire_panne

log = structlog.get_logger(__name__)

ATTENTES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 4 * 60, 12 * 60))
TAILLE_LOT = 50
DUREE_LOT = 0.25  # seconds; a person cancelling a request never waits longer than this for our locks

# A handler waits this long for a row that somebody else has locked, then steps back: it is always the sweep that
# gives way, never the person's request (PostgreSQL itself would choose at random, after a second).
ATTENTE_VERROU = "100ms"
RETOUR_SUR_VERROU = timedelta(seconds=2)
VERROU_PRIS = {"55P03", "40P01"}
LIGNE_COUPEE = ("08", "57P")  # SQLSTATE classes: connection lost, server stopping


def balayer(maximum: int = 500) -> int:
    """Run at most `maximum` due dates; how many were tried. Two queries when nothing is due (three in the sandbox).

    None while this machine's clock is not the database's: what is not due yet would leave at once, and for good. A handler that fails is undone alone, tried again after growing waits (`ATTENTES`), then set aside, EN_PANNE.
    """
    traitees = 0
    if not ponctualite.a_l_heure():
        return traitees
    with horloge.portee():
        while traitees < maximum:
            lot = _balayer_un_lot(min(TAILLE_LOT, maximum - traitees))
            traitees += lot
            if not lot:
                break
    return traitees


def _balayer_un_lot(taille: int) -> int:
    """One transaction. If its commit is refused (a deferred constraint), its rows run again one by one, to find whose."""
    tenues: list[int] = []
    try:
        return _tenir_et_faire(_a_faire(horloge.maintenant())[:taille], tenues)
    except DatabaseError as refus:
        if _serveur_parti(refus) or not tenues:
            raise
        if len(tenues) == 1:
            return _noter_le_refus(tenues[0], refus)
    return sum(_balayer_une_seule(cle) for cle in tenues)


def _balayer_une_seule(cle: int) -> int:
    try:
        return _tenir_et_faire(_a_faire(horloge.maintenant()).filter(pk=cle), [])
    except DatabaseError as refus:
        if _serveur_parti(refus):
            raise
        return _noter_le_refus(cle, refus)


def _tenir_et_faire(lignes: QuerySet[Echeance], tenues: list[int]) -> int:
    debut = time.monotonic()
    with transaction.atomic():
        echeances = list(lignes.select_for_update(skip_locked=True, of=("self",), no_key=True))
        if not echeances:
            return 0
        _attendre_les_verrous(ATTENTE_VERROU)
        lot, faites = Lot(), []
        jeton = lot_en_cours.set(lot)
        try:
            for echeance in echeances:
                if lot.relire and not _attend_encore(echeance):
                    continue
                tenues.append(echeance.pk)
                if _executer(echeance):
                    faites.append(echeance.pk)
                if time.monotonic() - debut > DUREE_LOT:
                    break
        finally:
            lot_en_cours.reset(jeton)
        Echeance.objects.filter(pk__in=faites).update(
            etat=Echeance.Etat.FAITE, faite_le=horloge.temps_reel(), erreur=""
        )
        _attendre_les_verrous("0")
    return len(tenues)


def _a_faire(jusqu_a: datetime) -> QuerySet[Echeance]:
    """Waiting rows whose time has come on both clocks, oldest first, but for those behind another of their object."""
    avant = Q(du_le__lt=OuterRef("du_le")) | Q(du_le=OuterRef("du_le"), pk__lt=OuterRef("pk"))
    devant = Echeance.objects.filter(
        avant, objet=OuterRef("objet"), etat__in=(Echeance.Etat.EN_ATTENTE, Echeance.Etat.EN_PANNE)
    )
    return (
        Echeance.objects.filter(etat=Echeance.Etat.EN_ATTENTE, du_le__lte=jusqu_a, essai_le__lte=horloge.temps_reel())
        .filter(Q(objet="") | ~Exists(devant))
        .order_by("du_le", "id")
    )


def _executer(echeance: Echeance) -> bool:
    """True when the handler succeeded. Its failure is noted on the row, under the same lock."""
    try:
        with transaction.atomic():
            gestionnaire_de(echeance.genre)(echeance)
    except Exception as panne:
        if _serveur_parti(panne) or connection.needs_rollback:
            raise  # the server went away: nothing can be noted, and nothing was done
        _reporter(echeance, panne)
        return False
    return True


def _reporter(echeance: Echeance, panne: Exception) -> None:
    le = horloge.temps_reel()
    if isinstance(panne, OperationalError) and _code_sql(panne) in VERROU_PRIS:
        Echeance.objects.filter(pk=echeance.pk).update(essai_le=le + RETOUR_SUR_VERROU)
        return
    essais, erreur = echeance.essais + 1, decrire_panne(panne)
    if essais > len(ATTENTES):
        Echeance.objects.filter(pk=echeance.pk).update(etat=Echeance.Etat.EN_PANNE, essais=essais, erreur=erreur)
    else:
        Echeance.objects.filter(pk=echeance.pk).update(essai_le=le + ATTENTES[essais - 1], essais=essais, erreur=erreur)
    log.error("echeance_manquee", echeance=echeance.pk, genre=echeance.genre, essais=essais, erreur=erreur)


def _noter_le_refus(cle: int, refus: DatabaseError) -> int:
    with transaction.atomic():
        echeance = Echeance.objects.select_for_update(no_key=True).filter(pk=cle, etat=Echeance.Etat.EN_ATTENTE).first()
        if echeance is not None:
            _reporter(echeance, refus)
    return 1


def _attend_encore(echeance: Echeance) -> bool:
    return Echeance.objects.filter(pk=echeance.pk, etat=Echeance.Etat.EN_ATTENTE).exists()


def _attendre_les_verrous(duree: str) -> None:
    with connection.cursor() as curseur:
        curseur.execute(f"SET LOCAL lock_timeout = '{duree}'")


def _serveur_parti(panne: Exception) -> bool:
    """True when the line to PostgreSQL broke (restart, crash, network): it is nobody's failed attempt."""
    if connection.connection is None or connection.connection.closed:
        return True
    return isinstance(panne, OperationalError | InterfaceError) and _code_sql(panne).startswith(LIGNE_COUPEE)


def _code_sql(panne: Exception) -> str:
    """SQLSTATE of a database error; "08" (connection) when the server had no time to give one."""
    return getattr(panne.__cause__, "sqlstate", None) or "08"


def prochaine(jusqu_a: datetime) -> datetime | None:
    """The oldest date, up to `jusqu_a`, at which something can run now: the next step of a clock that walks."""
    return _a_faire(jusqu_a).values_list("du_le", flat=True).first()
