"""At the deposit the month is counted under its lock; five days later, or once an agent has looked, it is paid, a line a product."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accounts.dossier import foyer
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.sans_gluten import calcul, compteur, etiquettes, guichet, regles
from demarches.catalogue.sans_gluten.models import DemandeSansGluten, LigneSansGluten, ProduitSansGluten
from demarches.catalogue.sans_gluten.reponses import SansGluten, estimer, sujet_de
from demarches.moteur import pieces, registre, sujets, transitions
from demarches.moteur.declaration import Contexte
from demarches.moteur.models import Demarche
from paiements.calcul.mots import ZERO, Famille, MotifTaux
from paiements.calcul.sans_gluten import Rembourse, plafonner
from paiements.calcul.soins import Ligne
from paiements.calcul.virements import INDU
from paiements.enregistrement import LigneAPayer, enregistrer

Etat = LigneSansGluten.Etat
A_VERIFIER = "Un produit n’est pas dans la table : regardez la photo de son étiquette."


def demande_de(demarche: Demarche) -> DemandeSansGluten:
    """What it takes of its month."""
    siennes = DemandeSansGluten.objects.de(demarche.assure).select_related("personne", "assure__caisse")
    demande: DemandeSansGluten = siennes.get(demarche=demarche)
    demande.demarche = demarche
    return demande


def deposer(demarche: Demarche) -> None:
    """The deposit holds the person and the month (`Sujet.partage`): what is left is what nobody else takes."""
    lues = SansGluten.de(demarche)
    contexte = Contexte(demarche.assure, demarche.compte, demarche.deposee_le, reponses=demarche.reponses)
    estimation = estimer(lues, contexte)
    personne = next(
        m.personne for m in foyer.lire(demarche.assure, demarche.deposee_le).membres if m.cle == lues.mois.personne
    )
    demande = DemandeSansGluten.objects.create(
        assure=demarche.assure, demarche=demarche, personne=personne, mois=lues.mois.mois, compte=estimation.verse
    )
    produits = {un.code: un for un in ProduitSansGluten.objects.filter(code__in=[un.code for un in lues.produits])}
    photos = {une.place: une for une in pieces.pieces_de(demarche)}
    for un in lues.produits:
        photo = photos.get(f"produits/{un.id}/photo")
        LigneSansGluten.objects.create(
            demande=demande, place=un.id, code=un.code, produit=produits.get(un.code) if un.connu else None, prix=un.prix,
            quantite=un.quantite, photo=etiquettes.empreinte_de(photo.octets()) if photo else "",
            etat=Etat.COMPTEE if un.connu else Etat.A_VERIFIER,
        )  # fmt: skip
    if estimation.inconnus:
        demarche.signaler("a_verifier", A_VERIFIER)


def payer(demarche: Demarche, le: datetime) -> None:
    """Five days later: accepted by itself, unless an agent must look at a photo first."""
    transitions.accepter_ou_montrer(demarche, le=le)


def decider(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
    """Accepted, what is granted is paid; otherwise the month has its place again."""
    demande = demande_de(demarche)
    tenir(demande)
    if evenement == "accepter":
        _payer(demande, demarche, le)
    else:
        demande.compte = ZERO
    demande.save(update_fields=["compte", "regle", "paiement", "a_reprendre"])


def tenir(demande: DemandeSansGluten) -> None:
    """The same lock as the deposits of this person and month."""
    teleservice = registre.celui_de(regles.CODE)
    sujets.tenir(teleservice, sujet_de(demande.personne.public_id, demande.personne.prenom, demande.mois))


def _payer(demande: DemandeSansGluten, demarche: Demarche, le: datetime) -> None:
    """What nobody else takes of the month, line by line in the order of the request."""
    assure, mois = demarche.assure, demande.mois
    accordees = guichet.appliquer(demarche)
    local = calcul.regime_local(assure)
    avant = [
        calcul.rembourser(un.famille, un.grammes, ligne.prix, ligne.quantite, mois, local=local)
        for ligne, un in accordees
    ]
    reste = compteur.lire(demande.personne, mois, pour=assure, sauf=demarche).reste
    payees = plafonner(avant, reste, mois)
    for (ligne, _), une in zip(accordees, payees, strict=True):
        ligne.base, ligne.verse, ligne.etat = une.base, une.verse, Etat.PAYEE
        ligne.save(update_fields=["base", "verse", "etat"])
    demande.compte = demande.regle = calcul.total(payees)
    achete_le = min(regles.dernier_du_mois(mois), jour_de(demarche.deposee_le))
    rang = rang_de(demande, le)
    dues = [LigneAPayer(une.ligne(achete_le), demande.personne, rang) for une in payees if une.verse]
    if dues:
        repris = [LigneAPayer(une, demande.personne, rang) for une in _reprises(demande, achete_le)]
        demande.paiement = enregistrer(assure, [*dues, *repris], famille=Famille.SOINS, du_le=le)


def recompter(demande: DemandeSansGluten, payees: Sequence[LigneSansGluten]) -> tuple[list[Rembourse], Decimal]:
    """What was paid is counted again with these rows alone, under the lock of the month: what each gives, and how much more (or less) in all.

    Each row has a product: it was paid.
    """
    local = calcul.regime_local(demande.assure)
    avant = [
        calcul.rembourser(une.produit.famille, une.produit.grammes, une.prix, une.quantite, demande.mois, local=local)
        for une in payees
        if une.produit is not None
    ]
    reste = compteur.lire(demande.personne, demande.mois, pour=demande.assure, sauf=demande.demarche).reste
    comptees = plafonner(avant, reste, demande.mois)
    for ligne, une in zip(payees, comptees, strict=True):
        ligne.base, ligne.verse = une.base, une.verse
        ligne.save(update_fields=["prix", "quantite", "base", "verse"])
    ecart = calcul.total(comptees) - (demande.regle or ZERO)
    demande.compte = demande.regle = calcul.total(comptees)
    return comptees, ecart


def rang_de(demande: DemandeSansGluten, le: datetime) -> int:
    """The rank of the person in the file that asks."""
    membre = foyer.lire(demande.assure, le).de_la_personne(demande.personne_id)
    return membre.rang if membre else 1


def _reprises(demande: DemandeSansGluten, le: date) -> Iterator[Ligne]:
    """What was paid too much before is taken from this payment, never more than it is."""
    disponible = demande.regle or ZERO
    anciennes = DemandeSansGluten.objects.de(demande.assure).filter(a_reprendre__gt=0).select_for_update(no_key=True)
    for une in anciennes.order_by("id"):
        pris = min(disponible, une.a_reprendre)
        if pris:
            disponible -= pris
            une.a_reprendre -= pris
            une.save(update_fields=["a_reprendre"])
            yield Ligne(INDU, le, ZERO, None, None, -pris, MotifTaux.FORFAIT)


def pas_payee(demarche: Demarche, le: datetime | None = None) -> bool:
    """Until it is paid it may be corrected or withdrawn."""
    return demarche.ouverte


def pour_message(demarche: Demarche) -> dict[str, Any]:
    """The amounts of the request: what is counted or paid, and what the most of the month took away."""
    demande = DemandeSansGluten.objects.de(demarche.assure).filter(demarche=demarche).select_related("personne").first()
    if demande is None:
        return {}
    lignes = list(demande.lignes.select_related("produit").order_by("id"))
    return {
        "demande": demande,
        "lignes": lignes,
        "mois": regles.en_mots(demande.mois),
        "refusees": [(une, regles.MOTIFS.get(une.motif, "")) for une in lignes if une.etat == Etat.REFUSEE],
        "a_verifier": sum(une.etat == Etat.A_VERIFIER for une in lignes),
        "retire": _sans_plafond(demarche, demande, lignes) - demande.compte,
    }


def _sans_plafond(demarche: Demarche, demande: DemandeSansGluten, lignes: list[LigneSansGluten]) -> Decimal:
    """What the products that count would give without the most of the month."""
    local = calcul.regime_local(demarche.assure)
    comptees = [une for une in lignes if une.produit is not None and une.etat != Etat.REFUSEE]
    return calcul.total(
        [
            calcul.rembourser(
                une.produit.famille, une.produit.grammes, une.prix, une.quantite, demande.mois, local=local
            )
            for une in comptees
            if une.produit is not None
        ]
    )
