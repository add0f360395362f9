"""The queue: its order, and who follows what. Taken, taken next, put back, handed to a colleague."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse

from accounts.models import Agent
from ameli.noyau.journal import declarer_genre, journaliser
from demarches.admin import delais
from demarches.moteur import registre, transitions
from demarches.moteur.models import Demarche, Etat
from demarches.moteur.transitions import TransitionInterdite

SUIVIE, RENDUE, CONFIEE = "demarche.suivie", "demarche.rendue", "demarche.confiee"
declarer_genre(SUIVIE, "{acteur} : démarche – confiée à un agent")
declarer_genre(RENDUE, "{acteur} : démarche – remise dans la file")
declarer_genre(CONFIEE, "{acteur} : démarche – confiée à un collègue")

ATTEND = Case(When(etat=Etat.A_COMPLETER, then=Value(1)), default=Value(0), output_field=IntegerField())
SANS_ALERTE = Case(When(alertes=[], then=Value(1)), default=Value(0), output_field=IntegerField())
ORDRE = (ATTEND.asc(), SANS_ALERTE.asc(), F("alerte_le").asc(nulls_last=True), "id")


VOISINES = 12


def voisines(agent: Agent, ouverte: Demarche) -> list[dict[str, Any]]:
    """What `agent` follows or may take, in the order of the queue, for the side of the page of `ouverte`. One query."""
    siennes = Demarche.objects.pour_agent(agent).a_traiter().exclude(delais.toutes_seules())
    siennes = siennes.filter(Q(prise_par=None) | Q(prise_par=agent)).select_related("assure__personne").sans_contenu()
    return [
        {
            "adresse": reverse("admin:demarches_demarche_change", args=[une.pk]),
            "titre": f"{une.assure.personne}, {registre.celui_de(une.teleservice).agents.titre}",
            "detail": delais.echeance(une),
            "ici": une.pk == ouverte.pk,
        }
        for une in siennes.order_by(*ORDRE)[:VOISINES]
    ]


def collegues(agent: Agent) -> QuerySet[Agent]:
    """Those who work at the same caisse."""
    return Agent.objects.filter(caisse_id=agent.caisse_id).exclude(pk=agent.pk).order_by("nom", "matricule")


@transaction.atomic
def prendre(demarche: Demarche, agent: Agent) -> None:
    """Give `demarche` to `agent`. Raises TransitionInterdite when somebody has it, or when it is closed."""
    ligne = ouverte_de_la_caisse(demarche, agent)
    if ligne.prise_par_id not in (None, agent.pk):
        raise TransitionInterdite(f"Cette démarche est déjà suivie par {ligne.prise_par}.")
    if ligne.etat == Etat.DEPOSEE:
        transitions.passer(ligne, "prendre", acteur=agent.compte.acteur)
    if ligne.prise_par_id is None:
        _donner(ligne, agent, SUIVIE, par=agent)


@transaction.atomic
def prendre_la_suivante(agent: Agent) -> Demarche | None:
    """Give `agent` the first démarche that nobody follows and that waits for nobody; two agents at once get two different ones."""
    libres = Demarche.objects.pour_agent(agent).ouvertes().filter(prise_par=None).exclude(etat=Etat.A_COMPLETER)
    suivante = libres.order_by(*ORDRE).select_for_update(skip_locked=True, of=("self",), no_key=True).first()
    if suivante is not None:
        prendre(suivante, agent)
    return suivante


@transaction.atomic
def rendre(demarche: Demarche, agent: Agent) -> None:
    """Put it back in the queue: nobody follows it any more. A colleague's too, when they are away. Raises TransitionInterdite."""
    ligne = ouverte_de_la_caisse(demarche, agent)
    if ligne.prise_par_id is None:
        raise TransitionInterdite("Cette démarche est déjà dans la file.")
    _donner(ligne, None, RENDUE, par=agent)


@transaction.atomic
def confier(demarche: Demarche, agent: Agent, a: Agent) -> None:
    """Hand it to a colleague of the same caisse. Raises TransitionInterdite."""
    ligne = ouverte_de_la_caisse(demarche, agent)
    if a.caisse_id != ligne.caisse_id:
        raise TransitionInterdite("Choisissez un collègue de votre caisse.")
    if ligne.prise_par_id == a.pk:
        raise TransitionInterdite(f"Cette démarche est déjà suivie par {a}.")
    if ligne.etat == Etat.DEPOSEE:
        transitions.passer(ligne, "prendre", acteur=agent.compte.acteur)
    _donner(ligne, a, CONFIEE, par=agent)


def ouverte_de_la_caisse(demarche: Demarche, agent: Agent) -> Demarche:
    """The row as it is now, locked. Raises TransitionInterdite when it is closed, or has gone to another caisse."""
    ligne = transitions.verrouiller(demarche)
    if ligne.caisse_id != agent.caisse_id:
        raise TransitionInterdite("Cette démarche est passée à une autre caisse.")
    if not ligne.ouverte:
        raise TransitionInterdite(f"Cette démarche est déjà {Etat(ligne.etat).label}.")
    return ligne


def _donner(ligne: Demarche, a: Agent | None, genre: str, *, par: Agent) -> None:
    ligne.prise_par = a
    ligne.save(update_fields=["prise_par"])
    journaliser(
        genre, acteur=par.compte.acteur, assure_ref=ligne.assure.public_id, objet=ligne.objet,
        donnees={"a": a.matricule} if a else {},
    )  # fmt: skip
