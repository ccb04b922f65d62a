"""What officials fill in to come in. The sign-in library's forms in our own words, without placeholders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from fardplan.base.forms import Line
from fardplan.people.models import Official

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PASSWORD_HELP = _("Minst 12 tecken. Gärna flera ord efter varandra.")


def _in_our_words(form: forms.Form, **labels: StrOrPromise) -> None:
    """Our own labels; a placeholder disappears when one begins to write, so there is none."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)


class SignIn(account.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, login=_("E-post"), password=_("Lösenord"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ShowPassword(account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, password=_("Lösenord"))


class _NewPassword:
    """One field for the new password: writing it twice helps nobody who can look at what they wrote."""

    fields: dict[str, forms.Field]

    def _prepare(self) -> None:
        del self.fields["password2"]
        _in_our_words(self, password1=_("Nytt lösenord"))  # type: ignore[arg-type]
        self.fields["password1"].help_text = PASSWORD_HELP


class ChangePassword(_NewPassword, account.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare()
        _in_our_words(self, oldpassword=_("Nuvarande lösenord"))


class ChoosePassword(_NewPassword, account.SetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare()


class PasswordFromLink(_NewPassword, account.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare()


class ForgottenPassword(account.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, email=_("E-post"))


class ShowCode(mfa.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, code=_("Kod från appen, eller en reservkod"))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "short"}


class ShowCodeAgain(mfa.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, code=_("Kod från appen, eller en reservkod"))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "short"}


class FirstCode(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, code=_("Koden som appen visar"))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "short"}


class NewKey(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A key always works without password: the choice of "passwordless" is made for the official."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, name=_("Vad nyckeln ska heta"))
        self.fields["name"].help_text = _("Till exempel ”Min telefon”.")
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].initial = True


class RenameKey(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, name=_("Vad nyckeln ska heta"))


class Welcome(forms.Form):
    """How somebody with an invitation becomes an official."""

    email = forms.EmailField(
        label=_("E-post"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    name = Line(label=_("Namn"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    title = Line(
        label=_("Funktion"),
        max_length=120,
        required=False,
        help_text=_("Till exempel projektledare. Visas bara på skrivbordet."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    password = forms.CharField(
        label=_("Lösenord"),
        strip=False,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invited_email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invited_email = invited_email
        if invited_email:
            # The invitation went to this address; whoever reads mail there is who we invited.
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["email"] = (self.invited_email or data.get("email", "")).lower()
        if "password" in data:
            official = Official(email=data["email"], name=data.get("name", ""))
            try:
                validate_password(data["password"], official)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class AboutMe(forms.ModelForm[Official]):
    """What an official changes about themselves."""

    class Meta:
        model = Official
        fields = ["name", "title"]
        field_classes = {"name": Line, "title": Line}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
