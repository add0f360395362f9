"""Chapter 15: the European card, ordered for the family, with a certificate at once for a near departure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.informations import adresse, cartes_europeennes
from accounts.models import CarteEuropeenne, CertificatProvisoire
from ameli.noyau.calendrier import jour_de, jours, ouvres
from demarches.catalogue.ceam import arrivees, exemples, famille
from demarches.catalogue.ceam.formulaires import Cartes, Depart, certificat_demande, choisis, demandes
from demarches.catalogue.ceam.regles import pays, validite
from demarches.catalogue.ceam.regles.validite import Demande
from demarches.moteur import refus_communs, transitions
from demarches.moteur.ancienne import Delai, Etape, Teleservice, valeur
from demarches.moteur.declaration import Bannette, Contexte, Courrier, Issue, Messages, Papier, Refus, Rubrique
from demarches.moteur.depot import EtapeAReprendre
from demarches.moteur.models import Demarche, Etat
from demarches.moteur.refus_communs import ACCUEIL, APPELER, ECRIRE

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
AIDE_CARTES = """Une carte se renouvelle à partir de 2 mois avant sa fin.

Une carte perdue ou volée ne vaut plus rien dès que vous la déclarez. Une nouvelle part aussitôt.

La carte est gratuite. Elle ne remplace pas la carte Vitale et ne sert pas à payer."""
AIDE_DEPART = """Si vous partez bientôt, un certificat provisoire remplace la carte pendant 3 mois. Vous le téléchargez à la fin de la démarche.

