"""The screens of chapter 21, in the order of the catalogue."""

from __future__ import annotations

from demarches.catalogue.soins_etranger import formulaires, formulaires_sejour, reponses
from demarches.catalogue.soins_etranger.comparaison import ChoixDuTarif
from demarches.moteur.declaration import Etape, Groupe, Lecteurs
from demarches.moteur.relecture import GABARIT, Relecture

AIDE_BENEFICIAIRE = """Une personne de votre dossier. Une demande par personne et par pays.

La personne n’est pas dans la liste ? Écrivez à votre caisse."""
AIDE_SOINS = """Un soin par ligne de facture. Écrivez le montant dans la monnaie du pays : nous faisons le calcul.

Une photo de la facture suffit. Vous l’ajoutez à la fin."""
AIDE_ACCORD = """Une consultation ou des soins sans nuit à l’hôpital, dans l’Union européenne, ne demandent pas d’accord.

Une nuit à l’hôpital ou un équipement lourd demande le formulaire S2. Sans réponse en 14 jours, il est accordé.

En Suisse et au Royaume-Uni, rien n’est remboursé sans formulaire S2."""
AIDE_RECIT = """Hors d’Europe, des soins urgents et imprévus peuvent être remboursés. Un médecin-conseil lit votre récit.

Lui seul le lit : il est scellé à l’envoi."""

ETAPES = (
    Etape(
        "assure", "Informations personnelles", formulaires.Assure, initiales=reponses.connu,
        gabarit="soins_etranger/assure.html",
    ),
    Etape("beneficiaire", "Bénéficiaire des soins", formulaires.Beneficiaire, aide=AIDE_BENEFICIAIRE),
    Groupe(
        "soins", "Les soins", formulaires.Soin, maximum=20, ajouter="Ajouter un soin", retirer="Retirer ce soin",
        un=reponses.nommer, aide=AIDE_SOINS,
    ),
    Etape("sejour", "Mon séjour", formulaires_sejour.Sejour),
    Etape("hopital", "L’hospitalisation", formulaires_sejour.Hopital, si=reponses.a_l_hopital, depend_de=("sejour",)),
    Etape(
        "retard", "Votre départ", formulaires_sejour.Retard, si=reponses.depart_retarde, depend_de=("soins", "sejour")
    ),
    Etape(
        "accord", "Accord avant les soins", formulaires_sejour.Accord, si=reponses.est_programme,
        depend_de=("beneficiaire", "sejour"), aide=AIDE_ACCORD,
    ),
    Etape(
        "recit", "L’urgence", formulaires_sejour.Recit, si=reponses.a_raconter, lecteurs=Lecteurs.MEDICAL,
        aide=AIDE_RECIT,
    ),
    Etape(
        "tarif", "Modalités de remboursement", ChoixDuTarif, si=reponses.a_choisir, depend_de=("sejour",),
        gabarit="soins_etranger/tarif.html",
    ),
    Etape(
        "recapitulatif", "Récapitulatif", Relecture, au_recapitulatif=False, gabarit=GABARIT,
    ),
)  # fmt: skip
