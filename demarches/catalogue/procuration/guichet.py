"""At the desk: find a procuration, write that it served, say no to what it does not allow, record one given on paper (chapter 20)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import Agent, Assure
from accounts.securite import alertes, promesses
from ameli.noyau.envois import deposer_sms
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.saisie.noms import Identite, Reponse, comparer
from ameli.noyau.televersement import FichierSain
from demarches.catalogue.procuration import annonces, droit, regles
from demarches.catalogue.procuration.models import Procuration, UsageProcuration, empreinte_du_code
from demarches.moteur import transitions
from documents.models import Piece
from documents.pieces import tout_ou_rien

VERIFIEE, UTILISEE, REFUSEE = "procuration.verifiee", "procuration.utilisee", "procuration.refusee"
declarer_genre(VERIFIEE, "{acteur} : procuration montrée à l’accueil et vérifiée")
declarer_genre(UTILISEE, "{acteur} : procuration utilisée à l’accueil")
declarer_genre(REFUSEE, "{acteur} : demande de votre mandataire refusée à l’accueil ({motif})")
promesses.declarer(
    "procuration_usage", "Procuration utilisée à l’accueil, avec un SMS et un lien pour la révoquer.",
    promesses.courriel("procuration_usage"), promesses.sms(), par=("accueil",),
)  # fmt: skip


class PlusValable(Exception):
    """It was revoked, replaced or has ended, perhaps while the agent had its page open."""


def trouver(numero: str, nom: str) -> Procuration | None:
    """By its reference or its code, and the name of the mandataire; of any caisse. Another name is like another code."""
    cherche = "".join(numero.upper().split())
    lignes = Procuration.objects.systeme("shown at a desk, with the name of the mandataire").filter(
        Q(reference=cherche) | Q(code_empreinte=empreinte_du_code(cherche))
    )
    for procuration in lignes.select_related("assure__caisse", "personne").order_by("-id"):
        mandataire = procuration.mandataire
        if mandataire is not None:
            identite = Identite(noms=(mandataire.nom,), prenoms=(mandataire.prenom,))
            if comparer(nom, identite) is not Reponse.AUTRE:
                return procuration
    return None


@transaction.atomic
def enregistrer(procuration: Procuration, agent: Agent, quoi: str, le: datetime) -> UsageProcuration:
    """It serves for `quoi`, a code of what it allows; the person knows at once. Raises PlusValable."""
    lignes = Procuration.objects.pour_agent(agent).select_for_update(of=("self",), no_key=True)
    ligne = lignes.select_related("assure__caisse", "assure__compte", "personne").get(pk=procuration.pk)
    if not ligne.ouvert(le) or quoi not in ligne.objets:
        raise PlusValable
    usage = UsageProcuration.objects.create(
        procuration=ligne, agent=agent, caisse_id=agent.caisse_id, demarche=quoi, le=le
    )
    journaliser(UTILISEE, acteur=agent.compte.acteur, assure_ref=ligne.assure.public_id, objet=ligne.objet, motif=quoi)
    demarche = droit.demarche_de(ligne)
    if demarche is not None:
        transitions.noter(demarche, "utilisee", le=le, acteur=agent.compte.acteur, meme_close=True)
    _prevenir(ligne, usage, le)
    return usage


def _prevenir(procuration: Procuration, usage: UsageProcuration, le: datetime) -> None:
    """By message, mail and SMS; somebody without account learns it at their caisse."""
    site, suite = usage.caisse.nom, transitions.a_cet_instant(le)
    compte = getattr(procuration.assure, "compte", None)
    if compte is None:
        return
    droit.dire(
        procuration,
        "utilisee",
        "Votre procuration vient de servir",
        le,
        suite,
        site=site,
        quoi=regles.OBJETS[usage.demarche],
    )
    mandataire = procuration.mandataire
    contexte = {
        "qui": mandataire.abrege if mandataire else "Votre mandataire", "le": alertes.en_toutes_lettres(le),
        "site": site, "revoquer": annonces.lien_pour_revoquer(procuration),
    }  # fmt: skip
    alertes.alerter(
        compte, "procuration_usage", f"{procuration.objet}{suite}", contexte, assure_ref=procuration.assure.public_id
    )
    if compte.telephone:
        deposer_sms(
            a=compte.telephone, sujet="Votre procuration vient de servir", cle=f"{procuration.objet}:usage:sms{suite}",
            assure_ref=procuration.assure.public_id,
            texte=f"compte ameli : votre procuration vient de servir à l’accueil ({site}). Ce n’était pas prévu ? Révoquez-la dans votre compte, ou appelez le 36 46.",
        )  # fmt: skip


def refuser(procuration: Procuration, agent: Agent, quoi: str) -> None:
    """What nobody may do for somebody else was asked: the person reads it in « qui a consulté mon dossier »."""
    motif = regles.INTERDITS.get(quoi) or f"hors de la procuration : {regles.OBJETS[quoi]}"
    journaliser(
        REFUSEE,
        acteur=agent.compte.acteur,
        assure_ref=procuration.assure.public_id,
        objet=procuration.objet,
        motif=motif,
    )


def noter_la_verification(procuration: Procuration, agent: Agent) -> None:
    journaliser(VERIFIEE, acteur=agent.compte.acteur, assure_ref=procuration.assure.public_id, objet=procuration.objet)


def recevoir_le_papier(
    assure: Assure, agent: Agent, donnees: dict[str, Any], scans: list[FichierSain], le: datetime
) -> Procuration:  # fmt: skip
    """A letter with the copies of both identity documents, brought or sent to the caisse: recorded with its scan, never without."""
    mandataire = regles.Mandataire(donnees["civilite"], donnees["nom"], donnees["prenom"], donnees["naissance"])
    with tout_ou_rien() as recues, transaction.atomic():
        ouverte = droit.ouvrir(assure, mandataire, donnees["objets"], acteur=agent.compte.acteur, le=le)
        for sain in scans:
            piece = Piece(
                assure=assure,
                caisse_id=agent.caisse_id,
                objet=ouverte.objet,
                libelle="Procuration sur papier",
                depose_le=le,
            )
            recues.append(piece)
            piece.remplir(sain).save(force_insert=True)
        if getattr(assure, "compte", None) is not None:
            droit.dire(ouverte, "papier", "Une procuration sur papier est enregistrée", le)
        return ouverte
