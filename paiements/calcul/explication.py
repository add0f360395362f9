"""« Pourquoi ce montant ? »: the steps from what was billed to what is paid, made from the line that was calculated.

Each step says by how much it changes the amount; their sum is the amount of the line, so that the words and the
figures cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ameli.noyau.formats import date_courte, montant
from paiements.calcul.mots import ZERO, Genre, MotifRetenue, MotifTaux, arrondi
from paiements.calcul.soins import Ligne
from paiements.prestations import libelle

NOMS = {
    Genre.PF: "participation forfaitaire",
    Genre.BOITE: "franchise sur les médicaments",
    Genre.ACTE: "franchise sur les soins paramédicaux",
    Genre.TRAJET: "franchise sur les transports",
}
TAUX = {
    MotifTaux.HABITUEL: "C’est le taux habituel pour ce soin.",
    MotifTaux.LOCAL: "C’est le taux du régime local d’Alsace-Moselle.",
    MotifTaux.HORS_PARCOURS: "Vous n’êtes pas passé par votre médecin traitant : le taux baisse.",
    MotifTaux.A_CHARGE: "Cette somme reste à votre charge.",
    MotifTaux.LOURD: "C’est un acte coûteux : le taux est de 100 %, moins une participation.",
    MotifTaux.PLAFOND_DU_MOIS: "Le plafond du mois est atteint : nous comptons seulement ce qui restait.",
    MotifTaux.ALD: "Ce soin est lié à une affection de longue durée.",
    MotifTaux.MATERNITE: "L’assurance maternité prend ce soin en charge.",
    MotifTaux.INVALIDITE: "Une pension d’invalidité donne ce taux.",
    MotifTaux.AT_MP: "Ce soin est lié à un accident du travail ou à une maladie professionnelle.",
    MotifTaux.NOUVEAU_NE: "Les soins à l’hôpital des 30 premiers jours de la vie ont ce taux.",
    MotifTaux.ETAT_DE_SEJOUR: "C’est le tarif de l’État où ce soin a eu lieu.",
    MotifTaux.AME: "L’aide médicale de l’État donne ce taux.",
    MotifTaux.TERRORISME: "Les victimes d’actes de terrorisme ont ce taux.",
    MotifTaux.MILITAIRE: "Une pension militaire donne ce taux.",
}
SANS_RETENUE = {
    MotifRetenue.MINEUR: "la personne soignée avait moins de 18 ans au 1er janvier",
    MotifRetenue.MATERNITE: "ce soin a lieu entre le 6e mois de grossesse et le 12e jour après la naissance",
    MotifRetenue.AT_MP: "ce soin est lié à un accident du travail ou à une maladie professionnelle",
    MotifRetenue.C2S: "la personne soignée a la Complémentaire santé solidaire",
    MotifRetenue.AME: "la personne soignée a l’aide médicale de l’État",
    MotifRetenue.TERRORISME: "la personne soignée a été victime d’un acte de terrorisme",
    MotifRetenue.MILITAIRE: "la personne soignée a une pension militaire",
    MotifRetenue.URGENCE: "ce transport était urgent",
    MotifRetenue.RIEN_VERSE: "nous n’avons rien versé pour ce soin",
    MotifRetenue.PLAFOND_AN: "le plafond de l’année est atteint",
    MotifRetenue.PLAFOND_JOUR: "le plafond de la journée est atteint",
}


@dataclass(frozen=True, slots=True)
class Etape:
    """One sentence, and by how much it changes the amount."""

    texte: str
    effet: Decimal = ZERO


def expliquer(ligne: Ligne) -> tuple[Etape, ...]:
    """Why this line is worth what it is worth; the effects add up to `ligne.net`."""
    if ligne.base is None or ligne.taux is None:
        return (_forfait(ligne),)
    if ligne.motif_taux is MotifTaux.C2S:
        return (_part_solidaire(ligne, ligne.base),)
    return (*_remboursement(ligne), *_retenue(ligne))


def _forfait(ligne: Ligne) -> Etape:
    if ligne.motif_taux is MotifTaux.RENDU:
        return Etape(
            f"La Complémentaire santé solidaire couvre ce jour : nous rendons {montant(ligne.verse)}.", ligne.net
        )
    if ligne.verse < 0:
        return Etape(f"{libelle(ligne.code)} : {montant(ligne.verse)}.", ligne.net)
    return Etape(f"Ce montant ne dépend ni d’un tarif ni d’un taux : {montant(ligne.verse)}.", ligne.net)


def _part_solidaire(ligne: Ligne, base: Decimal) -> Etape:
    au_taux_habituel = arrondi(base * (100 - (ligne.taux or 0)) / 100)
    if ligne.verse < base - au_taux_habituel:
        plafond = "sans dépasser ce qui a été payé"
        return Etape(
            f"La Complémentaire santé solidaire paie le reste, {plafond} : {montant(ligne.verse)}.", ligne.verse
        )
    reste = f"base de {montant(base)}, moins {montant(au_taux_habituel)} au taux habituel"
    return Etape(
        f"La Complémentaire santé solidaire paie ce qui reste de la {reste} : {montant(ligne.verse)}.", ligne.verse
    )


def _remboursement(ligne: Ligne) -> tuple[Etape, ...]:
    assert ligne.base is not None and ligne.taux is not None
    facture = f"Le soin du {date_courte(ligne.le)} a été facturé {montant(ligne.paye)}."
    if ligne.base > ligne.paye:  # abroad
        tarif = f"Nous calculons sur la base de remboursement française : {montant(ligne.base)}."
    elif ligne.base < ligne.paye:
        tarif = f"Nous calculons sur la base de remboursement : {montant(ligne.base)}. Le reste ne se rembourse pas."
    else:
        tarif = f"La base de remboursement est la même : {montant(ligne.base)}."
    du = arrondi(ligne.base * ligne.taux / 100)
    calcul = f"{montant(ligne.base)} × {ligne.taux} % = {montant(du)}."
    if ligne.verse < du:
        calcul += f" Nous ne versons jamais plus que ce qui a été payé : {montant(ligne.verse)}."
    if ligne.tiers_payant:
        calcul += " Nous l’avons versé directement au professionnel."
    return Etape(facture), Etape(tarif), Etape(TAUX[ligne.motif_taux]), Etape(calcul, ligne.verse)


def _retenue(ligne: Ligne) -> tuple[Etape, ...]:
    if ligne.genre is None or ligne.motif_retenue is MotifRetenue.SANS_OBJET:
        return ()
    nom, motif = NOMS[ligne.genre], ligne.motif_retenue
    if not ligne.retenue:
        return (Etape(f"Pas de {nom} : {SANS_RETENUE.get(motif, 'rien ne reste à retenir')}."),)
    if ligne.tiers_payant:
        return (Etape(f"La {nom}, {montant(ligne.retenue)}, n’est pas retenue sur ce versement.{_limite(motif)}"),)
    return (Etape(f"La {nom} est retenue : {montant(-ligne.retenue)}.{_limite(motif)}", -ligne.retenue),)


def _limite(motif: MotifRetenue) -> str:
    if motif is MotifRetenue.LIMITEE:
        return " Elle ne dépasse jamais ce que nous versons."
    if motif in (MotifRetenue.PLAFOND_AN, MotifRetenue.PLAFOND_JOUR):
        return f" Elle est réduite : {SANS_RETENUE[motif]}."
    return ""
