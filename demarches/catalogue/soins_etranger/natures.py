"""Kinds of care, situations, reasons of a stay: the lists that are offered, and the French act that a kind is like (chapter 21 §§ 4 to 6)."""

from __future__ import annotations

CHOISIR = ("", "Choisissez dans la liste")

SITUATIONS = (
    CHOISIR,
    ("SALARIE", "Salarié ou salariée"), ("FONCTIONNAIRE", "Fonctionnaire"), ("DETACHE", "En détachement à l’étranger"),
    ("EXPATRIE", "En expatriation"), ("INDEPENDANT", "Indépendant ou indépendante"), ("CHOMAGE", "Demandeur ou demandeuse d’emploi"),
    ("ETUDIANT", "Étudiant ou étudiante"), ("RETRAITE", "À la retraite"), ("INVALIDE", "Avec une pension d’invalidité"),
    ("SANS_ACTIVITE", "Sans activité"), ("ENFANT", "Enfant"),
)  # fmt: skip
DETACHE = "DETACHE"
AVEC_BULLETIN = frozenset({"SALARIE", "CHOMAGE"})  # outside Europe the notice of S3125 asks for their last pay slip

ACCIDENT, SOUDAINE, CONNUE, MATERNITE, PROGRAMMES, CONTROLE = (
    "ACCIDENT", "SOUDAINE", "CONNUE", "MATERNITE", "PROGRAMMES", "CONTROLE",
)  # fmt: skip
RAISONS = (
    (ACCIDENT, "Un accident"), (SOUDAINE, "Une maladie soudaine"), (CONNUE, "La suite d’une maladie déjà connue"),
    (MATERNITE, "Une grossesse ou une naissance"), (PROGRAMMES, "Des soins programmés avant le départ"),
    (CONTROLE, "Un contrôle, des soins sans urgence"),
)  # fmt: skip
IMPREVUES = frozenset({ACCIDENT, SOUDAINE})

# code: what it is called, and the French act whose tariff is published for it (none: an agent finds it on the bill).
NATURES: dict[str, tuple[str, str]] = {
    "CONSULTATION": ("Consultation d’un médecin généraliste", "G"),
    "SPECIALISTE": ("Consultation d’un médecin spécialiste", "CS"),
    "VISITE": ("Visite d’un médecin", "VG"),
    "DENTAIRE": ("Soins dentaires", ""),
    "PHARMACIE": ("Pharmacie", ""),
    "ANALYSES": ("Analyses", ""),
    "IMAGERIE": ("Imagerie", ""),
    "KINE": ("Kinésithérapie", ""),
    "INFIRMIERS": ("Soins infirmiers", ""),
    "OPTIQUE": ("Optique", ""),
    "AUDIO": ("Audioprothèse", ""),
    "APPAREILLAGE": ("Appareillage", ""),
    "TRANSPORT": ("Transport sanitaire", ""),
    "HOSPITALISATION": ("Hospitalisation", ""),
    "URGENCES": ("Urgences de l’hôpital", ""),
    "MATERNITE": ("Maternité, accouchement", ""),
    "DIALYSE": ("Dialyse", ""),
    "CHIMIOTHERAPIE": ("Chimiothérapie", ""),
    "CURE": ("Cure", ""),
    "AMP": ("Assistance médicale à la procréation", ""),
    "AUTRE": ("Autre soin", ""),
}

MOTIFS_DE_SEJOUR = (
    CHOISIR,
    ("VACANCES", "Vacances"), ("FAMILLE", "Voyage familial"), ("ETUDES", "Études ou stage"),
    ("PROFESSIONNEL", "Déplacement professionnel"), ("DETACHEMENT", "Détachement"), ("MISSION", "Mission"),
    ("RESIDENCE", "Résidence principale"), ("SOINS", "Soins programmés"), ("AUTRE", "Autre"),
)  # fmt: skip
DETACHEMENT, SOINS_PROGRAMMES = "DETACHEMENT", "SOINS"


def libelle(nature: str) -> str:
    """ "Soins dentaires"."""
    return NATURES[nature][0]


def acte(nature: str) -> str:
    """The code of the French act that this kind of care is like; empty when an agent has to say it."""
    return NATURES[nature][1]
