"""Reply templates to practise with, common to every caisse."""

from __future__ import annotations

from datetime import date

from demarches.models import ModeleReponse

MODELES = (
    (
        "Votre demande avance",
        "",
        "Votre demande «\u00a0{demarche}\u00a0» du {envoyee_le} est en cours d’étude. Réponse prévue\u00a0: {delai}.\n\n"
        "Vous pouvez la suivre dans «\u00a0Suivre mes démarches\u00a0».",
    ),
    (
        "Appelez-nous",
        "",
        "{prenom}, nous préférons en parler avec vous avant de décider. Appelez le 36\u00a046 "
        "(service gratuit + prix de l’appel) et donnez la référence {reference}.",
    ),
    (
        "RIB à envoyer",
        "iban",
        "Nous avons besoin du RIB du compte indiqué dans votre demande {reference}. "
        "Votre nom et l’IBAN entier doivent être lisibles. Une photo nette suffit.",
    ),
    (
        "Justificatif de domicile",
        "adresse",
        "Nous avons besoin d’un justificatif de moins de 3 mois à votre nouvelle adresse\u00a0: "
        "facture d’électricité, quittance de loyer ou avis d’impôt.",
    ),
)
POUR_LES_MESSAGES = (
    (
        "Nous cherchons la réponse",
        "tous",
        "Bonjour {prenom},\n\nNous avons bien lu votre message. Nous devons vérifier un point avant de vous répondre. "
        "Vous aurez notre réponse le {delai} au plus tard.\n\n{caisse}",
    ),
    (
        "Remboursement, feuille de soins à envoyer",
        "remboursement",
        "Bonjour {prenom},\n\nNous n’avons pas reçu la feuille de soins. Demandez au professionnel s’il l’a transmise. "
        "Si vous l’avez sur papier, envoyez-la à votre caisse.\n\n{caisse}",
    ),
)


def installer(jour: date) -> None:
    """Once, on an empty table."""
    ModeleReponse.objects.bulk_create(
        ModeleReponse(titre=titre, theme=theme, texte=texte, debut_le=jour) for titre, theme, texte in POUR_LES_MESSAGES
    )
    ModeleReponse.objects.bulk_create(
        ModeleReponse(titre=titre, teleservice=teleservice, texte=texte, debut_le=jour)
        for titre, teleservice, texte in MODELES
    )
