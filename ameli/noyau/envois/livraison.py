"""Delivery: claim in a short transaction, send outside any, mark in a short transaction.

A deliverer killed in the middle leaves its messages EN_VOL; `reprises` puts them back after ten minutes. That makes
delivery "at least once"; the fixed Message-ID and Idempotency-Key let the other side drop a second copy.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import structlog
from django.db import transaction

from ameli.noyau.envois import adresses, conversation
from ameli.noyau.envois.conversation import Conversation, encore_a_nous
from ameli.noyau.envois.models import Envoi
from ameli.noyau.envois.plans import Cause, EchecEnvoi, attente
from ameli.noyau.envois.reponses import lecteur_de
from ameli.noyau.envois.transports import Transporteur
from ameli.noyau.horloge import portee, temps_reel
from ameli.noyau.journalisation import decrire_panne

log = structlog.get_logger(__name__)

TAILLE_LOT = 20
DUREE_LOT = 240  # seconds; far below the ten minutes after which a message in flight is taken for lost
COUPURES = 2  # broken conversations in a row after which it is the line, not the messages


def livrer(maximum: int = 200) -> int:
    """Send at most `maximum` waiting messages, oldest first; how many were tried. One query when nothing waits.

    A mail whose relay is slow is left to a thread of its own; when there are many, mails wait and the rest goes on.
    """
    tentes = 0
    with Transporteur() as transporteur:
        tournee = _Tournee(transporteur)
        while tentes < maximum:
            lot = _reserver(min(TAILLE_LOT, maximum - tentes))
            if not lot:
                break
            tentes += tournee.livrer(lot)
    return tentes


def _reserver(taille: int) -> list[Envoi]:
    le = temps_reel()
    attendus = Envoi.objects.filter(etat=Envoi.Etat.EN_ATTENTE, essai_le__lte=le)
    if conversation.complet():
        attendus = attendus.exclude(canal=Envoi.Canal.COURRIEL)
    with transaction.atomic():
        envois = list(
            attendus.order_by("essai_le", "id")[:taille].select_for_update(skip_locked=True, no_key=True)
        )  # fmt: skip
        if envois:
            Envoi.objects.filter(pk__in=[envoi.pk for envoi in envois]).update(etat=Envoi.Etat.EN_VOL, en_vol_depuis=le)
    for envoi in envois:
        envoi.etat, envoi.en_vol_depuis = Envoi.Etat.EN_VOL, le
    return envois


class _Tournee:
    """One round of deliveries. A line that is down is tried once; what else waits for it goes back without having failed."""

    def __init__(self, transporteur: Transporteur) -> None:
        self._transporteur = transporteur
        self._coupes: set[tuple[str, str]] = set()
        self._coupures: Counter[tuple[str, str]] = Counter()

    def livrer(self, lot: list[Envoi]) -> int:
        """How many were tried."""
        debut = time.monotonic()
        tentes = 0
        for envoi in lot:
            voie = (envoi.canal, envoi.partenaire)
            plein = envoi.canal == Envoi.Canal.COURRIEL and conversation.complet()
            if plein or time.monotonic() - debut > DUREE_LOT:
                _remettre(envoi)
            elif voie in self._coupes:
                _noter_l_echec(envoi, EchecEnvoi(Cause.LIAISON, "the line is down"))
            else:
                tentes += 1
                self._juger(voie, _livrer_un(envoi, self._transporteur))
        return tentes

    def _juger(self, voie: tuple[str, str], cause: Cause | None) -> None:
        self._coupures[voie] = self._coupures[voie] + 1 if cause in (Cause.COUPURE, Cause.INCERTAINE) else 0
        if cause is Cause.LIAISON or self._coupures[voie] >= COUPURES:
            self._coupes.add(voie)


def _livrer_un(envoi: Envoi, transporteur: Transporteur) -> Cause | None:
    """Why it did not leave; None when it left, or is leaving."""
    if envoi.canal == Envoi.Canal.APPEL:
        return _appeler(envoi, transporteur)
    if envoi.canal != Envoi.Canal.COURRIEL:
        return _conclure(envoi, conversation.essayer(envoi, transporteur))
    en_cours = Conversation(envoi, transporteur.ceder(), _conclure)
    en_cours.start()
    if not en_cours.attendre():
        return None
    transporteur.reprendre(en_cours.transporteur)
    return _conclure(envoi, en_cours.issue)


def _appeler(envoi: Envoi, transporteur: Transporteur) -> Cause | None:
    try:
        _marquer(envoi, transporteur.envoyer(envoi))
    except EchecEnvoi as echec:
        return _conclure(envoi, echec)
    except Exception as panne:  # noqa: BLE001  our own fault: visible, tried again, and stops nobody else
        return _conclure(envoi, EchecEnvoi(Cause.PASSAGERE, decrire_panne(panne)))
    return None


def _conclure(envoi: Envoi, echec: EchecEnvoi | None) -> Cause | None:
    if echec is None:
        _marquer(envoi, None)
        return None
    _noter_l_echec(envoi, echec)
    return echec.cause


def _marquer(envoi: Envoi, retour: Any) -> None:
    with transaction.atomic(), portee():
        marques = encore_a_nous(envoi).update(
            etat=Envoi.Etat.ENVOYE, envoye_le=temps_reel(), en_vol_depuis=None, erreur=""
        )
        if marques and envoi.canal == Envoi.Canal.COURRIEL:
            adresses.juger(envoi.destination, joignable=True)
        if marques and envoi.canal == Envoi.Canal.APPEL:
            if not isinstance(retour, dict):
                raise EchecEnvoi(Cause.PASSAGERE, "the answer is not a JSON object")
            lecteur_de(envoi.partenaire)(envoi, retour)


def _noter_l_echec(envoi: Envoi, echec: EchecEnvoi) -> None:
    le = temps_reel()
    envoi.essais += 1
    envoi.incertains += echec.cause is Cause.INCERTAINE
    envoi.erreur = echec.detail
    delai = attente(envoi, echec.cause, le - envoi.cree_le)
    log.warning("envoi_manque", envoi=envoi.pk, canal=envoi.canal, essais=envoi.essais, erreur=echec.detail)
    if delai is not None:
        encore_a_nous(envoi).update(
            etat=Envoi.Etat.EN_ATTENTE,
            essai_le=le + max(delai, echec.repos),
            essais=envoi.essais,
            incertains=envoi.incertains,
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
        abandonnes = encore_a_nous(envoi).update(
            etat=Envoi.Etat.ECHEC, essais=envoi.essais, incertains=envoi.incertains, erreur=echec.detail,
            en_vol_depuis=None,
        )  # fmt: skip
        if abandonnes and echec.adresse:
            adresses.juger(envoi.destination, joignable=False)
        if abandonnes and prevenir:
            lecteur_de(envoi.partenaire)(envoi, None)


def _remettre(envoi: Envoi) -> None:
    encore_a_nous(envoi).update(etat=Envoi.Etat.EN_ATTENTE, en_vol_depuis=None)
