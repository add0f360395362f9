"""The stage of allauth's sign-in between the right password and the session: nothing of the account opens before it.

A password alone is typed into false sites every day; a device that the account knows already passed here once.
FranceConnect and the provisional code are proofs of their own, and do not come this way.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from allauth.account.stages import LoginStage
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.connexion import voies
from accounts.models import Compte, Connexion
from accounts.securite import alertes, appareils, codes, connexions
from accounts.securite.navigateurs import resumer
from ameli.noyau import formats
from ameli.noyau.envois import deposer_courriel
from ameli.noyau.horloge import maintenant, temps_reel

USAGE, LIAISON = "connexion", "second_facteur_liaison"
CHIFFRES, VALABLE = 6, timedelta(minutes=10)  # chapter 2 § 3


class CodeParCourriel(LoginStage):
    """What the code is bound to is drawn once for a browser: who left this page and comes back types the code already sent."""

    key = "code_par_courriel"
    urlname = "second_facteur"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if not necessaire(self.request, self.login.user) or self._a_donne_une_cle():
            return None, True
        if self.login.user.email_valide_le is None:
            return redirect("second_facteur_impossible"), False
        if "liaison" not in self.state:
            self.state["liaison"] = self.request.session.setdefault(LIAISON, secrets.token_urlsafe(16))
            try:
                self.envoyer()
            except codes.TropDeCodes:
                pass  # the page says until when; a code that was sent before may still be alive
        return redirect(self.urlname), True

    def _a_donne_une_cle(self) -> bool:
        """The stage before asked for something stronger."""
        return self.controller.is_handled("cle") and bool(
            self.login.state["stages"]["cle"].get("data", {}).get("demandee")
        )

    @property
    def cle_des_envois(self) -> str:
        """How the keys of the mails of this attempt begin."""
        return f"connexion_code:{self.state['liaison']}:"

    @property
    def fin(self) -> datetime | None:
        """Until when the code of this attempt works; None when none works."""
        return codes.fin_du_vivant(self.login.user, USAGE, self.state["liaison"])

    @property
    def prochain(self) -> datetime | None:
        """From when another may be asked for; None: now."""
        return codes.prochain_envoi(self.login.user, USAGE, self.state["liaison"])

    @transaction.atomic
    def envoyer(self) -> None:
        """A new code for this attempt. Raises codes.TropDeCodes."""
        compte: Compte = self.login.user
        code = codes.emettre(compte, USAGE, self.state["liaison"], chiffres=CHIFFRES, duree=VALABLE)
        deposer_courriel(
            a=compte.email, gabarit="connexion_code", cle=f"{self.cle_des_envois}{temps_reel().timestamp():.6f}",
            contexte={
                "code": f"{code[:3]} {code[3:]}", "jusqu_a": formats.heure(self.fin or maintenant()),
                "le": alertes.en_toutes_lettres(temps_reel()), "appareil": resumer(self.request.headers.get("User-Agent", "")),
            },
            assure_ref=compte.assure.public_id if compte.assure is not None else "",
        )  # fmt: skip

    def essayer(self, code: str) -> codes.Resultat:
        """Try a code; a wrong one is written in the journal of connections."""
        resultat = codes.verifier(self.login.user, USAGE, self.state["liaison"], code)
        if not resultat.valide:
            connexions.noter(self.request, self.login.user, Connexion.Resultat.CODE)
        return resultat


def necessaire(request: HttpRequest, compte: Compte) -> bool:
    """Is a code asked? For insured people who typed a password on a device that their account does not know."""
    if settings.SECOND_FACTEUR == "jamais" or compte.assure_id is None:
        return False
    if getattr(request, "voie_d_acces", voies.MOT_DE_PASSE) != voies.MOT_DE_PASSE:
        return False
    return settings.SECOND_FACTEUR == "toujours" or appareils.connu(request, compte.pk) is None
