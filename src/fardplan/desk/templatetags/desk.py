"""Tags for lists at the desk."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm
from django.utils.translation import gettext as _

from fardplan.desk.editing import shown as as_read
from fardplan.dialogue.models import RoleName

register = template.Library()


@register.inclusion_tag("desk/parts/sort_header.html", takes_context=True)
def sort_header(context: dict[str, Any], key: str, label: str, default: str = "") -> dict[str, Any]:
    """A column heading that sorts: `{% sort_header "name" _("Namn") "name" %}`; `default` is the list's own order."""
    asked = context["request"].GET.get("ordning", "") or default
    rising, falling = asked == key, asked == f"-{key}"
    query = context["request"].GET.copy()
    query["ordning"] = f"-{key}" if rising else key
    query.pop("sida", None)
    return {"label": label, "query": query.urlencode(), "rising": rising, "falling": falling}


@register.filter
def shown(form: BaseForm, name: str) -> str:
    """A field's value as a person reads it."""
    return as_read(form, name)


@register.filter
def role_name(code: str) -> str:
    """A role's name in the page's language."""
    return str(RoleName(code).label) if code in RoleName.values else ""


@register.filter
def plain_detail(value: Any) -> str:
    """A detail of a log entry as words: a list with commas, yes and no."""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)
