"""What every simulator shares: a database that may go away and come back, and the way it was told to behave."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, close_old_connections, connection, transaction

from ameli.bac_a_sable.models import ModeSimulateur

PATIENCE = 15.0  # seconds during which PostgreSQL may be restarting
LENTEUR = 3.0  # seconds that a slow service takes

T = TypeVar("T")


class BaseAbsente(RuntimeError):
    """PostgreSQL did not come back in time: the sender is asked to try again later."""


def en_base(action: Callable[[], T], patience: float = PATIENCE) -> T:
    """Run `action` in a transaction on this thread's connection, again and again while the server is away."""
    fin = time.monotonic() + patience
    while True:
        try:
            close_old_connections()
            with transaction.atomic():
                return action()
        except (DatabaseError, InterfaceError) as panne:
            connection.close()
            if time.monotonic() > fin:
                raise BaseAbsente(type(panne).__name__) from panne
            time.sleep(0.2)
        finally:
            if not connection.in_atomic_block:
                connection.close()


def consommer_le_mode(service: str) -> str:
    """How `service` must behave for this request; counts down a mode that was set for a few requests."""
    reglage = ModeSimulateur.objects.select_for_update().filter(service=service).first()
    if reglage is None or reglage.mode == ModeSimulateur.Mode.NORMAL:
        return ModeSimulateur.Mode.NORMAL.value
    mode = reglage.mode
    if reglage.restants is not None:
        reste = max(0, reglage.restants - 1)
        suite = mode if reste else ModeSimulateur.Mode.NORMAL
        ModeSimulateur.objects.filter(pk=reglage.pk).update(mode=suite, restants=reste or None)
    return mode


def lire_le_mode(service: str) -> str:
    """How `service` is set, without counting down."""
    regle = ModeSimulateur.objects.filter(service=service).values_list("mode", flat=True).first()
    return regle or ModeSimulateur.Mode.NORMAL.value


def regler_le_mode(service: str, mode: str, fois: int | None = None) -> None:
    """Have `service` behave as `mode`, until further notice or for `fois` requests. Raises ValueError for unknown words."""
    valeurs = {"mode": ModeSimulateur.Mode(mode), "restants": fois}
    ModeSimulateur.objects.update_or_create(service=ModeSimulateur.Service(service), defaults=valeurs)


def modes_actuels() -> dict[str, str]:
    """Every service and its mode."""
    regles = dict(ModeSimulateur.objects.values_list("service", "mode").order_by("service"))
    return {service: regles.get(service, ModeSimulateur.Mode.NORMAL.value) for service in ModeSimulateur.Service.values}
