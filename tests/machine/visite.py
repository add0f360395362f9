"""A person in front of a site whose servers are taken away: every page answers, soon."""

from __future__ import annotations

import re
import time
from typing import Any

from tests.bench.attente import attendre
from tests.bench.visiteur import Visiteur
from tests.parcours.entree import code_de
from tests.parcours.site import Site

PATIENCE = 3.0  # seconds for a page
CODE = re.compile(r"code de connexion\s: (\d{3} \d{3})")


class Visite(Visiteur):
    """A `Visiteur` who expects 200 within `patience` seconds of every page."""

    def __init__(self, site: Site, patience: float = PATIENCE) -> None:
        super().__init__(int(site.adresse.rpartition(":")[2]))
        self.patience = patience
        self.attendu = 0.0  # seconds, all pages together

    def demander(self, methode: str, chemin: str, donnees: dict[str, str] | None = None) -> int:
        debut, avant = time.monotonic(), self.attendu
        statut = super().demander(methode, chemin, donnees)
        duree = time.monotonic() - debut - (self.attendu - avant)  # a page it led to was counted for itself
        self.attendu += duree
        assert duree < self.patience, f"{methode} {chemin}: {duree:.1f} s"
        return statut

    def lire(self, chemin: str, *textes: str) -> None:
        statut = self.demander("GET", chemin)
        assert statut == 200, f"{chemin}: {statut} {self.texte()}"
        for texte in textes:
            assert texte in self.page, f"{self.chemin} does not say « {texte} »: {self.texte()}"

    def texte(self) -> str:
        """What the page says, without its frame."""
        return " ".join(re.sub(r"<[^>]+>", " ", self.page.partition("<main")[2].partition("</main")[0]).split())

    def envoyer(self, **valeurs: str) -> None:
        """The form of the page, filled in the easiest way but for `valeurs`."""
        statut = self.demander("POST", self.chemin, self.reponses() | valeurs)
        assert statut == 200, f"{self.chemin}: {statut} {self.texte()}"

    def entrer(self, persona: dict[str, Any]) -> None:
        """From a browser never seen: number, password, and the code that comes by mail."""
        self.lire("/connexion/")
        self.envoyer(nir=persona["nir"], mot_de_passe=persona["mot_de_passe"])
        assert "Vérifions que c’est bien vous" in self.page
        suite, formulaire = self.chemin, self.reponses()
        formulaire["code"] = self._code_recu(persona["cle"])
        assert self.demander("POST", suite, formulaire) == 200
        self.lire("/", f"Bonjour {persona['prenom']}")

    def _code_recu(self, cle: str) -> str:
        boite = Visiteur(self.port)

        def lu() -> re.Match[str] | None:
            boite.demander("GET", f"/bac-a-sable/courrier/?personne={cle}")
            lien = re.search(r'href="([^"]+)"[^>]*>[^<]*Votre code de connexion', boite.page)
            if lien:
                boite.demander("GET", lien[1])
            return CODE.search(boite.page)

        attendre(lambda: bool(lu()), lambda: f"{cle} received no code")
        recu = CODE.search(boite.page)
        assert recu is not None
        return recu[1]

    def entrer_au_guichet(self, matricule: str) -> None:
        self.lire("/agents/login/")
        self.envoyer(username=matricule, password="Bonjour-Agents-2026")
        for decalage in (0, 1, -1):
            if "/verification/" in self.chemin:
                self.envoyer(code=code_de(matricule, decalage))
        self.lire("/agents/", matricule)

    def sortir(self, page: str, vers: str) -> None:
        self.lire(page)
        assert self.demander("POST", vers, {"csrfmiddlewaretoken": self.jeton()}) == 200
