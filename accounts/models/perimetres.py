"""Whose rows are whose: a person sees their own file, an agent the files of their caisse."""

from __future__ import annotations

from typing import Any, Self

from ameli.noyau.perimetre import PerimetreQuerySet


class AssureQuerySet(PerimetreQuerySet):
    """Files themselves."""

    def _de(self, assure: Any) -> Self:
        return self.filter(pk=assure.pk)

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(caisse_id=agent.caisse_id)


class DuDossierQuerySet(PerimetreQuerySet):
    """Rows that hang on a file by `assure`."""

    def _de(self, assure: Any) -> Self:
        return self.filter(assure=assure)

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(assure__caisse_id=agent.caisse_id)


class MessageQuerySet(PerimetreQuerySet):
    """Messages, by the thread that holds them."""

    def _de(self, assure: Any) -> Self:
        return self.filter(fil__assure=assure)

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(fil__assure__caisse_id=agent.caisse_id)


class PieceJointeQuerySet(PerimetreQuerySet):
    """Attachments, by the thread of their message."""

    def _de(self, assure: Any) -> Self:
        return self.filter(message__fil__assure=assure)

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(message__fil__assure__caisse_id=agent.caisse_id)
