from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "fardplan.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from fardplan.dialogue.queries import read_along
        from fardplan.indicators.queries import published_since

        read_along("indicators_since", published_since)  # the navigation of every page leads to them
