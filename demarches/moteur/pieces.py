"""Asking a person for a document, and what they send back. While it is awaited the démarche and its delays stand still."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.dispatch import receiver

from accounts.models import Agent, Compte
from ameli.noyau import echeances
from ameli.noyau.calendrier import PARIS, jour_de, jours
from ameli.noyau.echeances import gestionnaire, planifier
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.horloge import maintenant
from ameli.noyau.televersement import FichierSain
from ameli.noyau.televersement.quarantaine import fichier_ecarte
from demarches.moteur import previsions, registre, transitions
from demarches.moteur.models import DemandePiece, Demarche, Etat
from demarches.moteur.pieces_du_brouillon import FormulaireDePieces
from demarches.moteur.transitions import TransitionInterdite
from documents import pieces as depot_de_pieces
from documents.models import Piece

PREFIXE = "demarche:"
RAPPEL, FIN = "piece.rappel", "piece.fin"
FIN_DU_JOUR = time(23, 59, 59)
A_LIRE = "La personne a envoyé le document demandé : lisez-le avant de décider."
ECARTEE = "Un document de la personne était dangereux et a été mis à l’écart : demandez-le de nouveau s’il le faut."
RIEN_D_ATTENDU = "Cette démarche n’attend pas de document. Rechargez la page pour la voir."


@transaction.atomic
def demander(
    demarche: Demarche, agent: Agent, *, libelle: str, motif: str, le: datetime, etape: str = ""
) -> DemandePiece:  # fmt: skip
    """`agent` asks for `libelle` ("Acte de naissance"); `motif` is a French sentence that the person reads.

    With `etape` (or several, "photo piece"), what that step took is sent again, checked as it was the first time, and takes
    the place of what was refused. The person is told, has until the end of a day (settings.PIECES) and is reminded once. Raises TransitionInterdite.
    """
    ligne = transitions.verrouiller(demarche)
    if ligne.caisse_id != agent.caisse_id:
        raise TransitionInterdite("Cette démarche est suivie par une autre caisse.")
    if not libelle.strip():
        raise TransitionInterdite("Nommez le document : la personne le lira.")
    demande = DemandePiece(
        demarche=ligne, agent=agent, libelle=libelle.strip(), motif=motif.strip(), demandee_le=le, etape=etape,
        echeance=_dernier_moment(le),
    )  # fmt: skip
    transitions.passer(
        ligne, "demander", acteur=agent.compte.acteur, motif=demande.motif, le=le, suite=transitions.a_cet_instant(le),
        contexte={"demande": demande},
    )  # fmt: skip
    demande.save(force_insert=True)
    if ligne.prise_par_id is None:
        Demarche.objects.pour_agent(agent).filter(pk=ligne.pk).update(prise_par=agent)
    for genre, du_le in ((RAPPEL, jours(settings.PIECES["rappel"]).apres(le)), (FIN, demande.echeance)):
        donnees = {"demande": demande.pk}
        planifier(genre, objet=ligne.objet, du_le=du_le, cle=f"{ligne.objet}:{genre}:{demande.pk}", donnees=donnees)
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
        for sain in fichiers:
            piece = Piece(
                assure=ligne.assure, caisse=ligne.caisse, objet=ligne.objet, libelle=demande.libelle, depose_le=le
            )
            recues.append(piece)
            piece.remplir(sain).save(force_insert=True)
        _continuer(ligne, demande, compte, recues, le)
        return recues


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
    _repondre_de_nouveau(ligne, demande.etape.split(), renvoi)
    voulues = {renvoi.place_de(nom) for nom in renvoi.champs_de_pieces()}
    for refusee in [piece for piece in pieces_de(ligne) if piece.place in voulues]:
        refusee.effacer()
    _continuer(ligne, demande, compte, renvoi.remettre(ligne, le), le)
    return True


def _ce_qui_est_attendu(demarche: Demarche) -> tuple[Demarche, DemandePiece]:
    ligne = transitions.verrouiller(demarche)
    demande = attendue(ligne)
    if demande is None:
        raise TransitionInterdite(RIEN_D_ATTENDU)
    return ligne, demande


def _continuer(ligne: Demarche, demande: DemandePiece, compte: Compte, recues: list[Piece], le: datetime) -> None:
    demande.recue_le = le
    demande.save(update_fields=["recue_le"])
    ligne = transitions.passer(
        ligne, "completer", acteur=compte.acteur, le=le, suite=transitions.a_cet_instant(le),
        contexte={"demande": demande, "nombre": len(recues)},
    )  # fmt: skip
    _reprendre(ligne, demande, le)


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


def ne_plus_attendre(demarche: Demarche, *, le: datetime) -> None:
    """What was asked is not awaited any more, and nobody is told: `demarche`, locked by the caller, goes on as it was."""
    demande = attendue(demarche)
    if demande is None:
        return
    demande.recue_le = le
    demande.save(update_fields=["recue_le"])
    demarche.etat = Etat.EN_COURS
    demarche.save(update_fields=["etat"])


def attendue(demarche: Demarche) -> DemandePiece | None:
    """The document that is awaited now, if one is."""
    if demarche.etat != Etat.A_COMPLETER:
        return None
    attendues = DemandePiece.objects.de(demarche.assure).filter(demarche=demarche, recue_le=None)
    return attendues.select_related("agent").first()


def pieces_de(demarche: Demarche) -> list[Piece]:
    """What was sent for a démarche that the caller already found in somebody's perimeter, the oldest first."""
    return depot_de_pieces.pieces_de(demarche.objet, demarche.assure)


