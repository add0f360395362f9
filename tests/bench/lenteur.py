"""Bodies that come slowly, from thieves and from honest people on bad networks: how long do pages take for the others?"""

from __future__ import annotations

import http.client
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from tests.bench.charge import Requete
from tests.bench.tempete import lire
from tests.bench.visiteur import Visiteur

GOUTTES, INTERVALLE = 50, 2.0  # senders of a byte, and seconds between two bytes
PHOTOS, DEBIT = 10, 100_000  # senders of a photo, and their bytes a second
AU_CALME, DESSOUS = 10.0, 20.0  # seconds of reading


@dataclass(frozen=True)
class Lenteur:
    """p95 of the pages in milliseconds: in calm, beside senders of a byte now and then, beside slow photos; what was answered to these."""

    calme_ms: float
    gouttes_ms: float
    photos_ms: float
    statuts: list[int]


def mesurer(port: int, pages: list[Callable[[], Requete]], gens: list[Visiteur]) -> Lenteur:
    """`gens` are signed in and send the photos to their messagerie."""
    calme = lire(port, pages, AU_CALME)
    with gouttes(port):
        sous_gouttes = lire(port, pages, DESSOUS)
    octets = photo()
    with ThreadPoolExecutor(PHOTOS) as envois:
        partis = [envois.submit(envoyer_lentement, gens[rang % len(gens)], octets) for rang in range(PHOTOS)]
        sous_photos = lire(port, pages, DESSOUS)
        statuts = [parti.result() for parti in partis]
    return Lenteur(calme, sous_gouttes, sous_photos, statuts)


@contextmanager
def gouttes(port: int, combien: int = GOUTTES) -> Iterator[None]:
    """Senders who announce a form and send one byte of it now and then; who is cut comes back."""
    fin = threading.Event()

    def insister() -> None:
        prises = [_annoncer(port) for _ in range(combien)]
        while not fin.wait(INTERVALLE):
            for rang, prise in enumerate(prises):
                try:
                    prise.sendall(b"a")
                except OSError:
                    prise.close()
                    prises[rang] = _annoncer(port)
        for prise in prises:
            prise.close()

    fil = threading.Thread(target=insister)
    fil.start()
    time.sleep(0.5)
    try:
        yield
    finally:
        fin.set()
        fil.join()


def _annoncer(port: int) -> socket.socket:
    """With a cookie against forgery, without which Django refuses before it reads anything."""
    prise = socket.create_connection(("127.0.0.1", port), timeout=30)
    prise.sendall(
        f"POST /connexion/ HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Cookie: csrftoken={'a' * 32}\r\nContent-Length: 4000\r\n\r\nnir=".encode()
    )
    return prise


def photo() -> bytes:
    """3.4 MB, as a telephone takes them."""
    largeur, hauteur = 2140, 1770
    image, sortie = Image.frombytes("RGB", (largeur, hauteur), os.urandom(3 * largeur * hauteur)), BytesIO()
    image.save(sortie, "JPEG", quality=90)
    return sortie.getvalue()


def envoyer_lentement(qui: Visiteur, octets: bytes, debit: int = DEBIT) -> int:
    """The status of the answer to a photo that leaves at `debit` bytes a second."""
    corps, frontiere = _formulaire(octets)
    connexion = http.client.HTTPConnection("127.0.0.1", qui.port, timeout=60)
    connexion.putrequest("POST", "/fichiers/", skip_host=True, skip_accept_encoding=True)
    entetes = qui.lecture("/").entetes | {
        "Content-Type": f"multipart/form-data; boundary={frontiere}", "Content-Length": str(len(corps)),
        "X-CSRFToken": qui.jeton(),
    }  # fmt: skip
    for nom, valeur in entetes.items():
        connexion.putheader(nom, valeur)
    connexion.endheaders()
    debut, pas = time.monotonic(), debit // 10
    for rang, depart in enumerate(range(0, len(corps), pas)):
        connexion.send(corps[depart : depart + pas])
        time.sleep(max(0.0, debut + (rang + 1) / 10 - time.monotonic()))
    reponse = connexion.getresponse()
    reponse.read()
    connexion.close()
    return reponse.status


def _formulaire(octets: bytes) -> tuple[bytes, str]:
    frontiere = "frontiere-du-formulaire"
    tete = (
        f'--{frontiere}\r\nContent-Disposition: form-data; name="pour"\r\n\r\nmessage:nouveau\r\n'
        f'--{frontiere}\r\nContent-Disposition: form-data; name="fichier"; filename="photo.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    return tete.encode() + octets + f"\r\n--{frontiere}--\r\n".encode(), frontiere
