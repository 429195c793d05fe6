"""docker-compose.yml and Dockerfile keep the rules that docs/own-servers.md promises."""

import subprocess

import pytest

from .containers import client, compose
from .image import PROJECT, sent, stages

pytestmark = pytest.mark.own_servers
SERVICES = ["proxy", "web", "worker", "beat", "prepare", "db", "valkey"]


@pytest.fixture(scope="module")
def file():
    return compose()


def test_the_services_are_these(file):
    assert sorted(file["services"]) == sorted(SERVICES)


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_is_locked_down(file, name):
    service = file["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"] and service["pids_limit"]
    assert int(service["user"].split(":")[0]) > 0
    assert "privileged" not in service


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "prepare"])
def test_each_lasting_service_has_a_health_check(file, name):
    assert file["services"][name]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_nothing_starts_before_the_record_is_prepared(file, name):
    needs = {other: need["condition"] for other, need in file["services"][name]["depends_on"].items()}
    assert needs["prepare"] == "service_completed_successfully"
    assert needs["db"] == needs["valkey"] == "service_healthy"


def test_only_the_proxy_can_be_reached_and_only_the_proxy_reaches_web(file):
    assert [name for name, service in file["services"].items() if service.get("ports")] == ["proxy"]
    inside = {name for name, network in file["networks"].items() if (network or {}).get("internal")}
    for name, service in file["services"].items():
        assert set(service["networks"]) <= inside or name == "proxy"
        assert ("front" in service["networks"]) == (name in ("proxy", "web"))


def test_web_and_worker_can_be_scaled(tmp_path):
    """Nothing pins a copy: neither a name nor a port of the host, nor a volume of its own; what all share is shared."""
    more = tmp_path / "more.yml"
    more.write_text("services: {web: {deploy: {replicas: 3}}, worker: {deploy: {replicas: 4}}}")
    services = compose("-f", "docker-compose.yml", "-f", str(more))["services"]
    for name, copies in {"web": 3, "worker": 4}.items():
        assert services[name]["deploy"]["replicas"] == copies
        assert not {"container_name", "ports", "hostname"} & services[name].keys()
        assert [name_of(volume) for volume in services[name]["volumes"]] == ["packages"]


def name_of(volume) -> str:
    """The name of a volume in the client's long or short form."""
    return volume.split(":")[0] if isinstance(volume, str) else volume["source"]


def test_without_hosts_nothing_starts():
    with pytest.raises(subprocess.CalledProcessError) as refused:
        compose(ALLOWED_HOSTS="")
    assert "name the hosts that the site answers to" in refused.value.stderr


def test_every_secret_is_made_or_told_how_to_make(file, tmp_path):
    subprocess.run([PROJECT / "deploy" / "make-secrets.sh", tmp_path], check=True, capture_output=True)
    told = (PROJECT / "docs" / "own-servers.md").read_text()
    for name in file["secrets"]:
        assert (tmp_path / name).exists() or f"deploy/secrets/{name}" in told, name


def test_secrets_are_made_once_and_for_nobody_else(tmp_path):
    script, folder = PROJECT / "deploy" / "make-secrets.sh", tmp_path / "secrets"
    subprocess.run([script, folder], check=True, capture_output=True)
    before = {path.name: path.read_text() for path in folder.iterdir()}
    subprocess.run([script, folder], check=True, capture_output=True)
    assert {path.name: path.read_text() for path in folder.iterdir()} == before
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len(set(before.values())) == len(before)
    assert len(before["secret_key"].strip()) >= 50


def test_no_secret_and_no_test_gets_into_an_image():
    files = sent()
    assert {"manage.py", "requirements.txt", "config/settings.py", "elections/data/sources.csv"} <= set(files)
    assert not [path for path in files if "/tests/" in path or "secret" in path.lower() or path == ".env"]


@pytest.mark.parametrize("name", ["site", "proxy"])
def test_images_run_as_nobody_in_particular(file, name):
    uid = stages()[name].all("USER")[-1]
    users = {service["user"] for service in file["services"].values() if service["image"] == f"saylau-{name}"}
    assert users == {uid}


def test_requirements_are_installed_by_hash():
    installs = [command for command in stages()["build"].all("RUN") if "pip install" in command]
    assert installs and all("--require-hashes" in command for command in installs)


def test_the_client_was_there():
    assert subprocess.run([*client(), "version"], capture_output=True).returncode == 0
