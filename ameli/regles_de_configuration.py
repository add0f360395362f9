"""What a variable may be worth: rules that `ameli.configuration` gives to each, outside the sandbox or everywhere.

A rule takes the value and all that was read (the defaults of those that were not given), and says what is wrong and what
to do; an empty string when it is right. It never repeats the value: it may be a secret.
"""

from __future__ import annotations

import base64
import binascii
import re
import ssl
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

Regle = Callable[[str, Mapping[str, str]], str]

# Keys that this repository holds or once held: whoever reads it knows them.
PUBLIES = (
    "bac-a-sable-pas-un-secret",
    "YmFjLWEtc2FibGUtcGFzLXVuLXNlY3JldC0wMDAwMDA=",
    "ZW1wcmVpbnRlLXBhcy11bi1zZWNyZXQtMDAwMDAwMDA=",
    "seulement-pour-verifier-la-configuration",
    "dmVyaWZpY2F0aW9uLXNldWxlbWVudC0wMDAwMDAwMDA=",
    "dmVyaWZpY2F0aW9uLXNldWxlbWVudC0xMTExMTExMTE=",
)
PUBLIE = "published with the code: draw another"
DEVINABLE = "too easy to guess: draw a random one"
# Long enough that no random key holds one.
MOTS = ("secret", "password", "passwd", "motdepasse", "mot-de-passe", "changeme", "change-me", "changez", "remplace",
        "replace", "insecure", "exemple", "example", "bac-a-sable")  # fmt: skip
MOTS_DE_PASSE = ("secret", "password", "motdepasse", "changeme", "123456", "postgres", "ameli", "compte", "admin")
SIGNES_DISTINCTS = 10  # of a random text of 32 signs, be it hexadecimal
OCTETS_DISTINCTS = 20  # of 32 random bytes: fewer come once in a billion

MARQUES = ("ameli", "assurance-maladie", "assurancemaladie", "gouv")
NOM_D_HOTE = re.compile(r"\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?", re.IGNORECASE)


def sauf_au_bac_a_sable(*regles: Regle) -> Regle:
    """These hold where people are real."""

    def regle(valeur: str, lues: Mapping[str, str]) -> str:
        if lues["AMELI_BAC_A_SABLE"] == "1":
            return ""
        return next((faute for une in regles if (faute := une(valeur, lues))), "")

    return regle


def parmi(*valeurs: str) -> Regle:
    """One of these words."""
    return lambda valeur, lues: "" if valeur in valeurs else f"give one of {', '.join(valeurs)}"


def jamais(interdite: str) -> Regle:
    """Anything but this word."""
    return lambda valeur, lues: f"{interdite} is for practice sites only" if valeur == interdite else ""


def entier(au_moins: int, au_plus: int) -> Regle:
    """A whole number within bounds."""

    def regle(valeur: str, lues: Mapping[str, str]) -> str:
        lisible = valeur.isascii() and valeur.isdigit() and len(valeur) < 10
        return "" if lisible and au_moins <= int(valeur) <= au_plus else f"give a whole number, {au_moins} to {au_plus}"

    return regle


# Secrets


def secret(longueur: int, *, plusieurs: bool = False) -> Regle:
    """A random text of at least so many signs, or several, comma-separated. Empty is not judged here (see `ensemble`)."""

    def regle(valeur: str, lues: Mapping[str, str]) -> str:
        for un in _morceaux(valeur) if plusieurs else filter(None, [valeur]):
            if _publie(un):
                return PUBLIE
            if len(un) < longueur:
                return f"too short: {longueur} random signs at least"
            if any(mot in un.casefold() for mot in MOTS) or len(set(un)) < SIGNES_DISTINCTS or un in (un + un)[1:-1]:
                return DEVINABLE
        return ""

    return regle


