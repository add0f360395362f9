"""What agents of one caisse say to each other about a thread: a note, or « this is for you », to another service or a colleague."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.messagerie import reponse, themes
from accounts.messagerie.reponse import ReponseRefusee
from accounts.models import Agent, Fil, Message, NoteInterne
from ameli.noyau import formats
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser

NOTE_MAXIMUM = 1000
declarer_genre("fil.transfere", "{acteur}\N{NO-BREAK SPACE}: votre message est confié à un autre service")
declarer_genre("fil.confie", "{acteur}\N{NO-BREAK SPACE}: votre message est confié à un autre agent")
declarer_genre("fil.note", "{acteur}\N{NO-BREAK SPACE}: note interne écrite", visible=False)


def collegues(agent: Agent) -> QuerySet[Agent]:
    """The others of the caisse who may still sign in."""
    siens = Agent.objects.filter(caisse_id=agent.caisse_id, compte__is_active=True).exclude(pk=agent.pk)
    return siens.order_by("nom", "matricule")


def notes(fil: Fil, agent: Agent) -> list[NoteInterne]:
    """The oldest first. One query."""
    return list(NoteInterne.objects.pour_agent(agent).filter(fil=fil).select_related("agent").order_by("id"))


@transaction.atomic
def noter(fil: Fil, agent: Agent, texte: str) -> NoteInterne:
    """For colleagues, in an open thread or a closed one. The same words pressed twice are one note."""
    ligne = reponse.verrouiller(fil, agent)
    derniere = NoteInterne.objects.pour_agent(agent).filter(fil=ligne).order_by("-id").first()
    if derniere is not None and (derniere.agent_id, derniere.texte) == (agent.pk, texte):
        return derniere
    return _ecrire(ligne, agent, texte, maintenant())


@transaction.atomic
def transferer(fil: Fil, agent: Agent, theme: str, *, pourquoi: str, le: datetime | None = None) -> Message:
    """To the queue of another theme, which nobody follows yet. The person reads where it went; what was promised stays promised.

    Raises ReponseRefusee when nothing is awaited, or when it is of this theme already.
    """
    le = le or maintenant()
    ligne = _attendu(fil, agent)
    if ligne.theme == theme:
        raise ReponseRefusee("Cette conversation a déjà ce thème.")
    Fil.objects.pour_agent(agent).filter(pk=ligne.pk).update(
        theme=theme, pris_par=None, dernier_le=max(ligne.dernier_le, le)
    )
    prevue = formats.jour_semaine(ligne.reponse_prevue_le) if ligne.reponse_prevue_le else ""
    message = Message.objects.create(
        fil=ligne, de=Message.De.CAISSE, agent=agent, sujet="Votre message change de service", envoye_le=le, cle=f"transfert:{ligne.pk}:{le.isoformat()}",
        corps=f"Votre message est confié à un autre service de votre caisse\N{NO-BREAK SPACE}: {themes.libelle(theme)}. "
        f"Vous n’avez rien à faire. Réponse au plus tard le {prevue}.",
    )  # fmt: skip
    _ecrire(ligne, agent, f"Transférée\N{NO-BREAK SPACE}: {themes.libelle(theme)}. {pourquoi}", le)
    _journal("fil.transfere", ligne, agent)
    return message


@transaction.atomic
def confier(fil: Fil, agent: Agent, collegue: Agent, *, pourquoi: str) -> None:
    """To a colleague of the caisse, who follows it from now on. Raises ReponseRefusee when nothing is awaited, or when it is not theirs to take."""
    ligne = _attendu(fil, agent)
    if not collegues(agent).filter(pk=collegue.pk).exists():
        raise ReponseRefusee("Cet agent n’est pas de votre caisse.")
    Fil.objects.pour_agent(agent).filter(pk=ligne.pk).update(pris_par=collegue)
    _ecrire(ligne, agent, f"Confiée à {collegue}. {pourquoi}", maintenant())
    _journal("fil.confie", ligne, agent)


def _attendu(fil: Fil, agent: Agent) -> Fil:
    ligne = reponse.verrouiller(fil, agent)
    if ligne.reponse_prevue_le is None:
        raise ReponseRefusee("Aucune réponse n’est attendue dans cette conversation.")
    return ligne


def _ecrire(fil: Fil, agent: Agent, texte: str, le: datetime) -> NoteInterne:
    note = NoteInterne.objects.create(fil=fil, agent=agent, texte=texte.strip(), ecrite_le=le)
    _journal("fil.note", fil, agent)
    return note


def _journal(genre: str, fil: Fil, agent: Agent) -> None:
    journaliser(genre, acteur=agent.compte.acteur, assure_ref=fil.assure.public_id, objet=reponse.objet(fil))
