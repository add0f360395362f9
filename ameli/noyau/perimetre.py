"""A queryset that cannot be read before it is told whose perimeter it is.

A model whose rows belong to people writes:

    class DemarcheQuerySet(PerimetreQuerySet["Demarche"]):
        def _de(self, assure): return self.filter(assure=assure)
        def _pour_agent(self, agent): return self.filter(assure__caisse=agent.caisse)

    class Demarche(models.Model):
        objects = DemarcheQuerySet.as_manager()

Then `.de(assure)`, `.pour_agent(agent)` or `.systeme("why")` comes before anything that reads, updates or deletes;
filters may come first. Creating needs no perimeter. Rows reached from an instance (`assure.demarches`) are in the
perimeter of that instance. `_base_manager` stays plain, so foreign keys and deletions work as Django expects;
`full_clean()` goes through `objects` for its unique checks and therefore asks for a perimeter: rely on the
database's constraints instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class PerimetreOublie(RuntimeError):
    """Rows of people were about to be read without saying whose; the message names what to call."""


class PerimetreQuerySet(models.QuerySet[M]):
    """Subclasses define `_de(assure)` and `_pour_agent(agent)`; each returns the rows that this person may see."""

    _perimetre: str | None = None

    def de(self, assure: Any) -> Self:
        """The rows of one insured person. `None` (an agent's account, a visitor) sees nothing."""
        return self._fixer(self.none() if assure is None else self._de(assure), "de")

    def pour_agent(self, agent: Any) -> Self:
        """The rows that this agent may treat. `None` sees nothing."""
        return self._fixer(self.none() if agent is None else self._pour_agent(agent), "pour_agent")

    def systeme(self, raison: str) -> Self:
        """Every row, for the machine itself: a due date, a purge, a command. `raison` is read by reviewers."""
        if not raison.strip():
            raise ValueError("systeme() takes the reason why no person's perimeter applies")
        return self._fixer(self.all(), f"systeme:{raison}")

    def _de(self, assure: Any) -> Self:
        raise TypeError(f"{type(self).__name__} does not say whose its rows are: define _de(assure)")

    def _pour_agent(self, agent: Any) -> Self:
        raise TypeError(f"{type(self).__name__} does not say which agents see its rows: define _pour_agent(agent)")

    @classmethod
    def as_manager(cls) -> Any:
        return PerimetreManager.from_queryset(cls)()

    as_manager.queryset_only = True  # type: ignore[attr-defined]  # as Django's own: not copied to managers

    def _fixer(self, lignes: Self, perimetre: str) -> Self:
        lignes._perimetre = perimetre
        return lignes

    def _exiger(self) -> None:
        if self._perimetre is None:
            nom = self.model.__name__
            raise PerimetreOublie(
                f"{nom}: whose rows? Call .de(assure), .pour_agent(agent) or .systeme('why') before reading them."
            )

    def _clone(self) -> Self:
        copie = super()._clone()  # type: ignore[misc]
        copie._perimetre = self._perimetre
        return copie

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._exiger()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Iterator[M]:
        self._exiger()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._exiger()
        return super().count()

    def exists(self) -> bool:
        self._exiger()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._exiger()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._exiger()
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        self._exiger()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        self._exiger()
        return super().raw(*args, **kwargs)

    def __or__(self, autre: Any) -> Self:
        return self._reunir(autre, super().__or__(autre))

    def __and__(self, autre: Any) -> Self:
        return self._reunir(autre, super().__and__(autre))

    def __xor__(self, autre: Any) -> Self:
        return self._reunir(autre, super().__xor__(autre))

    def _combinator_query(self, combinator: str, *autres: Any, all: bool = False) -> Self:
        reunion = super()._combinator_query(combinator, *autres, all=all)  # type: ignore[misc]
        for autre in autres:
            self._reunir(autre, reunion)
        return reunion

    def _reunir(self, autre: Any, reunion: Self) -> Self:
        """A union is in perimeter only when both of its sides are."""
        if self._perimetre is None or getattr(autre, "_perimetre", None) is None:
            reunion._perimetre = None
        return reunion


class PerimetreManager(models.Manager[M]):
    """The manager of `PerimetreQuerySet`; one reached from an instance is already in that instance's perimeter."""

    def get_queryset(self) -> Any:
        lignes = super().get_queryset()
        instance = getattr(self, "instance", None)
        if instance is not None and isinstance(lignes, PerimetreQuerySet):
            lignes._perimetre = f"depuis:{instance._meta.label_lower}"
        return lignes
