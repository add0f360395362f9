"""Walk through the product by its links: one page of each kind, as whoever is behind the client is shown it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import reverse

JAMAIS_SUIVIES = re.compile(
    r"deconnexion|logout|/fichiers/|\.pdf|/static/|telecharger|jsi18n|recherche|[?&]next=|^/agents/.*\?|\.csv|\.ics"
)
PAGES_AU_PLUS = 135


def forme(adresse: str) -> str:
    """The kind of a page: its address without what names a thing, and the names of what is asked of it."""
    chemin, _, requete = adresse.partition("?")
    noms = sorted(nom for nom, _ in parse_qsl(requete, keep_blank_values=True))
    return f"{re.sub(r'(?<=/)([0-9]+|[a-z2-9]{16})(?=/|$)', '#', chemin)}?{'&'.join(noms)}"


def marcher(client: Client, *departs: str, dans: str = "/", hors: str = "/bac-a-sable/") -> Iterator[tuple[str, str]]:
    """(address, HTML) of one page of each kind that links lead to from `departs`, under `dans` and outside `hors`."""
    vues: set[str] = set()
    formes: set[str] = set()
    reste = list(departs)
    while reste and len(vues) < PAGES_AU_PLUS:
        page = reste.pop(0)
        if page in vues or forme(page) in formes or JAMAIS_SUIVIES.search(page):
            continue
        vues.add(page)
        formes.add(forme(page))
        reponse = client.get(page)
        if reponse.status_code == 302:
            reste.insert(0, urldefrag(urljoin(page, reponse["Location"])).url)
        if reponse.status_code != 200 or not reponse["Content-Type"].startswith("text/html"):
            continue
        html = reponse.content.decode()
        yield page, html
        for lien in re.findall(r'<a\b[^>]*?href="([^"]+)"', html):
            adresse = urlsplit(urljoin(page, lien.replace("&amp;", "&")))
            if not adresse.netloc and adresse.path.startswith(dans) and not adresse.path.startswith(hors):
                reste.append(adresse.path + (f"?{adresse.query}" if adresse.query else ""))


def brouillons(client: Client) -> Iterator[str]:
    """The address of the first step of each démarche that can be begun."""
    from demarches.moteur.registre import tous

    for teleservice in tous():
        reponse = client.post(reverse("demarches:depart", args=[teleservice.code]))
        if reponse.status_code == 302:
            yield urlsplit(reponse["Location"]).path
