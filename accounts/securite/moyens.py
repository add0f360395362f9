"""How a sign-in was proved, in the words of the mail that tells it: by what, and what a stranger who did it holds."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

APPELEZ = "Appelez tout de suite le 36 46\N{NO-BREAK SPACE}: nous gèlerons votre compte"


@dataclass(frozen=True)
class Moyen:
    """`avec` completes « Une connexion a eu lieu »; `doute` follows « Ce n’était pas vous ? »."""

    avec: str
    doute: str


MOYENS = {
    "mot_de_passe": Moyen(
        "avec votre mot de passe",
        f"Quelqu’un connaît votre mot de passe. {APPELEZ}, puis vous choisirez un nouveau mot de passe.",
    ),
    "code_par_courriel": Moyen(
        "avec votre mot de passe et un code envoyé par courriel",
        "Quelqu’un connaît votre mot de passe et lit vos courriels. Changez tout de suite le mot de passe de votre boîte"
        f" de courriels. {APPELEZ}, puis vous choisirez un nouveau mot de passe.",
    ),
    "cle_d_acces": Moyen(
        "avec votre mot de passe et votre clé d’accès",
        f"Quelqu’un connaît votre mot de passe et se sert de votre clé d’accès. {APPELEZ}.",
    ),
    "application_de_codes": Moyen(
        "avec votre mot de passe et un code de votre application, ou un code de secours",
        f"Quelqu’un connaît votre mot de passe et a vos codes. {APPELEZ}.",
    ),
    "franceconnect": Moyen(
        "avec FranceConnect",
        "Quelqu’un se sert de votre FranceConnect. Changez tout de suite le mot de passe du compte que vous utilisez avec"
        f" FranceConnect (impôts, La Poste ou un autre). {APPELEZ}.",
    ),
    "code_provisoire": Moyen(
        "avec un code provisoire",
        f"Quelqu’un a obtenu un code à votre place et a choisi un nouveau mot de passe. {APPELEZ}.",
    ),
}


def prouver(request: HttpRequest, preuve: str) -> None:
    """The second proof of this sign-in was right; `preuve` is a key of MOYENS."""
    request.seconde_preuve = preuve  # type: ignore[attr-defined]


def moyen_de(request: HttpRequest, voie: str) -> Moyen:
    """By which means this request signs in: its second proof when there was one, else its way in."""
    return MOYENS[getattr(request, "seconde_preuve", voie)]
