"""The site as a WSGI application; `ameli.asgi` stands in front of it."""

import os

from django.core.wsgi import get_wsgi_application

from ameli.configuration import ou_sortir
from ameli.noyau import processus

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ameli.settings")

with ou_sortir():
    processus.declarer(processus.Genre.WEB)
    application = get_wsgi_application()

# The first PDF of a process takes over a second, nearly all of it to load fonts: done before somebody asks.
from documents.rendu import chauffer_en_fond

chauffer_en_fond()
