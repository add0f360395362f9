"""Is the machine alive (/healthz), can it serve (/readyz), and what an operator or the supervisor asks of it.

Anybody reads of `/readyz` whether all is well; why not, and the measures, are for this machine itself and for who holds
AMELI_JETON_OPERATEUR. `/readyz?machine` says whether this process is to be given requests, for whoever shares them out: a
mail server that refuses us, which every machine sees at once, must not close the site.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ameli.noyau import envois, retrait, stockage
from ameli.noyau.horloge import ECART_MAXIMUM, ecart_avec_la_base, temps_reel
from ameli.noyau.models import Battement, Echeance, Envoi
from ameli.noyau.sauvegarde import cles

BALAYAGE, LIVRAISON, OUVRIER, HORLOGE_FAUSSE = "balayage", "livraison", "ouvrier", "horloge_fausse"
BALAYAGE_MAXIMUM = 120  # seconds since the last sweep, or since one refused to run for its clock
ENVOI_MAXIMUM = 15 * 60  # seconds that a message may wait beyond its time
PAS = 10.0  # seconds: a beat is written at most this often by one process

# What upper floors have measured too, by name: told to operators, never a reason not to be ready.
MESURES: dict[str, Callable[[], Any]] = {}

_dernier_battement: dict[str, float] = {}


def battre(nom: str, le: datetime | None = None) -> None:
    """Note that `nom` is alive, now or at `le`. At most one write every ten seconds from a process."""
    instant = time.monotonic()
    if instant - _dernier_battement.get(nom, -PAS) < PAS:
        return
    Battement.objects.bulk_create(
        [Battement(nom=nom, vu_le=le or temps_reel())],
        update_conflicts=True, unique_fields=["nom"], update_fields=["vu_le"],
    )  # fmt: skip
    _dernier_battement[nom] = instant


def prendre_le_tour(nom: str, periode: timedelta) -> bool:
    """Whether `nom` was last seen longer ago than `periode`; it is seen now then, by whoever asked first. One query."""
    le = temps_reel()
    with connection.cursor() as curseur:
        curseur.execute(
            "INSERT INTO noyau_battement (nom, vu_le) VALUES (%s, %s) "
            "ON CONFLICT (nom) DO UPDATE SET vu_le = EXCLUDED.vu_le WHERE noyau_battement.vu_le <= %s RETURNING nom",
            [nom, le, le - periode],
        )
        return curseur.fetchone() is not None


def age_du_battement(nom: str) -> float | None:
    """Seconds since `nom` was last seen alive; None when it never was."""
    vu_le = Battement.objects.filter(nom=nom).values_list("vu_le", flat=True).first()
    return _age(vu_le)


def etat() -> dict[str, Any]:
    """The health of the machine. Ages and differences in seconds, None when there is nothing to date.

    {"base": bool, "disque": see `stockage.mesurer`, "migrations_en_attente": int, "ecart_horloge": float (ahead of the
    database), "age_horloge_fausse": float|None (since a worker refused to work for its clock), "age_balayage": float|None,
    "age_livraison": …, "age_ouvrier": …, "age_envoi_en_retard": float|None, "echeances_en_panne": int, "envois_en_echec":
    int, "relais_refuse": bool, "fautes_des_cles": list[str]} and MESURES; without a database or its migrations, only the first ones.
    """
    return {"disque": stockage.mesurer(), **_etat_de_la_base()}


def _etat_de_la_base() -> dict[str, Any]:
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
            "ecart_horloge": round(ecart_avec_la_base().total_seconds(), 1),
            "age_horloge_fausse": _age(vus.get(HORLOGE_FAUSSE)),
            "age_balayage": _age(vus.get(BALAYAGE)),
            "age_livraison": _age(vus.get(LIVRAISON)),
            "age_ouvrier": _age(vus.get(OUVRIER)),
            "age_envoi_en_retard": _age(attentes["attendu"]),
            "echeances_en_panne": Echeance.objects.filter(etat=Echeance.Etat.EN_PANNE).count(),
            "envois_en_echec": Envoi.objects.filter(etat=Envoi.Etat.ECHEC).count(),
            "relais_refuse": envois.relais_refuse(),
            "fautes_des_cles": cles.fautes(),
            **{nom: mesurer() for nom, mesurer in MESURES.items()},
        }
    except DatabaseError:
        return {"base": False}


def verifications(mesure: dict[str, Any]) -> dict[str, bool]:
    """What has to hold for the product to serve people, from `etat()`."""
    disque = stockage.suffit(mesure["disque"])
    if not mesure["base"] or mesure["migrations_en_attente"]:
        muets = dict.fromkeys(("migrations", "horloge", "balayage", "envois", "relais", "cles"), False)
        return {"base": mesure["base"], "disque": disque, **muets}
    balayage, envoi, fausse = mesure["age_balayage"], mesure["age_envoi_en_retard"], mesure["age_horloge_fausse"]
    a_l_heure = abs(mesure["ecart_horloge"]) <= ECART_MAXIMUM.total_seconds()
    return {
        "base": True,
        "disque": disque,
        "migrations": True,
        "horloge": a_l_heure and (fausse is None or fausse > BALAYAGE_MAXIMUM),
        "balayage": balayage is not None and balayage <= BALAYAGE_MAXIMUM,
        "envois": envoi is None or envoi <= ENVOI_MAXIMUM,
        "relais": not mesure["relais_refuse"],
        "cles": not mesure["fautes_des_cles"],
    }


_schema_vu = False  # this process has found its migrations made: they do not go away


def peut_servir() -> bool:
    """This process stays, and has seen the tables that its code wants: after that, a database that is away is told page by page."""
    global _schema_vu
    if not _schema_vu:
        try:
            _schema_vu = not _migrations_en_attente()
        except DatabaseError:
            return False
    return _schema_vu and not retrait.demande()


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
    """ "ok", or "ko" and 503; to an operator each check by name, and the measures behind them."""
    if "machine" in request.GET:
        ouvert = peut_servir()
        return JsonResponse({"statut": "ok" if ouvert else "ko"}, status=200 if ouvert else 503)
    mesure = etat()
    controles = {"en_service": not retrait.demande(), **verifications(mesure)}
    pret = all(controles.values())
    reponse = {"statut": "ok" if pret else "ko"}
    details = {"controles": controles, "mesures": mesure} if operateur(request) else {}
    return JsonResponse({**reponse, **details}, status=200 if pret else 503)


def operateur(request: HttpRequest) -> bool:
    """With the token; or from this machine, unless a proxy that stands on it speaks for somebody else."""
    genre, _, jeton = request.headers.get("Authorization", "").partition(" ")
    attendu = settings.JETON_OPERATEUR
    if attendu and genre.lower() == "bearer" and constant_time_compare(jeton.strip(), attendu):
        return True
    relaye = any(entete in request.headers for entete in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via"))
    return not relaye and _boucle(request.META.get("REMOTE_ADDR", ""))


def _boucle(adresse: str) -> bool:
    try:
        return ip_address(adresse).is_loopback
    except ValueError:
        return False
