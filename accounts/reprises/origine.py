"""Where a form was sent from."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def page_d_origine(request: HttpRequest) -> str:
    """The path of the page whose form was sent, when it is one of ours; the address of the form otherwise."""
    origine = request.headers.get("Referer", "")
    if origine and url_has_allowed_host_and_scheme(origine, {request.get_host()}, require_https=request.is_secure()):
        lue = urlsplit(origine)
        return f"{lue.path}?{lue.query}" if lue.query else lue.path
    return request.get_full_path()
