"""Is the machine alive (/healthz), can it serve (/readyz), and what an operator or the supervisor asks of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ameli.noyau import envois
from ameli.noyau.horloge import temps_reel
from ameli.noyau.models import Battement, Echeance, Envoi

BALAYAGE, LIVRAISON, OUVRIER = "balayage", "livraison", "ouvrier"
BALAYAGE_MAXIMUM = 120  # seconds since the last sweep
ENVOI_MAXIMUM = 15 * 60  # seconds that a message may wait beyond its time
PAS = 10.0  # seconds: a beat is written at most this often by one process

_dernier_battement: dict[str, float] = {}


def battre(nom: str) -> None:
    """Note that `nom` is alive. At most one write every ten seconds from a process."""
    instant = time.monotonic()
    if instant - _dernier_battement.get(nom, -PAS) < PAS:
        return
    Battement.objects.bulk_create(
        [Battement(nom=nom, vu_le=temps_reel())],
        update_conflicts=True, unique_fields=["nom"], update_fields=["vu_le"],
    )  # fmt: skip
    _dernier_battement[nom] = instant


def age_du_battement(nom: str) -> float | None:
    """Seconds since `nom` was last seen alive; None when it never was."""
    vu_le = Battement.objects.filter(nom=nom).values_list("vu_le", flat=True).first()
    return _age(vu_le)


def etat() -> dict[str, Any]:
    """The health of the machine. Ages in seconds, None when there is nothing to date.

    {"base": bool, "migrations_en_attente": int, "age_balayage": float|None, "age_livraison": …, "age_ouvrier": …,
    "age_envoi_en_retard": float|None, "echeances_en_panne": int, "envois_en_echec": int, "relais_refuse": bool}; without a database, only "base".
    """
    try:
        migrations = _migrations_en_attente()
        if migrations:
            return {"base": True, "migrations_en_attente": migrations}
        vus = dict(Battement.objects.values_list("nom", "vu_le"))
        attentes = Envoi.objects.aggregate(
            attendu=Min("essai_le", filter=Q(etat__in=(Envoi.Etat.EN_ATTENTE, Envoi.Etat.EN_VOL)))
        )
        return {
            "base": True,
            "migrations_en_attente": 0,
            "age_balayage": _age(vus.get(BALAYAGE)),
            "age_livraison": _age(vus.get(LIVRAISON)),
            "age_ouvrier": _age(vus.get(OUVRIER)),
            "age_envoi_en_retard": _age(attentes["attendu"]),
            "echeances_en_panne": Echeance.objects.filter(etat=Echeance.Etat.EN_PANNE).count(),
            "envois_en_echec": Envoi.objects.filter(etat=Envoi.Etat.ECHEC).count(),
            "relais_refuse": envois.relais_refuse(),
        }
    except DatabaseError:
        return {"base": False}


def verifications(mesure: dict[str, Any]) -> dict[str, bool]:
    """What has to hold for the product to serve people, from `etat()`."""
    if not mesure["base"] or mesure["migrations_en_attente"]:
        return {"base": mesure["base"], "migrations": False, "balayage": False, "envois": False, "relais": False}
    balayage, envoi = mesure["age_balayage"], mesure["age_envoi_en_retard"]
    return {
        "base": True,
        "migrations": True,
        "balayage": balayage is not None and balayage <= BALAYAGE_MAXIMUM,
        "envois": envoi is None or envoi <= ENVOI_MAXIMUM,
        "relais": not mesure["relais_refuse"],
    }


def _age(instant: datetime | None) -> float | None:
    return None if instant is None else max(0.0, round((temps_reel() - instant).total_seconds(), 1))


def _migrations_en_attente() -> int:
    executeur = MigrationExecutor(connection)
    return len(executeur.migration_plan(executeur.loader.graph.leaf_nodes()))


@never_cache
@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked of it."""
    return JsonResponse({"statut": "ok"})


class EnVie:
    """Middleware, before sessions: a probe with somebody's cookie asks nothing of the database either."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return healthz(request) if request.path == "/healthz" else self.get_response(request)


@never_cache
@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Each check by name; 503 as soon as one fails."""
    mesure = etat()
    controles = verifications(mesure)
    pret = all(controles.values())
    return JsonResponse(
        {"statut": "ok" if pret else "indisponible", "controles": controles, "mesures": mesure},
        status=200 if pret else 503,
    )
