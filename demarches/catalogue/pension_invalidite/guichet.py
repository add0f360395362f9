"""What the agents of chapter 18 read: who asks, what is known, the wages as a table; and the reasons to refuse."""

from __future__ import annotations

from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.horloge import aujourdhui
from demarches.catalogue.pension_invalidite import effets, medecin, regles, rendez_vous
from demarches.catalogue.pension_invalidite.decision import DecisionPension, lignes
from demarches.moteur import decisions
from demarches.moteur.models import OUVERTS, Demarche
from paiements import pensions
from paiements.calcul.invalidite.ouverture import retraite_le
from paiements.calcul.invalidite.salaire import Annee, SalaireMoyen
from paiements.ressources import aides

SUPPOSE = " (montant supposé, pas encore publié\N{NO-BREAK SPACE}: vérifiez-le)"
MOTIFS = {
    effets.MEDICAL: "Le médecin-conseil estime que votre capacité de travail ou de gain n’est pas réduite d’au moins deux tiers.",
    "affiliation": "Vous n’étiez pas assuré(e) depuis 12 mois au premier jour du mois de votre arrêt.",
    "activite": "Vous n’avez ni 600 heures de travail ni assez de salaires dans les 12 mois avant votre arrêt.",
    "age": "Votre retraite a pris la suite : une pension ne peut pas commencer à cette date.",
    "delai": "La demande est arrivée plus de 12 mois après la fin de vos indemnités ou le constat de l’invalidité.",
    "autre_regime": "Un autre régime de Sécurité sociale étudie votre demande.",
}


def connu(demarche: Demarche) -> list[tuple[str, str]]:
    """Dates that the caisse knows, the doctor's opinion without anything medical, other requests of the same person."""
    assure, avis = demarche.assure, medecin.avis(demarche)
    naissance = assure.personne.date_naissance
    siennes = [
        ("Affilié depuis", formats.jour(assure.affilie_le) if assure.affilie_le else "Non connu"),
        ("Retraite", formats.jour(retraite_le(naissance))),
        ("Réputée refusée", formats.jour(effets.refusee_le(demarche))),
        ("Avis médical", en_mots(avis)),
    ]
    pris = rendez_vous.choisi(demarche)
    if pris is not None:
        siennes.append(("Rendez-vous", str(pris)))
    if regles.retraite_proche(naissance, jour_de(demarche.deposee_le)):
        siennes.append(("À savoir", "La retraite est proche : l’invalidité doit commencer avant."))
    for autre in (
        Demarche.objects.de(assure).filter(teleservice=demarche.teleservice, etat__in=OUVERTS).exclude(pk=demarche.pk)
    ):
        siennes.append(("Autre demande", autre.reference))
    pension = pensions.en_cours(assure)
    if pension is not None:
        siennes += [("Pension", "Une pension est ouverte"), *_aides(aides.de(pension, aujourdhui()))]
    if avis is not None and avis.categorie and demarche.decision.get("donnees"):
        siennes += lignes(decisions.donnees(demarche, DecisionPension.Donnees), avis.categorie)
    return siennes


def _aides(possibles: aides.Aides) -> list[tuple[str, str]]:
    """What the figures suggest, for somebody who lives alone."""
    noms = (
        ("ASI possible", possibles.asi, possibles.asi_suppose),
        ("Complémentaire santé solidaire possible", possibles.c2s, False),
    )
    connu = formats.montant(possibles.connues.total)
    return [
        (
            nom,
            f"{connu} brut par mois, sous le plafond d’une personne seule\N{NO-BREAK SPACE}: {formats.montant(plafond)}"
            + (SUPPOSE if suppose else ""),
        )
        for nom, plafond, suppose in noms
        if plafond is not None
    ]


def en_mots(avis: medecin.AvisMedical.Donnees | None) -> str:
    """« 2e catégorie à partir du 1er janvier 2027 »."""
    if avis is None:
        return "Attendu"
    if not avis.reduite or avis.categorie is None or avis.effet is None:
        return "Défavorable"
    return f"{medecin.Pension.Categorie(avis.categorie).label} à partir du {formats.jour(avis.effet)}"


def comparaison(demarche: Demarche) -> list[tuple[str, str, str]]:
    """The years of wages, once the first agent has typed them: (year, gross, what it counts for)."""
    if not demarche.decision.get("donnees"):
        return []
    return [(str(une.annee), formats.montant(une.brut), compte(une)) for une in tableau(demarche).annees]


def tableau(demarche: Demarche) -> SalaireMoyen:
    """The average wage of a decision, year by year."""
    return decisions.donnees(demarche, DecisionPension.Donnees).moyen


def compte(une: Annee) -> str:
    """« 25 266,38 €, gardée : plafond 47 100,00 €, coefficient 1,0080 »."""
    garde = "gardée" if une.retenue else "non gardée"
    plafond = f"plafond {formats.montant(une.plafond)}" + (" atteint" if une.plafonnee else "")
    return f"{formats.montant(une.vaut)}, {garde}\N{NO-BREAK SPACE}: {plafond}, coefficient {coefficient(une)}"


def coefficient(une: Annee) -> str:
    return f"{une.coefficient:.4f}".replace(".", ",")
