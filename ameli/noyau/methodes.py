"""An address that only takes what a form sends, opened by hand or by « Précédent »: a page that says so instead of a white one."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render


class PageDeMethode:
    """Gives a refused GET its page, with the same status and the same `Allow`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reponse = self.get_response(request)
        if request.method != "GET" or not isinstance(reponse, HttpResponseNotAllowed) or reponse.content:
            return reponse
        page = render(request, "405.html", status=reponse.status_code)
        page["Allow"] = reponse["Allow"]
        return page
