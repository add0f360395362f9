"""A proxy that shares requests out among several webs, each in its turn, as nginx and its like do.

A request is taken whole, then goes to the next web that is well. One that no web has begun to read goes to another; so does a
page that only reads, when the web that had it dies. A form that was on its way to one that dies is not said twice: 502.
"""

from __future__ import annotations

import asyncio
import http.client
import re
import threading
from collections import Counter

PAS = 0.5  # seconds between two questions to a web
TETE = re.compile(rb"^(\w+) (\S+) HTTP/1\.1\r\n")
LONGUEUR = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Mandataire:
    """Listens on `port` of this machine until `fermer`. `servies`: how many answers each web gave; `coupees`: forms that died with one."""

    def __init__(self, port: int) -> None:
        self.port, self.servies, self.coupees = port, Counter[int](), 0
        self._webs: dict[int, bool] = {}
        self._tour = 0
        self._boucle = asyncio.new_event_loop()
        pret = threading.Event()
        self._fil = threading.Thread(target=self._tourner, args=(pret,), daemon=True)
        self._fil.start()
        pret.wait()

    def ajouter(self, web: int) -> None:
        """The port of a web, which is asked how it is before it is given anything."""
        self._webs[web] = False

    def oublier(self, web: int) -> None:
        self._webs.pop(web, None)

    def envoie_a(self, web: int) -> bool:
        return self._webs.get(web, False)

    def fermer(self) -> None:
        self._boucle.call_soon_threadsafe(self._boucle.stop)
        self._fil.join()

    def _tourner(self, pret: threading.Event) -> None:
        asyncio.set_event_loop(self._boucle)
        ecoute = self._boucle.run_until_complete(
            asyncio.start_server(self._servir, "127.0.0.1", self.port, limit=1 << 20)
        )
        veille = self._boucle.create_task(self._veiller())
        pret.set()
        self._boucle.run_forever()
        veille.cancel()
        ecoute.close()
        self._boucle.run_until_complete(asyncio.gather(*asyncio.all_tasks(self._boucle), return_exceptions=True))
        self._boucle.close()

    async def _veiller(self) -> None:
        while True:
            for web in list(self._webs):
                bien = await asyncio.to_thread(_va_bien, web)
                if web in self._webs:
                    self._webs[web] = bien
            await asyncio.sleep(PAS)

    async def _servir(self, de: asyncio.StreamReader, vers: asyncio.StreamWriter) -> None:
        try:
            tete = await de.readuntil(b"\r\n\r\n")
            longueur = LONGUEUR.search(tete)
            corps = await de.readexactly(int(longueur[1])) if longueur else b""
            vers.write(await self._repondre(tete, corps))
            await vers.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the browser left
        finally:
            vers.close()

    async def _repondre(self, tete: bytes, corps: bytes) -> bytes:
        """Of the first web that answers."""
        lue = TETE.match(tete)
        assert lue is not None, tete
        tete = re.sub(rb"\r\nconnection:[^\r]*", b"", tete, flags=re.IGNORECASE)
        demande = tete[:-2] + b"Connection: close\r\n\r\n" + corps
        for web in self._ordre():
            try:
                lecteur, ecrivain = await asyncio.open_connection("127.0.0.1", web)
            except OSError:
                self._webs.update({web: False} if web in self._webs else {})
                continue
            try:
                ecrivain.write(demande)
                await ecrivain.drain()
                reponse = await lecteur.read(-1)
            except ConnectionError:
                reponse = b""
            finally:
                ecrivain.close()
            if entiere(reponse):
                self.servies[web] += 1
                return reponse
            if lue[1] not in (b"GET", b"HEAD"):
                self.coupees += 1
                break
        return b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

    def _ordre(self) -> list[int]:
        """The webs that are well, from the one whose turn it is."""
        bons = sorted(web for web, bien in self._webs.items() if bien)
        self._tour += 1
        depuis = self._tour % len(bons) if bons else 0
        return bons[depuis:] + bons[:depuis]


def entiere(reponse: bytes) -> bool:
    """Whether all of an answer has come."""
    tete, separateur, corps = reponse.partition(b"\r\n\r\n")
    if not separateur:
        return False
    if longueur := LONGUEUR.search(tete):
        return len(corps) == int(longueur[1]) or tete.startswith((b"HTTP/1.1 304", b"HTTP/1.1 204")) or not corps
    return b"chunked" not in tete.lower() or corps.endswith(b"0\r\n\r\n")


def _va_bien(web: int) -> bool:
    connexion = http.client.HTTPConnection("127.0.0.1", web, timeout=20)
    try:
        connexion.request("GET", "/readyz?machine", headers={"Host": "localhost"})
        return connexion.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connexion.close()
