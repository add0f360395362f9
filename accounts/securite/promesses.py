"""What « Mes alertes » promises: each event of an account, who is told of it and how, and every way by which it may come.

One table. The page draws its sentences from it, `accounts.securite.alertes` sends nothing that it does not hold, a test walks
each way of each row, and docs/securite/regles.md shows it. An upper floor declares its own events at start.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Canal = Literal["courriel", "SMS", "lettre"]


class A(StrEnum):
    """To whom. The confirmed address only: another one might be somebody else's."""

    ADRESSE = "confirmed address"
    ANCIENNE = "former address"
    NOUVELLE = "new address"
    MOBILE = "known mobile"
    POSTE = "postal address"


@dataclass(frozen=True)
class Avis:
    """One message; `gabarit` is its template, empty for an SMS."""

    canal: Canal
    a: A
    gabarit: str = ""


@dataclass(frozen=True)
class Alerte:
    """`promesse` completes « Nous vous prévenons : » in French; `chemins` are the ways that cause the event."""

    code: str
    promesse: str
    avis: tuple[Avis, ...]
    chemins: tuple[str, ...]

    @property
    def ligne(self) -> str:
        """Its row of docs/securite/regles.md."""
        avis = ", ".join(f"{un.canal} to {un.a}" for un in self.avis)
        return f"| `{self.code}` | {self.promesse} | {avis} | {', '.join(f'`{chemin}`' for chemin in self.chemins)} |"


TABLE: dict[str, Alerte] = {}


def declarer(code: str, promesse: str, *avis: Avis, par: tuple[str, ...]) -> None:
    """Add an event. Raises ValueError when its code is taken."""
    if code in TABLE:
        raise ValueError(f"the alert {code!r} is declared already")
    TABLE[code] = Alerte(code, promesse, avis, par)


def courriel(gabarit: str, a: A = A.ADRESSE) -> Avis:
    return Avis("courriel", a, gabarit)


def sms(a: A = A.MOBILE) -> Avis:
    return Avis("SMS", a)


ENTREES = ("mot_de_passe", "franceconnect", "code_provisoire")
PREUVES = ("code_par_courriel", "cle_d_acces", "application_de_codes")

declarer(
    "compte_ouvert", "Ouverture de votre compte, par une lettre à votre domicile.", Avis("lettre", A.POSTE, "compte_ouvert"),
    par=("premiere_visite", "code_provisoire", "franceconnect"),
)  # fmt: skip
declarer(
    "connexion_appareil_inconnu", "Connexion depuis un nouvel appareil.", courriel("connexion_appareil_inconnu"),
    par=(*ENTREES, *PREUVES),
)  # fmt: skip
declarer(
    "connexion", "Connexion depuis un appareil connu\N{NO-BREAK SPACE}: chaque fois, ou une fois par jour si vous le choisissez.",
    courriel("connexion"), par=ENTREES,
)  # fmt: skip
declarer("compte_bloque", "Trop de mots de passe faux.", courriel("compte_bloque"), par=("mot_de_passe",))
declarer(
    "mot_de_passe_modifie", "Changement de mot de passe.", courriel("mot_de_passe_modifie"),
    par=("mes_informations", "oubli", "code_provisoire"),
)  # fmt: skip
declarer(
    "adresse_modifiee", "Changement d’adresse de courriel, à l’ancienne et à la nouvelle.",
    courriel("contact_change", A.ANCIENNE), courriel("contact_change_nouveau", A.NOUVELLE), par=("mes_informations",),
)  # fmt: skip
declarer(
    "mobile_modifie", "Changement de téléphone mobile, avec un SMS à l’ancien numéro.", courriel("contact_change"), sms(),
    par=("mes_informations",),
)  # fmt: skip
declarer(
    "code_provisoire", "Code provisoire donné par un conseiller ou une borne.", courriel("code_provisoire"),
    par=("accueil", "telephone", "borne"),
)  # fmt: skip
declarer(
    "code_provisoire_ailleurs", "Code provisoire envoyé à un autre mobile que le vôtre, avec un SMS au vôtre.",
    courriel("code_provisoire"), sms(), par=("telephone",),
)  # fmt: skip
declarer(
    "cles", "Changement de clé d’accès, d’application ou de codes de secours.", courriel("cles"),
    par=("ajout_application", "ajout_cle", "retrait", "nouveaux_codes"),
)  # fmt: skip
declarer("franceconnect", "FranceConnect relié à votre compte.", courriel("franceconnect"), par=("franceconnect",))
declarer(
    "franceconnect_delie", "FranceConnect détaché de votre compte.", courriel("franceconnect_delie"),
    par=("mes_informations",),
)  # fmt: skip
declarer(
    "compte_gele", "Gel de votre compte.", courriel("compte_gele"),
    par=("mes_informations", "lien_de_contact", "lien_de_demarche", "agent"),
)  # fmt: skip
declarer("compte_degele", "Réouverture de votre compte gelé.", courriel("compte_degele"), par=("agent", "accueil"))
declarer("compte_ferme", "Fermeture de votre compte.", courriel("compte_ferme"), par=("mes_informations",))
