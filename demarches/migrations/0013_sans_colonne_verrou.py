from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("demarches", "0012_verrous")]

    operations = [migrations.RemoveField(model_name="demarche", name="verrou")]
