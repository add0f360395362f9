"""Who is in conflict, who may choose online, and what is said of it (chapter 12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from accounts.dossier import chevauchement, complementaires
from accounts.dossier.complementaires import Conflit
from accounts.models import Assure, LiaisonComplementaire
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de, jours, mois
from demarches.moteur import refus_communs, sujets
from demarches.moteur.declaration import Contexte, Issue, Refus, Sujet
from demarches.moteur.models import Demarche, Etat

CODE = "organisme-complementaire"
DELAI = jours(7)
RECIDIVE = mois(3)
SOLIDAIRE, NOMBRE = "solidaire", "nombre"
REJET, REDEMANDE = "rejet", "recidive"
POUR_AGENTS = {
    SOLIDAIRE: "La Complémentaire santé solidaire est parmi elles",
    NOMBRE: "Plus de quatre personnes sont concernées",
}
ETIQUETTES = {REJET: "Choix rejeté", REDEMANDE: "Demandée de nouveau"}
RIEN_A_RESILIER = "Choisir ici ne résilie aucun contrat."
A_DEMANDER = (
    "demandez-lui de ne plus recevoir vos décomptes de la caisse. Si vous ne voulez plus du contrat, résiliez-le."
)
MESSAGE = "mutuelles"  # what the link to the mailbox names
ECRIRE = Issue(
    "Écrire à ma caisse", "Votre message est déjà commencé\N{NO-BREAK SPACE}: écrivez l’organisme que vous gardez.",
    "messagerie:ecrire_sur", arguments=("droits",), requete=f"{MESSAGE}=oui",
)  # fmt: skip
VOIR = Issue("Voir mes complémentaires", "Dans Mes informations.", "informations:accueil")


def conflits(assure: Assure, le: datetime) -> tuple[Conflit, ...]:
    """All those of the file. Two queries at most."""
    return complementaires.conflits(assure, jour_de(le))


def a_choisir(assure: Assure, le: datetime, teleservice) -> tuple[Conflit, ...]:
    """Those on which no choice is on its way. One query more."""
    tous = conflits(assure, le)
    libres = sujets.libres(teleservice, [sujet(un.personne.public_id) for un in tous])
    return tuple(un for un in tous if un.personne.public_id in libres)


def sujet(cle: str) -> Sujet:
    """One choice at a time for each person."""
    return Sujet(cle)


def pour_agents(tous: Iterable[Conflit]) -> str:
    """Why the person may not choose online, as a word; empty when they may."""
    chevauchements = [un.chevauchement for un in tous]
    if not chevauchements or chevauchement.resoluble_en_ligne(chevauchements):
        return ""
    return SOLIDAIRE if any(un.solidaire for un in chevauchements) else NOMBRE


def resoluble(contexte: Contexte) -> Refus | None:
    """With the Complémentaire santé solidaire, or from five people on, an agent does it."""
    raison = pour_agents(conflits(contexte.assure, contexte.le))
    if not raison:
        return None
    if raison == SOLIDAIRE:
        return Refus(
            titre="Votre caisse s’en occupe",
            motif="La Complémentaire santé solidaire et une mutuelle sont enregistrées en même temps. Votre caisse choisit "
            "avec vous. Demandez vous-même la fin de votre mutuelle\u00a0: nous ne résilions aucun contrat.",
            issues=(ECRIRE, VOIR, refus_communs.APPELER),
        )  # fmt: skip
    return Refus(
        titre="Votre caisse fait ce choix avec vous",
        motif="Plus de quatre personnes de votre dossier sont concernées. Écrivez-nous l’organisme à garder pour chacune.",
        issues=(ECRIRE, VOIR, refus_communs.APPELER),
    )


def etiquette(assure: Assure, tous: Sequence[Conflit], le: datetime) -> str:
    """What agents must know: the last choice was rejected, or an organism that was set aside asks again. Two queries at most."""
    depuis = RECIDIVE.avant(jour_de(le))
    refusees = Demarche.objects.de(assure).filter(teleservice=CODE, etat=Etat.REFUSEE, close_le__date__gte=depuis)
    if refusees.exists():
        return REJET
    organismes = {une.organisme_id for un in tous for une in un.liaisons}
    ecartees = LiaisonComplementaire.objects.de(assure).filter(ecartee_le__date__gte=depuis, organisme__in=organismes)
    return REDEMANDE if ecartees.exists() else ""


# Words


def pour_qui(assure: Assure, tous: Sequence[Conflit]) -> str:
    """« vous et Enzo »; a number when they are many."""
    if len(tous) > chevauchement.PERSONNES_EN_LIGNE:
        return f"{len(tous)} personnes de votre dossier"
    noms = ["vous" if un.personne.pk == assure.personne_id else un.personne.prenom for un in tous]
    return formats.enumerer(noms)


def depuis(tous: Iterable[Conflit]) -> date:
    """Since when something is not sent, or will not be."""
    return min(un.depuis for un in tous)


def titre(assure: Assure, tous: Sequence[Conflit]) -> str:
    nombre = max(len(un.organismes) for un in tous)
    combien = "Deux" if nombre == 2 else "Plusieurs"
    return f"{combien} complémentaires sont enregistrées pour {pour_qui(assure, tous)}"


def suspension(tous: Sequence[Conflit], jour: date) -> str:
    """« Vos remboursements de mutuelle sont suspendus depuis le 1er septembre 2026. »"""
    premier = depuis(tous)
    quand = (
        f"sont suspendus depuis le {formats.jour(premier)}"
        if premier <= jour
        else f"seront suspendus le {formats.jour(premier)}"
    )
    return f"Vos remboursements de mutuelle {quand}."
