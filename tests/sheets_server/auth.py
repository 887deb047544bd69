"""Who is asking: service accounts with a fresh key, people with a refresh token, bearer tokens that expire.

The whole OAuth exchange is real: the client signs a JWT with the private key of its service-account file, the token
endpoint checks the signature, the audience and the times, and hands out a token. A person's login goes through
`/o/oauth2/auth`, where `Consent` says what the person does; `/revoke` takes a token back.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import secrets
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.sheets_server.refusals import Json

TESTING_DAYS = 7
SHEETS = "https://www.googleapis.com/auth/spreadsheets"
DRIVE = "https://www.googleapis.com/auth/drive"
LIFETIME = 3599


@dataclass(frozen=True, slots=True)
class Caller:
    """One who is asking: `client` is the program (for drive.file), `email` whose account it uses."""

    email: str
    client: str
    scopes: frozenset[str]

    def may(self, *scopes: str) -> bool:
        return any(scope in self.scopes for scope in scopes)

    def only_own_files(self, *, drive: bool) -> bool:
        """Whether it sees but the files it made. Drive looks at Drive's scopes only, Sheets at its own as well."""
        if not drive:
            return self.scopes <= {f"{DRIVE}.file"}
        return not self.may(DRIVE, f"{DRIVE}.readonly", f"{DRIVE}.metadata", f"{DRIVE}.metadata.readonly")


