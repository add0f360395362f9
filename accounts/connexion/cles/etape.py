"""The stage of sign-in for who has a key: it takes the place of the code by mail."""

from __future__ import annotations

from allauth.account.stages import LoginStage
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.connexion.cles import trousseau
from accounts.connexion.second_facteur.etape import necessaire


class Cle(LoginStage):
    """Asked when a code by mail would have been."""

    key = "cle"
    urlname = "second_facteur_cle"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if not necessaire(self.request, self.login.user) or not trousseau.a_une_cle(self.login.user):
            return None, True
        self.state["demandee"] = True
        return redirect(self.urlname), True
