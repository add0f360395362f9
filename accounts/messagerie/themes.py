"""What people may write about: the words, the promised answer, and what does it faster than a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import Caisse, DelaiDeReponse
from accounts.models.messagerie import AUTOMATIQUES
from ameli.noyau.calendrier import Duree, ajouter_ouvres, ouvres


@dataclass(frozen=True)
class Service:
    """A page that does it at once: what it is called, its URL name and its argument."""

    libelle: str
    nom: str
    argument: str = ""


@dataclass(frozen=True)
class Theme:
    """`delais`: working days promised from a day on, the oldest first (chapter 8 § 5: two days for a message)."""

    code: str
    libelle: str
    indice: str
    delais: tuple[tuple[date, Duree], ...]
    services: tuple[Service, ...] = ()

    def delai(self, jour: date) -> Duree:
        """In force on `jour`; before the first line, that line."""
        en_vigueur = [delai for du, delai in self.delais if du <= jour]
        return en_vigueur[-1] if en_vigueur else self.delais[0][1]


DEBUT = date(2026, 1, 1)
DEUX, TROIS, CINQ = (((DEBUT, ouvres(nombre)),) for nombre in (2, 3, 5))

THEMES: dict[str, Theme] = {
    theme.code: theme
    for theme in (
        Theme(
            "remboursement", "Remboursement de soins",
            "Donnez la date des soins, le nom du professionnel de santé et le montant payé.", DEUX,
        ),
        Theme(
            "arret", "Arrêt de travail et indemnités journalières",
            "Donnez les dates de l’arrêt. Joignez l’avis d’arrêt si vous l’avez.", TROIS,
        ),
        Theme(
            "carte", "Carte Vitale",
            "Dites ce qui ne va pas : carte perdue, cassée, refusée, pas encore reçue. "
            "Ne donnez pas le numéro qui est écrit dessus.", DEUX,
        ),
        Theme(
            "droits", "Droits et attestations",
            "Votre attestation de droits se télécharge tout de suite, sans attendre de réponse.", DEUX,
            (Service("Télécharger mon attestation de droits", "documents:attestation_droits"),),
        ),
        Theme(
            "situation", "Adresse, banque, changement de situation",
            "Un changement fait en ligne est plus rapide qu’un message, et vous en gardez la preuve.", DEUX,
            (
                Service("Changer mes coordonnées bancaires", "demarches:pour", "donner_son_compte_bancaire"),
                Service("Vérifier mes informations", "informations:accueil"),
                Service("Voir toutes les démarches", "demarches:accueil"),
            ),
        ),
        Theme(
            "maternite", "Maternité, paternité, naissance",
            "Donnez la date prévue de l’accouchement, ou la date de naissance de l’enfant.", TROIS,
        ),
        Theme(
            "etranger", "Europe et soins à l’étranger",
            "Donnez le pays et les dates du séjour. Joignez les factures et les ordonnances si vous en avez.", CINQ,
        ),
        Theme(
            "invalidite", "Invalidité, accident du travail",
            "Donnez la date de l’accident ou de la décision dont vous parlez.", CINQ,
        ),
        Theme(
            "suivi", "Une démarche déjà envoyée",
            "Le suivi dit où en est chaque démarche. Pour en parler, donnez sa référence.", DEUX,
            (Service("Suivre mes démarches", "demarches:suivi"),),
        ),
        Theme(
            "reclamation", "Réclamation",
            "Dites ce qui s’est passé, à quelle date, et ce que vous demandez.", DEUX,
        ),
        Theme(
            "technique", "Difficulté avec le compte ameli",
            "Dites sur quelle page, et la phrase qui s’affichait. Une photo de l’écran aide beaucoup.", DEUX,
        ),
        Theme("autre", "Autre question", "Posez une seule question par message : la réponse viendra plus vite.", CINQ),
    )
}  # fmt: skip


def libelle(code: str) -> str:
    """How a theme is named, that of the automatic threads included."""
    return AUTOMATIQUES.get(code) or (THEMES[code].libelle if code in THEMES else "Autre question")


def delai_promis(theme: str, caisse: Caisse, jour: date) -> Duree:
    """Working days that `caisse` promises for a message written on `jour`: its own, or those of the table."""
    propre = (
        DelaiDeReponse.objects.filter(caisse=caisse, theme=theme, du__lte=jour)
        .order_by("-du")
        .values_list("jours_ouvres", flat=True)
        .first()
    )
    return ouvres(propre) if propre is not None else THEMES[theme].delai(jour)


def reponse_prevue(theme: str, caisse: Caisse, jour: date) -> date:
    """The last day, Paris, by which the caisse promises to answer. The holidays are those of its département."""
    return ajouter_ouvres(jour, delai_promis(theme, caisse, jour).nombre, caisse.departement)
