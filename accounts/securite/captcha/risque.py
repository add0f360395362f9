"""When a captcha is asked: after two tries of a number or from a network, or when the whole site is tried more than it ever is.

Somebody calm who tries once copies nothing (WCAG 3.3.8). These counts close nothing: they only ask for one more proof. They are
the same for a number without account.
"""

from __future__ import annotations

from accounts.securite import lieux, limites
from accounts.securite.captcha.champ import FormulaireAvecCaptcha

PARTOUT = "tous"


def pese(reseau: str, numero: str = "") -> bool:
    """Does what was tried before call for a captcha? `numero` is a fingerprint, when it is known already. One query."""
    return bool(limites.fermees(_sujets(reseau, numero).items()))


def compter(formulaire: FormulaireAvecCaptcha, reseau: str, numero: str) -> limites.Passage | None:
    """Count the try of this valid form, to be given back if it was right; None when it has to ask for a captcha first."""
    sujets = _sujets(reseau, numero)
    prises = {nom: limites.prendre(nom, sujet) for nom, sujet in sujets.items()}
    passage = limites.Passage(sujets, {nom: prise for nom, prise in prises.items() if prise.permis})
    if len(passage.prises) < len(prises) and not formulaire.demande_un_captcha:
        passage.rendre()
        formulaire.reclamer()
        return None
    return passage


def _sujets(reseau: str, numero: str) -> dict[str, str]:
    sujets = {"captcha_adresse": reseau, "captcha_site": PARTOUT}
    return {**sujets, "captcha_numero": lieux.partout(numero)} if numero else sujets
