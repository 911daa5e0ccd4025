"""What is shipped to run the site elsewhere: containers, services. No daemon runs here, so it is read and checked."""

import re
import shutil
import subprocess

import pytest
import yaml

from tests.servers.nginx import replaced
from tracker.settings import ROOT, Settings

FOLDER = ROOT / "docs" / "deployment"
UNITS = ("tracker.service", "tracker-backup.service", "tracker-backup.timer")
TRACKER = "/opt/pledge-tracker/.venv/bin/tracker"
MOST_EXPOSED = 20
"""Tenths, as systemd-analyze counts: 100 is a service without any limits."""
SETTINGS = {name.upper() for name in Settings.model_fields}


def instructions(path):
    """The instructions of a Dockerfile, with continued lines joined."""
    text = re.sub(r"^#.*\n", "", path.read_text(), flags=re.M).replace("\\\n", " ")
    return [tuple(line.split(maxsplit=1)) for line in text.splitlines() if line.strip()]


def test_the_image_runs_as_nobody_in_particular_from_locked_packages():
    steps = instructions(ROOT / "Dockerfile")
    assert {name for name, _ in steps} <= {
        *("FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK"),
        *("ENTRYPOINT", "CMD"),
    }
    last = dict(steps)
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", last["USER"])
    assert all(":" in image.split()[0] and "latest" not in image for name, image in steps if name == "FROM")
    assert any("--require-hashes --requirement requirements.txt" in rest for name, rest in steps if name == "RUN")
    assert "/healthz" in last["HEALTHCHECK"]
    assert last["CMD"] == '["run"]'
    named = re.findall(r"([A-Z_]+)=(\S+)", last["ENV"])
    not_ours = {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "SQLITE_TMPDIR"}
    assert {name for name, _ in named} - not_ours <= SETTINGS
    assert not re.search("PASSWORD|TOKEN|KEY", last["ENV"])


def test_the_image_has_what_the_site_is_made_of_and_the_build_sees_no_more():
    copied = [rest.split()[:-1] for name, rest in instructions(ROOT / "Dockerfile") if name == "COPY"]
    sources = {source for some in copied for source in some if not some[0].startswith("--from")}
    assert {source for source in sources if not (ROOT / source).exists()} == set()
    shipped = (ROOT / ".dockerignore").read_text().splitlines()
    assert {line[1:] for line in shipped if line.startswith("!")} == sources
    assert "*" in shipped
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    beside = {"__pycache__", "benchmarks", "build", "docs", "tests", "var", "pledge_tracker.egg-info"}
    assert folders - beside == {source for source in sources if (ROOT / source).is_dir()}


def test_the_image_has_every_file_that_the_program_reads():
    copied = [rest.split()[:-1] for name, rest in instructions(ROOT / "Dockerfile") if name == "COPY"]
    sources = {ROOT / source for some in copied for source in some}
    named = {
        ROOT.joinpath(*re.findall(r'"([^"]+)"', parts))
        for file in (ROOT / "tracker").rglob("*.py")
        for parts in re.findall(r'\bROOT((?: / "[^"]+")+)', file.read_text())
    }
    # What it writes itself lies in a volume.
    read = {path for path in named if path.exists()} - {ROOT / "var"}
    assert ROOT / "docs" / "editors.md" in read
    assert {path for path in read if not sources & {path, *path.parents}} == set()


@pytest.fixture
def services():
    return yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]


@pytest.mark.parametrize("name", ["database", "site", "nginx"])
def test_each_container_is_limited_and_looked_after(services, name):
    service = services[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["user"].partition(":")[0]) > 0
    assert service["healthcheck"]["test"][0] == "CMD"
    assert service["restart"] == "unless-stopped"
    assert "build" in service or re.search(r":\d", service["image"])


