"""What an agent does with a thread of their caisse: take it, read it, answer it, close it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.messagerie.depot import cle_du_texte, prevenir
from accounts.messagerie.ecriture import joindre
from accounts.models import Agent, Fil, Message
from accounts.models.messagerie import AUTOMATIQUES
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.stockage import StockagePlein
from ameli.noyau.televersement import FichierSain

declarer_genre("message.lu", "{acteur} : message que vous avez envoyé, lu", lecture=True)
declarer_genre("message.piece", "{acteur} : fichier que vous avez joint, consulté", lecture=True)
declarer_genre("message.repondu", "{acteur} : réponse à votre message")
declarer_genre("fil.clos", "{acteur} : conversation close")
declarer_genre("fil.suivi", "{acteur} : message confié à un agent")


class ReponseRefusee(Exception):
    """Somebody was faster, or no file can be kept; `phrase` tells the agent in French."""

    def __init__(self, phrase: str) -> None:
        super().__init__(phrase)
        self.phrase = phrase


def conversations(agent: Agent) -> QuerySet[Fil]:
    """Threads that people opened with the caisse of `agent`; automatic ones have no queue."""
    return Fil.objects.pour_agent(agent).exclude(theme__in=list(AUTOMATIQUES))


def a_personne(agent: Agent) -> Q:
    """Followed by nobody of this caisse: a person who moves leaves their agent behind."""
    return Q(pris_par=None) | ~Q(pris_par__caisse_id=agent.caisse_id)


@transaction.atomic
def prendre_la_suivante(agent: Agent) -> Fil | None:
    """Give `agent` the thread whose promised day comes first among those that nobody follows; two agents get two."""
    libres = conversations(agent).filter(reponse_prevue_le__isnull=False).filter(a_personne(agent))
    suivant = (
        libres.order_by("reponse_prevue_le", "id").select_for_update(skip_locked=True, of=("self",), no_key=True)
    ).first()
    if suivant is not None:
        _confier(suivant, agent)
    return suivant


@transaction.atomic
def prendre(fil: Fil, agent: Agent) -> None:
    """Raises ReponseRefusee when a colleague follows it, or when it is closed."""
    ligne = verrouiller(fil, agent)
    if ligne.ferme_le is not None:
        raise ReponseRefusee("Cette conversation est déjà close.")
    suivi_par = ligne.pris_par
    if suivi_par is not None and suivi_par.pk != agent.pk and suivi_par.caisse_id == agent.caisse_id:
        raise ReponseRefusee(f"Cette conversation est déjà suivie par {suivi_par}.")
    if suivi_par is None or suivi_par.pk != agent.pk:
        _confier(ligne, agent)


def lire(fil: Fil, agent: Agent, *, raison: str = "") -> int:
    """The agent has the person's messages under their eyes: the receipt, and the journal with the reason. How many were new."""
    nouveaux = (
        Message.objects.pour_agent(agent)
        .filter(fil=fil, de=Message.De.ASSURE, lu_le=None)
        .update(lu_le=maintenant())
    )  # fmt: skip
    journaliser(
        "message.lu", acteur=agent.compte.acteur, assure_ref=fil.assure.public_id, objet=objet(fil), motif=raison
    )  # fmt: skip
    return nouveaux


@transaction.atomic
def repondre(
    fil: Fil, agent: Agent, *, texte: str, cle: str, dernier_vu: int,
    fichiers: Sequence[FichierSain] = (), clore: bool = False, le: datetime | None = None,
) -> Message:  # fmt: skip
    """Answer the person, who is told by a mail without content. Nothing is owed any more until they write again.

    `dernier_vu` is the id of the last message on the agent's page. The same `texte` twice under one `cle` is one
    answer. Raises ReponseRefusee when the thread was closed, when something was written since the page was shown, or when there is no room
    for the files.
    """
    le = le or maintenant()
    ligne, cle = verrouiller(fil, agent), cle_du_texte(f"reponse:{fil.pk}:{cle}", texte)
    deja = Message.objects.pour_agent(agent).filter(cle=cle).first()
    if deja is not None:
        return deja
    if ligne.ferme_le is not None:
        raise ReponseRefusee("Cette conversation a été close entre-temps. Votre réponse n’est pas envoyée.")
    dernier = Message.objects.pour_agent(agent).filter(fil=ligne).order_by("-id").select_related("agent").first()
    if dernier is not None and dernier.pk != dernier_vu:
        qui = "La personne" if dernier.de == Message.De.ASSURE else f"{dernier.agent or 'Un collègue'}"
        raise ReponseRefusee(f"{qui} a écrit entre-temps. Lisez ce message, puis envoyez votre réponse.")
    message = Message.objects.create(fil=ligne, de=Message.De.CAISSE, agent=agent, corps=texte, cle=cle, envoye_le=le)
    try:
        joindre(message, fichiers)
    except StockagePlein as plein:
        raise ReponseRefusee(plein.phrase) from plein
    Fil.objects.pour_agent(agent).filter(pk=ligne.pk).update(
        dernier_le=max(ligne.dernier_le, le), archive_le=None, reponse_prevue_le=None, pris_par=agent
    )
    journaliser("message.repondu", acteur=agent.compte.acteur, assure_ref=ligne.assure.public_id, objet=objet(fil))
    if clore:
        _clore(ligne, agent, le)
    prevenir(ligne.assure, message.cle)
    return message


@transaction.atomic
def clore(fil: Fil, agent: Agent, *, le: datetime | None = None) -> None:
    """Nothing more is awaited. Raises ReponseRefusee when an answer is owed, or when it is closed already."""
    ligne = verrouiller(fil, agent)
    if ligne.ferme_le is not None:
        raise ReponseRefusee("Cette conversation est déjà close.")
    if ligne.reponse_prevue_le is not None:
        raise ReponseRefusee("La personne attend une réponse. Répondez-lui avant de clore.")
    _clore(ligne, agent, le or maintenant())


def objet(fil: Fil) -> str:
    """How the journal names a thread."""
    return f"fil:{fil.public_id}"


def _clore(fil: Fil, agent: Agent, le: datetime) -> None:
    Fil.objects.pour_agent(agent).filter(pk=fil.pk).update(reponse_possible=False, ferme_le=le)
    journaliser("fil.clos", acteur=agent.compte.acteur, assure_ref=fil.assure.public_id, objet=objet(fil))


def _confier(fil: Fil, agent: Agent) -> None:
    Fil.objects.pour_agent(agent).filter(pk=fil.pk).update(pris_par=agent)
    journaliser("fil.suivi", acteur=agent.compte.acteur, assure_ref=fil.assure.public_id, objet=objet(fil))


def verrouiller(fil: Fil, agent: Agent) -> Fil:
    """The thread as it is now, in the caller's transaction; raises Fil.DoesNotExist outside the perimeter."""
    lignes = conversations(agent).select_related("assure", "pris_par")
    return lignes.select_for_update(of=("self",), no_key=True).get(pk=fil.pk)
