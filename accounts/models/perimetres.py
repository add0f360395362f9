"""Whose rows are whose: a person sees their own file, an agent the files of their caisse."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from ameli.noyau.horloge import aujourdhui
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
    """Messages and notes, by the thread that holds them."""

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
    """Rows of somebody: seen by that person, by whoever covers them, and by the agents of their caisse.

    Who has left a file for another one, or for their own, is not reached from it any more; who has only lost their rights still is.
    """

    def _de(self, assure: Any) -> Self:
        couverts = _sans_les_partis(apps.get_model("accounts.Beneficiaire").objects.de(assure))
        return self.filter(Q(personne=assure.personne_id) | Q(personne__in=couverts.values("personne")))

    def _pour_agent(self, agent: Any) -> Self:
        dossiers = apps.get_model("accounts.Assure").objects.pour_agent(agent)
        couverts = _sans_les_partis(apps.get_model("accounts.Beneficiaire").objects.pour_agent(agent))
        return self.filter(Q(personne__in=dossiers.values("personne")) | Q(personne__in=couverts.values("personne")))


def _sans_les_partis(lignes: QuerySet[Any]) -> QuerySet[Any]:
    """Of these rows of files, without those that are over of somebody who stands elsewhere today."""
    jour = aujourdhui()
    modele, assures = lignes.model, apps.get_model("accounts.Assure")._base_manager
    present = Q(droits_au=None) | Q(droits_au__gte=jour)
    ailleurs = modele._base_manager.filter(present, personne=OuterRef("personne")).exclude(pk=OuterRef("pk"))
    chez_soi = assures.filter(personne=OuterRef("personne"))
    return lignes.exclude(Q(droits_au__lt=jour) & (Exists(ailleurs) | Exists(chez_soi)))
