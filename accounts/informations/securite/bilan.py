"""What is well in the security of an account, and what is not: one sentence a point, and where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from accounts.connexion.cles import trousseau
from accounts.models import Compte, Connexion
from accounts.securite import sessions
from ameli.noyau.horloge import temps_reel

RECENT = timedelta(days=30)
REFUSES = (Connexion.Resultat.REFUSEE, Connexion.Resultat.CODE)
SUSPECTS = 3  # from how many refused tries on they are no mere typing mistakes
BIEN, CONSEIL, A_VOIR = ("Bien", "succes"), ("Conseil", "info"), ("À voir", "attention")


@dataclass(frozen=True)
class Faits:
    """What is known of the account today: tries are those of `RECENT`, `ouvertes` its sessions."""

    confirme: bool
    injoignable: bool
    mobile: bool
    cle: bool
    alertes: bool
    refuses: int
    ouvertes: int


@dataclass(frozen=True)
class Point:
    """`etat`: a word and the kind of its badge. `page` is where it is looked at, by the link `geste`."""

    etat: tuple[str, str]
    texte: str
    geste: str
    page: str


def lire(compte: Compte, session: str | None) -> list[Point]:
    """What is to be seen first. Four queries."""
    essais = Connexion.objects.filter(compte=compte, le__gt=temps_reel() - RECENT, resultat__in=REFUSES)
    return points(
        Faits(
            confirme=compte.email_valide_le is not None,
            injoignable=compte.injoignable,
            mobile=bool(compte.telephone),
            cle=trousseau.a_une_cle(compte),
            alertes=compte.alerte_chaque_connexion,
            refuses=essais.count(),
            ouvertes=len(sessions.lister(compte, session)),
        )
    )


def points(faits: Faits) -> list[Point]:
    """Each fact in words, what is to be seen first, then advice, then what is well."""
    tous = [_courriel(faits), _essais(faits), _appareils(faits), _mobile(faits), _cle(faits), _alertes(faits)]
    return sorted(tous, key=lambda point: (A_VOIR, CONSEIL, BIEN).index(point.etat))


def _courriel(faits: Faits) -> Point:
    page = "informations:courriel"
    if faits.injoignable:
        return Point(A_VOIR, "Nos courriels ne vous arrivent pas.", "Corriger mon courriel", page)
    if not faits.confirme:
        return Point(
            A_VOIR, "Votre courriel n’est pas confirmé. Les alertes peuvent se perdre.", "Confirmer mon courriel", page
        )
    return Point(BIEN, "Votre courriel est confirmé. Les alertes y arrivent.", "Changer de courriel", page)


def _essais(faits: Faits) -> Point:
    geste, page = "Voir mes connexions", "informations:connexions"
    if not faits.refuses:
        return Point(BIEN, "Aucun essai de connexion n’a été refusé depuis 30 jours.", geste, page)
    dits = f"Essais de connexion refusés depuis 30 jours\N{NO-BREAK SPACE}: {faits.refuses}."
    if faits.refuses < SUSPECTS:
        return Point(BIEN, f"{dits} C’est peu.", geste, page)
    return Point(A_VOIR, f"{dits} Vérifiez que c’était vous.", geste, page)


def _appareils(faits: Faits) -> Point:
    geste, page = "Voir mes appareils", "informations:appareils"
    if faits.ouvertes > 1:
        return Point(
            CONSEIL,
            f"Votre compte est ouvert sur {faits.ouvertes} appareils. Vérifiez que ce sont les vôtres.",
            geste,
            page,
        )
    return Point(BIEN, "Votre compte est ouvert sur cet appareil seulement.", geste, page)


def _mobile(faits: Faits) -> Point:
    page = "informations:telephone"
    if not faits.mobile:
        return Point(CONSEIL, "Sans mobile, nous ne pouvons pas vous alerter par SMS.", "Ajouter mon mobile", page)
    return Point(BIEN, "Nous pouvons vous alerter par SMS.", "Changer de mobile", page)


def _cle(faits: Faits) -> Point:
    page = "informations:cles"
    if not faits.cle:
        return Point(CONSEIL, "Un mot de passe peut être volé. Une clé d’accès, non.", "Ajouter une clé d’accès", page)
    return Point(BIEN, "Une clé d’accès ou une application de codes protège votre compte.", "Voir mes clés", page)


def _alertes(faits: Faits) -> Point:
    geste, page = "Choisir mes alertes", "informations:notifications"
    if not faits.alertes:
        return Point(CONSEIL, "Sur un appareil connu, nous vous prévenons une fois par jour au plus.", geste, page)
    return Point(BIEN, "Nous vous prévenons à chaque connexion.", geste, page)
