"""Somebody in front of the site. A story is told in these words; who listens may be a browser or a reader of HTML.

Things are called as they are read: fields by their labels, links and buttons by their names. Where several have the same
name, `dans` is a CSS selector of the part of the page that is meant.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from tests.parcours.site import Site

Texte = str | re.Pattern[str]


def tel_quel(libelle: Texte) -> re.Pattern[str]:
    """These words, with their capitals: « Autre mobile » is not « Un autre mobile »."""
    return re.compile(re.escape(libelle)) if isinstance(libelle, str) else libelle


class Pilote(ABC):
    """Does what a person does: reads, clicks, types. Checks every page on the way."""

    # Mails opened in this journey, by anybody: a second code is in the mail that was not there before.
    courriels_ouverts: ClassVar[set[str]] = set()
    javascript = True

    def __init__(self, site: Site) -> None:
        self.site, self.adresse = site, site.adresse

    # Where they go

    @abstractmethod
    def autre_onglet(self) -> Pilote:
        """A second tab of the same browser."""

    @abstractmethod
    def fermer(self) -> None:
        """Close this tab."""

    @abstractmethod
    def aller(self, chemin: str) -> None:
        """Open the page at this path of the site, and judge it."""

    @abstractmethod
    def passer(self, chemin: str) -> None:
        """Open the page at this path without judging it: where it leads is what matters, or it was judged already."""

    @abstractmethod
    def relire(self) -> None:
        """Read the page again."""

    @abstractmethod
    def revenir(self) -> None:
        """By the button « back » of the browser."""

    @abstractmethod
    def oublier_les_cookies(self, nom: str | None = None) -> None:
        """All of them, or the one of this name."""

    @abstractmethod
    def recevoir_un_cookie(self, nom: str, valeur: str) -> None:
        """As if the site had given it before."""

    @abstractmethod
    def demander(self, chemin: str, champs: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and text of an answer, without leaving the page: a form is sent when there are fields, no redirect followed."""

    # What they do

    @abstractmethod
    def cliquer(self, nom: Texte, role: str = "button", exact: bool = True, dans: Any = None) -> None:
        """A button of this name, which leads to a page."""

    def suivre(self, nom: Texte, exact: bool = False, dans: Any = None) -> None:
        """A link of this name."""
        self.cliquer(nom, role="link", exact=exact, dans=dans)

    @abstractmethod
    def cliquer_sur(self, css: str) -> None:
        """The first link or button that the selector finds: of a list where all have names of their own."""

    @abstractmethod
    def deplier(self, css: str = "main summary", texte: str = "") -> None:
        """Open what is folded behind this summary."""

    @abstractmethod
    def remplir(self, libelle: Texte, valeur: str) -> None:
        """Write in a field, or choose this line of a list, by its label."""

    @abstractmethod
    def choisir_la_ligne(self, libelle: Texte, rang: int) -> None:
        """The `rang`-th line of a list: where which one does not matter."""

    @abstractmethod
    def choisir(self, libelle: Texte, rang: int = 0) -> None:
        """Tick a radio button or a box by its label; the `rang`-th of those that have it."""

    @abstractmethod
    def cocher(self, css: str, rang: int = 0) -> None:
        """Tick the `rang`-th radio button or box that the selector finds: where labels speak of other people."""

    @abstractmethod
    def decocher(self, libelle: Texte) -> None:
        """Untick a box by its label."""

    @abstractmethod
    def joindre(self, libelle: str, *fichiers: tuple[str, bytes]) -> None:
        """Choose files (name, bytes) in the field of this label."""

    @abstractmethod
    def telecharger(self, nom: Texte = "", css: str = "a") -> bytes:
        """What comes by the first link of this name, among those that the selector finds."""

    # What they see

    @abstractmethod
    def lire(self, texte: Texte) -> None:
        """The text can be read on the page, at once or soon."""

    @abstractmethod
    def ne_plus_lire(self, texte: str) -> None:
        """The text is not on the page, at once or soon."""

    @property
    @abstractmethod
    def titre(self) -> str:
        """The title of the page, as it is read on it."""

    @property
    @abstractmethod
    def titre_de_la_fenetre(self) -> str: ...

    @property
    @abstractmethod
    def ou(self) -> str:
        """The address of the page."""

    @property
    @abstractmethod
    def html(self) -> str: ...

    @abstractmethod
    def nombre(self, css: str, texte: Texte = "") -> int:
        """How many elements the selector finds, that hold this text; what is hidden counts."""

    @abstractmethod
    def boutons(self, nom: Texte, role: str = "button") -> int:
        """How many buttons (or links) that can be seen have this in their name."""

    @abstractmethod
    def textes(self, css: str) -> list[str]:
        """What is read in each element that the selector finds."""

    def texte(self, css: str = "main") -> str:
        """What is read in the first of them."""
        return self.textes(css)[0]

    @abstractmethod
    def attribut(self, css: str, nom: str) -> list[str]:
        """This attribute of each element that the selector finds and that has it."""

    @abstractmethod
    def valeur(self, libelle: Texte) -> str:
        """What stands in the field of this label."""

    @abstractmethod
    def est_coche(self, libelle: Texte) -> bool: ...

    @abstractmethod
    def patienter(self, millisecondes: int) -> None: ...

    @abstractmethod
    def verifier_la_page(self) -> None:
        """What holds on every page."""

    # What is made of these words

    def attendre(self, texte: str) -> None:
        """Read the page again until the world outside has told."""
        for _ in range(40):
            if texte in self.texte():
                return
            self.patienter(250)
            self.relire()
        self.lire(texte)

    def devenir_formateur(self) -> None:
        """By the link that the start of the site prints: the clock and the switches are the trainer's."""
        self.aller(f"/bac-a-sable/formateur/?cle={self.site.env['AMELI_CLE_FORMATEUR']}")

    def avancer(self, *, bouton: str = "", duree: str = "") -> None:
        """The clock of the site moves, by a button of its page or by a duration that is typed (« 15j »)."""
        self.devenir_formateur()
        self.aller("/bac-a-sable/horloge/")
        if duree:
            self.remplir("Autre durée", duree)
        self.cliquer(bouton or "Avancer", exact=not bouton)
        while self.boutons("Continuer"):  # a page walks for a few seconds only: a busy machine needs more of them
            self.cliquer("Continuer")
        self.lire("Le temps a avancé")

    def se_connecter(self, persona: dict[str, Any], bouton: str = "Me connecter") -> None:
        """From the sign-in page into the account, by the code that a device never seen is asked for."""
        self.remplir("Numéro de Sécurité sociale", persona["nir"])
        self.remplir("Mot de passe", persona["mot_de_passe"])
        self.cliquer(bouton)
        if self.titre == "Vérifions que c’est bien vous":
            self.donner_le_code(persona["cle"])

    def donner_le_code(self, cle: str) -> None:
        """The code of sign-in, read in the practice letter box of the person `cle`."""
        code = self.lire_le_courriel(cle, "Votre code de connexion", r"code de connexion\s: (\d{3} \d{3})")
        self.remplir("Code de connexion", code)
        self.choisir(re.compile("Se souvenir de cet appareil"))
        self.cliquer("Continuer")

    def recopier_le_captcha(self) -> None:
        """As somebody who reads it, on a page that asks for it: the site of the journeys has the keys of this process."""
        from accounts.securite.captcha import defi  # models, which exist once Django is set up

        for pose in self.attribut("input[name=captcha_defi]", "value"):
            lu = defi.lire(pose)
            assert lu is not None
            self.remplir("Recopiez les six caractères", lu.texte)

    def ouvrir_le_courriel(self, cle: str, objet: str) -> Pilote:
        """The practice letter box of the person `cle`, in a second tab, at the newest unopened mail of that subject."""
        onglet = self.autre_onglet()
        for _ in range(80):  # looked at without being judged, until the mail is there
            onglet.passer(f"/bac-a-sable/courrier/?personne={cle}")
            for lien in onglet.liens(objet):
                if lien not in self.courriels_ouverts:
                    self.courriels_ouverts.add(lien)
                    onglet.aller(lien)
                    return onglet
            onglet.patienter(150)
        raise AssertionError(f"{cle} received no new mail: {objet}")

    @abstractmethod
    def liens(self, nom: Texte) -> list[str]:
        """Where the links of this name lead, first to last: paths of the site."""

    def lire_le_courriel(self, cle: str, objet: str, motif: str) -> str:
        """What the pattern (its first group) finds in the newest unopened mail of that subject."""
        courriel = self.ouvrir_le_courriel(cle, objet)
        trouve = re.search(motif, courriel.texte())
        assert trouve is not None, f"{motif} is not in « {objet} »"
        courriel.fermer()
        return trouve[1]

    def lien_du_courriel(self, cle: str, objet: str) -> str:
        """The path of the link with a token in the newest unopened mail of that subject."""
        lien = self.lire_le_courriel(cle, objet, r"(https?://\S+jeton=[\w-]+)")
        return lien.removeprefix(self.adresse)
