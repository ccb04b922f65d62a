from django.apps import AppConfig


class SignupConfig(AppConfig):
    name = "fardplan.signup"
    label = "signup"
    default_auto_field = "django.db.models.BigAutoField"
