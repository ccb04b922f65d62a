from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "fardplan.live"
    label = "live"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from fardplan.live import told  # noqa: F401 - what is counted for those who follow is registered
