"""Reports that observers file, who files for which organisation, and that the role of observers may."""

import django.db.models.deletion
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


def let_observers_file(apps, schema_editor):
    """Make the permission now, which Django would make after the last migration, and give it to the role."""
    create_permissions(installed.get_app_config("observers"), verbosity=0, using=schema_editor.connection.alias)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    file = Permission.objects.get(codename="add_filedreport", content_type__app_label="observers")
    Group.objects.get(name="observer").permissions.add(file)


class Migration(migrations.Migration):

    dependencies = [
        ('elections', '0013_keep_checks'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('observers', '0006_name_the_parts_of_a_mission'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('picture', 'picture'), ('document', 'document')], help_text='What it is: JPEG or PDF.', max_length=10)),
                ('file', models.FileField(help_text='The stripped file, named by its SHA-256.', max_length=200, upload_to='reports/')),
                ('sha256', models.CharField(help_text='The SHA-256 of the stripped file, in hexadecimal.', max_length=64)),
                ('size', models.PositiveIntegerField(help_text='The size of the stripped file in bytes.')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='FiledReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField(blank=True, default=dict, help_text='What was typed, field by field.')),
                ('contact', models.TextField(blank=True, default='', help_text='How reviewers may ask back; only the observer and reviewers see it, and it is forgotten in time.')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), help_text='When it was begun.')),
                ('saved_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), help_text='When it was last kept.')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Observer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='report',
            name='report_kind_known',
        ),
        migrations.AlterField(
            model_name='report',
            name='kind',
            field=models.CharField(choices=[('needs_assessment', 'needs assessment'), ('interim', 'interim report'), ('preliminary_statement', 'preliminary statement'), ('statement', 'statement'), ('press', 'press release'), ('final', 'final report'), ('field', 'report from the field')], help_text='What kind of report it is.', max_length=30),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['needs_assessment', 'interim', 'preliminary_statement', 'statement', 'press', 'final', 'field'])), name='report_kind_known', violation_error_message='Use one of: needs_assessment, interim, preliminary_statement, statement, press, final, field.'),
        ),
        migrations.AddField(
            model_name='filedreport',
            name='change_set',
            field=models.OneToOneField(blank=True, help_text='What it proposes to the record; empty for a draft that was never sent.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='filed_report', to='elections.changeset'),
        ),
        migrations.AddField(
            model_name='filedreport',
            name='filed_by',
            field=models.ForeignKey(help_text="Who wrote it; never shown outside the staff's pages.", on_delete=django.db.models.deletion.PROTECT, related_name='filed_reports', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='filedreport',
            name='organisation',
            field=models.ForeignKey(help_text='The organisation that reports.', on_delete=django.db.models.deletion.PROTECT, related_name='filed_reports', to='observers.organisation'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='report',
            field=models.ForeignKey(help_text='The report that it backs.', on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='observers.filedreport'),
        ),
        migrations.AddField(
            model_name='observer',
            name='organisation',
            field=models.ForeignKey(help_text='The organisation that they file for.', on_delete=django.db.models.deletion.PROTECT, related_name='observers', to='observers.organisation'),
        ),
        migrations.AddField(
            model_name='observer',
            name='user',
            field=models.OneToOneField(help_text='Who files.', on_delete=django.db.models.deletion.PROTECT, related_name='observer', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['picture', 'document'])), name='attachment_kind_known', violation_error_message='Use one of: picture, document.'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='attachment_sha256_valid', violation_error_message='A SHA-256 has 64 hexadecimal digits.'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(fields=('report', 'sha256'), name='attachment_unique', violation_error_message='The report has this file already.'),
        ),
        migrations.RunPython(let_observers_file, migrations.RunPython.noop),
    ]
