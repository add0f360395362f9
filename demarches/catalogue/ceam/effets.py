"""From the order to the letter box (chapter 15 § 6): cards made, posted, held to have arrived; a certificate at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.informations import adresse, cartes_europeennes
from accounts.models import CarteEuropeenne, CertificatProvisoire
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.ceam import arrivees, famille
from demarches.catalogue.ceam.formulaires import choisis
from demarches.catalogue.ceam.regles import validite
from demarches.catalogue.ceam.regles.validite import Demande
from demarches.catalogue.ceam.reponses import Ceam
from demarches.moteur import transitions
from demarches.moteur.declaration import Papier
from demarches.moteur.depot import EtapeAReprendre
from demarches.moteur.models import Demarche

MOTIFS = {
    Demande.COMMANDER: CarteEuropeenne.Motif.PREMIERE,
    Demande.RENOUVELER: CarteEuropeenne.Motif.RENOUVELLEMENT,
    Demande.PERTE: CarteEuropeenne.Motif.PERTE,
    Demande.VOL: CarteEuropeenne.Motif.VOL,
    Demande.NON_RECUE: CarteEuropeenne.Motif.NON_RECUE,
}
OPPOSITIONS = {
    Demande.PERTE: CarteEuropeenne.Etat.PERDUE,
    Demande.VOL: CarteEuropeenne.Etat.VOLEE,
    Demande.NON_RECUE: CarteEuropeenne.Etat.NON_RECUE,
}


def commander(demarche: Demarche) -> None:
    assure, le, acteur = demarche.assure, demarche.deposee_le, demarche.acteur
    jour = jour_de(le)
    lue = Ceam.de(demarche)
    certifier = lue.depart.certifie(jour)
    for membre, demande in choisis(famille.lire(assure, le), lue.cartes.voulues):
        if demande in OPPOSITIONS:
            cartes_europeennes.opposer(
                assure, membre.personne, etat=OPPOSITIONS[demande], le=le, acteur=acteur
            )  # fmt: skip
        try:
            carte = cartes_europeennes.commander(
                assure, membre.personne, motif=MOTIFS[demande], le=le, adresse=_enveloppe(demarche),
                cause=demarche.reference, acteur=acteur,
            )  # fmt: skip
        except cartes_europeennes.DejaEnChemin as course:
            raise EtapeAReprendre("cartes") from course
        if certifier:
            cartes_europeennes.certifier(
                assure, carte, debut=jour, fin=validite.fin_de_certificat(jour, membre.droits_au), le=le,
                acteur=acteur,
            )  # fmt: skip


def fabriquer(demarche: Demarche, le: datetime) -> None:
    """The order can no longer be taken back."""
    cartes_europeennes.avancer(demarche.assure, demarche.reference, CarteEuropeenne.Etat.FABRICATION, le=le)
    transitions.prendre(demarche, le=le)


def expedier(demarche: Demarche, le: datetime) -> None:
    """The post has them, for the address of that day: the notice of the catalogue."""
    du_jour = adresse.actuelle(demarche.assure, le)
    if du_jour is not None:
        cartes_europeennes.adresser(demarche.assure, "\n".join(du_jour.lignes))
    cartes_europeennes.avancer(demarche.assure, demarche.reference, CarteEuropeenne.Etat.EXPEDIEE, le=le)
    transitions.noter(demarche, "expedition", le=le)
    transitions.prevenir(demarche, "expediee", le=le)


def recevoir(demarche: Demarche, le: datetime) -> None:
    """Ten days: they are held to have arrived, but for those that the post brought back."""
    arrivees.recevoir(demarche.assure, demarche.reference, le)
    if not cartes_europeennes.reviendra(demarche.assure, demarche.reference):
        transitions.passer(demarche, "accepter", acteur="horloge", le=le)


def decider(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
    if evenement != "accepter":
        cartes_europeennes.avancer(demarche.assure, demarche.reference, CarteEuropeenne.Etat.ANNULEE, le=le)
        return
    arrivees.recevoir(demarche.assure, demarche.reference, le, toutes=True)


def certificats(demarche: Demarche) -> tuple[Papier, ...]:
    """The certificates of this order."""
    siens = CertificatProvisoire.objects.de(demarche.assure).filter(carte__cause=demarche.reference)
    siens = siens.exclude(carte__etat__in=CarteEuropeenne.SANS_VALEUR)
    return tuple(
        Papier(
            f"Télécharger le certificat provisoire pour {certificat.personne.prenom} (PDF)",
            reverse("documents:certificat_europeen", args=[certificat.public_id]),
            jusqu_a=certificat.fin,
        )
        for certificat in siens.select_related("personne").order_by("id")
    )


def pour_message(demarche: Demarche) -> dict[str, Any]:
    cartes = (
        CarteEuropeenne.objects.de(demarche.assure)
        .filter(cause=demarche.reference)
        .select_related("personne")
        .order_by("id")
    )
    lue = Ceam.de(demarche)
    voulues = set(lue.cartes.voulues.values())
    return {
        "prenoms": ", ".join(carte.personne.prenom for carte in cartes),
        "plusieurs": len(cartes) > 1,
        "certificat": lue.depart.certifie(jour_de(demarche.deposee_le)),
        "opposition": bool(voulues & {Demande.PERTE, Demande.VOL}),
        "duplicata": Demande.NON_RECUE in voulues,
        "jours_sans_la_carte": validite.JOURS_SANS_LA_CARTE,
        "adresse": ", ".join(_enveloppe(demarche).split("\n")),
    }


def _enveloppe(demarche: Demarche) -> str:
    """Where the cards of this order go, one line of the envelope a line: as it was at the deposit when they exist."""
    carte = CarteEuropeenne.objects.de(demarche.assure).filter(cause=demarche.reference).order_by("id").first()
    if carte is not None:
        return carte.adresse
    actuelle = adresse.actuelle(demarche.assure)
    return "\n".join(actuelle.lignes) if actuelle else ""
