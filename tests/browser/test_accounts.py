"""The way in, in a real browser: from the link of an empty site to the desk, by app and by passkey."""

import threading
import time
from types import SimpleNamespace

import pytest
from werkzeug.serving import make_server

from tests.browser.accessibility import barriers
from tests.browser.conftest import HARMLESS
from tests.signed_in import make_cheap
from tests.web.empty_site import code_at
from tracker import create_app
from tracker.clock import SystemClock
from tracker.services.auth import people
from tracker.services.auth.secret_keys import ready_keys
from tracker.settings import Settings
from tracker.store.database.connecting import Database

EMAIL, PASSWORD = "ada@news.example", "violet tram eats seven"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def empty(migrated_sqlite, tmp_path):
    """A site without accounts, by the machine's clock: its address and the link to the first account."""
    url = f"sqlite:///{tmp_path}/tracker.sqlite3"
    (tmp_path / "tracker.sqlite3").write_bytes(migrated_sqlite.read_bytes())
    server = make_server("127.0.0.1", 0, None, threaded=True)
    settings = Settings(database_url=url, public_url=f"http://localhost:{server.server_port}")
    # The port is a part of the address that passkeys are bound to, so it is known first.
    app = server.app = create_app(settings)
    make_cheap(app)
    database = Database(url)
    keys = ready_keys(settings.secrets_folder, database)
    with database.changing() as session:
        token = people.new_setup_link(session, SystemClock(), keys)
    threading.Thread(target=server.serve_forever, args=(0.05,)).start()
    yield SimpleNamespace(address=settings.public_url, link=f"{settings.public_url}/account/link/{token}")
    server.shutdown()
    server.server_close()
    for opened in (database, app.extensions["site"].database):
        opened.close()


@pytest.fixture
def window(browser):
    """A function that opens a window; what the console says fails the test."""
    contexts, said = [], []

    def open_window(**options):
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}, **options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield open_window
    for context in contexts:
        context.close()
    harmless = (*HARMLESS, "the server responded with a status of 422")
    assert [text for text in said if not any(word in text for word in harmless)] == []


def sound(page, width, scheme):
    """Nothing bars anybody, and nothing scrolls sideways."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    assert barriers(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def set_up(page, empty):
    """From the link to the recovery codes, by keyboard alone; gives the app's secret."""
    page.goto(empty.link)
    page.locator("#email").focus()
    for text in (EMAIL, "Ada Example", "A. Pen", PASSWORD):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/authenticator")
    secret = page.locator(".key").inner_text().replace(" ", "")
    page.locator("#code").fill(code_at(secret, time.time()))
    page.keyboard.press("Enter")
    page.locator(".codes").wait_for()
    return secret


def test_from_the_link_to_the_desk_without_scripts(empty, window):
    page = window(java_script_enabled=False)
    set_up(page, empty)
    assert page.locator(".codes li").count() == 10
    page.get_by_role("link", name="I have saved my codes").click()
    assert page.url == f"{empty.address}/desk/site", "the first person answers what the site is called and who runs it"
    page.get_by_role("link", name="People").click()
    page.get_by_label("Email address").fill("bob@news.example")
    page.get_by_label("Name", exact=True).fill("Bob Example")
    page.get_by_label("reviewer").check()
    page.get_by_role("button", name="Create invite link").click()
    link = page.get_by_label("Send this link to Bob Example").input_value()
    assert page.get_by_role("button", name="Copy link").count() == 0, "without scripts it is selected by hand"
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    assert page.get_by_text("You have signed out.").is_visible()
    other = window(java_script_enabled=False)
    other.goto(link)
    other.get_by_label("Password").fill("Pledge Tracker!")
    other.get_by_role("button", name="Continue").click()
    assert other.get_by_role("alert").inner_text().startswith("Please fix this problem")
    assert other.get_by_label("Your name").input_value() == "Bob Example"


def test_a_passkey_is_made_lets_in_and_confirms(empty, window):
    page = window()
    set_up(page, empty)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(empty.address + "/account/passkeys/new")
    page.get_by_label("Passkey name").fill("work laptop")
    page.get_by_role("button", name="Create passkey").click()
    page.get_by_role("status").filter(has_text="work laptop").wait_for()
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{empty.address}/desk/")
    page.goto(empty.address + "/account/confirm?next=/account/password")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{empty.address}/account/password")
    assert page.get_by_label("New password").is_visible()


def test_the_pages_bar_nobody(empty, window):
    page = window()
    page.goto(empty.link)
    sound(page, 360, "dark")
    set_up(page, empty)
    # All are made of the same few parts: each width and scheme sees all of these.
    for path, width, scheme in (
        ("/account/", 360, "light"),
        ("/account/authenticator", 1280, "dark"),
        ("/desk/people", 360, "dark"),
        ("/desk/people/1", 1280, "light"),
    ):
        page.goto(empty.address + path)
        sound(page, width, scheme)
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    sound(page, 360, "light")
