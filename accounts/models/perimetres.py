"""Whose rows are whose: a person sees their own file, an agent the files of their caisse."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db.models import Q

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


class DUnePersonneQuerySet(PerimetreQuerySet):
    """Rows of somebody: seen by that person, by whoever covers them, and by the agents of their caisse."""

    def _de(self, assure: Any) -> Self:
        couverts = apps.get_model("accounts.Beneficiaire").objects.de(assure).values("personne")
        return self.filter(Q(personne=assure.personne_id) | Q(personne__in=couverts))

    def _pour_agent(self, agent: Any) -> Self:
        dossiers = apps.get_model("accounts.Assure").objects.pour_agent(agent)
        couverts = apps.get_model("accounts.Beneficiaire").objects.pour_agent(agent).values("personne")
        return self.filter(Q(personne__in=dossiers.values("personne")) | Q(personne__in=couverts))
