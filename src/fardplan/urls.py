"""All addresses: Swedish without prefix, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from fardplan.base import views

handler400 = views.bad_request
handler404 = views.not_found
handler500 = views.server_error

urlpatterns = [
    path("halsa/", views.health, name="health"),
    path("", include("fardplan.public.urls_plain")),
    *i18n_patterns(
        path("skrivbord/", include("fardplan.desk.urls")),
        path("konto/", include("fardplan.desk.urls_account")),
        path("", include("fardplan.public.urls")),
        prefix_default_language=False,
    ),
]
