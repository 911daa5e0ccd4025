"""Mail is encrypted and signed in as the settings say, or not sent; doctor says what is wrong, and sends nothing."""

import pytest
from sqlalchemy import select

from tests.capture.servers import certificate
from tests.servers.smtp import MailServer
from tests.stored import clock
from tracker.models import Job
from tracker.services.auth.secret_keys import ready_keys
from tracker.services.jobs import do_jobs
from tracker.services.notifications.outbox import MAIL, MailDoer, Message, queue_mail
from tracker.services.upkeep.doctor import mail as doctor_mail
from tracker.services.upkeep.doctor.mail import mail_checks
from tracker.settings import Settings

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ACCOUNT = {"smtp_user": "desk", "smtp_password": "a long word"}


def settings_for(server, folder, security, **changed):
    return Settings(
        secrets_dir=folder / "secrets", smtp_port=server.port, smtp_security=security, mail_from="d@pledges.example",
        public_url="https://pledges.example", **{"smtp_host": "localhost", **ACCOUNT, **changed},
    )  # fmt: skip


def sent(database, settings):
    """Queue a mail and do what is due; the reason why it waits, empty once it is gone."""
    keys = ready_keys(settings.secrets_folder, database)
    with database.changing() as session:
        queue_mail(session, clock(), keys, settings, "a", Message("ann@news.example", "Subject", "Text"))
    do_jobs(database, clock(), {MAIL: MailDoer(database, clock(), settings)})
    with database.reading() as session:
        return session.scalar(select(Job.why)) or ""


def doctor(settings):
    [check] = mail_checks(settings)
    assert bool(check.advice) == (check.state != "ok")
    return check


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_out_encrypted_and_signed_in(database, tmp_path, monkeypatch, security):
    context, _ = certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost1.pem"))
    with MailServer(context, implicit=security == "tls", accounts={"desk": "a long word"}) as server:
        settings = settings_for(server, tmp_path, security)
        assert doctor(settings).state == "ok"
        assert server.received == []
        assert sent(database, settings) == ""
        assert [mail["To"] for mail in server.received] == ["ann@news.example"]
        wrong = settings.model_copy(update={"smtp_password": "another word"})
        assert (doctor(wrong).state, "535" in doctor(wrong).message) == ("problem", True)
        assert "another word" not in str(doctor(wrong))
        assert "535" in sent(database, wrong)
        assert len(server.received) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize(("name", "days"), [("other.example", (-1, 1)), ("localhost", (-2, -1)), ("unknown", (-1, 1))])
def test_a_wrong_certificate_is_refused_before_anything_is_said(database, tmp_path, monkeypatch, security, name, days):
    context, _ = certificate(tmp_path, "localhost" if name == "unknown" else name, days)
    if name != "unknown":
        monkeypatch.setenv("SSL_CERT_FILE", str(next(tmp_path.glob("*.pem"))))
    with MailServer(context, implicit=security == "tls", accounts={"desk": "a long word"}) as server:
        settings = settings_for(server, tmp_path, security)
        assert "certificate" in doctor(settings).message
        assert "SMTP_HOST" in doctor(settings).advice
        assert "certificate" in sent(database, settings)
        assert server.received == []


def test_no_encryption_no_mail_and_nobody_there(database, tmp_path):
    with MailServer() as server:
        settings = settings_for(server, tmp_path, "starttls", smtp_user="")
        assert "STARTTLS" in doctor(settings).message
        assert "STARTTLS" in sent(database, settings)
        assert server.received == []
        assert "encrypted" in doctor(settings.model_copy(update={"smtp_security": "tls"})).message
    assert doctor(settings).state == "problem"
    assert list(mail_checks(Settings())) == []


def test_a_server_elsewhere_that_is_asked_without_encryption_is_pointed_out(database, tmp_path, monkeypatch):
    with MailServer(None, accounts={}) as server:
        monkeypatch.setattr(doctor_mail, "_HERE", ())
        settings = settings_for(server, tmp_path, "none", smtp_user="", smtp_password="")
        assert doctor(settings).state == "warning"
        monkeypatch.undo()
        assert doctor(settings).state == "ok"
        assert sent(database, settings) == ""
