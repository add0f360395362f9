"""The appointment with the medical service (chapter 18 § 7): moments proposed, one chosen online, reminded of; missed twice, the papers alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ameli.noyau import echeances, formats
from ameli.noyau.echeances import gestionnaire
from ameli.noyau.echeances.models import Echeance
from demarches.catalogue.pension_invalidite import medecin, regles
from demarches.catalogue.pension_invalidite.creneaux import Choisir, Proposer
from demarches.moteur import attentes, transitions
from demarches.moteur.declaration import Attendu, De, Genre, Geste, Par
from demarches.moteur.models import Demarche
from demarches.moteur.models_attente import Attente

RENDEZ_VOUS, SUR_PIECES, CHOISI, A_PROPOSER = (
    "rendez_vous",
    "sur_pieces",
    "rendez_vous_choisi",
    "rendez_vous_a_proposer",
)
RAPPEL = "pension.rendez_vous"
POURQUOI = "the démarche was found in a perimeter"


@dataclass(frozen=True)
class Moment:
    """When and where; `attente` is the wait that it answers."""

    le: datetime
    lieu: str
    attente: Attente

    def __str__(self) -> str:
        return f"{formats.moment(self.le)}, {self.lieu}"


def choisi(demarche: Demarche) -> Moment | None:
    """The one that the person chose, until they cancel it or miss it. One query."""
    une = _convocations(demarche).filter(issue=Attente.Issue.RECUE).order_by("-id").first()
    if une is None or "lieu" not in une.offre:
        return None
    return Moment(datetime.fromisoformat(une.reponse["moment"]), une.offre["lieu"], une)


def proposes(demarche: Demarche) -> list[Moment]:
    """What the person may choose from now. One query."""
    une = _convocations(demarche).filter(close_le=None).first()
    offre = une.offre if une is not None else {}
    return [Moment(datetime.fromisoformat(un), offre["lieu"], une) for un in offre.get("moments", [])]  # type: ignore[arg-type]


def dernier(demarche: Demarche) -> bool:
    """Has the last appointment been proposed? One query."""
    return _convocations(demarche).count() >= regles.CONVOCATIONS


def convocable(demarche: Demarche, le: datetime) -> bool:
    if not demarche.ouverte or medecin.avis(demarche) is not None:
        return False
    siennes = list(_convocations(demarche))
    en_cours = any(une.close_le is None or une.issue == Attente.Issue.RECUE for une in siennes)
    return not en_cours and len(siennes) < regles.CONVOCATIONS


def convoquer(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    offre = {"lieu": saisie["lieu"], "moments": [un.isoformat() for un in saisie["moments"]]}
    attentes.ouvrir(demarche, RENDEZ_VOUS, le=le, acteur=acteur, offre=offre)
    demarche.alertes = [une for une in demarche.alertes if une["code"] != A_PROPOSER]
    demarche.save(update_fields=["alertes"])
    return "La personne est prévenue. Elle choisit sur son compte."


def repondu(demarche: Demarche, attente: Attente, acteur: str, le: datetime) -> None:
    """Chosen: the queue says when, and the person is reminded. A no asks for other moments, once."""
    if attente.issue == Attente.Issue.REFUSEE:
        _encore_ou_sur_pieces(demarche, le)
        return
    pris = choisi(demarche)
    assert pris is not None
    demarche.signaler(f"{CHOISI}:{attente.pk}", f"Rendez-vous choisi\N{NO-BREAK SPACE}: {pris}.")
    objet = attentes.objet_de(attente)
    echeances.planifier(RAPPEL, objet=objet, du_le=pris.le - regles.RAPPEL_DU_RENDEZ_VOUS, cle=f"{objet}:{RAPPEL}")


def sans_reponse(demarche: Demarche, attente: Attente, le: datetime) -> None:
    """Nothing was answered."""
    attentes.clore(demarche, attente, Attente.Issue.EXPIREE, acteur="horloge", le=le)
    _encore_ou_sur_pieces(demarche, le)


def a_venir(demarche: Demarche, le: datetime) -> bool:
    pris = choisi(demarche) if demarche.ouverte else None
    return pris is not None and pris.le > le


def passe(demarche: Demarche, le: datetime) -> bool:
    pris = choisi(demarche) if demarche.ouverte and medecin.avis(demarche) is None else None
    return pris is not None and pris.le <= le


def decommander(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """The person cannot come any more."""
    _defaire(demarche, Attente.Issue.REFUSEE, le)
    return "C’est noté. Le service médical le sait."


def absente(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """Nobody came."""
    _defaire(demarche, Attente.Issue.EXPIREE, le)
    return "C’est noté."


def _defaire(demarche: Demarche, issue: str, le: datetime) -> None:
    pris = choisi(demarche)
    assert pris is not None  # the gesture was possible, under the same lock
    pris.attente.issue = issue
    pris.attente.save(update_fields=["issue"])
    echeances.annuler(objet=attentes.objet_de(pris.attente))
    _encore_ou_sur_pieces(demarche, le)


def _encore_ou_sur_pieces(demarche: Demarche, le: datetime) -> None:
    if not dernier(demarche):
        demarche.signaler(
            A_PROPOSER, "Le rendez-vous n’a pas lieu\N{NO-BREAK SPACE}: proposez d’autres jours, une dernière fois."
        )
    else:
        ligne = transitions.noter(demarche, SUR_PIECES, le=le)
        transitions.prevenir(ligne, SUR_PIECES, le=le)


@gestionnaire(RAPPEL)
def rappeler(echeance: Echeance) -> None:
    """Some days before; nothing when the request is over."""
    siennes = Attente.objects.systeme("its appointment is near").select_related("demarche__assure__personne")
    attente = siennes.get(public_id=echeance.objet.removeprefix("attente:"))
    if attente.demarche.ouverte and attente.issue == Attente.Issue.RECUE:
        transitions.prevenir(attente.demarche, "rendez_vous_proche", le=echeance.du_le, suite=f":{attente.public_id}")


def _convocations(demarche: Demarche) -> Any:
    return Attente.objects.systeme(POURQUOI).filter(demarche=demarche, nom=RENDEZ_VOUS)


ATTENDU = Attendu(
    nom=RENDEZ_VOUS,
    libelle="Rendez-vous au service médical",
    de=De.ASSURE,
    genre=Genre.REPONSE,
    duree=regles.CONVOCATION,
    rappels=(regles.RAPPEL_DE_CONVOCATION,),
    formulaire=Choisir,
    arrete_les_delais=False,
    si_rien=sans_reponse,
    recue=repondu,
    gabarit="rendez_vous",
)

GESTES = (
    Geste(
        "convoquer", "Proposer un rendez-vous",
        "La personne choisit un de ces moments sur son compte, dans les 15 jours. Après deux rendez-vous manqués, le médecin étudie ses documents.",
        formulaire=Proposer, possible=convocable, faire=convoquer, statut=False,
    ),
    Geste(
        "absente", "Noter une absence",
        "La personne n’est pas venue au rendez-vous. Un autre lui est proposé, une seule fois.",
        possible=passe, faire=absente, statut=False,
    ),
    Geste(
        "decommander", "Annuler mon rendez-vous",
        "Le médecin-conseil vous propose d’autres jours, une seule fois. Ensuite, il étudie vos documents.",
        par=Par.ASSURE, possible=a_venir, faire=decommander, statut=False,
    ),
)  # fmt: skip
