"""Papers that are not made while their reader waits: long ones, and those asked for while another is being made.

An order is a row; Celery only rings. The worker locks the row while it prints: a killed worker leaves it waiting.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.db import connection, transaction

from accounts.models import Assure
from ameli.noyau.horloge import maintenant, portee
from ameli.noyau.sonnette import sonner, sonner_apres_commit
from ameli.noyau.stockage import StockagePlein
from documents import moteur
from documents.epreuve import Epreuve, relire
from documents.models import Commande

PRESSE = 0x70_72_65_73_73_65  # key of PostgreSQL's advisory lock
POURQUOI = "a paper that the worker makes"

journal_technique = structlog.get_logger()


@contextmanager
def presse() -> Iterator[bool]:
    """Is the press of the web free? It is ours until the end of the block then.

    One paper at a time for all web processes: however many people ask for theirs, the other processes answer pages.
    """
    with transaction.atomic():
        with connection.cursor() as curseur:
            curseur.execute("SELECT pg_try_advisory_xact_lock(%s)", [PRESSE])
            libre = curseur.fetchone()[0]
        yield libre


def commander(epreuve: Epreuve, *, assure: Assure, acteur: str, longue: bool = False) -> Commande:
    """One order for a content, however often it is asked for. An order under way is not touched: the worker holds its row."""
    voulu = {
        "contenu": epreuve.ecrire(), "longue": longue, "acteur": acteur, "demandee_le": maintenant(),
        "etat": Commande.Etat.EN_PREPARATION, "document": None,
    }  # fmt: skip
    cle = {"assure": assure, "genre": epreuve.genre, "empreinte": epreuve.empreinte}
    with transaction.atomic():
        commande, neuve = Commande.objects.de(assure).get_or_create(**cle, defaults=voulu)
        if not neuve and commande.etat != Commande.Etat.EN_PREPARATION:
            commande, _ = Commande.objects.de(assure).update_or_create(**cle, defaults=voulu)
        sonner_apres_commit(_reveiller)
    return commande


def preparer_une() -> bool:
    """Make the first paper that waits, short ones before long ones. False when none waits, or when there is room for none."""
    try:
        return _preparer_la_premiere()
    except StockagePlein:
        return False  # its order waits as it was


def _preparer_la_premiere() -> bool:
    with transaction.atomic(), portee():
        attendues = Commande.objects.systeme(POURQUOI).filter(etat=Commande.Etat.EN_PREPARATION)
        commande = (
            attendues.defer("contenu").select_related("assure").order_by("longue", "id")
            .select_for_update(skip_locked=True, of=("self",)).first()
        )  # fmt: skip
        if commande is None:
            return False
        _preparer(commande)
    return True


def _preparer(commande: Commande) -> None:
    pour = {"assure": commande.assure, "acteur": commande.acteur}
    try:
        with transaction.atomic():
            epreuve = relire(commande.contenu)  # read here: one that no key opens is a failure like another
            commande.document = moteur.retrouver(epreuve, **pour) or moteur.imprimer(epreuve, **pour)
        commande.etat = Commande.Etat.PRETE
    except StockagePlein:
        raise
    except Exception as echec:  # noqa: BLE001 - whatever it is, the papers behind do not wait for it
        cause = str(echec) if isinstance(echec, moteur.EchecRendu) else type(echec).__name__
        journal_technique.error("edition_en_echec", genre=commande.genre, cause=cause)
        commande.etat = Commande.Etat.ECHEC
    commande.contenu = ""
    commande.save(update_fields=["document", "etat", "contenu"])


def _reveiller() -> None:
    from documents import taches

    sonner(taches.preparer)
