"""One try of a password, of an insured person or of an agent: taken from three limits before anything is hashed.

- at this place, five wrong ones close it for half an hour: somebody else's tries, elsewhere, close nothing here;
- on this network, whatever the number, for devices that the account does not know;
- wherever it is tried, a hundred wrong ones of a number ask for a captcha: a crowd of machines goes no further, the owner does.
"""

from __future__ import annotations

from datetime import datetime

from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.http import HttpRequest

from accounts.connexion import afflux
from accounts.connexion.blocage import bloquee
from accounts.securite import lieux, limites
from accounts.securite.captcha import exiger
from accounts.securite.lieux import Lieu

CAPTCHA = "Beaucoup de mots de passe ont été essayés. Recopiez aussi les six caractères, et votre mot de passe."


class Essai:
    """`voie` ("connexion", "agent") begins the names of the limits; `numero` is the fingerprint of what was typed."""

    def __init__(self, request: HttpRequest, voie: str, numero: str, lieu: Lieu) -> None:
        self.request, self.voie, self.numero, self.lieu = request, voie, numero, lieu
        self.ici, self.reseau, self.partout = f"{voie}_numero", f"{voie}_adresse", f"{voie}_partout"
        self.inconnu = lieu.appareil is None
        self.passage = limites.Passage({})

    def prendre(self, formulaire: forms.Form) -> bool:
        """May the password be judged? Not when `formulaire` has to ask for a captcha first.

        Raises ImmediateHttpResponse when this place is blocked, or in a storm.
        """
        sujets = {self.ici: self.lieu.pour(self.numero)}
        self.passage = limites.passer({self.reseau: self.lieu.reseau, **sujets} if self.inconnu else sujets)
        self._bloquer(self.passage.refus)
        return not self.inconnu or self._ralentir(formulaire)

    def reussi(self) -> None:
        """The password was right: nothing is counted against this place nor this number."""
        self.passage.rendre()
        limites.oublier(self.ici, self.lieu.pour(self.numero))
        if self.inconnu:
            limites.oublier(self.partout, lieux.partout(self.numero))

    @property
    def fin(self) -> datetime | None:
        """Until when the number is closed here, when this was the last try."""
        arret = self.passage.arret(self.ici)
        return arret[1] if arret else None

    def rate(self) -> None:
        """The password was wrong. Raises ImmediateHttpResponse when it was the last try."""
        self._bloquer(self.passage.arret(self.ici, self.reseau))

    def _ralentir(self, formulaire: forms.Form) -> bool:
        """Nothing is known of this device: a number that a crowd tries asks for more, and hashing waits its turn."""
        prise = limites.prendre(self.partout, lieux.partout(self.numero))
        if not prise.permis and not exiger(formulaire, self.voie, CAPTCHA):
            self.passage.rendre()
            return False
        if not afflux.SEAU.prendre():
            self.passage.rendre()
            if prise.permis:
                limites.rendre(self.partout, lieux.partout(self.numero))
            raise ImmediateHttpResponse(afflux.page())
        return True

    def _bloquer(self, arret: tuple[str, datetime] | None) -> None:
        if arret is not None:
            raise ImmediateHttpResponse(bloquee(self.request, *arret, lieu=self.lieu, numero=self.numero))
