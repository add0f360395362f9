"""The list of threads, page by page at constant cost, and what opening one does."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Assure, Fil, Message
from ameli.noyau.horloge import maintenant

PAR_PAGE = 20


@dataclass(frozen=True)
class Page:
    """`suivante` is the public id after which the next page begins; empty on the last one."""

    fils: list[Fil]
    suivante: str


def lire_page(assure: Assure, *, archives: bool, apres: str = "") -> Page:
    """Threads of a box, the latest first, each with `non_lu`. An unknown `apres` begins at the top."""
    boite = Fil.objects.de(assure).filter(archive_le__isnull=not archives)
    if apres:
        boite = _a_partir_de(boite, assure, apres)
    non_lu = Message.objects.systeme("unread marks of threads already in perimeter").filter(
        fil=OuterRef("pk"), lu_le=None, de=Message.De.CAISSE
    )
    fils = list(boite.annotate(non_lu=Exists(non_lu)).order_by("-dernier_le", "-id")[: PAR_PAGE + 1])
    suivante = fils[PAR_PAGE - 1].public_id if len(fils) > PAR_PAGE else ""
    return Page(fils[:PAR_PAGE], suivante)


def marquer_lus(fil: Fil) -> int:
    """The person has the messages under their eyes; how many were new."""
    return fil.messages.filter(lu_le=None, de=Message.De.CAISSE).update(lu_le=maintenant())


def archiver(fil: Fil) -> None:
    """Put the thread aside, read. A new message of the caisse brings it back."""
    marquer_lus(fil)
    fil.archive_le = maintenant()
    fil.save(update_fields=["archive_le"])


def ressortir(fil: Fil) -> None:
    """Back among the received messages."""
    fil.archive_le = None
    fil.save(update_fields=["archive_le"])


def _a_partir_de(boite: QuerySet[Fil], assure: Assure, apres: str) -> QuerySet[Fil]:
    borne = Fil.objects.de(assure).filter(public_id=apres).values_list("dernier_le", "id").first()
    if borne is None:
        return boite
    dernier_le, numero = borne
    return boite.filter(Q(dernier_le__lt=dernier_le) | Q(dernier_le=dernier_le, id__lt=numero))
