"""What the person writes to their caisse: a new thread, or a reply in a thread that is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction

from accounts.messagerie.depot import cle_du_texte
from accounts.messagerie.themes import THEMES, reponse_prevue
from accounts.models import Assure, Fil, Message, PieceJointe
from accounts.securite import limites
from accounts.securite.mots import phrase
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.stockage import StockagePlein
from ameli.noyau.televersement import FichierSain

SUJET_MAXIMUM, TEXTE_MAXIMUM, FICHIERS_MAXIMUM = 100, 4000, 3
MEME_MESSAGE = timedelta(hours=24)
declarer_genre("message.envoye", "{acteur} : message envoyé à votre caisse")


class EcritureRefusee(Exception):
    """Not written; `phrase` says in French why and what to do. `fil` is the thread that already says it, if one does."""

    def __init__(self, phrase: str, fil: Fil | None = None) -> None:
        super().__init__(phrase)
        self.phrase = phrase
        self.fil = fil


@transaction.atomic
def ecrire(
    assure: Assure, *, theme: str, sujet: str, texte: str, cle: str, acteur: str,
    fichiers: Sequence[FichierSain] = (), le: datetime | None = None,
) -> Fil:  # fmt: skip
    """Open a thread with the caisse, which promises a day of answer. The same `texte` twice under one `cle` is one thread.

    `theme` is a code of THEMES. Raises EcritureRefusee: the same words were sent in the last 24 hours, too many messages
    in a day, or no room for the files.
    """
    le = le or maintenant()
    _a_son_tour(assure)
    cle = _cle(assure, cle, texte)
    deja = _deja_ecrit(assure, cle)
    if deja is not None:
        return deja.fil
    _pas_deux_fois(assure, texte, le, Fil.objects.de(assure).filter(theme=theme))
    _pas_trop(assure)
    fil = Fil.objects.create(
        assure=assure, theme=theme, sujet=THEMES[theme].libelle, sujet_saisi=sujet, cree_le=le, dernier_le=le,
        reponse_possible=True, reponse_prevue_le=reponse_prevue(theme, assure.caisse, jour_de(le)),
    )  # fmt: skip
    _ajouter(fil, texte, cle, fichiers, acteur, le)
    return fil


@transaction.atomic
def repondre(
    fil: Fil, *, texte: str, cle: str, acteur: str, fichiers: Sequence[FichierSain] = (), le: datetime | None = None
) -> Message:
    """The person goes on in `fil`. A promise that runs is kept as it is; otherwise the caisse makes a new one.

    Raises EcritureRefusee: the thread is closed, the same words were just sent, too many messages in a day, or no room for
    the files.
    """
    le, assure = le or maintenant(), fil.assure
    _a_son_tour(assure)
    cle = _cle(assure, cle, texte)
    deja = _deja_ecrit(assure, cle)
    if deja is not None:
        return deja
    ouvert = Fil.objects.de(assure).select_for_update(no_key=True).get(pk=fil.pk)
    if not ouvert.reponse_possible:
        raise EcritureRefusee("Cette conversation est close. Pour une autre question, écrivez un nouveau message.")
    _pas_deux_fois(assure, texte, le, Fil.objects.de(assure).filter(pk=fil.pk))
    _pas_trop(assure)
    prevue = ouvert.reponse_prevue_le or reponse_prevue(ouvert.theme, assure.caisse, jour_de(le))
    Fil.objects.de(assure).filter(pk=fil.pk).update(
        dernier_le=max(ouvert.dernier_le, le), archive_le=None, reponse_prevue_le=prevue
    )
    return _ajouter(ouvert, texte, cle, fichiers, acteur, le)


def _ajouter(fil: Fil, texte: str, cle: str, fichiers: Sequence[FichierSain], acteur: str, le: datetime) -> Message:
    message = Message.objects.create(fil=fil, de=Message.De.ASSURE, corps=texte, cle=cle, envoye_le=le)
    try:
        joindre(message, fichiers)
    except StockagePlein as plein:
        raise EcritureRefusee(plein.phrase) from plein
    journaliser("message.envoye", acteur=acteur, assure_ref=fil.assure.public_id, objet=f"fil:{fil.public_id}")
    return message


def joindre(message: Message, fichiers: Sequence[FichierSain]) -> None:
    """Keep checked files with `message`; when one cannot be kept, none is. Raises StockagePlein."""
    with _tout_ou_rien() as ecrites:
        for sain in fichiers:
            piece = PieceJointe(message=message, depose_le=message.envoye_le)
            ecrites.append(piece)
            piece.remplir(sain).save(force_insert=True)


def _a_son_tour(assure: Assure) -> None:
    """One message of a person at a time: two tabs cannot send the same words."""
    list(Assure.objects.de(assure).select_for_update(no_key=True).values_list("pk"))


def _cle(assure: Assure, cle: str, texte: str) -> str:
    """A key that a person makes up can only meet their own."""
    return cle_du_texte(f"assure:{assure.pk}:{cle}", texte)


def _deja_ecrit(assure: Assure, cle: str) -> Message | None:
    return Message.objects.de(assure).filter(cle=cle).select_related("fil").first()


def _pas_deux_fois(assure: Assure, texte: str, le: datetime, fils: object) -> None:
    """The same words in the same place within a day: the first ones are in the queue already."""
    recents = Message.objects.de(assure).filter(
        de=Message.De.ASSURE, fil__in=fils, envoye_le__gt=le - MEME_MESSAGE, envoye_le__lte=le
    )
    for message in recents.select_related("fil").order_by("-id"):
        if _serre(message.corps) == _serre(texte):
            raise EcritureRefusee(
                f"Vous avez déjà envoyé ce message le {formats.quand(message.envoye_le)}. "
                "Il est bien arrivé : l’envoyer de nouveau n’accélère pas la réponse.",
                message.fil,
            )


def _serre(texte: str) -> str:
    return " ".join(texte.split()).casefold()


def _pas_trop(assure: Assure) -> None:
    prise = limites.prendre("messages", empreinte("messages", assure.public_id))
    if not prise.permis:
        raise EcritureRefusee(f"{phrase('messages', prise.jusqu_a)} Si c’est urgent, appelez le 36 46.")


@contextmanager
def _tout_ou_rien() -> Iterator[list[PieceJointe]]:
    """When the block fails, the bytes go with the rows that were not kept."""
    ecrites: list[PieceJointe] = []
    try:
        yield ecrites
    except BaseException:
        for piece in ecrites:
            if piece.fichier:
                piece.fichier.storage.delete(str(piece.fichier.name))
        raise
