from django.db import migrations


def _anchor(row):
    """As `about.About.exact_anchor`: what the sender chose, in the draft they read."""
    if row.passage_id is not None:
        return f"stycke:{row.passage.key}@{row.passage.draft.number}"
    if row.section_id is not None:
        return f"avsnitt:{row.section.key}@{row.section.draft.number}"
    return f"dag:{row.day.slug}" if row.day_id is not None else "strategin"


def keep_what_was_chosen(apps, schema_editor):
    """A contribution can be moved from now on: what its sender chose stays in the submission."""
    contributions = apps.get_model("contributions", "Contribution").objects.filter(part=None)
    submissions = apps.get_model("contributions", "Submission").objects
    for row in contributions.select_related("passage__draft", "section__draft", "day").iterator():
        submissions.filter(pk=row.submission_id, about="").update(about=_anchor(row))


class Migration(migrations.Migration):
    dependencies = [("contributions", "0004_answering_desk")]

    operations = [migrations.RunPython(keep_what_was_chosen, migrations.RunPython.noop)]
