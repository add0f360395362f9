"""WSGI entrance, served by granian."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from ameli.configuration import ConfigurationInvalide

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ameli.settings")

try:
    application = get_wsgi_application()
except ConfigurationInvalide as faute:
    sys.exit(str(faute))

# The first PDF of a process takes over a second, nearly all of it to load fonts: done before somebody asks.
from documents.rendu import chauffer_en_fond

chauffer_en_fond()
