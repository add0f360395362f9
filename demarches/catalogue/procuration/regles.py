"""Who may act for somebody at the desk, for what, until when, and what is never said to them (chapter 20). Pure; figures of November 2026."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ameli.noyau import formats
from ameli.noyau.calendrier import ajouter_mois, annees, anniversaire, jours, mois, ouvres
from ameli.noyau.saisie.noms import cle

AGE_DU_MANDATAIRE = 18  # catalogue: « plus de 18 ans », read as 18 completed
DUREE = mois(1)
RAPPEL = jours(3)
CONTACTS_POSES = jours(7)  # hypothesis: since the last change of e-mail or mobile
AU_PLUS, FENETRE = 5, mois(1)  # hypothesis: the sixth waits for an agent
VERIFICATION = ouvres(1)  # hypothesis: when an agent must look first
CONSERVATION = annees(1)  # hypothesis: of who the mandataire was, after the end
CONSERVATION_DE_LA_DEMARCHE = mois(13)  # one year after the last day of a procuration that began with it
LONGUEUR = 80

# What may be done in somebody's place, when it cannot be done online, by mail or by phone (service-public.fr, A15734, read in November 2026).
OBJETS = {
    "ATMP": "Accident du travail ou maladie professionnelle",
    "MATPAT": "Congé maternité ou paternité",
    "IJ": "Indemnités journalières",
    "ARRET": "Arrêt de travail",
    "C2S": "Complémentaire santé solidaire",
}
# What may be told at the desk, besides « bien reçu »: never incomes, medical facts, address, nor another member of the foyer.
A_DIRE = {
    "ATMP": "Les pièces reçues, celles qui manquent, la prochaine étape. Jamais l’avis médical.",
    "MATPAT": "Les pièces reçues, celles qui manquent, les dates du congé déclaré.",
    "IJ": "Les pièces reçues, celles qui manquent, la date du prochain paiement. Jamais son montant ni le compte.",
    "ARRET": "Si l’arrêt est reçu, et ses dates. Jamais son motif médical.",
    "C2S": "Les pièces reçues, celles qui manquent, la date de la réponse. Jamais les revenus du foyer.",
}
# What people ask at the desk and nobody may do for somebody else.
INTERDITS = {
    "code": "Un code provisoire ou un mot de passe",
    "iban": "Changer le compte bancaire",
    "contact": "Changer le courriel ou le téléphone",
    "autre": "Une autre demande",
}


@dataclass(frozen=True)
class Mandataire:
    """Who may act. `civilite` is MADAME or MONSIEUR."""

    civilite: str
    nom: str
    prenom: str
    naissance: date

    @property
    def titre(self) -> str:
        return "Madame" if self.civilite == "MADAME" else "Monsieur"

    @property
    def entier(self) -> str:
        """« Monsieur Paul D’Almeida »."""
        return f"{self.titre} {self.prenom} {self.nom}"

    @property
    def abrege(self) -> str:
        """« M. D. »: what mails and messages say."""
        civilite = "Mme" if self.civilite == "MADAME" else "M."
        return f"{civilite}\N{NO-BREAK SPACE}{self.nom[0].upper()}."

    def meme_que(self, autre: Mandataire) -> bool:
        """The same person, however their name is written."""
        return (cle(self.nom), cle(self.prenom), self.naissance) == (cle(autre.nom), cle(autre.prenom), autre.naissance)


def dernier_jour(du: date) -> date:
    """Its last day, whole: the same day next month, or the last one of that month."""
    return ajouter_mois(du, DUREE.nombre)


def pourquoi_pas(naissance: date, aujourdhui: date) -> str:
    """Why somebody born that day may not be a mandataire yet; empty when they may."""
    if naissance > aujourdhui:
        return "Cette date est à venir. Vérifiez l’année."
    majeur_le = anniversaire(naissance, AGE_DU_MANDATAIRE)
    if majeur_le > aujourdhui:
        return f"Cette personne a moins de 18 ans. Elle pourra agir pour vous à partir du {formats.jour(majeur_le)}."
    return ""


def lettres_seules(nom: str) -> bool:
    """Letters of any alphabet, with spaces, dashes and apostrophes between them."""
    return any(signe.isalpha() for signe in nom) and all(signe.isalpha() or signe in " -'’" for signe in nom)


def periode(du: date, au: date) -> str:
    """« du 29 novembre au 29 décembre 2026 inclus »."""
    debut = formats.jour(du) if du.year != au.year else formats.jour(du).removesuffix(f" {du.year}")
    return f"du {debut} au {formats.jour(au)} inclus"


def en_mots(objets: Collection[str]) -> str:
    """« Toutes les démarches permises », or their names."""
    if set(objets) == set(OBJETS):
        return "Toutes les démarches permises à l’accueil"
    return ", ".join(libelle for code, libelle in OBJETS.items() if code in objets)
