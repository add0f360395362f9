"""Write and withdraw due dates, in the transaction of the business change."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime

from django.db import connection

from ameli.noyau.echeances.models import Echeance
from ameli.noyau.horloge import maintenant, temps_reel
from ameli.noyau.sonnette import sonner_le_balayage
from ameli.noyau.unicite import inserer_une_fois


class EcheanceHorsTransaction(RuntimeError):
    """A due date is written with the change that causes it, or not at all."""


class Lot:
    """The rows that a sweep holds; `relire` is set when a handler withdrew due dates meanwhile."""

    relire = False


lot_en_cours: ContextVar[Lot | None] = ContextVar("lot_en_cours", default=None)


def planifier(genre: str, *, objet: str, du_le: datetime, cle: str, donnees: dict | None = None) -> Echeance:
    """Have the handler of `genre` run once `du_le` (aware, domain clock) has come.

    The same `cle` twice is one row: the existing one is given back, unchanged. Raises EcheanceHorsTransaction
    outside a transaction.
    """
    if not connection.in_atomic_block:
        raise EcheanceHorsTransaction(f"planifier({genre!r}) must run inside transaction.atomic()")
    if du_le.tzinfo is None:
        raise ValueError("A due date is an aware datetime")
    le = temps_reel()
    echeance, nouvelle = inserer_une_fois(
        Echeance(genre=genre, objet=objet, cle=cle, du_le=du_le, essai_le=le, creee_le=le, donnees=donnees or {})
    )
    if nouvelle and du_le <= maintenant():
        sonner_le_balayage()
    return echeance


def annuler(*, objet: str, genre: str | None = None, donnees: dict | None = None) -> int:
    """Withdraw what is still to be done about `objet` (of one kind only, or with these data, when given); how many rows were.

    A handler may withdraw the other due dates of its own object: the row being run ends as done all the same.
    """
    if not objet:
        raise ValueError("annuler() needs an object: rows without one belong to nobody")
    lignes = Echeance.objects.filter(objet=objet, etat__in=(Echeance.Etat.EN_ATTENTE, Echeance.Etat.EN_PANNE))
    if genre is not None:
        lignes = lignes.filter(genre=genre)
    if donnees is not None:
        lignes = lignes.filter(donnees=donnees)
    lot = lot_en_cours.get()
    if lot is not None:
        lot.relire = True
    return lignes.update(etat=Echeance.Etat.ANNULEE)
