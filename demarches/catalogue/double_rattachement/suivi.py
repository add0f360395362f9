"""What parents read of it afterwards: beside each child, under the démarche; and asking for the end, which a human decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.db import transaction

from accounts.dossier.panneaux import panneau
from accounts.messagerie import ecriture
from accounts.models import Assure
from ameli.noyau import formats
from demarches.catalogue.double_rattachement import droit, guichet
from demarches.catalogue.double_rattachement.models import EnfantARattacher, Rattachement
from demarches.moteur import transitions
from demarches.moteur.attendus import FormulaireReponse
from demarches.moteur.declaration import Encart, Geste, Par, PieceVoulue
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.models import OUVERTS, Demarche, Etat

THEME, SUJET = "situation", "Carte Vitale de mon enfant"
PAS_PREVU = (
    "Ce n’est pas prévu\N{NO-BREAK SPACE}: {prenom} est sur ma carte Vitale, et je ne l’ai pas demandé.\n\n"
    "Ce message a été préparé par le site. L’enfant n’est plus dans mon dossier, en attendant votre réponse."
)
FIN = (
    "Je demande que mon enfant ne soit plus sur la carte Vitale de l’autre parent. Motif\N{NO-BREAK SPACE}: {motif}.\n\n"
    "Demande {reference}.{document} Ce message a été préparé par le site."
)
ENTENDU = "Un conseiller vous répond dans votre messagerie."


# Beside each child, in « Mes informations »


@panneau("rattachement_demande", ordre=80, gabarit="double_rattachement/panneau_demande.html")
def demandes(assure: Assure, personnes: Collection[int], jour: date) -> Mapping[int, Demarche]:
    """The open request about a child, beside the child."""
    siens = EnfantARattacher.objects.de(assure).filter(demarche__etat__in=OUVERTS, personne__in=personnes)
    lignes = siens.select_related("demarche").defer(
        "demarche__reponses", "demarche__recapitulatif", "demarche__decision"
    )
    return {un.personne_id: un.demarche for un in lignes}


@panneau("rattachement", ordre=81, gabarit="double_rattachement/panneau.html")
def rattaches(assure: Assure, personnes: Collection[int], jour: date) -> Mapping[int, Rattachement]:
    """In the second parent's file: since when the child is there, and the way to say that it is not planned."""
    siens = Rattachement.objects.de(assure).filter(clos_le=None, suspendu_le=None, personne__in=personnes)
    return {un.personne_id: un for un in siens.select_related("beneficiaire")}


# Under the démarche


def encart(demarche: Demarche, le: datetime) -> Encart | None:
    """Once granted: what the other parent can do with it, and what does not follow."""
    if demarche.etat != Etat.ACCEPTEE:
        return None
    return Encart(
        "double_rattachement/suite.html", {"suspendu": any(un.suspendu_le for un in guichet.accordes(demarche))}
    )


# « Ce n’est pas prévu »


class Avis(FormulaireReponse):
    """The second parent's answer, before the decision."""

    @dataclass(frozen=True)
    class Donnees:
        prevu: str

    prevu = forms.ChoiceField(
        label="Est-ce prévu\N{NO-BREAK SPACE}?", choices=[("oui", "Oui, c’est prévu"), ("non", "Non, ce n’est pas prévu")],
        widget=forms.RadioSelect, error_messages={"required": "Dites si c’est prévu."},
    )  # fmt: skip

    @property
    def dit_non(self) -> bool:
        return self.cleaned_data["prevu"] == "non"


@transaction.atomic
def dire_que_ce_n_est_pas_prevu(rattachement: Rattachement, *, acteur: str, le: datetime) -> None:
    """After the acceptance: the child leaves that file at once, and the agents of both caisses are told.

    The parent who asked reads that it is being looked at, never who said so. Raises DroitClos.
    """
    droit.suspendre(rattachement, acteur=acteur, le=le)
    demarche = Demarche.objects.de(rattachement.demandeur).filter(reference=rattachement.cause).first()
    if demarche is not None:
        transitions.noter(demarche, "en_examen", le=le, meme_close=True)
        demarche.signaler("suspendu", "Le second parent dit que ce n’est pas prévu. Le rattachement est suspendu.")
    texte = PAS_PREVU.format(prenom=rattachement.personne.prenom)
    _ecrire(rattachement.assure, texte, f"{rattachement.objet}:{le:%Y%m%d%H%M}", acteur, le)


# « Demander la fin »


class Fin(FormulaireEtape):
    """Why; always decided by a human."""

    MOTIFS = (
        ("jugement", "Un jugement a changé la situation"),
        ("erreur", "C’était une erreur"),
        ("autre", "Autre raison"),
    )

    @dataclass(frozen=True)
    class Donnees:
        motif: str

    motif = forms.ChoiceField(
        label="Pourquoi\N{NO-BREAK SPACE}?", choices=MOTIFS, widget=forms.RadioSelect,
        error_messages={"required": "Choisissez pourquoi."},
    )  # fmt: skip


JUGEMENT = PieceVoulue("jugement", "Le jugement", "S’il y en a un.", obligatoire=False, maximum=3)


def demander_la_fin(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """A thread that an agent answers, and a point on the démarche. Nothing is sent to the other parent."""
    motif = dict(Fin.MOTIFS)[saisie["motif"]].lower()
    demarche.signaler("fin_demandee", f"La personne demande la fin du rattachement\N{NO-BREAK SPACE}: {motif}.")
    document = " Un document est joint à cette demande." if saisie["fichiers"] else ""
    texte = FIN.format(motif=motif, reference=demarche.reference, document=document)
    _ecrire(demarche.assure, texte, f"{demarche.objet}:fin:{formats.date_courte(le)}", acteur, le)
    return ENTENDU


def _ecrire(assure: Assure, texte: str, cle: str, acteur: str, le: datetime) -> None:
    try:
        ecriture.ecrire(assure, theme=THEME, sujet=SUJET, texte=texte, cle=cle, acteur=acteur, le=le)
    except ecriture.EcritureRefusee:
        return  # the same words were sent today: an agent has them already


DEMANDER_LA_FIN = Geste(
    "demander_la_fin", "Demander la fin du rattachement",
    "Un conseiller lit votre demande et vous répond. Rien ne change avant sa réponse.",
    par=Par.ASSURE, formulaire=Fin, piece=JUGEMENT, possible=guichet.en_place, faire=demander_la_fin,
)  # fmt: skip
