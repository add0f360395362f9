"""What is said when FranceConnect does not lead to an account: what happened, and what to do now."""

from __future__ import annotations

from dataclasses import dataclass

GUICHET = "Appelez le 36 46, ou allez à l’accueil de votre caisse avec une pièce d’identité."


@dataclass(frozen=True)
class Ecran:
    """`statut` is that of HTTP. `reessayer` offers FranceConnect again."""

    titre: str
    resume: str
    conseils: tuple[str, ...]
    statut: int = 403
    reessayer: bool = False


ECRANS = {
    "annule": Ecran(
        "Vous avez arrêté la connexion", "Vous êtes revenu de FranceConnect sans vous identifier. Rien n’a changé.",
        ("Recommencez quand vous voulez.",), statut=200, reessayer=True,
    ),
    "indisponible": Ecran(
        "FranceConnect ne répond pas", "Le service FranceConnect est en panne ou trop lent. Votre compte va bien.",
        ("Attendez une minute, puis réessayez.", "Ou connectez-vous avec votre numéro et votre mot de passe."),
        statut=503, reessayer=True,
    ),
    "suspendu": Ecran(
        "FranceConnect est suspendu", "Nous avons fermé cet accès pour le moment. Votre compte va bien.",
        ("Connectez-vous avec votre numéro et votre mot de passe.", "Réessayez plus tard."), statut=503,
    ),
    "refuse": Ecran(
        "La connexion n’a pas abouti",
        "La réponse de FranceConnect n’était pas sûre, ou elle est arrivée trop tard. Nous ne l’avons pas acceptée.",
        ("Recommencez depuis le début.", "N’utilisez pas le bouton « Précédent » pendant la connexion."), reessayer=True,
    ),
    "sans-dossier": Ecran(
        "Nous ne trouvons pas votre dossier",
        "FranceConnect a bien vérifié votre identité. Mais aucun dossier ne porte exactement cette identité.",
        ("Le nom ou les prénoms de votre dossier sont peut-être incomplets. Votre caisse peut les corriger.", GUICHET,
         "Vous avez déjà un compte ? Connectez-vous avec votre numéro et votre mot de passe."),
    ),
    "homonymes": Ecran(
        "Plusieurs dossiers portent votre identité",
        "Deux personnes ont le même nom, les mêmes prénoms et la même naissance. Nous ne choisissons pas à votre place.",
        (GUICHET, "Vous avez déjà un compte ? Connectez-vous avec votre numéro et votre mot de passe."),
    ),
    "deja-rattache": Ecran(
        "Ce dossier est déjà rattaché à une autre identité",
        "Une autre identité FranceConnect ouvre déjà ce compte. Par sécurité, nous n’en ajoutons pas une seconde.",
        (GUICHET, "Connectez-vous avec votre numéro et votre mot de passe."),
    ),
    "trop-jeune": Ecran(
        "Le compte s’ouvre à 16 ans", "Avant 16 ans, vos soins sont suivis dans le compte de votre parent.",
        ("Demandez à votre parent de regarder dans son compte.",),
    ),
    "trop-tard": Ecran(
        "Il est trop tard pour continuer", "Nous avons attendu 10 minutes, puis tout effacé par sécurité.",
        ("Recommencez : cela prend une minute.",), reessayer=True,
    ),
}  # fmt: skip
