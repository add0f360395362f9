"""The page of one démarche: what was sent, compared with what was known, its pieces, its messages, its history."""

from __future__ import annotations

from typing import Any

from accounts.admin.revelation import Donnee, donnees_de_la_personne
from accounts.models import Agent, Message
from ameli.noyau.journal.models import Entree
from ameli.noyau.televersement.modeles import distinguer
from demarches.admin import attentes, concurrence, delais, file, gestes
from demarches.moteur import corrections, decisions, pieces, registre, scelles, statut
from demarches.moteur.formulaires import en_clair
from demarches.moteur.models import Demarche, Evenement
from documents.models import Piece

GESTES_DE_LA_FRISE = {
    file.RENDUE: "Remise dans la file",
    file.CONFIEE: "Confiée à un collègue",
    file.SUIVIE: "Suivie par un agent",
    gestes.REPONDUE: "Message envoyé à la personne",
    gestes.REVUE: "Revue après sa fin",
    "donnee.revelee": "Donnée affichée en entier",
    "piece.consultee": "Document consulté",
    "demarche.scelle_lu": "Réponses scellées lues",
}


def contexte(demarche: Demarche, agent: Agent, *, raison: str = "") -> dict[str, Any]:
    """What the template needs; the caller found `demarche` in the perimeter of `agent`."""
    teleservice, recues = registre.celui_de(demarche.teleservice), pieces.pieces_de(demarche)
    lisibles = recues
    if any(piece.scelle for piece in recues):
        lisibles = distinguer(Piece.objects.pour_agent(agent).filter(objet=demarche.objet).order_by("depose_le", "id"))
    return {
        "title": f"Démarche {demarche.reference}",
        "voisins": file.voisines(agent, demarche),
        "voisins_titre": "La file",
        "demarche": demarche,
        "teleservice": teleservice,
        "statut": statut.statut(demarche),
        "score": teleservice.agents.score(demarche),
        "personne": str(demarche.assure.personne),
        "dossier_visible": demarche.assure.caisse_id == agent.caisse_id,
        "remplacante": corrections.remplacante(demarche),
        "echeance": delais.echeance(demarche),
        "horloge": str(teleservice.agents.retard),
        "deposee": concurrence.moment(demarche.deposee_le),
        "comparaison": [] if demarche.oubliee_le else teleservice.agents.comparaison(demarche),
        "colonnes": teleservice.agents.colonnes,
        "connu": [] if demarche.oubliee_le or teleservice.agents.renvois else teleservice.agents.connu(demarche),
        "masquees": donnees_masquees(demarche),
        "attendues": attentes.vues(demarche, agent),
        "pieces": lisibles,
        "scellees": scelles.fermes(recues, lisibles),
        "decidees": [*decisions.dites(demarche), *decisions.jugees(demarche)],
        "sections": demarche.recapitulatif.get("sections", []),
        "sections_scellees": scelles.lire(demarche, agent, raison=raison) if teleservice.peut_sceller else [],
        "honneur": demarche.recapitulatif.get("honneur", ""),
        "messages_echanges": messages_de(demarche),
        "frise": frise(demarche, agent),
        "prenable": demarche.ouverte and demarche.prise_par_id is None,
        "rendable": demarche.ouverte and demarche.prise_par_id is not None,
        "a_moi": demarche.prise_par_id == agent.pk,
        "gestes": gestes.permis(demarche),
        "controle": teleservice.agents.controle,
        "refus": teleservice.agents.refus,
        "avec_images": bool(teleservice.agents.renvois),
        "a_controler": gestes.a_controler(demarche),
    }


def donnees_masquees(demarche: Demarche) -> dict[str, Donnee]:
    """Those of the person, then the answers that the steps' forms mask."""
    donnees = donnees_de_la_personne(demarche.assure)
    teleservice = registre.celui_de(demarche.teleservice)
    for place, reponses in demarche.reponses.items():
        etape = teleservice.etape(place)
        for nom, masquer in etape.formulaire.masques.items():
            if reponses.get(nom) and not etape.preuve:
                libelle = str(etape.formulaire.base_fields[nom].label or nom)
                valeur = str(reponses[nom])
                donnees[f"{place}.{nom}"] = Donnee(f"{libelle} (réponse)", masquer(valeur), en_clair(masquer, valeur))
    return donnees


def messages_de(demarche: Demarche) -> list[Message]:
    """The thread of the démarche, the oldest first."""
    fil = Message.objects.de(demarche.assure).filter(fil__demarche_reference=demarche.reference)
    lus = list(fil.order_by("envoye_le", "id").prefetch_related("pieces"))
    distinguer(piece for message in lus for piece in message.pieces.all())
    return lus


def frise(demarche: Demarche, agent: Agent) -> list[dict[str, str]]:
    """Everything that was done, the oldest first: the events, and what agents did between them."""
    evenements = list(Evenement.objects.pour_agent(agent).filter(demarche=demarche).order_by("le", "id"))
    faits = list(Entree.objects.filter(objet=demarche.objet, genre__in=GESTES_DE_LA_FRISE).order_by("le", "id"))
    connus = concurrence.noms([*(e.auteur for e in evenements), *(f.acteur for f in faits)])
    lignes = [
        (e.le, concurrence.libelle(demarche, e.nom), concurrence.nommer(e.auteur, connus), e.motif) for e in evenements
    ]
    lignes += [
        (f.le, GESTES_DE_LA_FRISE[f.genre], concurrence.nommer(f.acteur, connus), f.motif) for f in faits
    ]  # fmt: skip
    return [
        {"libelle": libelle, "date": concurrence.moment(le), "par": par, "motif": motif}
        for le, libelle, par, motif in sorted(lignes, key=lambda ligne: ligne[0])
    ]
