"""Who is logged in, in the words that messages need, and why Google's log-in service says no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leadsorted_sheets import errors

SHEETS = "https://www.googleapis.com/auth/spreadsheets"
DRIVE = "https://www.googleapis.com/auth/drive"
OWN_FILES = f"{DRIVE}.file"
FILE_FACTS = f"{DRIVE}.metadata.readonly"
_DRIVE_SCOPES = frozenset({DRIVE, f"{DRIVE}.readonly", OWN_FILES, f"{DRIVE}.metadata", FILE_FACTS})


@dataclass(frozen=True, slots=True)
class Login:
    """`who` is the e-mail address of the account, where we know it. A robot is a service account."""

    who: str = ""
    robot: bool = False
    scopes: frozenset[str] = frozenset()

    @property
    def sees_all_sheets(self) -> bool:
        """Whether it may open sheets that others made."""
        return not self.scopes or bool(self.scopes & {SHEETS, DRIVE})

    @property
    def sees_drive(self) -> bool:
        return bool(self.scopes & _DRIVE_SCOPES)

    @classmethod
    def of(cls, credentials: Any) -> Login:
        """What google-auth's credentials tell of themselves."""
        robot = getattr(credentials, "service_account_email", None)
        who = robot or getattr(credentials, "account", None) or ""
        scopes = getattr(credentials, "granted_scopes", None) or getattr(credentials, "scopes", None) or ()
        return cls(str(who), robot is not None, frozenset(scopes))


def refused(body: Mapping[str, Any], login: Login) -> errors.LoggedOut:
    """Why a token was not given: RFC 6749, 5.2, and what Google puts into `error_description`."""
    error, description = str(body.get("error", "")), str(body.get("error_description", ""))
    said = f"{error} {description}".lower()
    if "reasonable timeframe" in said or "iat and exp" in said:
        return errors.LoggedOut(
            "Google does not accept this computer's clock.",
            "Set its date, time and time zone (best: automatically), then: leadsorted google doctor",
        )
    if login.robot:
        return _robot_refused(said, login)
    if "deleted_client" in said or "disabled_client" in said or "invalid_client" in said:
        return errors.LoggedOut(
            "The OAuth client that this log-in was made with is deleted, switched off or has a new secret.",
            "Download its file again and log in with it: leadsorted google login --client FILE",
        )
    if "admin_policy_enforced" in said or "access_denied" in said or "org_internal" in said:
        return errors.LoggedOut(
            "An administrator of your Google Workspace does not allow this program.",
            "Ask for it to be allowed, then: leadsorted google login",
        )
    if "invalid_rapt" in said or "rapt_required" in said or "reauth" in said:
        return errors.LoggedOut("Your Google Workspace asks for a fresh log-in from time to time.")
    return errors.LoggedOut(
        "The log-in to Google has run out or was taken back. (Where the OAuth consent screen is in testing, it runs "
        "out after 7 days: docs/google.md says how to end that.)"
    )


def _robot_refused(said: str, login: Login) -> errors.LoggedOut:
    if "account not found" in said or "deleted" in said or "disabled" in said:
        why = f"The service account {login.who} does not exist any more, or is switched off."
    elif "signature" in said:
        why = f"The key of the service account {login.who} was deleted or replaced."
    else:
        why = f"Google does not accept the service account {login.who}."
    return errors.LoggedOut(why, "Download a new key file and give it: leadsorted google login --service-account FILE")
