from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "fardplan.rooms"
    label = "rooms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from fardplan.rooms import live  # noqa: F401 - what those who read along follow is registered