def secrets_numerotes(longueur: int) -> Regle:
    """`number:key`, comma-separated: a number of 8 to 10 digits, and a random text of at least so many signs."""
    juger = secret(longueur)

    def regle(valeur: str, lues: Mapping[str, str]) -> str:
        for numero, _, cle in (un.partition(":") for un in _morceaux(valeur)):
            if not (numero.isascii() and numero.isdigit() and 8 <= len(numero) <= 10 and cle):
                return "write `number:key`, comma-separated, with numbers of 8 to 10 digits"
            if faute := juger(cle, lues):
                return faute
        return ""

    return regle


def cles(*, nommees: bool) -> Regle:
    """Keys of 32 random bytes in base64, comma-separated; with `nommees`, each with its id before it."""

    def regle(valeur: str, lues: Mapping[str, str]) -> str:
        morceaux = [un.partition(":")[2] if nommees else un for un in _morceaux(valeur)]
        return next((faute for cle in morceaux or [""] if (faute := _faute_de_cle(cle))), "")

    return regle


def _faute_de_cle(cle: str) -> str:
    if _publie(cle):
        return PUBLIE
    try:
        octets = base64.b64decode(cle, validate=True)
    except (binascii.Error, ValueError):
        octets = b""
    if len(octets) != 32:
        return "give 32 random bytes in base64"
    texte = all(32 <= octet < 127 for octet in octets)
    return DEVINABLE if texte or len(set(octets)) < OCTETS_DISTINCTS else ""


def _publie(valeur: str) -> bool:
    return any(cle in valeur for cle in PUBLIES)


def mot_de_passe_choisi(valeur: str, lues: Mapping[str, str]) -> str:
    """The password that an address holds, if any, is not one of the examples."""
    lue = _lire(valeur)
    faible = lue is not None and lue.password is not None and unquote(lue.password).casefold() in MOTS_DE_PASSE
    return "its password is that of an example: choose another" if faible else ""


def chiffres(nombre: int) -> Regle:
    """Exactly so many digits; empty is not judged here."""

    def regle(valeur: str, lues: Mapping[str, str]) -> str:
        juste = len(valeur) == nombre and valeur.isascii() and valeur.isdigit()
        return "" if juste or not valeur else f"give {nombre} digits"

    return regle


def ensemble(*autres: str) -> Regle:
    """A variable that goes with others: all of them or none."""

    def regle(valeur: str, lues: Mapping[str, str]) -> str:
        absentes = [nom for nom in autres if not lues.get(nom)]
        return f"needs {' and '.join(absentes)} too: give all of them or none" if valeur and absentes else ""

    return regle


# Addresses


def adresse(*protocoles: str) -> Regle:
    """The address of a server over one of these schemes; empty is not judged here."""

    def regle(valeur: str, lues: Mapping[str, str]) -> str:
        lue = _lire(valeur)
        lisible = lue is not None and lue.scheme in protocoles and (lue.hostname or lue.path.strip("/"))
        return (
            ""
            if lisible or not valeur
            else f"give an address that begins with {' or '.join(f'{p}://' for p in protocoles)}"
        )

    return regle


http, chiffree = adresse("https", "http"), adresse("https")


def site(valeur: str, lues: Mapping[str, str]) -> str:
    """Where the site is: nothing behind its name but a port. A practice site has a name that it serves."""
    lue = _lire(valeur)
    if lue is None or not lue.hostname or lue.path.strip("/") or lue.query or lue.fragment or "@" in lue.netloc:
        return "give the address of the site alone, as in https://compte.exemple"
    servis = [nom.strip("[]").casefold() for nom in _morceaux(lues.get("AMELI_HOTES", ""))]
    if lues["AMELI_BAC_A_SABLE"] == "1" and lue.hostname not in servis:
        return "its name must be one of AMELI_HOTES"
    return ""


