"""The pages on the way in: invitation, password, codes, forgotten password."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from fardplan.base import clock
from fardplan.base.models import OutgoingMail
from fardplan.people import actions
from fardplan.people.models import Official

PASSWORD = "ett langt losenord"


@pytest.fixture(autouse=True)
def _forget_attempts() -> None:
    cache.clear()


def sign_in(client: Client, email: str = "ansvarig@example.org", password: str = PASSWORD, **extra: str):
    return client.post(reverse("account_login"), {"login": email, "password": password, **extra})


@pytest.mark.django_db
def test_the_first_official_comes_in_and_is_offered_a_key(client: Client):
    url = reverse("desk:welcome", args=[actions.first_invitation(now=clock.now())])
    assert "du är inne" not in client.get(url).text
    response = client.post(
        url, {"email": "forst@example.org", "name": "Först", "title": "", "password": "fyra ord i en rad"}, follow=True
    )
    assert response.redirect_chain == [(reverse("mfa_index"), 302)]
    assert reverse("mfa_add_webauthn") in response.text
    assert Client().get(url).status_code == 410


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["kort", "123456789012", "forst@example.org"])
def test_a_weak_password_is_refused_at_its_field(client: Client, password: str):
    url = reverse("desk:welcome", args=[actions.first_invitation(now=clock.now())])
    response = client.post(url, {"email": "forst@example.org", "name": "Först", "password": password})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["password"])
    assert not Official.objects.exists()


@pytest.mark.django_db
def test_a_made_up_invitation_leads_nowhere(client: Client):
    assert client.get(reverse("desk:welcome", args=["pahittad"])).status_code == 410


def test_nobody_opens_an_account_by_themselves(client: Client, db: None):
    assert client.get("/konto/signup/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_email_and_password_lead_to_the_page_one_wanted(client: Client, administrator: Official):
    response = sign_in(client, email="Ansvarig@Example.org", next="/skrivbord/?sida=2")
    assert (response.status_code, response["Location"]) == (302, "/skrivbord/?sida=2")
    assert client.get("/skrivbord/").context["official"] == administrator


def test_no_other_site_can_be_the_page_one_wanted(client: Client, administrator: Official):
    assert sign_in(client, next="https://evil.example/")["Location"] == "/skrivbord/"


def test_wrong_password_and_unknown_address_look_the_same(client: Client, administrator: Official):
    pages = [sign_in(client, email, "fel losenord helt").text for email in (administrator.email, "okand@example.org")]
    words = "E-postadressen och lösenordet hör inte ihop"
    assert [words in page for page in pages] == [True, True]
    assert client.get("/skrivbord/").status_code == 302


def test_guessing_is_stopped(client: Client, administrator: Official):
    for _attempt in range(10):
        sign_in(client, password="fel losenord helt")
    assert "Vänta några minuter" in sign_in(client).text


def test_a_closed_account_stays_out(client: Client, administrator: Official):
    Official.objects.update(is_active=False)
    sign_in(client)
    assert client.get("/skrivbord/").status_code == 302


def test_a_forgotten_password_is_chosen_anew_by_mail(client: Client, administrator: Official):
    client.post(reverse("account_reset_password"), {"email": administrator.email})
    mail = OutgoingMail.objects.get()
    assert mail.to == administrator.email
    link = next(word for word in mail.text.split() if "/losenord/nytt/" in word)
    assert link.startswith("http://127.0.0.1")
    form = client.get("/" + link.split("/", 3)[3], follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "helt andra ord nu"})
    assert sign_in(Client(), password="helt andra ord nu")["Location"] == "/skrivbord/"
    # The official is told, and the link cannot be used again.
    assert OutgoingMail.objects.filter(subject="Ditt lösenord har bytts").count() == 1
    assert "Länken gäller inte längre" in client.get("/" + link.split("/", 3)[3]).text


def test_an_unknown_address_gets_no_mail_and_the_page_does_not_tell(client: Client, administrator: Official):
    response = client.post(reverse("account_reset_password"), {"email": "okand@example.org"}, follow=True)
    assert "Titta i din inkorg" in response.text
    assert not OutgoingMail.objects.exists()


def test_a_host_header_cannot_redirect_the_link(client: Client, administrator: Official):
    client.post(reverse("account_reset_password"), {"email": administrator.email}, headers={"host": "localhost"})
    assert "http://localhost" not in OutgoingMail.objects.get().text


def test_with_an_app_the_password_alone_is_not_enough(client: Client, administrator: Official):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(administrator, secret)
    assert sign_in(client)["Location"] == reverse("mfa_authenticate")
    assert client.get("/skrivbord/").status_code == 302
    response = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Koden stämmer inte" in response.text
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    assert client.post(reverse("mfa_authenticate"), {"code": code})["Location"] == "/skrivbord/"
    assert client.get("/skrivbord/").status_code == 200


def test_the_secret_of_an_app_is_not_kept_in_the_clear(administrator: Official, settings):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(administrator, secret)
    kept = Authenticator.objects.get()
    assert secret not in str(kept.data)
    settings.SECRET_KEY = "another-key-" * 6
    assert not kept.wrap().validate_code("000000")


def test_sensitive_pages_ask_for_the_password_again(client: Client, administrator: Official):
    client.force_login(administrator)
    response = client.get(reverse("mfa_add_webauthn"))
    assert response["Location"].startswith(reverse("account_reauthenticate"))


def test_the_example_desk_has_a_door_only_in_the_example(client: Client, db: None, settings):
    assert client.post(reverse("desk:try")).status_code == 404
    assert not Official.objects.exists()
    settings.EXAMPLE = True
    assert client.post(reverse("desk:try"))["Location"] == "/skrivbord/"
    assert client.get("/skrivbord/").status_code == 200


def test_the_way_in_is_protected_against_forged_forms(db: None):
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403


def test_an_old_reset_link_is_refused(client: Client, administrator: Official, monkeypatch):
    client.post(reverse("account_reset_password"), {"email": administrator.email})
    link = next(word for word in OutgoingMail.objects.get().text.split() if "/losenord/nytt/" in word)
    from django.contrib.auth.tokens import PasswordResetTokenGenerator

    later = PasswordResetTokenGenerator._now
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later(self) + timedelta(hours=2, minutes=1))
    assert "Länken gäller inte längre" in client.get("/" + link.split("/", 3)[3]).text