class Denied(Exception):
    """The token endpoint refuses: `invalid_grant` and the like."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.body = {"error": error, "error_description": description}


@dataclass(slots=True)
class Consent:
    """What the person at the consent screen does: agrees, refuses, or never answers; `unticked` are rights they withhold.

    Without `lasting` Google gives no refresh token, whatever it was asked for.
    `foreign_state` sends them back with the state of another log-in, as an attacker's link would.
    """

    email: str = "ann@example.com"
    answer: str = "agrees"
    unticked: frozenset[str] = frozenset()
    lasting: bool = True
    foreign_state: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """An authorisation code: for whom, the PKCE challenge it was asked for with, and whether it brings a lasting token."""

    caller: Caller
    challenge: str = ""
    lasting: bool = True


@dataclass(slots=True)
class Accounts:
    """All accounts and tokens of one server. `clock` gives seconds since 1970.

    `in_testing` says that the consent screen is, so that refresh tokens run out after seven days.
    """

    clock: Callable[[], float]
    url: str = ""
    service: set[str] = field(default_factory=set)
    refresh: dict[str, Caller] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, tuple[Caller, float]] = field(default_factory=dict)
    consent: Consent = field(default_factory=Consent)
    in_testing: bool = False
    deleted_clients: set[str] = field(default_factory=set)
    given: dict[str, float] = field(default_factory=dict)
    agreed: set[tuple[str, str]] = field(default_factory=set)

    def service_account(self, email: str = "robot@leads-test.iam.gserviceaccount.com") -> Json:
        """The contents of a service-account file for this server."""
        self.service.add(email)
        return {
            "type": "service_account",
            "project_id": "leads-test",
            "private_key_id": "emulated",
            "private_key": _private_pem(),
            "client_email": email,
            "client_id": "100000000000000000001",
            "auth_uri": f"{self.url}/o/oauth2/auth",
            "token_uri": f"{self.url}/token",
            "universe_domain": "googleapis.com",
        }

    def oauth_client(self) -> Json:
        """The contents of an OAuth client file (`installed`) for this server."""
        return {
            "installed": {
                "client_id": "emulated.apps.googleusercontent.com",
                "project_id": "leads-test",
                "auth_uri": f"{self.url}/o/oauth2/auth",
                "token_uri": f"{self.url}/token",
                "client_secret": "not-a-secret",
                "redirect_uris": ["http://localhost"],
            }
        }

    def person(self, email: str, *scopes: str) -> Json:
        """The contents of an authorised-user file for a person who has logged in already."""
        client = self.oauth_client()["installed"]
        caller = Caller(email, client["client_id"], frozenset(scopes or (SHEETS, DRIVE)))
        token = f"1//{secrets.token_urlsafe(24)}"
        self.refresh[token] = caller
        return {
            "type": "authorized_user",
            "refresh_token": token,
            "client_id": client["client_id"],
            "client_secret": client["client_secret"],
            "token_uri": client["token_uri"],
            "scopes": sorted(caller.scopes),
        }

    def revoke(self, email: str) -> None:
        """Takes a person's consent away: tokens stop working and cannot be refreshed."""
        self.refresh = {token: caller for token, caller in self.refresh.items() if caller.email != email}
        self.tokens = {token: entry for token, entry in self.tokens.items() if entry[0].email != email}

    def expire_tokens(self) -> None:
        self.tokens = {token: (caller, 0.0) for token, (caller, _) in self.tokens.items()}

    def caller(self, authorization: str) -> Caller | None:
        """Whose bearer token this is; None where it is unknown or has expired."""
        found = self.tokens.get(authorization.removeprefix("Bearer "))
        return found[0] if found and found[1] > self.clock() else None

    def sent_back(self, query: Mapping[str, str]) -> str:
        """Where the browser is sent after the consent screen; "" where the person never answers.

        Google gives a refresh token only for `access_type=offline`, and only the first time unless `prompt=consent`.
        """
        person, state = self.consent, query.get("state", "")
        answer = {"state": "of-another-log-in" if person.foreign_state else state}
        if person.answer == "never answers" or query.get("client_id") in self.deleted_clients:
            return ""
        if person.answer == "refuses":
            return f"{query['redirect_uri']}?{urllib.parse.urlencode(answer | {'error': 'access_denied'})}"
        caller = Caller(person.email, query.get("client_id", ""), self._ticked(query))
        known = (caller.email, caller.client) in self.agreed
        lasting = (
            person.lasting and query.get("access_type") == "offline" and (not known or query.get("prompt") == "consent")
        )
        self.agreed.add((caller.email, caller.client))
        code = f"4/{secrets.token_urlsafe(16)}"
        self.codes[code] = Code(caller, query.get("code_challenge", ""), lasting)
        answer |= {"code": code, "scope": " ".join(sorted(caller.scopes))}
        return f"{query['redirect_uri']}?{urllib.parse.urlencode(answer)}"

    def take_back(self, token: str) -> None:
        """Revokes the consent a token stands for, and all tokens given for it. Raises Denied for one not known."""
        caller = self.refresh.get(token) or self.tokens.get(token, (None,))[0]
        if caller is None:
            raise Denied("invalid_token", "Token expired or revoked")
        self.revoke(caller.email)
        self.agreed.discard((caller.email, caller.client))

    def grant(self, form: Mapping[str, str]) -> Json:
        """A token for a signed JWT, a refresh token or an authorisation code. Raises Denied."""
        refresh: Json = {}
        match form.get("grant_type"):
            case "urn:ietf:params:oauth:grant-type:jwt-bearer":
                caller = self._from_jwt(form.get("assertion", ""))
            case "refresh_token":
                caller = self._refreshed(form)
            case "authorization_code":
                caller, refresh = self._from_code(form)
            case other:
                raise Denied("unsupported_grant_type", f"Invalid grant_type: {other}")
        token = f"ya29.{secrets.token_urlsafe(32)}"
        self.tokens[token] = (caller, self.clock() + LIFETIME)
        scopes = " ".join(sorted(caller.scopes))
        return {"access_token": token, "expires_in": LIFETIME, "token_type": "Bearer", "scope": scopes} | refresh

    def _ticked(self, query: Mapping[str, str]) -> frozenset[str]:
        return frozenset(query.get("scope", "").split()) - self.consent.unticked

    def _from_code(self, form: Mapping[str, str]) -> tuple[Caller, Json]:
        """A code is good once, and for the program that holds the secret of its challenge (RFC 7636, 4.6)."""
        code = self.codes.pop(form.get("code", ""), None)
        if code is None:
            raise Denied("invalid_grant", "Malformed auth code.")
        if code.challenge and _challenge(form.get("code_verifier", "")) != code.challenge:
            raise Denied("invalid_grant", "Invalid code verifier.")
        if not code.lasting:
            return code.caller, {}
        token = f"1//{secrets.token_urlsafe(24)}"
        self.refresh[token], self.given[token] = code.caller, self.clock()
        return code.caller, {"refresh_token": token}

    def _refreshed(self, form: Mapping[str, str]) -> Caller:
        token = form.get("refresh_token", "")
        caller = self.refresh.get(token)
        if caller is not None and caller.client in self.deleted_clients:
            raise Denied("deleted_client", "The OAuth client was deleted.")
        old = self.in_testing and self.clock() - self.given.get(token, self.clock()) > TESTING_DAYS * 86_400
        if caller is None or old:
            raise Denied("invalid_grant", "Token has been expired or revoked.")
        return caller

    def _from_jwt(self, assertion: str) -> Caller:
        try:
            signed, _, signature = assertion.rpartition(".")
            claims = json.loads(_unpadded(signed.split(".")[1]))
            _key().public_key().verify(_unpadded(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        except (ValueError, IndexError, InvalidSignature) as wrong:
            raise Denied("invalid_grant", "Invalid JWT Signature.") from wrong
        # google-auth names Google's own endpoint whatever the token_uri of the file says.
        if claims.get("aud") not in ("https://oauth2.googleapis.com/token", f"{self.url}/token"):
            raise Denied("invalid_grant", "Invalid JWT: Failed audience check.")
        if claims.get("iss") not in self.service:
            raise Denied("invalid_grant", "Invalid grant: account not found")
        now = self.clock()
        if not claims.get("iat", 0) - 300 <= now <= claims.get("exp", 0):
            raise Denied(
                "invalid_grant",
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
                "Check your iat and exp values in the JWT claim.",
            )
        return Caller(claims["iss"], claims["iss"], frozenset(claims.get("scope", "").split()))


@functools.cache
def _key() -> rsa.RSAPrivateKey:
    """Fresh for each process; made once, since it takes a tenth of a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@functools.cache
def _private_pem() -> str:
    kind, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return _key().private_bytes(serialization.Encoding.PEM, kind, plain).decode()


def _challenge(verifier: str) -> str:
    """S256 of RFC 7636, 4.2."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
