"""What chapter 17 reads of its answers, who may start, what a request is about, and what it comes to before the last button."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Personne
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.formats import INSECABLE
from demarches.catalogue.sans_gluten import accords, calcul, compteur, regles
from demarches.catalogue.sans_gluten.formulaires import Mois, Produit
from demarches.moteur.declaration import Apercu, Contexte, Issue, Refus, Reponses, Sujet
from demarches.moteur.refus_communs import APPELER, ECRIRE
from paiements.calcul.mots import ZERO
from paiements.calcul.sans_gluten import Rembourse, plafonner

MEDECIN = Issue("Demander à mon médecin traitant", "Il demande l’accord avec un protocole de soins.")


class SansGluten(Reponses):
    mois: Mois.Donnees
    produits: tuple[Produit.Donnees, ...]


def avec_un_accord(contexte: Contexte) -> Refus | None:
    """Has somebody of the file an agreement that opens a month? Two queries."""
    jour = jour_de(contexte.le)
    if any(un.mois_ouverts(jour) for un in accords.titulaires(contexte.assure, contexte.le)):
        return None
    return Refus(
        titre="Il faut d’abord un accord de prise en charge",
        motif="Ni vous ni un de vos bénéficiaires n’avez d’accord de l’Assurance maladie pour ces produits. "
        "Il est donné quand une biopsie a confirmé la maladie.",
        jusqu_a="Vous pourrez faire cette demande dès que l’accord sera dans votre dossier.",
        issues=(MEDECIN, ECRIRE, APPELER),
    )


def sujet_de(personne: str, prenom: str, mois: date) -> Sujet:
    return Sujet(f"{personne}:{mois}", f"{prenom}, {regles.en_mots(mois)}", partage=True)


def personne_et_mois(contexte: Contexte) -> list[Sujet]:
    """Several requests may be open for a person and a month; their deposits take turns."""
    choix = SansGluten.du(contexte).mois
    return [sujet_de(choix.personne, choix.prenom, choix.mois)]


def nommer(rang: int, reponses: Mapping[str, Any]) -> str:
    """« Produit 2 : Galette « Sans Souci », 500 g »; by its code while nobody knows more."""
    nom = reponses.get("nom") or (reponses.get("code") and f"code {reponses['code']}")
    return f"Produit {rang}{INSECABLE}: {nom}" if nom else f"Produit {rang}"


@dataclass(frozen=True)
class Estimation:
    """The known products before and after the most of the month; `inconnus` is how many an agent must look at."""

    jauge: compteur.Jauge
    avant: list[Rembourse]
    apres: list[Rembourse]
    inconnus: int

    @property
    def verse(self) -> Decimal:
        return calcul.total(self.apres)

    @property
    def retire(self) -> Decimal:
        return calcul.total(self.avant) - self.verse

    @property
    def autre_part(self) -> Decimal:
        """What is taken into account and not paid back: a complementary cover may add it."""
        return sum((une.base - une.verse for une in self.apres), ZERO)


def estimer(lues: SansGluten, contexte: Contexte) -> Estimation:
    """What these answers give today. Two queries."""
    choix, produits = lues.mois, lues.produits
    brouillon, local = contexte.brouillon, calcul.regime_local(contexte.assure)
    personne = Personne.objects.get(public_id=choix.personne)
    jauge = compteur.lire(personne, choix.mois, pour=contexte.assure, sauf=brouillon.corrige_id if brouillon else None)
    avant = [
        calcul.rembourser(un.famille, un.grammes or 0, un.prix, un.quantite, choix.mois, local=local)
        for un in produits
        if un.connu
    ]
    apres = plafonner(avant, jauge.reste, choix.mois)
    return Estimation(jauge, avant, apres, sum(not un.connu for un in produits))


def jauge(contexte: Contexte) -> Apercu | None:
    """The total, the gauge of the month before and after, and what its most takes away."""
    lues = SansGluten.du(contexte)
    if not lues.produits:
        return None
    une = estimer(lues, contexte)
    apres = une.jauge.compte + une.verse
    important, phrases = "", []
    if une.retire > ZERO:
        important = f"Le plafond du mois retire {formats.montant(une.retire)}. Cette somme n’est pas reportée sur le mois suivant."
    if une.autre_part > ZERO:
        phrases.append(
            f"Votre complémentaire santé peut ajouter jusqu’à {formats.montant(une.autre_part)}, selon votre contrat."
        )
    if une.inconnus:
        combien = "Un produit est" if une.inconnus == 1 else f"{une.inconnus} produits sont"
        phrases.append(
            f"{combien} à vérifier par un conseiller : le remboursement s’ajoutera, dans la limite du plafond."
        )
    return Apercu(
        ("Remboursement estimé", formats.montant(une.verse)),
        (
            ("Déjà compté ce mois-ci", formats.montant(une.jauge.compte)),
            ("Avec cette demande", f"{formats.montant(apres)} sur {formats.montant(une.jauge.plafond)}"),
            ("Il restera pour le mois", formats.montant(max(ZERO, une.jauge.plafond - apres))),
        ),
        important=important,
        phrases=tuple(phrases),
        avertissement="C’est une estimation.",
    )
