"""Put a message of the caisse in somebody's mailbox, with the notice that says no more than « you have a message »."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from django.template import Context, Engine

from accounts.models import Assure, Compte, Fil, Message
from accounts.models.messagerie import DEMARCHE
from ameli.noyau import horloge
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.envois import CleDejaPrise, EnvoiHorsTransaction, deposer_courriel
from ameli.noyau.unicite import inserer_une_fois


def deposer_message(
    assure: Assure,
    *,
    sujet: str,
    gabarit: str,
    contexte: dict[str, Any],
    cle: str,
    demarche_reference: str = "",
    theme: str = DEMARCHE,
    notifier: bool = True,
    le: datetime | None = None,
) -> Message:
    """Write a message from templates/messagerie/<gabarit>.txt, or from <gabarit>.txt of a room, in the caller's transaction.

    Messages of one démarche make one thread; `theme` files a thread that is none of a démarche (one of AUTOMATIQUES). The same message twice under one `cle` is one message. `le` (domain clock,
    now by default) is its date: a handler of due dates gives its own. `sujet` holds no health detail and no number.
    Raises EnvoiHorsTransaction outside a transaction, CleDejaPrise when `cle` names another message already.
    """
    if not connection.in_atomic_block:
        raise EnvoiHorsTransaction("deposer_message() must run inside transaction.atomic(), with what it tells of")
    corps = _rendre(gabarit, contexte)
    deja = Message.objects.de(assure).filter(cle=cle).first()
    if deja is not None:
        return _exiger_le_meme(deja, assure, sujet, corps)
    le = le or horloge.maintenant()
    fil, nouveau = _fil(assure, sujet, demarche_reference, theme, le)
    message, ecrit = inserer_une_fois(
        Message(fil=fil, de=Message.De.CAISSE, sujet=sujet, corps=corps, cle=cle, envoye_le=le)
    )
    if not ecrit:
        if nouveau:
            Fil.objects.de(assure).filter(pk=fil.pk).delete()
        return _exiger_le_meme(message, assure, sujet, corps)
    if not nouveau:
        Fil.objects.de(assure).filter(pk=fil.pk).update(
            sujet=sujet, dernier_le=max(fil.dernier_le, le), archive_le=None
        )
    if notifier:
        prevenir(assure, cle)
    return message


def cle_du_texte(cle: str, texte: str) -> str:
    """For what somebody types: a form sent twice is one message; changed and sent again, it is another one."""
    return f"{cle}:{empreinte('messages', texte)[:16]}"


def _exiger_le_meme(deja: Message, assure: Assure, sujet: str, corps: str) -> Message:
    if (deja.fil.assure_id, deja.sujet, deja.corps) != (assure.pk, sujet, corps):
        raise CleDejaPrise(f"The key {deja.cle} names another message already")
    return deja


def _fil(assure: Assure, sujet: str, demarche_reference: str, theme: str, le: datetime) -> tuple[Fil, bool]:
    """The thread of the démarche, locked, or a new one; True when it is new."""
    if demarche_reference:
        fil = (
            Fil.objects.de(assure)
            .filter(demarche_reference=demarche_reference)
            .order_by("id")
            .select_for_update(no_key=True)
            .first()
        )
        if fil is not None:
            return fil, False
    fil = Fil.objects.create(
        assure=assure, sujet=sujet, demarche_reference=demarche_reference, theme=theme, cree_le=le, dernier_le=le
    )
    return fil, True


def prevenir(assure: Assure, cle: str) -> None:
    """Chapter 2 § 2: a mail without content, to a confirmed address, to who wants it."""
    compte = (
        Compte.objects.filter(assure=assure, email_valide_le__isnull=False, notifier_les_messages=True)
        .only("email")
        .first()
    )
    if compte is not None:
        deposer_courriel(
            a=compte.email, gabarit="nouveau_message", contexte={}, cle=f"message:{cle}", assure_ref=assure.public_id
        )


def _rendre(gabarit: str, contexte: dict[str, Any]) -> str:
    """The text, as it will be kept; escaping is the business of the page that shows it."""
    modele = Engine.get_default().select_template([f"messagerie/{gabarit}.txt", f"{gabarit}.txt"])
    return modele.render(Context(contexte, autoescape=False)).strip() + "\n"
