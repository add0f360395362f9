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
