"""What one agent may not decide alone: the first says what they want, another one confirms it. And gestures, some of which are so.

Asked of `Bannette.accords`, `Bannette.refus_a_deux`, `Bannette.discordance` and `Geste.a_deux`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from demarches.moteur import avis, decisions, pieces, registre, transitions
from demarches.moteur.decisions import Decision
from demarches.moteur.declaration import DISCORDANCE, Geste, Par
from demarches.moteur.models import Demarche, Evenement
from demarches.moteur.transitions import TransitionInterdite
from documents.pieces import tout_ou_rien

MEME_AGENT = "Vous avez donné le premier accord. Un autre agent doit confirmer."
PLUS_POSSIBLE = "Ce n’est plus possible maintenant. Rechargez la page pour la voir."
DEJA = "C’est déjà fait."
NOTEE = "demarche.discordance"
declarer_genre(NOTEE, "{acteur} : démarche – identité à vérifier par un second agent")


@transaction.atomic
def accepter(demarche: Demarche, acteur: str, decision: Decision | None = None) -> bool:
    """Accept, or make the check after which the démarche goes on (`Bannette.controle`); False when this was the first of two agreements, and the démarche goes back to the queue for a colleague.

    `decision` is what is said with it, where something must be said: a second agent who says something else is a first one.
    Raises TransitionInterdite when the same agent tries to confirm, among the reasons of `transitions.passer`.
    """
    ligne = transitions.verrouiller(demarche)
    teleservice = registre.celui_de(ligne.teleservice)
    if ligne.ouverte and teleservice.agents.accords(ligne) > 1:
        propose = decision.en_json() if decision else {}
        if not _second(ligne, avis.ACCORD, acteur, meme=propose == ligne.decision):
            Demarche.objects.systeme("what a first agent proposes").filter(pk=ligne.pk).update(decision=propose)
            return False
    if teleservice.agents.controle:
        # What was checked goes on by itself, and ends when the clock says so.
        transitions.controler(ligne, acteur=acteur)
    else:
        transitions.passer(ligne, "accepter", acteur=acteur, decision=decision)
    return True


@transaction.atomic
def refuser(demarche: Demarche, acteur: str, *, motif: str = "", precision: str = "") -> bool:
    """Refuse for `motif` (a code of `Bannette.motifs`) and what the agent adds; False when two agents must want it, and this was the first.

    Raises TransitionInterdite, KeyError for a code that the room does not name.
    """
    ligne = transitions.verrouiller(demarche)
    phrase = decisions.phrase(ligne, motif, precision)
    if ligne.ouverte and avis.refus_a_deux(ligne, motif):
        noter_la_discordance(ligne, acteur)
        if not _second(ligne, avis.REFUS, acteur, phrase):
            return False
    decision = Decision(motif=motif, precision=precision, version=ligne.version)
    transitions.passer(ligne, "refuser", acteur=acteur, motif=phrase, decision=decision)
    return True


def noter_la_discordance(demarche: Demarche, acteur: str) -> None:
    """From now on two agents must agree, where the room names such a point. Noted twice, it is noted once."""
    phrase = registre.celui_de(demarche.teleservice).agents.discordance
    if not phrase or any(alerte["code"] == DISCORDANCE for alerte in demarche.alertes):
        return
    demarche.signaler(DISCORDANCE, phrase)
    journaliser(NOTEE, acteur=acteur, assure_ref=demarche.assure.public_id, objet=demarche.objet)


def faire(
    demarche: Demarche, geste: Geste, acteur: str, saisie: Mapping[str, Any], *, depuis: str | None = None
) -> str:
    """Make a gesture of the room; what to tell whoever made it, empty when a second agent must want it.

    `depuis` is what `vu` gave when the page was shown: sent twice from one page, it is done once. Its files, if it takes some, go
    with what was sent. Raises TransitionInterdite.
    """
    with tout_ou_rien() as gardees, transaction.atomic():
        ligne, le = transitions.verrouiller(demarche), maintenant()
        dit = _faire(ligne, geste, acteur, saisie, le, depuis)
        if geste.piece is not None:
            scelle = geste.piece.scellee.value if geste.piece.scellee else ""
            pieces.garder(ligne, saisie["fichiers"], gardees, libelle=geste.piece.libelle, le=le, scelle=scelle)
        return dit


def _faire(
    ligne: Demarche, geste: Geste, acteur: str, saisie: Mapping[str, Any], le: datetime, depuis: str | None
) -> str:
    if depuis is not None and depuis != vu(ligne, geste):
        raise TransitionInterdite(DEJA)
    if ligne.oubliee_le is not None or not geste.possible(ligne, le):
        raise TransitionInterdite(PLUS_POSSIBLE)
    motif = saisie["motif"] if geste.par is Par.AGENT else ""
    if geste.a_deux and not _second(ligne, f"{avis.PREFIXE}{geste.nom}", acteur, motif):
        return ""
    transitions.noter(ligne, geste.nom, acteur=acteur, le=le, motif=motif, meme_close=True, statut=geste.statut)
    if geste.par is Par.AGENT:
        ligne.noter_a_revoir(False)
    return geste.faire(ligne, acteur, saisie, le)


def vu(demarche: Demarche, geste: Geste) -> str:
    """What somebody has in front of them: the last time that this gesture was made on it."""
    faits = Evenement.objects.systeme("was it made meanwhile?").filter(demarche=demarche, nom=geste.nom)
    return str(faits.values_list("pk", flat=True).last() or "")


def _second(ligne: Demarche, voulu: str, acteur: str, motif: str = "", *, meme: bool = True) -> bool:
    """True when another agent wanted the same; otherwise it is written down, and a colleague finds it in the queue."""
    premier = avis.premier(ligne)
    if premier is None or premier.nom != voulu or not meme:
        transitions.noter(ligne, voulu, acteur=acteur, le=maintenant(), motif=motif, meme_close=True)
        Demarche.objects.systeme("back to the queue for a colleague").filter(pk=ligne.pk).update(prise_par=None)
        ligne.noter_a_revoir(not ligne.ouverte)
        return False
    if premier.auteur == acteur:
        raise TransitionInterdite(MEME_AGENT)
    return True
