"""Sends a code, asks for it and verifies it, as a login does once the password is right.

Exit status: 0 if the code was correct, 1 if it was not, 2 if there was no code or no verdict.
"""

import base64
import json
import os
import sys
import time
import uuid
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

ATTEMPTS = 3
LONGEST_WAIT_SECONDS = 10  # Somebody is waiting, so a longer Retry-After counts as a refusal.
SPARE_SECONDS = 120  # An access token has to outlast every attempt of a request.
VERDICTS = {
    "mismatch": "Wrong. Attempts left: {}.",
    "locked": "Locked after too many wrong codes.",
    "expired": "Expired. Ask for a new code.",
    "used": "This code was used before.",
    "not_found": "There is no such code.",
}


class Refused(Exception):
    """There was no answer, or one that is not worth repeating."""


def send(request):
    """Returns the decoded answer.

    Two things are safe to repeat: a request that got no answer, because its Idempotency-Key stays the same,
    and one whose answer says when to try again.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except HTTPError as error:
            refused = Refused(explain(error.code, error.read().decode()))
            wait = error.headers.get("Retry-After", "")
        except (OSError, HTTPException) as error:
            refused = Refused(f"No answer from {request.full_url}: {error}")
            wait = str(attempt)
        if attempt == ATTEMPTS or not wait.isdecimal() or int(wait) > LONGEST_WAIT_SECONDS:
            raise refused
        time.sleep(int(wait))


def explain(status, body):
    """The problem document as text, or what of it there is."""
    try:
        problem = json.loads(body)
    except ValueError:
        problem = {}
    names = ("error", "type", "title", "detail", "errors")
    return "\n".join([f"Status {status}"] + [f"{name}: {problem[name]}" for name in names if name in problem])


class TokenCourier:
    def __init__(self, settings):
        self.api_url = settings["TOKEN_COURIER_API_URL"]
        self.token_url = settings["TOKEN_COURIER_TOKEN_URL"]
        client = f"{settings['TOKEN_COURIER_CLIENT_ID']}:{settings['TOKEN_COURIER_CLIENT_SECRET']}"
        self.basic = base64.b64encode(client.encode()).decode()
        self.access_token = None
        self.renew_at = 0

    def post(self, path, body):
        headers = {
            "Authorization": f"Bearer {self.current_access_token()}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid.uuid4()),
        }
        return send(Request(self.api_url + path, json.dumps(body).encode(), headers))

    def current_access_token(self):
        now = time.monotonic()
        if self.access_token is None or now >= self.renew_at:
            headers = {"Authorization": f"Basic {self.basic}"}
            answer = send(Request(self.token_url, b"grant_type=client_credentials", headers))
            self.access_token = answer["access_token"]
            self.renew_at = now + answer["expires_in"] - SPARE_SECONDS
        return self.access_token


def log_in(courier, user_id, phone_number):
    """Returns whether the person typed the correct code."""
    issued = courier.post("/tokens", {"user_id": user_id, "phone_number": phone_number})
    sent = "may have been sent" if issued["status"] == "unknown" else "was sent"
    print(f"A code {sent} to {issued['destination']}. It is valid for {issued['expires_in']} seconds.")
    while True:
        while not (code := input("Code: ")):
            pass
        verdict = courier.post("/tokens/verify", {"user_id": user_id, "token": code})
        if verdict["verified"]:
            print("Correct.")
            return True
        left = verdict["attempts_remaining"]
        print(VERDICTS.get(verdict["reason"], "Not correct.").format(left))
        if left == 0:
            return False


def main():
    if len(sys.argv) != 3:
        print(f"Usage: {sys.argv[0]} USER_ID PHONE_NUMBER", file=sys.stderr)
        return 2
    try:
        return 0 if log_in(TokenCourier(os.environ), *sys.argv[1:]) else 1
    except EOFError:
        return 1
    except KeyError as name:
        print(f"Missing: {name}", file=sys.stderr)
    except (Refused, OSError, ValueError) as error:
        print(error, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
