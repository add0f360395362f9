"""What the catalogue of the caisse prints, chapter by chapter, and where each name stands. Word for word, but for its « coéliqua »."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Chapitre:
    """`nom` is that of its page of contents. Then what its text prints in bold or between quotes.

    `liste` is (the block of « Mes démarches », the name in it); `onglet` a tab of the account; `pages` are URL names that the
    person of the chapter opens besides; with `suivi`, the list of what was sent too, once it is.
    """

    nom: str
    liste: tuple[tuple[str, str], ...] = ()
    onglet: str = "Mes démarches"
    titres: tuple[str, ...] = ()
    rubriques: tuple[str, ...] = ()
    boutons: tuple[str, ...] = ()
    liens: tuple[str, ...] = ()
    champs: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    suivi: bool = False


EN_2_CLICS, EFFECTUER, SITUATION, TELECHARGER = (
    "En 2 clics", "Effectuer une démarche", "Déclarer un changement de situation", "Télécharger",
)  # fmt: skip
DROITS, IJ, FISCAL = "Attestation de droits", "Attestation de paiement d’indemnités journalières", "Relevé fiscal"

CATALOGUE = {
    1: Chapitre(
        "Le compte ameli", onglet="",
        boutons=("Me connecter", "S’identifier avec FranceConnect", "Première visite ? Créer un compte"),
        champs=("Numéro de Sécurité sociale", "Code provisoire"), pages=("connexion", "code_provisoire"),
    ),
    2: Chapitre("Les mesures de sécurité du compte ameli", onglet=""),
    3: Chapitre(
        "Que faire en cas de mot de passe oublié ?", onglet="", titres=("J’accède à mon compte ameli",), liens=("Mot de passe oublié ?", "Renouveler mon mot de passe"),
        boutons=("Recevoir le mail", "Valider le nouveau mot de passe"), champs=("Numéro de Sécurité sociale", "Date de naissance"),
        pages=("connexion", "oubli"),
    ),
    4: Chapitre(
        "Télécharger des documents", liste=((EN_2_CLICS, DROITS), (EN_2_CLICS, IJ), (TELECHARGER, FISCAL), (TELECHARGER, "Mes documents")),
        titres=(DROITS, IJ, FISCAL, "Mes documents"), boutons=("Valider",),
        pages=("documents:attestation_droits", "documents:indemnites", "documents:releve_fiscal", "documents:liste"),
    ),
    5: Chapitre(
        "Déclarer un changement d’adresse", liste=((SITUATION, "Changement d’adresse"),), titres=("Changement d’adresse",),
        boutons=("Valider", "C’est bien ça !", "Aucune adresse proposée ou l’adresse proposée n’est pas exacte ? Je clique ici"),
    ),
    6: Chapitre(
        "Modifier mes coordonnées bancaires", liste=((EN_2_CLICS, "Modifier mes coordonnées bancaires"),),
        titres=("Modifier mes coordonnées bancaires", "Mes informations"), boutons=("Suivant", "Valider"),
        champs=("Coordonnées bancaires", "Civilité", "IBAN", "Code de sécurité", "Numéro de série"), pages=("informations:accueil",),
    ),
    7: Chapitre(
        "Consulter mes paiements", onglet="Mes paiements", titres=("Mes paiements", "Participations forfaitaires et franchises"),
        rubriques=("Mes relevés mensuels", "Mon relevé annuel"), boutons=("Rechercher",), liens=("Mes délais",),
        pages=("paiements:liste", "documents:releves", "paiements:retenues"),
    ),
    8: Chapitre(
        "Mes délais", liste=((EN_2_CLICS, "Consulter les délais de traitements de ma CPAM"),), titres=("Mes délais",),
        boutons=("Valider",), champs=("Thématique", "Précisions", "Date de dépôt ou d’envoi de ma demande"), pages=("demarches:delais",),
    ),
    9: Chapitre(
        "Déclarer la perte, vol ou le dysfonctionnement de ma carte Vitale",
        liste=((EFFECTUER, "Déclarer la perte ou le vol de carte Vitale"),), titres=("Déclarer la perte ou le vol de carte Vitale",),
        boutons=("Continuer", "Continuer : commander la carte Vitale"),
    ),
    10: Chapitre(
        "Commander ma nouvelle carte Vitale", liste=((EFFECTUER, "Carte Vitale - Je commande en ligne ma carte Vitale"),),
        titres=("Carte Vitale - Je commande en ligne ma carte Vitale", "Prendre une photo d’identité", "Prendre une photo de la pièce d’identité"),
        boutons=("Suivant", "J’ai compris", "Valider"), liens=("Suivre mes démarches", "Commande de carte Vitale"), suivi=True,
    ),
    11: Chapitre(
        "Faire ma demande de Complémentaire santé solidaire", liste=((EFFECTUER, "Faire une demande de Complémentaire santé solidaire"),),
        titres=("Faire une demande de Complémentaire santé solidaire", "Ma situation", "Organisme complémentaire", "Autres ressources"),
        boutons=("Je valide ma demande",),
    ),
    12: Chapitre(
        "Choisir mon organisme complémentaire en cas de chevauchement", titres=("Choisir mon organisme complémentaire en cas de chevauchement",),
        boutons=("Sélectionner", "Plus tard", "Valider", "Je confirme"), pages=("informations:accueil",),
    ),
    13: Chapitre(
        "Déclarer la naissance de mon enfant", liste=((SITUATION, "Déclaration du nouveau-né"),), titres=("Déclaration du nouveau-né",),
        boutons=("Continuer", "Je confirme"), champs=("Nom", "Prénom", "Date de naissance", "Département de naissance"),
    ),
    14: Chapitre(
        "Inscrire son enfant sur la carte Vitale de l’autre parent", liste=((EFFECTUER, "Inscrire votre enfant sur la carte Vitale de l’autre parent"),),
        titres=("Inscrire votre enfant sur la carte Vitale de l’autre parent", "Le parent « référent »"), boutons=("J’ai compris !", "Continuer", "Valider"),
    ),
    15: Chapitre(
        "Commander ma Carte européenne d’Assurance Maladie (CEAM)", liste=((EN_2_CLICS, "Carte européenne d’assurance maladie (CEAM)"),),
        titres=("Carte européenne d’assurance maladie (CEAM)",), boutons=("Commander ma carte", "Renouveler ma carte", "Valider", "Continuer"),
    ),
    16: Chapitre(
        "Payer une créance", onglet="Mes paiements", titres=("Payer une créance",), boutons=("Rechercher", "Payer"), liens=("Payer une créance",),
        champs=("Référence de l’avis de sommes à payer",), pages=("paiements:liste", "paiements:creances"),
    ),
    17: Chapitre(
        "Transmettre ma demande de prise en charge de produits sans gluten", liste=((EFFECTUER, "Prise en charge de la maladie cœliaque"),),
        titres=("Prise en charge de la maladie cœliaque",), rubriques=("Paramètres", "Mes prises en charge de la maladie cœliaque"),
        boutons=("J’ai compris", "Valider"), pages=("informations:accueil",),
    ),
    18: Chapitre(
        "Faire ma demande de pension d’invalidité", liste=((EFFECTUER, "Demander une pension d’invalidité"),), titres=("Demander une pension d’invalidité",),
        boutons=("Je démarre ma demande", "Suivant", "Tout est bon", "Je valide ma demande"),
    ),
    19: Chapitre(
        "Transmettre ma déclaration de ressources invalidité", liste=((EFFECTUER, "Invalidité : déclarer mes ressources"),),
        titres=("Invalidité : déclarer mes ressources",), boutons=("Déclarer", "Valider"),
        liens=("Suivre mes démarches", "Invalidité : Historique de mes déclarations de ressources"), pages=("demarches:suivi",),
    ),
    20: Chapitre(
        "Faire ou révoquer une demande de procuration en ligne", liste=((EFFECTUER, "Faire ou révoquer une procuration en ligne"),),
        titres=("Faire ou révoquer une procuration en ligne", "Mes informations"), boutons=("Je démarre ma demande", "Suivant", "Je valide ma demande"),
        pages=("informations:accueil",),
    ),
    21: Chapitre(
        "Faire ma demande de remboursements de soins réalisés à l’étranger", liste=((EFFECTUER, "Demander un remboursement de soins à l’étranger"),),
        titres=("Demander un remboursement de soins à l’étranger", "Bénéficiaire des soins", "Mon séjour", "Modalités de remboursement", "Récapitulatif"),
        boutons=("Je démarre ma demande", "Suivant", "Je valide ma demande"),
    ),
}  # fmt: skip
