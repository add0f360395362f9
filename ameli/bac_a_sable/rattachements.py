"""Requests for the other parent's card that practice people sent before: accepted, waiting for a paper, for another scheme, for a trained agent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Agent, Assure
from ameli.noyau import horloge
from ameli.noyau.calendrier import jours
from ameli.noyau.televersement.controle import FichierSain
from demarches.catalogue.double_rattachement import guichet, reponses
from demarches.models import Brouillon, Demarche
from demarches.moteur import pieces, registre, transitions
from demarches.moteur.decisions import Decision
from demarches.moteur.depot import deposer
from demarches.moteur.fichiers_d_exemple import piece as dessin
from demarches.moteur.pieces_du_brouillon import objet_de
from documents.models import Piece

MSA = {"nom": "Laborde", "prenom": "Jean", "naissance": "1984-08-17", "nir": "1840840999142"}


@dataclass(frozen=True)
class Histoire:
    """Who asked, for which child, whom they named, how many days ago, and what an agent has done since."""

    qui: str
    enfant: str
    second: str | Mapping[str, str]
    il_y_a: int
    ensuite: Callable[[Demarche, Agent, datetime], object] = lambda demarche, agent, le: None


def _accepter(demarche: Demarche, agent: Agent, le: datetime) -> None:
    oui = {cle.cle: {"accorde": "oui"} for cle in registre.celui_de(reponses.CODE).agents.a_juger(demarche)}
    transitions.passer(
        demarche, "accepter", acteur=agent.compte.acteur, decision=Decision(verdicts=oui), le=le + timedelta(days=11)
    )


def _demander(demarche: Demarche, agent: Agent, le: datetime) -> None:
    pieces.demander(
        demarche, agent, libelle="Livret de famille", motif="Il manque la page des enfants.", le=le + timedelta(days=2)
    )


def _interroger(demarche: Demarche, agent: Agent, le: datetime) -> None:
    transitions.prendre(demarche, acteur=agent.compte.acteur, le=le + timedelta(days=1))
    transitions.noter(demarche, "interroger", acteur=agent.compte.acteur, le=le + timedelta(days=1))
    guichet.interroger(demarche, agent.compte.acteur, {}, le + timedelta(days=1))


HISTOIRES = (
    Histoire("caroline", "Maxime", "bastien", 41, _accepter),
    Histoire("karine", "Lucie", "cedric", 16, _demander),
    Histoire("emilie", "Paul", MSA, 6, _interroger),
    Histoire("marion", "Nils", "yann", 3),
)


def installer(assures: Mapping[str, Assure]) -> None:
    """In the caller's transaction."""
    for une in HISTOIRES:
        le = horloge.maintenant() - timedelta(days=une.il_y_a)
        demarche = deposer(_brouillon(une, assures, le), le=le)
        agent = Agent.objects.select_related("compte").get(matricule="LANDES-01")
        une.ensuite(demarche, agent, le)


def _brouillon(une: Histoire, assures: Mapping[str, Assure], le: datetime) -> Brouillon:
    assure = assures[une.qui]
    enfant = next(
        un.personne for un in assure.beneficiaires.select_related("personne") if un.personne.prenom == une.enfant
    )
    brouillon = Brouillon.objects.create(
        assure=assure, compte=assure.compte, teleservice=reponses.CODE, commence_le=le, enregistre_le=le,
        version=registre.celui_de(reponses.CODE).version, expire_le=jours(30).apres(le),
    )  # fmt: skip
    livret = Piece(
        assure=assure, caisse=assure.caisse, objet=objet_de(brouillon), place="piece/piece", depose_le=le,
        libelle="Livret de famille ou acte de naissance",
    ).remplir(FichierSain("livret.jpg", "image/jpeg", dessin("LIVRET"), controle_le=le))  # fmt: skip
    livret.save()
    brouillon.contenu = {
        "reponses": {
            "rappel": {}, "second_parent": _identite(une.second, assures),
            "enfants": {"enfants": [enfant.public_id]}, "referent": {"referent": "moi"},
            "piece": {"piece": [livret.public_id]},
        },
        "saisies": {}, "tours": {},
    }  # fmt: skip
    brouillon.save(update_fields=["contenu"])
    return brouillon


def _identite(second: str | Mapping[str, str], assures: Mapping[str, Assure]) -> dict[str, str]:
    if not isinstance(second, str):
        return dict(second)
    personne = assures[second].personne
    return {
        "nom": personne.nom_naissance, "prenom": personne.prenom, "naissance": personne.date_naissance.isoformat(),
        "nir": personne.nir or "",
    }  # fmt: skip
