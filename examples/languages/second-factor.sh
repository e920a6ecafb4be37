#!/bin/sh
# Sends a code, asks for it and verifies it, as a login does once the password is right.
# Exit status: 0 if the code was correct, 1 if it was not, 2 if there was no code or no verdict.
set -u

newline='
'
attempts=3
longest_wait=10 # Somebody is waiting, so a longer Retry-After counts as a refusal.
spare=120       # An access token has to outlast every attempt of a request.
access_token=''
renew_at=0

# The text as a JSON string. Strings in curl's configuration are escaped the same way.
quoted() { printf '"%s"' "$(printf '%s' "$1" | sed 's/[\\"]/\\&/g')"; }

# The member $2 of the JSON object $1, without quotes: POSIX has no JSON parser. No value can pass for a
# member, because quotation marks inside a value are escaped.
member() {
  printf '%s' "$1" | tr -d '\n' | sed -nE \
    -e 's/.*"'"$2"'": *"(([^"\\]|\\.)*)".*/\1/p' -e t -e 's/.*"'"$2"'": *([a-z0-9]+|\[[^]]*\]).*/\1/p'
}

# Prints the problem document in $body, or what of it there is, and ends the program.
refuse() {
  echo "Status $status" >&2
  for name in error type title detail errors; do
    value=$(member "$body" $name)
    [ -z "$value" ] || printf '%s: %s\n' "$name" "$value" >&2
  done
  exit 2
}

# Sends a request, which is a configuration of curl, and leaves the answer in $status and $body. curl reads it
# from standard input, because command lines are visible to everyone on the machine.
# Two things are safe to repeat: a request that got no answer, because its Idempotency-Key stays the same, and
# one whose answer says when to try again.
send() {
  attempt=1
  while :; do
    answer=$(printf '%s\n' "$1" | curl -sS --connect-timeout 5 --max-time 30 -w '\n%{http_code}' -K -)
    failure=$?
    status=${answer##*"$newline"}
    body=${answer%"$newline"*}
    case $failure,$status in
      0,2??) return ;;
      # The same number as in the header Retry-After, which only newer versions of curl can print.
      0,*) wait=$(member "$body" retry_after) ;;
      # No address, no connection, a time-out, a failed handshake, or a connection that broke.
      6,* | 7,* | 28,* | 35,* | 52,* | 55,* | 56,*) wait=$attempt ;;
      *) exit 2 ;;
    esac
    if [ "$attempt" -eq "$attempts" ] || [ -z "$wait" ] || [ "$wait" -gt "$longest_wait" ]; then
      [ "$failure" -eq 0 ] || exit 2 # curl has already said why.
      refuse
    fi
    sleep "$wait"
    attempt=$((attempt + 1))
  done
}

renew_access_token() {
  now=$(date +%s)
  if [ "$now" -ge "$renew_at" ]; then
    send "url = $(quoted "$TOKEN_COURIER_TOKEN_URL")
user = $(quoted "$TOKEN_COURIER_CLIENT_ID:$TOKEN_COURIER_CLIENT_SECRET")
data = \"grant_type=client_credentials\""
    access_token=$(member "$body" access_token)
    renew_at=$((now + $(member "$body" expires_in) - spare))
  fi
}

# Posts the JSON $2 to the path $1.
post() {
  renew_access_token
  send "url = $(quoted "$TOKEN_COURIER_API_URL$1")
header = \"Authorization: Bearer $access_token\"
header = \"Content-Type: application/json\"
header = \"Idempotency-Key: $(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')\"
data-raw = $(quoted "$2")"
}

if [ $# -ne 2 ]; then
  echo "Usage: $0 USER_ID PHONE_NUMBER" >&2
  exit 2
fi
post /tokens "{\"user_id\": $(quoted "$1"), \"phone_number\": $(quoted "$2")}"
sent='was sent'
[ "$(member "$body" status)" != unknown ] || sent='may have been sent'
echo "A code $sent to $(member "$body" destination). It is valid for $(member "$body" expires_in) seconds."

while printf 'Code: ' && IFS= read -r code; do
  [ -n "$code" ] || continue
  post /tokens/verify "{\"user_id\": $(quoted "$1"), \"token\": $(quoted "$code")}"
  if [ "$(member "$body" verified)" = true ]; then
    echo 'Correct.'
    exit 0
  fi
  left=$(member "$body" attempts_remaining)
  case $(member "$body" reason) in
    mismatch) echo "Wrong. Attempts left: $left." ;;
    locked) echo 'Locked after too many wrong codes.' ;;
    expired) echo 'Expired. Ask for a new code.' ;;
    used) echo 'This code was used before.' ;;
    *) echo 'There is no such code.' ;;
  esac
  [ "$left" -gt 0 ] || exit 1
done
exit 1
