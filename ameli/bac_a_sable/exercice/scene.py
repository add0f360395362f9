"""One story: a practice person, a thief, the practice clock and letter box, and what is told of it at the end."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.informations import coordonnees
from accounts.models import Assure, CoordonneesBancaires
from ameli.bac_a_sable import machine_temps
from ameli.bac_a_sable.boite import courriers_de
from ameli.bac_a_sable.duree import lire
from ameli.bac_a_sable.exercice import argent
from ameli.bac_a_sable.exercice.navigateur import Navigateur
from ameli.bac_a_sable.models import CourrierRecu
from ameli.bac_a_sable.personas import AgentFictif, Persona, agents, persona
from ameli.noyau import horloge
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.models import Envoi

# An account that the bank says to be in the victim's name: the worst case, a mule's papers were false.
IBAN_DU_VOLEUR = "FR7613335000400897012345694"
PATIENCE = 20.0  # seconds for a mail to come
TELEPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"
)
ORDINATEUR = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
MACHINE_DU_VOLEUR = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"


class RienRecu(LookupError):
    """A mail that the story needs has not come."""


@dataclass
class Scene:
    """`jusqu_ou` and `reaction` are French phrases of the table; `reaction_apres` is in hours, None when nobody
    reacted; `vu` is what the victim had received by then."""

    site: str
    victime: Persona = field(default_factory=lambda: persona("lea"))
    jusqu_ou: str = ""
    reaction: str = ""
    reaction_apres: float | None = None
    vu: tuple[str, ...] = ()
    poste: Navigateur | None = None  # the browser of the agent, once signed in

    def __post_init__(self) -> None:
        self.depart = horloge.maintenant()
        self._dernier = CourrierRecu.objects.order_by("-id").values_list("id", flat=True).first() or 0

    # Who is there

    def voleur(self, appareil: str = MACHINE_DU_VOLEUR) -> Navigateur:
        return Navigateur(self.site, appareil)

    def proprietaire(self, appareil: str = ORDINATEUR) -> Navigateur:
        return Navigateur(self.site, appareil)

    @property
    def agent(self) -> AgentFictif:
        """Somebody of the caisse of the victim."""
        return next(un for un in agents() if un.caisse == self.victime.caisse)

    @property
    def assure(self) -> Assure:
        return Assure.objects.systeme("the exercise looks at its victim").get(
            personne__nir_empreinte=empreinte("nir", self.victime.nir)
        )

    # Time and mail

    def attendre(self, duree: str) -> None:
        """« 12h »: the practice clock walks, due date by due date, once what is on its way has come."""
        self._laisser_arriver()
        machine_temps.avancer(lire(duree))
        self._laisser_arriver()

    def _laisser_arriver(self) -> None:
        """Another process may be delivering: the bank answers before its delay, nobody reads what has not come."""
        fin = time.monotonic() + PATIENCE
        while Envoi.objects.filter(etat__in=(Envoi.Etat.EN_ATTENTE, Envoi.Etat.EN_VOL)).exists():
            if time.monotonic() > fin:
                break
            time.sleep(0.1)

    @property
    def courriers(self) -> list[CourrierRecu]:
        """What the victim has received since the story began."""
        adresses = (self.victime.email, self.victime.telephone)
        return [
            recu for adresse in adresses for recu in courriers_de(adresse).filter(id__gt=self._dernier).order_by("id")
        ]

    def lire_le_courriel(self, objet: str, adresse: str = "") -> CourrierRecu:
        """The last mail whose subject begins with `objet`, to the victim unless another address is said. Raises RienRecu."""
        fin = time.monotonic() + PATIENCE
        while time.monotonic() < fin:
            recus = courriers_de(adresse).filter(id__gt=self._dernier) if adresse else self.courriers
            trouves = [recu for recu in recus if recu.objet.startswith(objet)]
            if trouves:
                return trouves[-1]
            time.sleep(0.1)
        raise RienRecu(objet)

    def code_de_connexion(self) -> str:
        return self._trouver(r"code de connexion\s: (\d{3} ?\d{3})", "Votre code de connexion").replace(" ", "")

    def code_de_l_iban(self) -> str:
        return self._trouver(r"code de sécurité\s: (\d{4})", "Votre code de sécurité")

    def lien(self, objet: str) -> str:
        """The path of the link of a mail."""
        return self._trouver(r"https?://[^/\s]+(/\S+)", objet)

    def lien_a(self, adresse: str, objet: str) -> str:
        """The path of the link of a mail sent to another address than the victim's: a thief's."""
        return self._trouver(r"https?://[^/\s]+(/\S+)", objet, adresse)

    def _trouver(self, motif: str, objet: str, adresse: str = "") -> str:
        trouve = re.search(motif, self.lire_le_courriel(objet, adresse).texte)
        if trouve is None:
            raise RienRecu(f"{objet}: {motif}")
        return trouve[1]

    # What is told

    def arrive(self, ou: str) -> None:
        """How far the thief came."""
        self.jusqu_ou = ou

    def reagit(self, comment: str) -> None:
        """The victim reacts, now, to what they have received."""
        self.vu = tuple(recu.objet or recu.texte.split(".")[0] for recu in self.courriers)
        self.reaction = comment
        self.reaction_apres = (horloge.maintenant() - self.depart).total_seconds() / 3600

    def au_guichet(self) -> None:
        """At the desk, with an identity paper, the caisse puts the former account back."""
        former = [rib for rib in coordonnees.historique(self.assure) if rib.iban != IBAN_DU_VOLEUR][0]
        if coordonnees.actuelles(self.assure).iban == IBAN_DU_VOLEUR:  # type: ignore[union-attr]
            coordonnees.remplacer(
                self.assure, iban=former.iban, bic=former.bic, banque=former.banque, civilite=former.civilite,
                titulaire=former.titulaire, effet=horloge.maintenant(), cause="guichet",
                origine=CoordonneesBancaires.Origine.AGENT, acteur=f"agent:{self.agent.matricule}",
            )  # fmt: skip

    def bilan(self) -> argent.Compte:
        return argent.compter(self.assure, IBAN_DU_VOLEUR, self.depart)


@dataclass(frozen=True)
class Ligne:
    """One row of the table."""

    scenario: str
    jusqu_ou: str
    vu: tuple[str, ...]
    reaction: str
    reaction_apres: float | None
    argent: argent.Compte

    @property
    def perdu(self) -> Decimal:
        return self.argent.perdu

    def en_clair(self) -> dict[str, Any]:
        """What `--format json` prints; amounts in euros, as text."""
        return {
            "scenario": self.scenario, "jusqu_ou": self.jusqu_ou, "vu": list(self.vu), "reaction": self.reaction,
            "reaction_apres": self.reaction_apres, "perdu": str(self.perdu), "retenu": str(self.argent.retenu),
        }  # fmt: skip

    @property
    def echec(self) -> bool:
        """Money was lost although the victim reacted in time."""
        return self.perdu > 0 and self.reaction_apres is not None and self.reaction_apres <= 72


def depuis(debut: datetime) -> float:
    """Hours of the practice clock since `debut`."""
    return (horloge.maintenant() - debut).total_seconds() / 3600
