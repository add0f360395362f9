"""Static files while two versions serve: a page asks for its own, and may ask the machine that has those of the other version."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware


class DeToutesLesVersions(WhiteNoiseMiddleware):
    """WhiteNoise's. A name whose fingerprint is not of this version gets the file of the same name, which nobody keeps for long."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chemin = request.path_info
        if chemin not in self.files and chemin.startswith(self.static_prefix):
            voisin = self.files.get(self.get_name_without_hash(chemin))
            if voisin is not None:
                return self.serve(voisin, request)
        return super().__call__(request)
