from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('elections', '0013_keep_checks'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='derivation',
            name='checked',
        ),
        migrations.RunSQL('DELETE FROM elections_derivedcheck', ''),  # made anew, with the moment, for the next reader
        migrations.AddField(
            model_name='derivedcheck',
            name='changed_at',
            field=models.DateTimeField(default=None, help_text='When what is derived last changed.'),
            preserve_default=False,
        ),
    ]
