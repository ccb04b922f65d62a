from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "fardplan.public"
    label = "public"
    default_auto_field = "django.db.models.BigAutoField"