La carte couvre les soins nécessaires pendant le séjour, dans le secteur public. Elle ne couvre ni le rapatriement, ni les soins que vous allez chercher exprès."""


class CarteEuropeenneTeleservice(Teleservice):
    """« Carte européenne d’assurance maladie (CEAM) »."""

    code, version, chapitre = "ceam", 2, 15
    titre = "Carte européenne d’assurance maladie (CEAM)"
    accroche = "Pour être soigné en Europe pendant un voyage, aux mêmes conditions que les habitants du pays."
    rubrique, ordre, icone = Rubrique.EN_DEUX_CLICS, 30, "carte"
    pour_qui = (
        "Vous partez en Europe pour des vacances, des études ou un travail de courte durée.",
        "Votre carte finit dans moins de 2 mois, ou elle est perdue ou volée.",
        "Vous voulez une carte pour un bénéficiaire de votre dossier : chacun a la sienne, même un bébé.",
    )
    avantages = (
        "La commande est immédiate, et une seule suffit pour toute la famille.",
        "Vous partez dans moins de 15 jours ? Un certificat provisoire est prêt tout de suite, en PDF.",
        "Vous voyez l’image de votre carte dans votre compte, et vous pouvez l’imprimer.",
        "La carte est gratuite.",
    )
    a_preparer = ("La date de votre départ, si vous la connaissez.",)
    duree = "3 minutes"
    suites = (
        "Les cartes sont fabriquées, puis envoyées par la poste à votre adresse.",
        "Elles arrivent en 10 jours en moyenne.",
        "Un message vous prévient quand elles partent.",
        "Emportez la carte ou le certificat : une image sur le téléphone ne suffit pas.",
    )
    voir_aussi = (Issue("Préparer un voyage", "Votre carte suffit-elle pour votre séjour ?", "demarches:ceam_voyage"),)
    etapes = (
        Etape("cartes", "Vos cartes européennes", Cartes, aide=AIDE_CARTES, gabarit="ceam/cartes.html"),
        Etape(
            "depart", "Votre départ", Depart, aide=AIDE_DEPART, libelle_suivant="Valider", gabarit="ceam/depart.html"
        ),
    )
    libelle_valider = "Continuer"
    titre_confirmation = "Votre commande est enregistrée"

    delais = (
        Delai("fabrication", ouvres(2), libelle="Carte en fabrication"),
        Delai("expedition", jours(5), libelle="Carte envoyée par la poste"),
        Delai("reception", jours(10), libelle="Carte chez vous", moyenne=True),
    )
    courrier = Courrier("Carte européenne", partie=("expedition", "renvoi"))
    annulable_jusqu_a = "fabrication"
    etats = {
        Etat.DEPOSEE: "Commande reçue",
        Etat.EN_COURS: "En fabrication",
        Etat.ACCEPTEE: "Carte reçue",
        Etat.REFUSEE: "Commande refusée",
        Etat.ANNULEE: "Commande annulée",
    }
    jalons = {
        "expedition": "Envoyée par la poste",
        "retour": "Revenue par la poste",
        "renvoi": "Envoyée de nouveau",
    }
    messages = Messages(
        depot="recu",
        acceptee="arrivee",
        refusee="refus",
        annulee="annulation",
        sujets={
            "recu": "Votre commande de carte européenne",
            "expediee": "Votre carte européenne est partie",
            "arrivee": "Votre carte européenne doit être chez vous",
            "refus": "Votre commande de carte européenne est refusée",
            "annulation": "Votre commande de carte européenne est annulée",
        },
    )
    agents = Bannette(
        "Cartes européennes",
        alerte=ouvres(5),
        motifs={
            "droits": "Vos droits ne permettent pas d’établir une carte européenne.",
            "s1": "Vous habitez dans un autre pays d’Europe : c’est ce pays qui établit votre carte.",
            "adresse": "L’adresse d’envoi n’est plus la bonne. Changez d’abord d’adresse, puis commandez de nouveau.",
        },
    )
    exemples = exemples.TOUS

    def refus(self, contexte: Contexte) -> Refus | None:
        vu = self.a_premiere_vue(contexte)
        if vu is not None:
            return vu
        actuelle = adresse.actuelle(contexte.assure)
        if actuelle is None:
            return Refus(
                "Nous n’avons pas votre adresse. Nous ne pouvons pas vous envoyer de carte.",
                issues=(Issue("Voir mes informations", nom_url="informations:accueil"), APPELER, ACCUEIL),
            )
        if actuelle.pays in pays.COUVERTS:
            return Refus(
                f"Vous habitez dans un autre pays ({pays.COUVERTS[actuelle.pays]}). C’est ce pays qui établit votre carte.",
                jusqu_a="Demandez-la à l’organisme où vous avez enregistré votre formulaire S1.",
                issues=(
                    Issue("Corriger mon adresse", "Si vous habitez en France.", "informations:accueil"),
                    APPELER,
                    ACCUEIL,
                ),
            )
        return None

    def a_premiere_vue(self, contexte: Contexte) -> Refus | None:
        if contexte.compte.gele_le is not None:
            return refus_communs.compte_gele()
        if not contexte.assure.droits_ouverts(jour_de(contexte.le)):
            return Refus(
                "Vos droits à l’assurance maladie sont fermés. La carte prouve des droits : elle ne peut pas être établie.",
                jusqu_a="Vous pourrez revenir dès que vos droits seront rouverts.",
                issues=(APPELER, ACCUEIL, ECRIRE),
            )
        return None

    # From the order to the letter box

    def a_la_validation(self, demarche: Demarche) -> None:
        assure, le, acteur = demarche.assure, demarche.deposee_le, demarche.compte.acteur
        jour = jour_de(le)
        certifier = certificat_demande(demarche.reponses["depart"], jour)
        for membre, demande in choisis(famille.lire(assure, le), demarche.reponses["cartes"]):
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

    def fabrication(self, demarche: Demarche, le: datetime) -> None:
        """The order can no longer be taken back."""
        cartes_europeennes.avancer(demarche.assure, demarche.reference, CarteEuropeenne.Etat.FABRICATION, le=le)
        if demarche.etat == Etat.DEPOSEE:
            transitions.passer(demarche, "prendre", acteur="horloge", le=le)

    def expedition(self, demarche: Demarche, le: datetime) -> None:
        """The post has them, for the address of that day: the notice of the catalogue."""
        du_jour = adresse.actuelle(demarche.assure, le)
        if du_jour is not None:
            cartes_europeennes.adresser(demarche.assure, "\n".join(du_jour.lignes))
        cartes_europeennes.avancer(demarche.assure, demarche.reference, CarteEuropeenne.Etat.EXPEDIEE, le=le)
        transitions.noter(demarche, "expedition", le=le)
        transitions.prevenir(demarche, "expediee", le=le)

    def reception(self, demarche: Demarche, le: datetime) -> None:
        """Ten days: they are held to have arrived, but for those that the post brought back."""
        arrivees.recevoir(demarche.assure, demarche.reference, le)
        if not cartes_europeennes.reviendra(demarche.assure, demarche.reference):
            transitions.passer(demarche, "accepter", acteur="horloge", le=le)

    def a_la_decision(self, demarche: Demarche, evenement: str, le: datetime) -> None:
        if evenement != "accepter":
            cartes_europeennes.avancer(demarche.assure, demarche.reference, CarteEuropeenne.Etat.ANNULEE, le=le)
            return
        arrivees.recevoir(demarche.assure, demarche.reference, le, toutes=True)

    def encore_annulable(self, demarche: Demarche) -> bool:
        """Until the cards are being made."""
        return demarche.etat == Etat.DEPOSEE

    def papiers(self, demarche: Demarche) -> tuple[Papier, ...]:
        """The certificates of this order."""
        certificats = CertificatProvisoire.objects.de(demarche.assure).filter(carte__cause=demarche.reference)
        certificats = certificats.exclude(carte__etat__in=CarteEuropeenne.SANS_VALEUR)
        return tuple(
            Papier(
                f"Télécharger le certificat provisoire pour {certificat.personne.prenom} (PDF)",
                reverse("documents:certificat_europeen", args=[certificat.public_id]),
                jusqu_a=certificat.fin,
            )
            for certificat in certificats.select_related("personne").order_by("id")
        )

    def pour_message(self, demarche: Demarche) -> dict[str, Any]:
        cartes = (
            CarteEuropeenne.objects.de(demarche.assure)
            .filter(cause=demarche.reference)
            .select_related("personne")
            .order_by("id")
        )
        voulues = set(demandes(demarche.reponses["cartes"]).values())
        return {
            "prenoms": ", ".join(carte.personne.prenom for carte in cartes),
            "plusieurs": len(cartes) > 1,
            "certificat": certificat_demande(demarche.reponses["depart"], jour_de(demarche.deposee_le)),
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


SERVICE = valeur(CarteEuropeenneTeleservice)
