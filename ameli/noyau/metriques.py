"""`/metrics`: what an operator's Prometheus draws, from the database that all machines share. Nobody else knows that it is there.

Any process answers for all of them. Requests are counted where they all pass, in the proxy's log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from ameli.noyau import sante
from ameli.noyau.models import Echeance, Envoi
from ameli.noyau.televersement import quarantaine

# What has ended is purged, counted by nobody, and would be read whole.
ENVOIS = (Envoi.Etat.EN_ATTENTE, Envoi.Etat.EN_VOL, Envoi.Etat.ECHEC)
ECHEANCES = (Echeance.Etat.EN_ATTENTE, Echeance.Etat.EN_PANNE)
AGES = ("balayage", "livraison", "ouvrier", "envoi_en_retard")


@never_cache
@login_not_required
@require_safe
def metriques(request: HttpRequest) -> HttpResponse:
    """To an operator (`sante.operateur`); 404 to anybody else."""
    if not sante.operateur(request):
        raise Http404
    registre = CollectorRegistry()
    registre.register(_Mesures())
    return HttpResponse(generate_latest(registre), content_type=CONTENT_TYPE_LATEST)


class _Mesures(Collector):
    """Read at each scrape. Without a database, health alone."""

    def collect(self) -> Iterable[Metric]:
        mesure = sante.etat()
        yield _jauge("ameli_pret", "1 where this check of /readyz holds", "controle", sante.verifications(mesure))
        libres = mesure["disque"]["octets_libres"]
        if libres is not None:
            yield GaugeMetricFamily("ameli_disque_octets_libres", "bytes left for received and produced files", libres)
        ages = {quoi: mesure.get(f"age_{quoi}") for quoi in AGES}
        yield _jauge(
            "ameli_age_secondes", "since it was last seen; of a late message, since it should have left", "quoi",
            {quoi: age for quoi, age in ages.items() if age is not None},
        )  # fmt: skip
        try:
            yield from _files_d_attente()
        except DatabaseError:
            return


def _files_d_attente() -> Iterator[Metric]:
    yield _jauge("ameli_envois", "rows of the outbox", "etat", _par_etat(Envoi.objects.all(), ENVOIS))
    yield _jauge("ameli_echeances", "due dates", "etat", _par_etat(Echeance.objects.all(), ECHEANCES))
    yield GaugeMetricFamily(
        "ameli_quarantaine", "received files that the antivirus has not read", quarantaine.combien()
    )
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE NOT granted AND datname = current_database()"
        )
        yield GaugeMetricFamily(
            "ameli_verrous_attendus", "locks of PostgreSQL that somebody waits for", curseur.fetchone()[0]
        )


def _par_etat(lignes: QuerySet, etats: tuple[str, ...]) -> dict[str, int]:
    comptes = dict(lignes.filter(etat__in=etats).order_by().values_list("etat").annotate(Count("pk")))
    return {str(etat): comptes.get(etat, 0) for etat in etats}


def _jauge(nom: str, aide: str, etiquette: str, valeurs: Mapping[str, float]) -> Metric:
    famille = GaugeMetricFamily(nom, aide, labels=[etiquette])
    for cle, valeur in valeurs.items():
        famille.add_metric([cle], float(valeur))
    return famille
