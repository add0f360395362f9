"""What agents see and do: the piece beside the two identities, the match that warns the second parent, another scheme, the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from accounts.dossier.rattachements import DossierComplet
from ameli.noyau import formats
from demarches.catalogue.double_rattachement import droit, effets, enfants, regles, second
from demarches.catalogue.double_rattachement.models import Rattachement
from demarches.moteur import attentes, previsions, transitions
from demarches.moteur.attendus import FormulaireReponse
from demarches.moteur.declaration import Geste
from demarches.moteur.models import Demarche, Etat
from demarches.moteur.models_attente import Attente
from demarches.moteur.passages import TransitionInterdite
from demarches.moteur.tiers import chemin_vers

MOTIFS = {
    "second": "Les informations sur le second parent ne correspondent pas.",
    "filiation": "Le document ne montre pas que les deux parents sont ceux de l’enfant.",
    "illisible": "Le document ne se lit pas, ou la page des enfants manque.",
    "accord": "L’accord des deux parents n’est pas établi.",
    "age": "L’enfant avait 16 ans ou plus le jour de la demande.",
    "autre_regime": "L’autre régime ne peut pas inscrire l’enfant.",
}
A_VENIR = "Un enfant bientôt sur votre carte Vitale"


def comparaison(demarche: Demarche) -> list[tuple[str, str, str]]:
    """Beside the piece: what was written of the second parent, what the registry says; then each child."""
    autre = second.trouver(demarche)
    siens = [
        (
            un.personne.prenom, f"Référent voulu\N{NO-BREAK SPACE}: {'le second parent' if un.referent else 'le demandeur'}",
            f"{un.personne.nom_naissance}, le {formats.jour(un.personne.date_naissance)}",
        )
        for un in enfants.de_la_demande(demarche)
    ]  # fmt: skip
    return [*autre.lignes(), *siens]


def connu(demarche: Demarche) -> list[tuple[str, str]]:
    """What is good to know before a decision."""
    autre = second.trouver(demarche)
    lignes = [("Second parent", autre.en_mots)]
    if autre.assure is not None:
        lignes.append(
            (
                "Son compte",
                "Ouvert" if _compte(autre) else "Aucun\N{NO-BREAK SPACE}: une lettre lui permettra de répondre",
            )
        )
        empeche = second.empechement(autre.assure, demarche.deposee_le)
        lignes += [("À garder", empeche)] if empeche else []
    if effets.a_dit_non(demarche):
        lignes.append(("Réponse du second parent", "Ce n’est pas prévu"))
    return lignes


def _compte(autre: second.Second) -> bool:
    return autre.assure is not None and getattr(autre.assure, "compte", None) is not None


class ReponseDuRegime(FormulaireReponse):
    """What the other scheme says, as an agent writes it down."""

    @dataclass(frozen=True)
    class Donnees:
        inscrit: str

    inscrit = forms.ChoiceField(
        label="L’autre régime inscrit-il l’enfant ?", choices=[("oui", "Oui"), ("non", "Non")],
        widget=forms.RadioSelect, error_messages={"required": "Choisissez la réponse de l’autre régime."},
    )  # fmt: skip

    @property
    def dit_non(self) -> bool:
        return bool(self.cleaned_data["inscrit"] == "non")


# Before the decision


def en_main(demarche: Demarche) -> bool:
    """Somebody at the caisse has taken it: it is corrected and withdrawn no more."""
    return demarche.etat == Etat.EN_COURS


def a_rapprocher(demarche: Demarche, le: datetime) -> bool:
    """The person who was named may be told, once, when the registry knows them and no file is protected."""
    if not en_main(demarche) or demarche.reservee:
        return False
    deja = Attente.objects.systeme("asked once").filter(demarche=demarche, nom=effets.AVIS).exists()
    autre = second.trouver(demarche)
    if deja or not effets.concorde(demarche, autre) or effets.est_protegee(demarche):
        return False
    return bool(enfants.a_nommer(demarche, le))


def rapprocher(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """Identity, number and filiation are those of the piece: the second parent is asked, in their account, else by post."""
    autre = second.trouver(demarche)
    assert autre.assure is not None  # `concorde` found them
    chemin = chemin_vers(autre.assure.personne, autre.assure)
    if chemin is None:
        return "C’est noté. Le second parent n’a ni compte ni adresse connue\N{NO-BREAK SPACE}: vous pouvez décider."
    siens = enfants.a_nommer(demarche, le)
    prenoms, plusieurs = formats.enumerer(siens), len(siens) > 1
    attentes.ouvrir(
        demarche, effets.AVIS, le=le, acteur=acteur, tiers=autre.assure, joindre=chemin.joindre,
        motif=f"Il est demandé que {prenoms} {'soient' if plusieurs else 'soit'} aussi sur votre carte Vitale. Ce n’est pas prévu\N{NO-BREAK SPACE}? Dites-le ici.",
    )  # fmt: skip
    if chemin.joindre is not None:
        return (
            "Une lettre part au second parent, qui n’a pas de compte. Il a 15 jours pour dire que ce n’est pas prévu."
        )
    return "Le second parent est prévenu. Il a 10 jours pour dire que ce n’est pas prévu."


def repondue(demarche: Demarche, attente: Attente, acteur: str, le: datetime) -> None:
    """A no is for the agents alone: the person who asked reads that it is being looked at."""
    if attente.issue == Attente.Issue.REFUSEE:
        demarche.signaler("pas_prevu", "Le second parent dit que ce n’est pas prévu.")
        transitions.noter(demarche, "en_examen", le=le)


def a_rectifier(demarche: Demarche, le: datetime) -> bool:
    """The number and the day of birth are those of somebody, and the name is written otherwise."""
    if not en_main(demarche):
        return False
    autre = second.trouver(demarche)
    return not autre.concorde and autre.meme_naissance and not effets.rectifiee(demarche)


def rectifier(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """A typo in a name costs no new request: the piece shows who it is."""
    return "C’est noté\N{NO-BREAK SPACE}: la demande continue avec l’identité du registre."


def a_interroger(demarche: Demarche, le: datetime) -> bool:
    deja = Attente.objects.systeme("asked once").filter(demarche=demarche, nom=effets.AUTRE_REGIME).exists()
    return en_main(demarche) and not deja


def interroger(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """The other scheme answers in four to six weeks; the person reads the new date."""
    attentes.ouvrir(demarche, effets.AUTRE_REGIME, le=le, acteur=acteur)
    previsions.promettre(demarche, regles.AUTRE_REGIME.apres(le))
    transitions.prevenir(demarche, "autre_regime", le=le)
    return "La réponse de l’autre régime est attendue. Notez-la ici quand elle arrive."


# After an acceptance


def accordes(demarche: Demarche) -> list[Rattachement]:
    """The attachments that it gave and that have not ended."""
    siens = (un.rattachement for un in enfants.de_la_demande(demarche))
    return [un for un in siens if un is not None and un.clos_le is None]


def en_place(demarche: Demarche, le: datetime) -> bool:
    return demarche.etat == Etat.ACCEPTEE and bool(accordes(demarche))


def suspendue(demarche: Demarche, le: datetime) -> bool:
    return demarche.etat == Etat.ACCEPTEE and any(un.suspendu_le for un in accordes(demarche))


def reprendre(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """An agent has looked: the children stand in both files again."""
    try:
        for un in accordes(demarche):
            if un.suspendu_le is not None:
                droit.reprendre(un, acteur=acteur, le=le)
    except DossierComplet as complet:
        raise TransitionInterdite("Le dossier du second parent n’a plus de rang libre.") from complet
    transitions.prevenir(demarche, "reprise", le=le, suite=transitions.a_cet_instant(le))
    return "Le rattachement reprend. La personne en est prévenue."


def mettre_fin(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """The children leave the second file at once, and both parents are told; where a file is protected, the second one is told to
    update the card, and nothing else."""
    finis, prenoms = accordes(demarche), enfants.a_nommer(demarche, le)
    quoi, sujet = (
        ("carte_tiers", "Mettez votre carte Vitale à jour")
        if effets.est_protegee(demarche) or not prenoms
        else ("fin_tiers", "Un enfant n’est plus sur votre carte Vitale")
    )
    for un in finis:
        droit.finir(un, acteur=acteur, le=le)
    transitions.prevenir(demarche, "fin_du_rattachement", le=le)
    for chez in {un.assure_id: un.beneficiaire.assure for un in finis}.values():
        siens = [un.personne.prenom for un in finis if un.assure_id == chez.pk and un.personne.prenom in prenoms]
        effets.prevenir_le_second(demarche, chez, quoi, sujet, siens, le)
    if quoi == "carte_tiers":
        return "Le rattachement est fini. L’autre parent lit seulement de mettre sa carte à jour."
    return "Le rattachement est fini. Les deux parents en sont prévenus."


GESTES = (
    Geste(
        "rectifier_le_nom", "Faute dans le nom : c’est bien cette personne",
        "Le document montre le vrai nom. La personne n’a pas à refaire sa demande.",
        possible=a_rectifier, faire=rectifier,
    ),
    Geste(
        "rapprocher", "Identité, numéro et filiation concordent",
        "Le second parent est prévenu dans son compte, sinon par lettre. Il a 10 jours pour dire que ce n’est pas prévu, 15 par lettre.",
        possible=a_rapprocher, faire=rapprocher,
    ),
    Geste(
        "interroger", "Interroger l’autre régime", "La personne lit que la réponse prend 4 à 6 semaines de plus.",
        possible=a_interroger, faire=interroger,
    ),
    Geste(
        "reprendre_le_rattachement", "Reprendre le rattachement", "L’enfant est de nouveau dans les deux dossiers.",
        possible=suspendue, faire=reprendre,
    ),
    Geste(
        "mettre_fin", "Mettre fin au rattachement", "L’enfant quitte tout de suite le dossier du second parent.",
        possible=en_place, faire=mettre_fin,
    ),
)  # fmt: skip
