"""Delivery: claim in a short transaction, send outside any, mark in a short transaction.

A deliverer killed in the middle leaves its messages EN_VOL; `reprises` puts them back after ten minutes. That makes
delivery "at least once"; the fixed Message-ID and Idempotency-Key let the other side drop a second copy.
"""

from __future__ import annotations

import time
from typing import Any

import structlog
from django.db import transaction

from ameli.noyau.envois.models import Envoi
from ameli.noyau.envois.plans import Cause, EchecEnvoi, attente
from ameli.noyau.envois.reponses import lecteur_de
from ameli.noyau.envois.transports import Transporteur
from ameli.noyau.horloge import portee, temps_reel
from ameli.noyau.journalisation import decrire_panne

log = structlog.get_logger(__name__)

TAILLE_LOT = 20
DUREE_LOT = 240  # seconds; far below the ten minutes after which a message in flight is taken for lost


def livrer(maximum: int = 200) -> int:
    """Send at most `maximum` waiting messages, oldest first; how many were tried. One query when nothing waits."""
    tentes = 0
    with Transporteur() as transporteur:
        while tentes < maximum:
            lot = _reserver(min(TAILLE_LOT, maximum - tentes))
            if not lot:
                break
            tentes += _livrer_un_lot(lot, transporteur)
    return tentes


def _reserver(taille: int) -> list[Envoi]:
    le = temps_reel()
    with transaction.atomic():
        envois = list(
            Envoi.objects.filter(etat=Envoi.Etat.EN_ATTENTE, essai_le__lte=le)
            .order_by("essai_le", "id")[:taille]
            .select_for_update(skip_locked=True, no_key=True)
        )
        if envois:
            Envoi.objects.filter(pk__in=[envoi.pk for envoi in envois]).update(etat=Envoi.Etat.EN_VOL, en_vol_depuis=le)
    for envoi in envois:
        envoi.etat, envoi.en_vol_depuis = Envoi.Etat.EN_VOL, le
    return envois


def _livrer_un_lot(lot: list[Envoi], transporteur: Transporteur) -> int:
    """A channel whose line is down is tried once; what else waits for it goes back without having failed."""
    debut = time.monotonic()
    coupes: set[tuple[str, str]] = set()
    tentes = 0
    for envoi in lot:
        if time.monotonic() - debut > DUREE_LOT:
            _remettre(envoi)
            continue
        voie = (envoi.canal, envoi.partenaire)
        if voie in coupes:
            _noter_l_echec(envoi, EchecEnvoi(Cause.LIAISON, "the line is down"))
            continue
        tentes += 1
        if _livrer_un(envoi, transporteur) is Cause.LIAISON:
            coupes.add(voie)
    return tentes


def _livrer_un(envoi: Envoi, transporteur: Transporteur) -> Cause | None:
    try:
        retour = transporteur.envoyer(envoi)
        _marquer(envoi, retour)
    except EchecEnvoi as echec:
        _noter_l_echec(envoi, echec)
        return echec.cause
    except Exception as panne:  # noqa: BLE001  our own fault: visible, tried again, and stops nobody else
        _noter_l_echec(envoi, EchecEnvoi(Cause.PASSAGERE, decrire_panne(panne)))
        return Cause.PASSAGERE
    return None


def _encore_a_nous(envoi: Envoi):
    """The row, as long as no rescue has given it to somebody else."""
    return Envoi.objects.filter(pk=envoi.pk, etat=Envoi.Etat.EN_VOL, en_vol_depuis=envoi.en_vol_depuis)


def _marquer(envoi: Envoi, retour: Any) -> None:
    with transaction.atomic(), portee():
        marques = _encore_a_nous(envoi).update(
            etat=Envoi.Etat.ENVOYE, envoye_le=temps_reel(), en_vol_depuis=None, erreur=""
        )
        if marques and envoi.canal == Envoi.Canal.APPEL:
            if not isinstance(retour, dict):
                raise EchecEnvoi(Cause.PASSAGERE, "the answer is not a JSON object")
            lecteur_de(envoi.partenaire)(envoi, retour)


def _noter_l_echec(envoi: Envoi, echec: EchecEnvoi) -> None:
    le = temps_reel()
    envoi.essais += 1
    delai = attente(envoi, echec.cause, le - envoi.cree_le)
    log.warning("envoi_manque", envoi=envoi.pk, canal=envoi.canal, essais=envoi.essais, erreur=echec.detail)
    if delai is not None:
        _encore_a_nous(envoi).update(
            etat=Envoi.Etat.EN_ATTENTE,
            essai_le=le + delai,
            essais=envoi.essais,
            erreur=echec.detail,
            en_vol_depuis=None,
        )
        return
    try:
        _abandonner(envoi, echec, prevenir=envoi.canal == Envoi.Canal.APPEL)
    except Exception as panne:  # noqa: BLE001  the reader itself fails: the call still ends, in sight of an operator
        _abandonner(envoi, EchecEnvoi(echec.cause, f"{echec.detail}; {decrire_panne(panne)}"), prevenir=False)


def _abandonner(envoi: Envoi, echec: EchecEnvoi, *, prevenir: bool) -> None:
    with transaction.atomic(), portee():
        abandonnes = _encore_a_nous(envoi).update(
            etat=Envoi.Etat.ECHEC, essais=envoi.essais, erreur=echec.detail, en_vol_depuis=None
        )
        if abandonnes and prevenir:
            lecteur_de(envoi.partenaire)(envoi, None)


def _remettre(envoi: Envoi) -> None:
    _encore_a_nous(envoi).update(etat=Envoi.Etat.EN_ATTENTE, en_vol_depuis=None)
