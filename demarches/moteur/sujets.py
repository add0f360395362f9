"""One at a time on each subject: locks that a démarche holds while it is open, found whoever holds them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, connection, transaction

from ameli.noyau.chiffrement import empreinte
from demarches.moteur.declaration import Contexte, Refus, Sujet, Teleservice
from demarches.moteur.lues import PasEncore
from demarches.moteur.models import Demarche, Verrou
from demarches.moteur.refus_communs import deja_en_cours, une_a_la_fois

POURQUOI = "a subject is held by one démarche, whoever sent it"


class DejaPris(Exception):
    """Somebody was faster; `refus` says so."""

    def __init__(self, refus: Refus) -> None:
        super().__init__(refus.motif)
        self.refus = refus


def connus(teleservice: Teleservice, contexte: Contexte) -> Sequence[Sujet]:
    """What this draft is about, as far as its answers say."""
    if teleservice.sujets is None:
        return ()
    try:
        return teleservice.sujets(contexte)
    except PasEncore:
        return ()


def refus(teleservice: Teleservice, contexte: Contexte) -> Refus | None:
    """The démarche that is open on one of its subjects already: named to its owner, and to nobody else. One query."""
    exclusifs = {_empreinte(teleservice, sujet): sujet for sujet in connus(teleservice, contexte) if not sujet.partage}
    if not exclusifs:
        return None
    tenus = Verrou.objects.systeme(POURQUOI).filter(pk__in=exclusifs).select_related("demarche")
    tenu = tenus.order_by("demarche__deposee_le", "pk").first()
    if tenu is None:
        return None
    libelle = exclusifs[tenu.pk].libelle
    siens = tenu.demarche.assure_id == contexte.assure.pk
    return une_a_la_fois(tenu.demarche.reference, libelle) if siens else deja_en_cours(libelle)


def prendre(teleservice: Teleservice, contexte: Contexte, demarche: Demarche) -> None:
    """Take every subject of this draft, or none. In the transaction of the deposit. Raises DejaPris.

    A shared one is held until the end of that transaction: two deposits never read the same total.
    """
    siens = connus(teleservice, contexte)
    for sujet in siens:
        if sujet.partage:
            with connection.cursor() as curseur:
                curseur.execute(
                    "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_empreinte(teleservice, sujet)]
                )
    exclusifs = [Verrou(_empreinte(teleservice, sujet), demarche.pk) for sujet in siens if not sujet.partage]
    try:
        with transaction.atomic():
            Verrou.objects.systeme(POURQUOI).bulk_create(sorted(exclusifs, key=lambda verrou: verrou.pk))
    except IntegrityError as course:
        raise DejaPris(refus(teleservice, contexte) or deja_en_cours("")) from course


def rendre(demarche: Demarche) -> None:
    """Its subjects are free again."""
    Verrou.objects.systeme(POURQUOI).filter(demarche=demarche).delete()


def _empreinte(teleservice: Teleservice, sujet: Sujet) -> str:
    return empreinte("sujet", f"{teleservice.code}:{sujet.cle}")
