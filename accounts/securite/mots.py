"""What a limit says to the person whom it stops: what is closed, and why. The right word for each: password, code, proof, mail…

`phrase` is for a page that keeps what was typed; the whole screen is `accounts.connexion.blocage`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.securite.limites import a_la_minute
from ameli.noyau import formats
from ameli.noyau.horloge import aujourdhui


@dataclass(frozen=True)
class Mots:
    """`titre` comes before « jusqu'à 9 h 30 », `pourquoi` is true for whoever reads it, `conseils` help the next try."""

    titre: str
    pourquoi: str
    conseils: tuple[str, ...] = ()


CONNEXION, VERIFICATION = "Connexion bloquée", "Vérification bloquée"
CODE, CREATION, DEMANDE = "Code provisoire bloqué", "Création de compte bloquée", "Nouvelle demande bloquée"
NUMERO = "Recopiez le numéro qui figure sur votre carte Vitale."
MEME_RESEAU = "Ils viennent de votre connexion à Internet. Elle sert peut-être à d’autres personnes."
TROP_DE_CODES = Mots(
    VERIFICATION, "Trop de codes étaient faux.", ("Attendez que l’application montre un code nouveau.",)
)

MOTS = {
    "connexion_numero": Mots(
        CONNEXION, "Trop de mots de passe étaient faux pour ce numéro.",
        (NUMERO, "Vérifiez les majuscules de votre mot de passe."),
    ),
    "connexion_adresse": Mots(CONNEXION, f"Beaucoup de mots de passe étaient faux. {MEME_RESEAU}"),
    "agent_numero": Mots(CONNEXION, "Trop de mots de passe étaient faux pour ce matricule."),
    "agent_adresse": Mots(CONNEXION, f"Beaucoup de mots de passe étaient faux. {MEME_RESEAU}"),
    "franceconnect_numero": Mots(
        "FranceConnect bloqué", "Trop de numéros n’étaient pas ceux du dossier trouvé avec cette identité.", (NUMERO,)
    ),
    "cle": TROP_DE_CODES, "cle_partout": TROP_DE_CODES, "agent_cle": TROP_DE_CODES, "agent_cle_partout": TROP_DE_CODES,
    "code_provisoire_numero": Mots(
        CODE, "Trop de codes étaient faux pour ce numéro.", (NUMERO, "Recopiez les 4 chiffres du dernier code reçu.")
    ),
    "code_provisoire_adresse": Mots(CODE, f"Beaucoup de codes étaient faux. {MEME_RESEAU}"),
    "borne_numero": Mots("Borne bloquée pour cette carte", "Cette carte a déjà demandé trois codes en 24 heures."),
    "borne_adresse": Mots("Borne bloquée", "Beaucoup de cartes ont demandé un code ici en une heure."),
    "premiere_visite_numero": Mots(
        CREATION, "Trois fois, les informations n’étaient pas celles du dossier.",
        ("Prenez la dernière carte Vitale reçue.", "Prenez le RIB du compte où votre caisse vous rembourse."),
    ),
    "premiere_visite_adresse": Mots(CREATION, f"Beaucoup d’informations étaient fausses. {MEME_RESEAU}"),
    "premiere_visite_partout": Mots(CREATION, "Beaucoup d’informations étaient fausses pour ce numéro."),
    "oubli_numero": Mots(
        DEMANDE, "Trois liens ont déjà été demandés pour ce numéro en une heure.",
        ("Ouvrez le dernier courriel reçu : son lien fonctionne 30 minutes.", "Regardez aussi dans les indésirables."),
    ),
    "oubli_adresse": Mots(
        DEMANDE, "Beaucoup de personnes ont demandé un mot de passe depuis votre connexion à Internet.",
        ("Vous avez déjà reçu un courriel ? Son lien fonctionne 30 minutes.",),
    ),
    "courriel_a_confirmer": Mots(
        "Nouvel envoi bloqué", "Nous vous avons déjà écrit plusieurs fois.",
        ("Ouvrez le dernier courriel reçu : son lien fonctionne 7 jours.", "Regardez aussi dans les indésirables."),
    ),
    "verification_adresse": Mots(VERIFICATION, f"Beaucoup de documents n’ont pas été reconnus. {MEME_RESEAU}"),
    "verification_code": Mots(
        VERIFICATION, "Trop de noms n’étaient pas celui de ce document.", ("Recopiez le nom écrit sur le document.",)
    ),
    "controle_identite": Mots("Téléphone bloqué", "Le contrôle d’identité a échoué deux fois au téléphone."),
    "procuration_controle": Mots("Contrôle des procurations en pause", "Cinq fois, le numéro ou le nom n’était pas le bon."),
    "courriel_change": Mots("Changement bloqué", "Vous avez demandé trois changements en 24 heures."),
    "copie_des_donnees": Mots("Copie bloquée", "Vous avez demandé deux copies en 24 heures."),
    "creance_reference": Mots("Recherche bloquée", "Trop d’essais."),
    "fichiers": Mots("Envoi de fichiers bloqué", "Vous avez envoyé beaucoup de fichiers en 24 heures."),
    "a_faire_adresse": Mots("Réponse bloquée", f"Beaucoup d’essais étaient faux. {MEME_RESEAU}"),
    "messages": Mots("Envoi de messages bloqué", "Vous avez envoyé beaucoup de messages en 24 heures."),
    "relais": Mots("Téléphone bloqué", "Vous avez demandé beaucoup de codes en une heure."),
    "relais_code": Mots("Téléphone bloqué", "Trop d’essais."),
}  # fmt: skip


def phrase(nom: str, jusqu_a: datetime | None) -> str:
    """Why, and when again: two sentences for a page that keeps what was typed. Raises KeyError for a limit that says nothing."""
    quand = formats.a_partir(a_la_minute(jusqu_a), aujourdhui()) if jusqu_a else "plus tard"
    return f"{MOTS[nom].pourquoi} Réessayez {quand}."