def courriel_chiffre(valeur: str, lues: Mapping[str, str]) -> str:
    """Mail leaves over TLS, but to a server beside the site when AMELI_SMTP_EN_CLAIR says so."""
    lue = _lire(valeur)
    if lue is None or lue.scheme != "smtp":
        return ""
    if lues.get("AMELI_SMTP_EN_CLAIR") != "1":
        return "mail would leave in clear: give smtp+tls:// or smtp+ssl:// (AMELI_SMTP_EN_CLAIR=1 allows a server beside the site)"
    hote = lue.hostname or ""
    return (
        ""
        if _boucle(hote) or "." not in hote
        else "AMELI_SMTP_EN_CLAIR is for a server beside the site; this one needs TLS"
    )


def tls_verifie(valeur: str, lues: Mapping[str, str]) -> str:
    """No address says how certificates are checked: they are."""
    lue = _lire(valeur)
    if lue is not None and "ssl_" in lue.query:
        return "certificates are always checked: say nothing of them in the address (AMELI_AUTORITES names private authorities)"
    return ""


def fichier_d_autorites(valeur: str, lues: Mapping[str, str]) -> str:
    """Certificates that can be read."""
    try:
        if valeur:
            ssl.create_default_context(cafile=valeur)
    except (OSError, ssl.SSLError):
        return "give a file of certificates (PEM) that can be read"
    return ""


OBJETS = {"s3": "https", "s3+http": "http"}  # schemes of an object store, and what it speaks


def dossier_ou_objets(valeur: str, lues: Mapping[str, str]) -> str:
    """A folder; or the address of a bucket, with the key and the secret that open it."""
    if "://" not in valeur:
        return ""
    lue = _lire(valeur)
    entier = lue is not None and lue.scheme in OBJETS and lue.hostname and lue.username and lue.password
    seau = lue.path.strip("/") if lue is not None else ""
    return "" if entier and seau and "/" not in seau else "give a folder, or s3://key:secret@host/bucket"


def objets_chiffres(valeur: str, lues: Mapping[str, str]) -> str:
    """The secret travels over TLS, and is none of the examples."""
    if valeur.startswith("s3+http://"):
        return "the secret would leave in clear: give s3://"
    return mot_de_passe_choisi(valeur, lues) if "://" in valeur else ""


def hotes(valeur: str, lues: Mapping[str, str]) -> str:
    """Exact names, without port."""
    noms = _morceaux(valeur)
    if not noms or not all(NOM_D_HOTE.fullmatch(nom) for nom in noms):
        return "list exact host names, without * nor scheme nor port"
    return ""


def hotes_d_exercice(valeur: str, lues: Mapping[str, str]) -> str:
    """A practice site is reached on this machine or its local network; elsewhere it says who answers for it.

    It never bears the name of the real one: practice people and a false bank would make a trap of it.
    """
    if lues["AMELI_BAC_A_SABLE"] != "1":
        return ""
    for nom in (nom.casefold().strip("[]") for nom in _morceaux(valeur)):
        if any(marque in nom for marque in MARQUES) and not _boucle(nom):
            return f"a practice site has no name with {', '.join(MARQUES)} in it"
        if not _voisin(nom) and "@" not in lues.get("AMELI_CONTACT_EXERCICE", ""):
            return (
                "a practice site beyond this machine and its local network needs AMELI_CONTACT_EXERCICE, the mail address "
                "of who answers for it; where people are real, unset AMELI_BAC_A_SABLE"
            )
    return ""


def _boucle(nom: str) -> bool:
    """This machine itself."""
    try:
        return ip_address(nom).is_loopback
    except ValueError:
        return nom == "localhost" or nom.endswith(".localhost")


def _voisin(nom: str) -> bool:
    """This machine, or one that only its local network reaches."""
    try:
        return ip_address(nom).is_private
    except ValueError:
        return _boucle(nom) or "." not in nom or nom.endswith(".local")


def _morceaux(valeur: str) -> list[str]:
    return [morceau.strip() for morceau in valeur.split(",") if morceau.strip()]


def _lire(valeur: str) -> SplitResult | None:
    """None when it is no address at all."""
    try:
        lue = urlsplit(valeur)
        _ = lue.port
    except ValueError:
        return None
    return lue
