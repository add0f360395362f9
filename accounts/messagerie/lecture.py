"""The list of threads, page by page, and what opening one does."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Assure, Fil, Message, PieceJointe
from accounts.models.messagerie import AUTOMATIQUES
from ameli.noyau.horloge import aujourdhui, maintenant
from ameli.noyau.preparees import preparee
from ameli.noyau.televersement.modeles import distinguer

PAR_PAGE = 20
RECUS, ENVOYES, ARCHIVES = "recus", "envoyes", "archives"
NON_LU, LU = "n", "l"


@dataclass(frozen=True)
class Page:
    """`suivante` says after which thread the next page begins; empty on the last one."""

    fils: list[Fil]
    suivante: str


def lire_page(assure: Assure, *, boite: str = RECUS, theme: str = "", apres: str = "") -> Page:
    """Threads of a box: unread ones first, then the latest, each with `non_lu`. An unknown `apres` begins at the top."""
    messages = Message.objects.systeme("marks of threads already in perimeter").filter(fil=OuterRef("pk"))
    fils = Fil.objects.de(assure).filter(archive_le__isnull=boite != ARCHIVES)
    if theme:
        fils = fils.filter(theme=theme)
    if boite == RECUS:
        fils = fils.filter(Exists(messages.filter(de=Message.De.CAISSE)))
    elif boite == ENVOYES:
        fils = fils.exclude(theme__in=list(AUTOMATIQUES))
    fils = fils.annotate(non_lu=Exists(messages.filter(lu_le=None, de=Message.De.CAISSE)))
    if apres:
        fils = _a_partir_de(fils, assure, apres)
    lus = list(fils.order_by("-non_lu", "-dernier_le", "-id")[: PAR_PAGE + 1])
    dernier = lus[PAR_PAGE - 1] if len(lus) > PAR_PAGE else None
    return Page(lus[:PAR_PAGE], f"{NON_LU if dernier.non_lu else LU}{dernier.public_id}" if dernier else "")


def dernier(assure: Assure) -> Message | None:
    """The latest message of the caisse in the threads that are not put aside, with `non_lus`: how many wait to be read. One query."""
    return next(iter(_derniers(assure)), None)


@preparee
def _derniers(assure: Assure) -> QuerySet[Message]:
    recus = Message.objects.de(assure).filter(de=Message.De.CAISSE, fil__archive_le=None)
    non_lus = recus.filter(lu_le=None).order_by().values("de").annotate(nombre=Count("pk")).values("nombre")
    lus = recus.annotate(non_lus=Coalesce(Subquery(non_lus), 0)).select_related("fil")
    return lus.order_by("-envoye_le", "-id")[:1]


def en_retard(fils: list[Fil]) -> set[int]:
    """Ids of the threads whose promised day is over. The clock is asked only when something is promised."""
    promis = [fil for fil in fils if fil.reponse_prevue_le is not None]
    jour = aujourdhui() if promis else None
    return {fil.pk for fil in promis if jour is not None and fil.en_retard(jour)}


def messages_de(fil: Fil) -> list[Message]:
    """What a thread holds, the oldest first, with what is attached."""
    lus = list(fil.messages.order_by("envoye_le", "id").prefetch_related("pieces"))
    distinguer(piece for message in lus for piece in message.pieces.all())
    return lus


def nouveaux(messages: list[Message]) -> bool:
    """Is there something of the caisse that was not opened?"""
    return any(message.lu_le is None and message.de == Message.De.CAISSE for message in messages)


def piece_de(fil: Fil, public_id: str) -> PieceJointe | None:
    """An attachment of a thread that the caller found in somebody's perimeter."""
    toutes = PieceJointe.objects.systeme("of a thread already in perimeter")
    return toutes.filter(message__fil=fil, public_id=public_id).first()


def marquer_lus(fil: Fil) -> int:
    """The person has the messages under their eyes; how many were new."""
    return fil.messages.filter(lu_le=None, de=Message.De.CAISSE).update(lu_le=maintenant())


def archiver(fil: Fil) -> None:
    """Put the thread aside, read. A new message brings it back."""
    marquer_lus(fil)
    fil.archive_le = maintenant()
    fil.save(update_fields=["archive_le"])


def ressortir(fil: Fil) -> None:
    """Back where it was."""
    fil.archive_le = None
    fil.save(update_fields=["archive_le"])


def _a_partir_de(fils: QuerySet[Fil], assure: Assure, apres: str) -> QuerySet[Fil]:
    """`apres` keeps whether its thread was unread: reading it meanwhile moves no other one from page to page."""
    borne = Fil.objects.de(assure).filter(public_id=apres[1:]).values_list("dernier_le", "id").first()
    if borne is None or apres[0] not in (NON_LU, LU):
        return fils
    dernier_le, numero = borne
    plus_loin = Q(non_lu=apres[0] == NON_LU) & (Q(dernier_le__lt=dernier_le) | Q(dernier_le=dernier_le, id__lt=numero))
    return fils.filter(plus_loin | Q(non_lu=False) if apres[0] == NON_LU else plus_loin)
