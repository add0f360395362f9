"""Two agents on one file: the form says what its agent had seen; when somebody else acted since, they are told who, what and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Max

from accounts.models import Agent
from ameli.noyau import formats
from ameli.noyau.journal.models import Entree
from demarches.admin import file
from demarches.moteur import passages, registre
from demarches.moteur.models import Demarche, Etat, Evenement
from demarches.moteur.passages import PASSAGES

LECTURE = "dossier.consulte"
POURQUOI = "the caller found the démarche in the agent's perimeter"
MOUVEMENTS = {file.SUIVIE: "prise", file.RENDUE: "remise dans la file", file.CONFIEE: "confiée à un collègue"}
QUI = {"ASSURE": "la personne", "MANDATAIRE": "qui agit pour la personne", "TIERS": "une autre personne"}
AUTREMENT = {"annuler": "Annulée", "contester": "Arrêtée par le lien du courriel", "deposer": "Envoyée"}


class Depassee(Exception):
    """Somebody else acted on the démarche since the form was shown; `phrase` tells it in French."""

    def __init__(self, phrase: str) -> None:
        super().__init__(phrase)
        self.phrase = phrase


def jeton(demarche: Demarche) -> str:
    """What the agent has in front of them: state, who follows, last event."""
    return jetons([demarche])[demarche.pk]


def jetons(demarches: Sequence[Demarche]) -> dict[int, str]:
    """The same for several, by their keys, in one query."""
    evenements = Evenement.objects.systeme(POURQUOI).filter(demarche__in=[d.pk for d in demarches])
    derniers = dict(evenements.values_list("demarche_id").annotate(Max("id")).order_by())
    return {d.pk: f"{d.etat}.{d.prise_par_id or 0}.{derniers.get(d.pk, 0)}" for d in demarches}


def exiger_inchangee(ligne: Demarche, vu: str, agent: Agent) -> None:
    """`ligne` is locked. Raises Depassee, unless nobody but `agent` acted since `vu`."""
    if ligne.caisse_id != agent.caisse_id:
        raise Depassee("Cette démarche est passée à une autre caisse.")
    if jeton(ligne) == vu:
        return
    auteur, phrase = dernier_geste(ligne, agent)
    if not ligne.ouverte or auteur != agent.compte.acteur:
        raise Depassee(phrase)


def jeton_d_objet(objet: str) -> str:
    """The same for a thing that a démarche gave: its last entry in the journal, but for readings. `objet` is its name there."""
    faite = _derniere_entree(objet)
    return str(faite.pk) if faite else ""


def exiger_objet_inchange(objet: str, vu: str, agent: Agent) -> None:
    """The row of `objet` is locked. Raises Depassee, unless nobody but `agent` acted since `vu`."""
    faite = _derniere_entree(objet)
    if jeton_d_objet(objet) != vu and (faite is None or faite.acteur != agent.compte.acteur):
        raise Depassee(dernier_geste_sur(objet, agent))


def dernier_geste_sur(objet: str, agent: Agent) -> str:
    """« Dernière action : carte européenne revenue par la poste, par Hélène Dufau, le 23 novembre 2026 à 9 h 12. »"""
    faite = _derniere_entree(objet)
    if faite is None:
        return ""
    qui = "vous" if faite.acteur == agent.compte.acteur else nommer(faite.acteur, noms([faite.acteur]))
    return f"Dernière action : {fait(faite)}, par {qui}, le {moment(faite.le)}."


def historique_de(objet: str) -> list[tuple[str, str, str, str]]:
    """What happened to it, in order: what, when, by whom, and why where an agent said it."""
    faits = list(Entree.objects.filter(objet=objet).exclude(genre=LECTURE).order_by("le", "id"))
    connus = noms([une.acteur for une in faits])
    return [
        (fait(une), moment(une.le), nommer(une.acteur, connus), une.motif if une.acteur in connus else "")
        for une in faits
    ]


def fait(entree: Entree) -> str:
    """What was done, without its author, whom agents read by name."""
    return entree.phrase.partition(":")[2].strip()


def _derniere_entree(objet: str) -> Entree | None:
    return Entree.objects.filter(objet=objet).exclude(genre=LECTURE).order_by("-id").first()


def dernier_geste(demarche: Demarche, agent: Agent) -> tuple[str, str]:
    """The author of the last change, and « Cette démarche a déjà été acceptée par Jérôme Lalanne, le 23 novembre 2026 à 9 h. »"""
    evenement = Evenement.objects.systeme(POURQUOI).filter(demarche_id=demarche.pk).order_by("-id").first()
    mouvement = Entree.objects.filter(objet=demarche.objet, genre__in=MOUVEMENTS).order_by("-id").first()
    if evenement is not None and not demarche.ouverte and evenement.de != evenement.vers:
        auteur, le, quoi = evenement.auteur, evenement.le, f"déjà été {Etat(evenement.vers).label}"
    elif mouvement is not None and (evenement is None or mouvement.le >= evenement.le):
        auteur, le, quoi = mouvement.acteur, mouvement.le, f"été {MOUVEMENTS[mouvement.genre]}"
    elif evenement is not None:
        auteur, le, quoi = evenement.auteur, evenement.le, f"été changée ({libelle(demarche, evenement.nom).lower()})"
    else:
        return "", "Cette démarche a changé."
    qui = "vous" if auteur == agent.compte.acteur else nommer(auteur, noms([auteur]))
    return auteur, f"Cette démarche a {quoi} par {qui}, le {moment(le)}."


def libelle(demarche: Demarche, nom: str) -> str:
    """An event as agents read it."""
    if nom in AUTREMENT:
        return AUTREMENT[nom]
    jalons = registre.celui_de(demarche.teleservice).jalons
    return jalons[nom] if nom in jalons else PASSAGES[nom].libelle if nom in PASSAGES else nom


def noms(auteurs: Iterable[str]) -> dict[str, str]:
    """The names of the agents among `auteurs`, in one query, or none when there is no agent."""
    matricules = {auteur.partition(":")[2] for auteur in auteurs if auteur.startswith("agent:")}
    if not matricules:
        return {}
    return {f"agent:{a.matricule}": str(a) for a in Agent.objects.filter(matricule__in=matricules).order_by("pk")}


def nommer(auteur: str, connus: dict[str, str]) -> str:
    """« Hélène Dufau », « la personne », « traitement automatique »."""
    if auteur in connus:
        return connus[auteur]
    nature = passages.nature(auteur)
    return {"AGENT": auteur.partition(":")[2], **QUI}.get(nature, "traitement automatique")


def moment(le: datetime) -> str:
    """« 23 novembre 2026 à 9 h 12 »."""
    return f"{formats.jour(le)} à {formats.heure(le)}"
