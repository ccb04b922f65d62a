from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules


class BaseConfig(AppConfig):
    name = "fardplan.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from fardplan.base import guards, search
        from fardplan.base.hub import keeping  # noqa: F401 - its job is registered

        search.install()
        # Each app's jobs.py registers its periodic jobs. Guards are laid again after every migration, because
        # SQLite forgets a table's triggers when a migration rebuilds the table.
        autodiscover_modules("jobs")
        # Each app's served.py says who may see its uploaded files.
        autodiscover_modules("served")
        # Each app's live.py says what is told and counted live.
        autodiscover_modules("live")
        pre_migrate.connect(guards.step_aside_before_migrate, sender=self, dispatch_uid="fardplan.guards")
        post_migrate.connect(guards.install_after_migrate, dispatch_uid="fardplan.guards")
