"""Where somebody asks about."""

from django import forms


class WhereForm(forms.Form):
    """An address in words, a code, or a point of the map."""

    q = forms.CharField(required=False, max_length=200)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
