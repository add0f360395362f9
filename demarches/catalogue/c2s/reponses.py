"""What chapter 11 reads of its answers: who is asked what, which documents, and who may start."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.dossier import c2s_lue
from accounts.dossier.solidaire import bareme
from accounts.dossier.solidaire.calcul import Presomption as Donnee
from accounts.dossier.solidaire.calcul import Zone, presomption
from accounts.dossier.solidaire.natures import NATURES
from ameli.noyau import formats
from ameli.noyau.calendrier import anniversaire, jour_de
from demarches.catalogue.c2s import foyer, regles
from demarches.catalogue.c2s.formulaires import (
    EN_COUPLE,
    Autre,
    Connus,
    Presomption,
    SansConjoint,
    Situation,
    connus,
    minimum_connu,
)
from demarches.catalogue.c2s.formulaires_ressources import CHAQUE_MOIS, Consentements, Mois, Organisme, Revenu
from demarches.moteur.declaration import Contexte, Issue, PieceVoulue, Refus, Reponses
from demarches.moteur.lues import NON
from demarches.moteur.models import Demarche, Etat
from demarches.moteur.refus_communs import ACCUEIL, APPELER, ECRIRE, PARENT

REPRIS = ("situation", "connus", "autres", "organisme")
INFORMATIONS = Issue("Voir Ma complémentaire", "Elle est dans Mes informations.", "informations:accueil")


class C2s(Reponses):
    situation: Situation.Donnees
    connus: Connus.Donnees | None
    autres: tuple[Autre.Donnees, ...]
    sans_conjoint: SansConjoint.Donnees | None
    presomption: Presomption.Donnees | None
    organisme: Organisme.Donnees
    consentement: tuple[Consentements.Donnees, ...] | None
    mois: tuple[Mois.Donnees, ...] | None
    revenus: tuple[Revenu.Donnees, ...] | None


# Who is asked what


def a_des_connus(contexte: Contexte) -> bool:
    return bool(connus(contexte))


def conjoint_absent(contexte: Contexte) -> bool:
    """In a couple, and nobody said so."""
    en_couple = C2s.du(contexte).situation.familiale in EN_COUPLE
    return en_couple and not foyer.conjoints(foyer.du_contexte(contexte))


def presomption_possible(contexte: Contexte) -> bool:
    """A minimum income that would give a right by itself if nobody works."""
    minimum = C2s.du(contexte).situation.minimum
    return minimum not in ("", "RSA") and _donnee(contexte, minimum, sans_travail=True) is not None


def donnee(contexte: Contexte) -> Donnee | None:
    """The right that is given without looking at incomes. Raises PasEncore."""
    lues = C2s.du(contexte)
    minimum, dit = lues.situation.minimum, lues.presomption
    if minimum != "RSA" and (dit is None or dit.travail or dit.gratuite):
        return None
    return _donnee(contexte, minimum, sans_travail=True)


def _donnee(contexte: Contexte, minimum: str, *, sans_travail: bool) -> Donnee | None:
    presents = foyer.du_contexte(contexte)
    seul = not foyer.conjoints(presents) and C2s.du(contexte).situation.familiale not in EN_COUPLE
    return presomption(
        minimum, jour_de(contexte.le), bareme.publie(), seul=seul, enfants=bool(foyer.enfants(presents)),
        sans_travail=sans_travail,
    )  # fmt: skip


def ressources_demandees(contexte: Contexte) -> bool:
    """No resources screen for whoever has a right by itself."""
    if presomption_possible(contexte) and C2s.du(contexte).presomption is None:
        return False
    return donnee(contexte) is None


def sans_consentement(contexte: Contexte) -> bool:
    accords = contexte.reponses.get("consentement", {})
    return ressources_demandees(contexte) and NON in accords.values()


def foyer_coherent(contexte: Contexte) -> str | None:
    """Nobody twice, one spouse."""
    presents = foyer.du_contexte(contexte)
    double = foyer.en_double(presents)
    if double:
        return f"{double} est là deux fois. Retirez une des deux pages."
    if len(foyer.conjoints(presents)) > 1:
        return "Un seul conjoint peut être dans la demande. Retirez l’autre, ou changez son lien."
    return None


def nommer(rang: int, reponses: Mapping[str, Any]) -> str:
    prenom = (reponses.get("prenoms") or "").split(" ")[0]
    return f"Personne {rang}\N{NO-BREAK SPACE}: {prenom}" if prenom else f"Personne {rang}"


def nommer_le_revenu(rang: int, reponses: Mapping[str, Any]) -> str:
    nature = NATURES.get(reponses.get("nature") or "")
    return f"Ressource {rang}\N{NO-BREAK SPACE}: {nature.libelle}" if nature else f"Ressource {rang}"


def en_bref(reponses: Mapping[str, Any]) -> str:
    """« Karim, né(e) le 12 mars 2004 »."""
    alternee = ", en résidence alternée" if reponses.get("alternee") else ""
    return f"Né(e) le {formats.jour(date.fromisoformat(reponses['naissance']))}{alternee}"


def revenu_en_bref(reponses: Mapping[str, Any]) -> str:
    """« 150,00 € chaque mois »."""
    quand = "chaque mois" if reponses.get("frequence") == CHAQUE_MOIS else "en une fois"
    return f"{formats.montant(Decimal(reponses['montant']))} {quand}"


def pieces(contexte: Contexte) -> list[PieceVoulue]:
    """The tax notice or the ASDIR, unless incomes are not looked at; the foreign one of whoever lived abroad."""
    if not ressources_demandees(contexte):
        return []
    voulues = [
        PieceVoulue(
            "avis", "Avis d’imposition ou ASDIR", "Le dernier avis de chaque adulte. Sans avis, l’attestation ASDIR "
            "d’impots.gouv.fr. Vous ne pouvez pas le numériser\N{NO-BREAK SPACE}? Prenez-le en photo.", maximum=4,
        )
    ]  # fmt: skip
    if C2s.du(contexte).situation.etranger:
        voulues.append(
            PieceVoulue("etranger", "Avis d’imposition étranger", "Celui du pays où vous avez vécu.", maximum=2)
        )
    return voulues


# First values


def situation_connue(contexte: Contexte) -> Mapping[str, Any]:
    return {"minimum": minimum_connu(contexte.assure, jour_de(contexte.le))}


def tous_connus(contexte: Contexte) -> Mapping[str, Any]:
    """Those of the file are ticked, but for who has a family of their own to ask for."""
    presents = [
        m
        for m in connus(contexte)
        if regles.age(m.personne.date_naissance, m.le) < regles.AGE_LIMITE or m.lien == "conjoint"
    ]
    return {"concernes": [m.cle for m in presents]}


def l_an_passe(contexte: Contexte) -> Mapping[str, Mapping[str, Any]]:
    """A renewal begins with what was granted the last time, each page to be confirmed; incomes and consents are said anew."""
    dernieres = Demarche.objects.de(contexte.assure).filter(teleservice="c2s", etat=Etat.ACCEPTEE, oubliee_le=None)
    derniere = dernieres.order_by("-close_le").first()
    if derniere is None:
        return {}
    reprises = C2s.a_jour(derniere.reponses, derniere.version)
    return {place: dict(dit) for place, dit in reprises.items() if place.split("/")[0] in REPRIS}


# Who may start


def en_age(contexte: Contexte) -> Refus | None:
    """From 16 on: somebody cut off from their family asks alone, and an agent looks."""
    personne, jour = contexte.assure.personne, jour_de(contexte.le)
    if personne.age(jour) >= regles.AGE_DE_LA_DEMANDE:
        return None
    possible_le = anniversaire(personne.date_naissance, regles.AGE_DE_LA_DEMANDE)
    return Refus(
        "Avant 16 ans, vos parents font la demande pour vous, avec la leur.",
        jusqu_a=f"Vous pourrez la faire vous-même à partir du {formats.jour(possible_le)}, si vous ne vivez plus avec eux.",
        issues=(PARENT, APPELER, ACCUEIL),
    )


def renouvellement_ouvert(contexte: Contexte) -> Refus | None:
    """A right that runs is renewed in its last four months, once its terms are paid."""
    jour = jour_de(contexte.le)
    droit = c2s_lue.en_cours(contexte.assure, jour)
    if droit is None or droit.au < jour:
        return None
    ouvert_le = regles.renouvelable_le(droit.au)
    if jour < ouvert_le:
        return Refus(
            f"Vous avez déjà la Complémentaire santé solidaire, jusqu’au {formats.jour(droit.au)}.",
            titre="Votre droit est ouvert", jusqu_a=f"Vous pourrez la renouveler à partir du {formats.jour(ouvert_le)}.",
            issues=(INFORMATIONS, ECRIRE, APPELER),
        )  # fmt: skip
    if droit.impaye:
        return Refus(
            "Une participation n’est pas encore payée. Payez-la, ou demandez à la payer en plusieurs fois.",
            titre="Un paiement vous attend", jusqu_a="Vous pourrez renouveler votre droit dès qu’elle sera payée, ou dès que votre caisse acceptera de la faire payer en plusieurs fois.",
            issues=(INFORMATIONS, ECRIRE, APPELER),
        )  # fmt: skip
    return None


def au_depart(contexte: Contexte) -> dict[str, Any]:
    """What the start page says by itself: first or renewal, the months, the ceiling of one person."""
    jour = jour_de(contexte.le)
    droit = c2s_lue.en_cours(contexte.assure, jour)
    gratuite, participation = (_plafonds(contexte, genre, jour) for genre in ("gratuite", "participation"))
    return {
        "renouvellement": droit, "periode": regles.en_toutes_lettres(jour),
        "plafonds": list(zip(range(1, 5), gratuite, participation, strict=False)),
        "minimum": minimum_connu(contexte.assure, jour),
    }  # fmt: skip


def _plafonds(contexte: Contexte, genre: str, jour: date) -> tuple[Any, ...]:
    zone = Zone.du_departement(contexte.assure.caisse.departement)
    try:
        return bareme.lire().valeurs(f"plafond.{zone.plafond}.{genre}", jour)
    except bareme.SansChiffre:
        return ()


def mineur_seul(demarche: Demarche) -> bool:
    """16 or 17, alone: their parents are told nothing."""
    return demarche.assure.personne.age(jour_de(demarche.deposee_le)) < regles.MAJORITE
