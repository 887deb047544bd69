"""Who is asking: service accounts with a fresh key, people with a refresh token, bearer tokens that expire.

The whole OAuth exchange is real: the client signs a JWT with the private key of its service-account file, the token
endpoint checks the signature, the audience and the times, and hands out a token. A person's login goes through
`/o/oauth2/auth`, which agrees at once.
"""

from __future__ import annotations

import base64
import functools
import json
import secrets
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.sheets_server.refusals import Json

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

    @property
    def only_own_files(self) -> bool:
        """Whether it sees but the files it made: `drive.file` alone."""
        return self.scopes <= {f"{DRIVE}.file"}


class Denied(Exception):
    """The token endpoint refuses: `invalid_grant` and the like."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.body = {"error": error, "error_description": description}


@dataclass(slots=True)
class Accounts:
    """All accounts and tokens of one server. `clock` gives seconds since 1970."""

    clock: Callable[[], float]
    url: str = ""
    service: set[str] = field(default_factory=set)
    refresh: dict[str, Caller] = field(default_factory=dict)
    codes: dict[str, Caller] = field(default_factory=dict)
    tokens: dict[str, tuple[Caller, float]] = field(default_factory=dict)

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

    def consent(self, query: Mapping[str, str], email: str = "ann@example.com") -> str:
        """Where the browser is sent after a person has agreed."""
        code = f"4/{secrets.token_urlsafe(16)}"
        self.codes[code] = Caller(email, query.get("client_id", ""), frozenset(query.get("scope", "").split()))
        answer = {"code": code, "scope": query.get("scope", ""), "state": query.get("state", "")}
        return f"{query['redirect_uri']}?{urllib.parse.urlencode(answer)}"

    def grant(self, form: Mapping[str, str]) -> Json:
        """A token for a signed JWT, a refresh token or an authorisation code. Raises Denied."""
        refresh: Json = {}
        match form.get("grant_type"):
            case "urn:ietf:params:oauth:grant-type:jwt-bearer":
                caller = self._from_jwt(form.get("assertion", ""))
            case "refresh_token":
                found = self.refresh.get(form.get("refresh_token", ""))
                if found is None:
                    raise Denied("invalid_grant", "Token has been expired or revoked.")
                caller = found
            case "authorization_code":
                if form.get("code", "") not in self.codes:
                    raise Denied("invalid_grant", "Malformed auth code.")
                caller = self.codes.pop(form["code"])
                refresh = {"refresh_token": f"1//{secrets.token_urlsafe(24)}"}
                self.refresh[refresh["refresh_token"]] = caller
            case other:
                raise Denied("unsupported_grant_type", f"Invalid grant_type: {other}")
        token = f"ya29.{secrets.token_urlsafe(32)}"
        self.tokens[token] = (caller, self.clock() + LIFETIME)
        scopes = " ".join(sorted(caller.scopes))
        return {"access_token": token, "expires_in": LIFETIME, "token_type": "Bearer", "scope": scopes} | refresh

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


def _unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
