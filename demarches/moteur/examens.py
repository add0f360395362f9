"""Who has the images of a démarche in front of them: nobody else is given it meanwhile, and a walk away gives it back."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

from django.db import models, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Agent
from ameli.noyau.horloge import maintenant, temps_reel
from demarches.moteur import avis, registre
from demarches.moteur.models import Demarche, DUneDemarcheQuerySet, Etat, Evenement

MINUTES = 10


class Examen(models.Model):
    """A lease, by the wall's clock: one démarche at most for an agent, one agent at most for a démarche.

    `jeton` tells this opening of the page from another one of the same agent, so that an old page gives back nothing new.
    """

    demarche = models.OneToOneField(Demarche, on_delete=models.CASCADE, related_name="examen", primary_key=True)
    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, related_name="examen", verbose_name="ouverte par")
    jeton = models.UUIDField(default=uuid4)
    jusqu_a = models.DateTimeField("jusqu’à")

    objects = DUneDemarcheQuerySet.as_manager()

    class Meta:
        verbose_name = "examen"
        ordering: ClassVar = ("demarche_id",)

    def __str__(self) -> str:
        return f"{self.demarche_id}"


def a_verifier(agent: Agent) -> QuerySet[Demarche]:
    """The queue: images of the caisse that somebody must look at, the oldest first, open in front of somebody or not."""
    codes = [service.code for service in registre.tous() if service.agents.renvois]
    attendues = Demarche.objects.pour_agent(agent).filter(teleservice__in=codes, etat__in=(Etat.DEPOSEE, Etat.EN_COURS))
    return attendues.exclude(alertes=[]).order_by("deposee_le", "id")


@transaction.atomic
def ouvrir_la_suivante(agent: Agent) -> Demarche | None:
    """The oldest one that nobody looks at and that `agent` can decide; two agents at once get two different ones."""
    libres = _decidables(a_verifier(agent), agent).exclude(_ouverte_par_un_autre(agent))
    suivante = libres.select_for_update(skip_locked=True, of=("self",), no_key=True).first()
    if suivante is not None:
        _retenir(suivante, agent)
    return suivante


@transaction.atomic
def ouvrir(demarche: Demarche, agent: Agent) -> Examen:
    """The lease on `demarche`: that of `agent` from now on, unless a colleague has it open."""
    Demarche.objects.pour_agent(agent).select_for_update(no_key=True).get(pk=demarche.pk)
    en_cours = Examen.objects.pour_agent(agent).filter(demarche=demarche, jusqu_a__gt=temps_reel())
    chez_un_autre = en_cours.exclude(agent=agent).select_related("agent").first()
    return chez_un_autre or _retenir(demarche, agent)


def rendre(agent: Agent, jeton: str = "") -> None:
    """`agent` walks away; with `jeton`, only from that opening of the page."""
    siens = Examen.objects.pour_agent(agent).filter(agent=agent)
    (siens.filter(jeton=jeton) if jeton else siens).delete()


def _retenir(demarche: Demarche, agent: Agent) -> Examen:
    """The caller holds the row of `demarche`."""
    Examen.objects.systeme("whatever the caisse was").filter(Q(agent=agent) | Q(demarche=demarche)).delete()
    fin = temps_reel() + timedelta(minutes=MINUTES)
    return Examen.objects.create(demarche=demarche, agent=agent, jusqu_a=fin)


def _decidables(demarches: QuerySet[Demarche], agent: Agent) -> QuerySet[Demarche]:
    """Not those that a colleague follows, unless they are late; not those where a second agent is awaited and `agent` was the first."""
    evenements = Evenement.objects.systeme("of démarches found in a perimeter").filter(demarche=OuterRef("pk"))
    avis_et_envois = evenements.filter(Q(nom__startswith=avis.PREFIXE) | Q(nom__in=avis.ENVOIS)).order_by("-id")
    suivies = Q(prise_par__isnull=False) & ~Q(prise_par=agent) & ~Q(alerte_le__lt=maintenant())
    return (
        demarches.exclude(suivies)
        .alias(premier=Coalesce(Subquery(avis_et_envois.values("auteur")[:1]), Value("")))
        .exclude(premier=agent.compte.acteur)
    )


def _ouverte_par_un_autre(agent: Agent) -> Q:
    return Q(examen__jusqu_a__gt=temps_reel()) & ~Q(examen__agent=agent)
