"""ASGI entrance, served by granian: bodies are read here, pages are made by `ameli.wsgi`."""

from django.conf import settings

from ameli.entree import Entree, Limites
from ameli.wsgi import application as site

# Twice what a form takes: whoever picks a little too much is told by the form itself, and loses nothing that was typed.
application = Entree(site, Limites(octets=2 * settings.TELEVERSEMENT["envoi_maximum"]))
