from django.db import migrations, models


def keep_that_and_not_when(apps, schema_editor):
    invitations = apps.get_model('surveys', 'Invitation').objects.using(schema_editor.connection.alias)
    invitations.filter(answered_on__isnull=False).update(is_used=True)
    invitations.filter(declined_on__isnull=False).update(has_declined=True)


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0005_data_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='is_used',
            field=models.BooleanField(default=False, verbose_name='besvarad'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='has_declined',
            field=models.BooleanField(default=False, verbose_name='vill inte bli påmind'),
        ),
        migrations.RunPython(keep_that_and_not_when, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name='invitation', name='who_answered_belonged_to_the_sample'),
        migrations.RemoveField(model_name='invitation', name='answered_on'),
        migrations.RemoveField(model_name='invitation', name='declined_on'),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('is_used', False), ('ineligible_because', ''), _connector='OR'), name='who_answered_belonged_to_the_sample'),
        ),
    ]
