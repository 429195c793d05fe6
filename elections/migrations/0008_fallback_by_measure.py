from django.db import migrations, models


class Migration(migrations.Migration):
    """What is derived is made anew when its code changes, so its rows need no care."""

    dependencies = [("elections", "0007_guard_history")]

    operations = [
        migrations.RunSQL("DELETE FROM elections_derivedresult; DELETE FROM elections_derivation", migrations.RunSQL.noop),
        migrations.RemoveField("derivedresult", "is_fallback"),
        migrations.AddField(
            "derivedresult",
            "is_fallback_for_votes",
            models.BooleanField(default=False, help_text="Whether it is shown first for votes from another set."),
            preserve_default=False,
        ),
        migrations.AddField(
            "derivedresult",
            "is_fallback_for_seats",
            models.BooleanField(default=False, help_text="Whether it is shown first for seats from another set."),
            preserve_default=False,
        ),
    ]
