"""Lines are seen by whoever sees the payment that holds them."""

from __future__ import annotations

from typing import Any, Self

from ameli.noyau.perimetre import PerimetreQuerySet


class DuPaiementQuerySet(PerimetreQuerySet):
    """Lines, by their payment."""

    def _de(self, assure: Any) -> Self:
        return self.filter(paiement__assure=assure)

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(paiement__assure__caisse_id=agent.caisse_id)


class DeLaPrestationQuerySet(PerimetreQuerySet):
    """What hangs on a line, by the payment of that line."""

    def _de(self, assure: Any) -> Self:
        return self.filter(prestation__paiement__assure=assure)

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(prestation__paiement__assure__caisse_id=agent.caisse_id)