def test_containers_start_in_order_and_keep_data_in_volumes(services):
    whole = yaml.safe_load((ROOT / "compose.yaml").read_text())
    assert services["site"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["nginx"]["depends_on"] == {"site": {"condition": "service_healthy"}}
    mounts = [it.split(":") for service in services.values() for it in service["volumes"]]
    assert {source for source, *_ in mounts if not source.startswith("./")} == set(whole["volumes"])
    assert all((ROOT / source).is_file() for source, *_ in mounts if source.startswith("./"))
    environment = services["site"]["environment"]
    assert set(environment) <= SETTINGS
    assert "POSTGRES_PASSWORD:?" in environment["DATABASE_URL"], "there is no password that everybody knows"
    assert {port for service in services.values() for port in service.get("ports", ())} == {"127.0.0.1:8080:80"}


@pytest.fixture
def units(tmp_path):
    """The units, with a program in place of one that is not installed here."""
    for name in UNITS:
        text = (FOLDER / name).read_text()
        (tmp_path / name).write_text(replaced(text, (TRACKER, "/bin/true")) if TRACKER in text else text)
    return [str(tmp_path / name) for name in UNITS]


def test_systemd_understands_the_units_and_finds_them_hardened(units):
    program = shutil.which("systemd-analyze") or pytest.skip("systemd-analyze is missing: see .ci/system-packages")
    done = subprocess.run([program, "verify", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for unit in units[:2]:
        command = [program, "security", "--offline=true", f"--threshold={MOST_EXPOSED}", unit]
        assert subprocess.run(command, capture_output=True, text=True, check=False).returncode == 0


def test_units_set_only_what_there_is_to_set():
    for name in UNITS[:2]:
        text = (FOLDER / name).read_text()
        (line,) = re.findall(r"^Environment=(.*)$", text, re.M)
        assert {it.partition("=")[0] for it in line.split()} <= SETTINGS
        assert "NoNewPrivileges=yes" in text


def test_everything_is_written_where_it_may_be_whatever_the_database(services):
    # Beside a SQLite file all finds its place; with PostgreSQL the default is in the program's own folder.
    folders = ("SECRETS_DIR", "EXPORTS_DIR", "CAPTURES")
    image = dict(re.findall(r"([A-Z_]+)=(\S+)", dict(instructions(ROOT / "Dockerfile"))["ENV"]))
    for environment in (image, services["site"]["environment"]):
        assert [environment[name].startswith("/data/") for name in folders] == [True] * 3
    for name in UNITS[:2]:
        (line,) = re.findall(r"^Environment=(.*)$", (FOLDER / name).read_text(), re.M)
        unit = dict(it.split("=", 1) for it in line.split())
        assert [unit[name].startswith("/var/lib/tracker/") for name in folders] == [True] * 3


def test_the_process_that_opens_files_may_close_itself_in():
    for name in UNITS[:2]:
        allowed = re.findall(r"^SystemCallFilter=(.*)$", (FOLDER / name).read_text(), re.M)[-1].split()
        assert allowed == ["landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"]


def test_the_proxy_logs_no_address_that_holds_a_secret():
    routes = {
        route.replace("<any(confirm,leave):does>", does)
        for file in (ROOT / "tracker" / "web").rglob("*.py")
        for route in re.findall(r'"(/[^"]*<token>)"', file.read_text())
        for does in ("confirm", "leave")
    }
    assert len(routes) == 4
    # The first expression that matches counts, so it stands before that of the desk and accounts.
    locations = re.findall(r"location ~ (\S+) \{([^}]*)\}", (FOLDER / "nginx.conf").read_text())
    first = {route: next(body for pattern, body in locations if re.search(pattern, route)) for route in routes}
    assert [route for route, body in first.items() if "access_log off" not in body] == []


def test_litestream_copies_the_database_that_the_service_has():
    (database,) = yaml.safe_load((FOLDER / "litestream.yml").read_text())["dbs"]
    assert f"DATABASE_URL=sqlite:///{database['path']}" in (FOLDER / "tracker.service").read_text()
    assert [it["type"] for it in database["replicas"]] == ["s3"]