def faire_attendre(demarche: Demarche, delai: str, du_le: datetime) -> None:
    """A delay falls while a document is awaited: it will run later, by the time spent waiting."""
    demande = attendue(demarche)
    if demande is not None:
        demande.delais_en_attente = [*demande.delais_en_attente, {"delai": delai, "du_le": du_le.isoformat()}]
        demande.save(update_fields=["delais_en_attente"])


def _reprendre(demarche: Demarche, demande: DemandePiece, le: datetime) -> None:
    """The clocks start again: every date of the démarche moves by the time spent waiting."""
    attente = le - demande.demandee_le
    delais = [(d["delai"], datetime.fromisoformat(d["du_le"])) for d in demande.delais_en_attente]
    a_venir = Echeance.objects.filter(
        objet=demarche.objet, genre="demarche.delai", etat__in=(Echeance.Etat.EN_ATTENTE, Echeance.Etat.EN_PANNE)
    )
    delais += [(echeance.donnees["delai"], echeance.du_le) for echeance in a_venir.order_by("du_le", "id")]
    for genre in ("demarche.delai", RAPPEL, FIN):
        echeances.annuler(objet=demarche.objet, genre=genre)
    for nom, du_le in delais:
        planifier(
            "demarche.delai", objet=demarche.objet, du_le=du_le + attente,
            cle=f"{demarche.objet}:{nom}:apres-{demande.pk}", donnees={"delai": nom},
        )  # fmt: skip
    demarche.alerte_le = registre.celui_de(demarche.teleservice).agents.alerte.apres(le)
    demarche.prise_par = demande.agent if demande.agent.caisse_id == demarche.caisse_id else None
    demarche.save(update_fields=["alerte_le", "prise_par"])
    previsions.promettre(demarche, demarche.prevue_le + attente if demarche.prevue_le else None)
    demarche.signaler("piece_recue", A_LIRE)


@gestionnaire(RAPPEL)
def rappeler(echeance: Echeance) -> None:
    """Asked for again, once."""
    trouvee = _encore_attendue(echeance)
    if trouvee is None:
        return
    demarche, demande = trouvee
    demande.relancee = True
    demande.save(update_fields=["relancee"])
    transitions.prevenir(
        demarche, "piece_rappelee", le=echeance.du_le, suite=transitions.a_cet_instant(demande.demandee_le),
        contexte={"demande": demande},
    )  # fmt: skip


@gestionnaire(FIN)
def renoncer(echeance: Echeance) -> None:
    """Nothing came: the démarche ends, and the person reads why."""
    trouvee = _encore_attendue(echeance)
    if trouvee is None:
        return
    demarche, demande = trouvee
    motif = (
        f"Nous n’avons pas reçu le document demandé : {demande.libelle}. "
        "Quand vous l’aurez, vous pourrez recommencer cette démarche."
    )
    transitions.passer(demarche, "refuser", acteur="horloge", motif=motif, le=echeance.du_le)


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


def _encore_attendue(echeance: Echeance) -> tuple[Demarche, DemandePiece] | None:
    reference = echeance.objet.removeprefix(PREFIXE)
    trouvee = Demarche.objects.systeme("a document was to be sent by now").only("pk").get(reference=reference)
    demarche = transitions.verrouiller(trouvee)
    demande = attendue(demarche)
    if demande is None or demande.pk != echeance.donnees["demande"]:
        return None
    return demarche, demande


def _dernier_moment(le: datetime) -> datetime:
    """The last second, in Paris, of the last day to answer."""
    jour = jour_de(jours(settings.PIECES["reponse"]).apres(le))
    return datetime.combine(jour, FIN_DU_JOUR, PARIS)
