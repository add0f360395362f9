"""Reply templates to practise with, common to every caisse, and the right to write those of one's own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import Permission

from accounts.models import Compte
from demarches.models import ModeleReponse

DROITS = ("add_modelereponse", "change_modelereponse")
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


def installer(comptes: Iterable[Compte], jour: date) -> None:
    """Once, on an empty table."""
    droits = list(Permission.objects.filter(content_type__app_label="demarches", codename__in=DROITS).order_by("pk"))
    for compte in comptes:
        compte.user_permissions.set(droits)
    ModeleReponse.objects.bulk_create(
        ModeleReponse(titre=titre, teleservice=teleservice, texte=texte, debut_le=jour)
        for titre, teleservice, texte in MODELES
    )
