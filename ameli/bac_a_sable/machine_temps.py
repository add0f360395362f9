"""The time machine: a jump of the clock is a walk from due date to due date, forward only.

At each due date the clock is set to it, what is due runs, what it sends leaves; then comes the next one, which may
have just been written. So chains of delays get their true dates and reminders come in their order.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import DEFAULT_DB_ALIAS, connections

from ameli.bac_a_sable.models import Saut
from ameli.noyau import horloge
from ameli.noyau.calendrier import Duree
from ameli.noyau.echeances.balayage import balayer, prochaine
from ameli.noyau.envois.livraison import livrer
from ameli.noyau.models import Echeance, Envoi
from demarches.moteur import invitations

VERROU = 26356  # an advisory lock: one walker at a time
ATTENTE = 0.05  # seconds, when another sweeper holds what is due
PATIENCE = 20.0  # seconds before giving up on a due date that somebody holds


class DejaEnRoute(RuntimeError):
    """Somebody else is moving the clock."""


def avancer(duree: Duree, a_chaque_pas: Callable[[Saut], None] | None = None) -> Saut:
    """Walk until `duree` has passed on the domain's clock. `a_chaque_pas` is called after each due date.

    Raises DejaEnRoute. The result tells what happened on the way.
    """
    saut = commencer(duree)
    poursuivre(saut, a_chaque_pas=a_chaque_pas)
    return saut


def commencer(duree: Duree) -> Saut:
    """Note where the walk starts and where it goes; nothing moves yet."""
    depart = horloge.maintenant()
    return Saut.objects.create(depuis=depart, cible=duree.apres(depart), arrive_a=depart)


def poursuivre(
    saut: Saut, *, secondes: float | None = None, a_chaque_pas: Callable[[Saut], None] | None = None
) -> None:
    """Walk on towards `saut.cible`, for at most `secondes` of real time; `saut.fini` says whether it is reached."""
    with _seul():
        saut.refresh_from_db()
        if saut.fini:
            return
        marche = _Marche(saut, a_chaque_pas)
        fin = None if secondes is None else time.monotonic() + secondes
        try:
            marche.marcher(fin)
        finally:
            marche.noter()


class _Marche:
    def __init__(self, saut: Saut, a_chaque_pas: Callable[[Saut], None] | None) -> None:
        self.saut, self.a_chaque_pas = saut, a_chaque_pas
        self.debut = horloge.temps_reel()
        self.deja = (saut.echeances, saut.courriers, saut.en_panne)

    def marcher(self, fin: float | None) -> None:
        livrer()
        while (du_le := prochaine(self.saut.cible)) is not None:
            _mettre_a(du_le)
            self._faire(du_le)
            livrer()
            self.saut.arrive_a = max(self.saut.arrive_a, min(du_le, self.saut.cible))
            self.noter()
            if self.a_chaque_pas:
                self.a_chaque_pas(self.saut)
            if fin is not None and time.monotonic() > fin:
                return
        _mettre_a(self.saut.cible)
        invitations.revoir_tous(self.saut.cible)  # as each night
        livrer()
        self.saut.arrive_a, self.saut.fini = self.saut.cible, True

    def _faire(self, du_le: datetime) -> None:
        """Run what is due at this date; wait for another sweeper that holds some of it."""
        patience = time.monotonic() + PATIENCE
        while not balayer() and prochaine(du_le) is not None:
            if time.monotonic() > patience:
                raise DejaEnRoute("A due date is held by another process")
            time.sleep(ATTENTE)

    def noter(self) -> None:
        """Count what was done since we set out, whoever did it: a Celery worker may sweep beside us."""
        faites = Echeance.objects.filter(etat=Echeance.Etat.FAITE, faite_le__gte=self.debut).count()
        manquees = Echeance.objects.filter(
            etat__in=(Echeance.Etat.EN_ATTENTE, Echeance.Etat.EN_PANNE), essais__gt=0, du_le__lte=self.saut.cible
        ).count()
        courriers = Envoi.objects.filter(cree_le__gte=self.debut).exclude(canal=Envoi.Canal.APPEL).count()
        self.saut.echeances, self.saut.courriers = self.deja[0] + faites, self.deja[1] + courriers
        self.saut.en_panne = manquees
        self.saut.save(update_fields=["arrive_a", "echeances", "courriers", "en_panne", "fini"])


def _mettre_a(moment: datetime) -> None:
    """The domain's clock at `moment`, unless it is already past it (something overdue, a second of rounding)."""
    avance = moment - horloge.temps_reel()
    if avance > horloge.decalage() and avance > timedelta(0):
        horloge.regler_decalage(avance)


@contextmanager
def _seul() -> Iterator[None]:
    """The lock is held by a transaction on a line of its own: a walk has many, and a pooler gives each another session."""
    garde = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        garde.set_autocommit(False)
        with garde.cursor() as curseur:
            curseur.execute("SELECT pg_try_advisory_xact_lock(%s)", [VERROU])
            if not curseur.fetchone()[0]:
                raise DejaEnRoute("The clock is already being moved")
        yield
    finally:
        garde.close()
