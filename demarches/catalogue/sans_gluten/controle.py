"""The control of a request that was paid: its labels and receipts are asked for, read by an agent, then confirmed or owed back (chapter 17).

An agent chooses it, or draws some of a month by lot (`tirer`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from secrets import SystemRandom
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Agent
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.formats import INSECABLE
from demarches.catalogue.sans_gluten import effets, regles
from demarches.catalogue.sans_gluten.models import DemandeSansGluten, LigneSansGluten
from demarches.catalogue.sans_gluten.rectification import achats
from demarches.moteur import accords, attentes, transitions
from demarches.moteur.attendus import Attendu, De, Genre, SiRien
from demarches.moteur.declaration import Geste
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.models import Demarche, Etat
from demarches.moteur.models_attente import Attente
from paiements.calcul.mots import ZERO
from paiements.creances.emission import LigneDeLAvis, emettre
from paiements.models import Avis

CONTROLE, DEMANDER, CONCLURE = "controle", "demander_etiquettes", "conclure_controle"
POURQUOI = "the démarche was found in a perimeter"
PAR_TIRAGE = 20  # at most, by one draw
TIRAGE = "Contrôle tiré au sort"

ATTENDU = Attendu(
    nom=CONTROLE, libelle="Étiquettes et tickets de caisse", de=De.ASSURE, genre=Genre.PIECE, duree=regles.ETIQUETTES,
    rappels=(regles.RAPPEL_DES_ETIQUETTES,), si_rien=SiRien.SIGNALER, gabarit="controle", apres_la_fin=True,
)  # fmt: skip


def _payee(demarche: Demarche) -> DemandeSansGluten | None:
    siennes = DemandeSansGluten.objects.systeme(POURQUOI).filter(demarche=demarche, regle__gt=0)
    return siennes.first() if demarche.etat == Etat.ACCEPTEE else None


def _demandees(demarche: Demarche) -> QuerySet[Attente]:
    return Attente.objects.systeme(POURQUOI).filter(demarche=demarche, nom=CONTROLE)


def demandable(demarche: Demarche, le: datetime) -> bool:
    """Paid, and never controlled."""
    return _payee(demarche) is not None and not _demandees(demarche).exists()


def demander(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    demande = effets.demande_de(demarche)
    motif = f"Elles montrent ce que vous avez acheté pour {demande.personne.prenom} en {regles.en_mots(demande.mois)}."
    attentes.ouvrir(demarche, CONTROLE, le=le, acteur=acteur, motif=motif)
    return "La personne est prévenue. Elle a 30 jours pour envoyer ses étiquettes et ses tickets."


def concluable(demarche: Demarche, le: datetime) -> bool:
    """Something came, or nothing did in time, and nobody has concluded."""
    demande = _payee(demarche)
    return demande is not None and demande.controlee_le is None and _demandees(demarche).exclude(close_le=None).exists()


class Conclusion(FormulaireEtape):
    """Which products nothing proves."""

    @dataclass(frozen=True)
    class Donnees:
        manquants: tuple[str, ...] = ()

    manquants = forms.MultipleChoiceField(
        label="Produits sans étiquette ou sans ticket", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Ne cochez rien si tout est justifié. Ce que vous cochez est à rembourser par la personne.",
        error_messages={"invalid_choice": "Choisissez parmi les produits de la demande."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ = self.fields["manquants"]
        assert isinstance(champ, forms.MultipleChoiceField)
        champ.choices = achats(self.contexte.reponses)


def conclure(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """All is proven; or what is not is refused, the month counted again, and the difference owed back, which may be contested."""
    demande = effets.demande_de(demarche)
    effets.tenir(demande)
    payees = list(demande.lignes.filter(etat=LigneSansGluten.Etat.PAYEE).select_related("produit").order_by("id"))
    manquants = [une for une in payees if une.place in saisie["manquants"]]
    for une in manquants:
        une.etat, une.motif, une.base, une.verse = LigneSansGluten.Etat.REFUSEE, "justificatif", None, None
        une.save(update_fields=["etat", "motif", "base", "verse"])
    _, ecart = effets.recompter(demande, [une for une in payees if une not in manquants])
    demande.controlee_le = le
    if ecart < ZERO:
        demande.avis = _devoir(demande, -ecart, jour_de(le))
    demande.save(update_fields=["compte", "regle", "controlee_le", "avis"])
    transitions.prevenir(
        demarche,
        "controle_conclu",
        le=le,
        contexte={"du": max(ZERO, -ecart), "avis": demande.avis, "manquants": manquants},
    )
    if demande.avis is None:
        return "Le contrôle est terminé : rien n’est à rembourser. La personne en est prévenue."
    return f"Le contrôle est terminé. La personne doit rembourser {formats.montant(-ecart)} : elle en est prévenue."


def _devoir(demande: DemandeSansGluten, montant: Decimal, jour: date) -> Avis:
    libelle = f"Produits remboursés sans justificatif, {regles.en_mots(demande.mois)}"
    due = LigneDeLAvis(libelle, demande.mois.year, montant)
    return emettre(demande.assure, Avis.Nature.INDU_SOIN, (due,), jour=jour)


GESTE_DEMANDER = Geste(
    DEMANDER, "Contrôler les étiquettes et les tickets",
    "La personne a 30 jours pour les envoyer. Son remboursement lui reste acquis tant que vous n’avez pas conclu.",
    possible=demandable, faire=demander,
)  # fmt: skip
GESTE_CONCLURE = Geste(
    CONCLURE, "Conclure le contrôle",
    "Cochez les produits que rien ne prouve. La personne lit le résultat. Elle peut contester ce qu’elle doit.",
    possible=concluable, faire=conclure, formulaire=Conclusion,
)  # fmt: skip


# By lot


def a_tirer(agent: Agent, mois: date) -> QuerySet[DemandeSansGluten]:
    """What was paid online for `mois` in the caisse of the agent, of the living, and was never controlled."""
    deja = Attente.objects.systeme("what was asked already").filter(demarche=OuterRef("demarche"), nom=CONTROLE)
    payees = DemandeSansGluten.objects.pour_agent(agent).filter(
        mois=mois,
        regle__gt=0,
        demarche__etat=Etat.ACCEPTEE,
        demarche__oubliee_le=None,
        assure__personne__date_deces=None,
    )
    return payees.exclude(Exists(deja)).order_by("id")


@transaction.atomic
def tirer(agent: Agent, mois: date, nombre: int) -> int:
    """Ask for the labels of `nombre` requests of `mois`, drawn by lot; how many there were."""
    tires = list(
        a_tirer(agent, mois).select_related("demarche__assure__personne", "demarche__caisse", "demarche__compte")
    )
    tires = SystemRandom().sample(tires, min(nombre, len(tires)))
    for une in sorted(tires, key=lambda une: une.pk):
        motif = f"{TIRAGE}{INSECABLE}: {regles.en_mots(mois)}"
        accords.faire(une.demarche, GESTE_DEMANDER, agent.compte.acteur, {"motif": motif})
    return len(tires)
