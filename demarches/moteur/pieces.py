"""Asking a person for a document, and what they send back. While it is awaited the démarche and its delays stand still."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from accounts.models import Agent, Compte
from ameli.noyau.horloge import maintenant
from ameli.noyau.televersement import FichierSain
from ameli.noyau.televersement.quarantaine import fichier_ecarte
from demarches.moteur import attentes, registre, transitions
from demarches.moteur.attendus import DOCUMENT, De, Genre
from demarches.moteur.models import Demarche, Etat
from demarches.moteur.models_attente import Attente
from demarches.moteur.passages import TransitionInterdite
from demarches.moteur.pieces_du_brouillon import FormulaireDePieces
from documents import pieces as depot_de_pieces
from documents.models import Piece

PREFIXE = "demarche:"
A_LIRE = "La personne a envoyé le document demandé : lisez-le avant de décider."
ECARTEE = "Un document de la personne était dangereux et a été mis à l’écart : demandez-le de nouveau s’il le faut."
RIEN_D_ATTENDU = "Cette démarche n’attend pas de document. Rechargez la page pour la voir."


@transaction.atomic
def demander(
    demarche: Demarche, agent: Agent, *, libelle: str, motif: str, le: datetime, etape: str = ""
) -> Attente:  # fmt: skip
    """`agent` asks for `libelle` ("Acte de naissance"); `motif` is a French sentence that the person reads.

    With `etape` (or several, "photo piece"), what that step took is sent again, checked as it was the first time, and takes
    the place of what was refused. The person is told, has until the end of a day (`attendus.DOCUMENT`) and is reminded
    once. Raises TransitionInterdite.
    """
    ligne = transitions.verrouiller(demarche)
    if ligne.caisse_id != agent.caisse_id:
        raise TransitionInterdite("Cette démarche est suivie par une autre caisse.")
    if not libelle.strip():
        raise TransitionInterdite("Nommez le document\u00a0: la personne le lira.")
    if not motif.strip():
        raise TransitionInterdite("Indiquez le motif\u00a0: la personne le lira.")
    if attendue(ligne) is not None:
        raise TransitionInterdite("Cette démarche est déjà à compléter. Rechargez la page pour la voir.")
    demande = attentes.ouvrir(
        ligne, DOCUMENT.nom, le=le, acteur=agent.compte.acteur, libelle=libelle.strip(), motif=motif.strip(), place=etape,
        agent=agent,
    )  # fmt: skip
    if ligne.prise_par_id is None:
        Demarche.objects.pour_agent(agent).filter(pk=ligne.pk).update(prise_par=agent)
    return demande


def recevoir(demarche: Demarche, fichiers: Sequence[FichierSain], compte: Compte, *, le: datetime) -> list[Piece]:
    """The person sends what was asked: kept, told to them, and the démarche goes on with the agent who asked.

    Somebody reads it before anything is decided: a point to check is noted. Raises TransitionInterdite when nothing is
    awaited (any more); nothing is kept then.
    """
    with depot_de_pieces.tout_ou_rien() as recues, transaction.atomic():
        ligne, demande = _ce_qui_est_attendu(demarche)
        if not fichiers:
            raise TransitionInterdite(RIEN_D_ATTENDU)
        garder(ligne, fichiers, recues, libelle=demande.libelle, le=le)
        _continuer(ligne, demande, compte, recues, le)
        return recues


def garder(
    demarche: Demarche,
    fichiers: Iterable[FichierSain],
    gardees: list[Piece],
    *,
    libelle: str,
    le: datetime,
    scelle: str = "",
) -> None:
    """Files that come after the deposit go with what was sent; `scelle` is the role that alone reads them, if one does.

    `gardees`, of `tout_ou_rien`, is told of each.
    """
    for sain in fichiers:
        piece = Piece(
            assure=demarche.assure, caisse=demarche.caisse, objet=demarche.objet, libelle=libelle, depose_le=le, scelle=scelle
        )  # fmt: skip
        gardees.append(piece)
        piece.remplir(sain).save(force_insert=True)


@transaction.atomic
def renvoyer(demarche: Demarche, renvoi: FormulaireDePieces, compte: Compte, *, le: datetime) -> bool:
    """The same for a step that was open again. False when its form is at fault: what is good in it is kept until the rest is.

    Its answers take the place of the former ones, and what that step took before is forgotten.
    """
    ligne, demande = _ce_qui_est_attendu(demarche)
    renvoi.garder(le)
    renvoi.exiger_les_pieces()
    if renvoi.errors:
        return False
    _repondre_de_nouveau(ligne, demande.place.split(), renvoi)
    voulues = {renvoi.place_de(nom) for nom in renvoi.champs_de_pieces()}
    for refusee in [piece for piece in pieces_de(ligne) if piece.place in voulues]:
        refusee.effacer()
    _continuer(ligne, demande, compte, renvoi.remettre(ligne, le), le)
    return True


def _ce_qui_est_attendu(demarche: Demarche) -> tuple[Demarche, Attente]:
    ligne = transitions.verrouiller(demarche)
    demande = attendue(ligne)
    if demande is None:
        raise TransitionInterdite(RIEN_D_ATTENDU)
    return ligne, demande


def _continuer(ligne: Demarche, demande: Attente, compte: Compte, recues: list[Piece], le: datetime) -> None:
    """The point to check is noted first: what was promised hangs on it."""
    ligne.signaler("piece_recue", A_LIRE)
    attentes.clore(
        ligne, demande, Attente.Issue.RECUE, acteur=compte.acteur_pour(ligne.assure_id), le=le, contexte={"nombre": len(recues)}
    )  # fmt: skip


def _repondre_de_nouveau(ligne: Demarche, noms: list[str], renvoi: FormulaireDePieces) -> None:
    """The answers of these steps, and what the person reads of them, become those that come with the files."""
    teleservice, nouvelles = registre.celui_de(ligne.teleservice), renvoi.a_conserver()
    sections = {section["etape"]: section for section in ligne.recapitulatif.get("sections", [])}
    for etape in (teleservice.etape(nom) for nom in noms):
        entier = etape.remplir(renvoi.contexte, renvoi_de=ligne)
        siennes = {nom: valeur for nom, valeur in nouvelles.items() if nom in entier.fields}
        reponses = {**ligne.reponses.get(etape.nom, {}), **siennes}
        ligne.reponses = {**ligne.reponses, etape.nom: reponses}
        if etape.nom in sections:
            sections[etape.nom]["lignes"] = [list(mots) for mots in entier.au_recapitulatif(reponses)]
    ligne.save(update_fields=["reponses", "recapitulatif"])


def attendue(demarche: Demarche) -> Attente | None:
    """The document that the person is waited for now, if one is: the one that was asked first."""
    if demarche.ouverte and demarche.etat != Etat.A_COMPLETER:
        return None
    siennes = Attente.objects.de(demarche.assure).filter(demarche=demarche, de=De.ASSURE, genre=Genre.PIECE)
    return siennes.ouvertes().select_related("agent").first()


def pieces_de(demarche: Demarche) -> list[Piece]:
    """What was sent for a démarche that the caller already found in somebody's perimeter, the oldest first."""
    return depot_de_pieces.pieces_de(demarche.objet, demarche.assure)


@receiver(fichier_ecarte, sender=Piece)
def prevenir_de_l_ecart(fichier: Piece, **kwargs: Any) -> None:
    """The antivirus answered late, and badly: the person and the agents know that this document is not there."""
    if not fichier.objet.startswith(PREFIXE):
        return
    trouvee = Demarche.objects.de(fichier.assure).filter(reference=fichier.objet.removeprefix(PREFIXE)).first()
    if trouvee is None or not trouvee.ouverte:
        return
    trouvee.signaler("piece_ecartee", ECARTEE)
    transitions.prevenir(
        trouvee, "piece_ecartee", le=maintenant(), suite=f":{fichier.public_id}", contexte={"piece": fichier}
    )
