"""What a test fills in and presses: a row of docs/consequences.md is never only for show."""

import json
from collections.abc import Iterator

import pytest
from django import forms
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest
from django.urls import ResolverMatch

from tests.architecture import consequences
from tests.architecture.consequences import (
    file_of,
    form_name,
    is_of_installation,
    key_of_field,
    loose_fields,
    pages_forms,
    pages_modules,
    view_name,
)


def heard(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The keys of everything that is sent from now on."""
    said: set[str] = set()
    clean, resolve = forms.BaseForm.full_clean, BaseHandler.resolve_request

    def cleaned(form: forms.BaseForm) -> None:
        clean(form)
        if form.is_bound:
            said.update(_filled_in(form))

    def resolved(handler: BaseHandler, request: HttpRequest) -> ResolverMatch:
        match = resolve(handler, request)
        said.update(_pressed(request, match))
        return match

    monkeypatch.setattr(forms.BaseForm, "full_clean", cleaned)
    monkeypatch.setattr(BaseHandler, "resolve_request", resolved)
    return said


def _filled_in(form: forms.BaseForm) -> Iterator[str]:
    kind = next((each for each in type(form).__mro__ if each in pages_forms()), None)
    if kind is None:
        return
    for name, field in form.fields.items():
        sent = form[name].data
        if sent not in (*field.empty_values, False) or name in form.changed_data:
            yield key_of_field(kind, name, field)
    if hasattr(form, "ticket") and form_name(kind) == "telling.GrantForm":
        yield f"grant:{form.ticket.pending_kind}"


def _pressed(request: HttpRequest, match: ResolverMatch) -> Iterator[str]:
    given = {name for sent in (request.GET, request.POST) for name in sent if sent[name]}
    for key in loose_fields():
        file, _dot, name = key.rpartition(".")
        if name in given and (
            file == view_name(match.func.__module__) or file not in pages_modules()
        ):
            yield key
    if request.method == "POST":
        yield match.view_name
        yield f"whistle_step:{match.kwargs.get('verb')}"
        if match.view_name.startswith("openapi") and request.body:
            filled = {name for name, value in json.loads(request.body).items() if value != ""}
            yield from (f"{match.view_name}.{name}" for name in filled)


def wanted_of(item: pytest.Item) -> set[str]:
    """What a test has to send: the keys of the rows that name it first, as far as one can hear."""
    file, name = item.path, getattr(item, "originalname", item.name)
    return {
        key
        for row in consequences.rows()
        if row.tests and row.tests[0][1] == name and file_of(row.tests[0][0]) == file
        for key in row.keys
        if not is_of_installation(key)
    }


def is_varied(item: pytest.Item) -> bool:
    """Whether it runs several times and sends only a part each time."""
    return hasattr(item, "callspec")
