"""What keeps the outbox moving and clean: rescue of messages left in flight, ring for late ones, purge, retry by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db.models import QuerySet

from ameli.noyau.envois.models import REFUS_DU_RELAIS, Envoi
from ameli.noyau.horloge import temps_reel
from ameli.noyau.sonnette import sonner_la_livraison

log = structlog.get_logger(__name__)

EN_VOL_PERDU = timedelta(minutes=10)
CONSERVATION = timedelta(days=30)
LISTE = timedelta(days=365)  # how long a person sees what was sent to them
TAILLE_PURGE = 1000


def reprendre_les_perdus() -> int:
    """Put back the messages whose deliverer died: in flight for more than ten minutes, without a sign of life. How many.

    They go behind what has not been tried yet.
    """
    le = temps_reel()
    limite = le - EN_VOL_PERDU
    repris = Envoi.objects.filter(etat=Envoi.Etat.EN_VOL, en_vol_depuis__lt=limite).update(
        etat=Envoi.Etat.EN_ATTENTE, en_vol_depuis=None, essai_le=le
    )
    if repris:
        log.warning("envois_repris", nombre=repris)
    return repris


def purger() -> int:
    """Empty what was sent or given up more than thirty days ago: addresses and texts go, the trace stays. How many.

    A year later the masked destination goes too.
    """
    le = temps_reel()
    _oublier_les_apercus(le)
    anciens = Envoi.objects.filter(
        etat__in=(Envoi.Etat.ENVOYE, Envoi.Etat.ECHEC), purge_le=None, cree_le__lt=le - CONSERVATION
    ).order_by("cree_le")
    cles = list(anciens.values_list("pk", flat=True)[:TAILLE_PURGE])
    return Envoi.objects.filter(pk__in=cles).update(destination="", contenu="", purge_le=le) if cles else 0


def _oublier_les_apercus(le: datetime) -> None:
    anciens = Envoi.objects.filter(apercu__isnull=False, cree_le__lt=le - LISTE).order_by("cree_le")
    cles = list(anciens.values_list("pk", flat=True)[:TAILLE_PURGE])
    if cles:
        Envoi.objects.filter(pk__in=cles).update(apercu=None)


def relancer(envois: QuerySet[Envoi]) -> int:
    """Send failed messages again, at once and from the first attempt; those already purged are left. How many. In a transaction."""
    relances = envois.filter(etat=Envoi.Etat.ECHEC, purge_le=None).update(
        etat=Envoi.Etat.EN_ATTENTE, essais=0, incertains=0, essai_le=temps_reel()
    )
    if relances:
        sonner_la_livraison()
    return relances


def relais_refuse() -> bool:
    """Does a mail wait because the mail server refuses us (password, certificate, sender)? Nothing leaves until somebody acts."""
    attendus = Envoi.objects.filter(etat__in=(Envoi.Etat.EN_ATTENTE, Envoi.Etat.EN_VOL), canal=Envoi.Canal.COURRIEL)
    return attendus.filter(erreur__startswith=REFUS_DU_RELAIS).exists()
