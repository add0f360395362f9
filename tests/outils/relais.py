"""A TCP relay in front of a server on a unix socket, that can take its time with the answers."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path


class Relais:
    """Listens on a free port of this machine until `fermer`. `retard`: seconds before each piece of an answer."""

    def __init__(self, vers: Path) -> None:
        self.vers, self.retard = vers, 0.0
        self._ecoute = socket.create_server(("127.0.0.1", 0))
        self.port = self._ecoute.getsockname()[1]
        threading.Thread(target=self._accueillir, daemon=True).start()

    def fermer(self) -> None:
        self._ecoute.shutdown(socket.SHUT_RDWR)
        self._ecoute.close()

    def _accueillir(self) -> None:
        while True:
            try:
                client, _ = self._ecoute.accept()
            except OSError:  # closed
                return
            serveur = socket.socket(socket.AF_UNIX)
            try:
                serveur.connect(str(self.vers))
            except OSError:  # nobody there: as if nobody listened here either
                client.close()
                serveur.close()
                continue
            threading.Thread(target=self._passer, args=(client, serveur, False), daemon=True).start()
            threading.Thread(target=self._passer, args=(serveur, client, True), daemon=True).start()

    def _passer(self, de: socket.socket, vers: socket.socket, reponse: bool) -> None:
        try:
            while morceau := de.recv(65536):
                if reponse:
                    time.sleep(self.retard)
                vers.sendall(morceau)
        except OSError:
            pass
        finally:
            for bout in (de, vers):
                try:
                    bout.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
            de.close()
