<?php

// Sends a code, asks for it and verifies it, as a login does once the password is right.
// Exit status: 0 if the code was correct, 1 if it was not, 2 if there was no code or no verdict.

declare(strict_types=1);

const ATTEMPTS = 3;
const LONGEST_WAIT_SECONDS = 10; // Somebody is waiting, so a longer Retry-After counts as a refusal.
const SPARE_SECONDS = 120; // An access token has to outlast every attempt of a request.

final class TokenCourier
{
    private string $accessToken = '';
    private int $renewAt = 0;

    public function post(string $path, array $body): array
    {
        if (time() >= $this->renewAt) {
            $basic = base64_encode(setting('CLIENT_ID') . ':' . setting('CLIENT_SECRET'));
            $headers = ["Authorization: Basic $basic", 'Content-Type: application/x-www-form-urlencoded'];
            $answer = $this->send(setting('TOKEN_URL'), $headers, 'grant_type=client_credentials');
            $this->accessToken = $answer['access_token'];
            $this->renewAt = time() + $answer['expires_in'] - SPARE_SECONDS;
        }
        return $this->send(setting('API_URL') . $path, [
            "Authorization: Bearer $this->accessToken",
            'Content-Type: application/json',
            'Idempotency-Key: ' . bin2hex(random_bytes(16)),
        ], json_encode($body, JSON_THROW_ON_ERROR));
    }

    /**
     * Two things are safe to repeat: a request that got no answer, because its Idempotency-Key stays the same,
     * and one whose answer says when to try again.
     */
    private function send(string $url, array $headers, string $body): array
    {
        $options = ['method' => 'POST', 'header' => $headers, 'content' => $body, 'timeout' => 30];
        // Without ignore_errors, fopen would not return the body of a refusal.
        $context = stream_context_create(['http' => $options + ['ignore_errors' => true, 'follow_location' => 0]]);
        for ($attempt = 1; ; $attempt++) {
            $stream = @fopen($url, 'r', false, $context);
            $answer = $stream ? stream_get_contents($stream) : '';
            $about = $stream ? stream_get_meta_data($stream) : ['timed_out' => true];
            if ($about['timed_out']) {
                $failure = "No answer from $url";
                $wait = $attempt;
            } else {
                $head = implode("\n", $about['wrapper_data']);
                $status = (int) explode(' ', $head)[1];
                if (intdiv($status, 100) === 2) {
                    return json_decode($answer, true, flags: JSON_THROW_ON_ERROR);
                }
                $failure = explain($status, $answer);
                $wait = preg_match('/^Retry-After: *(\d+)/mi', $head, $found) ? (int) $found[1] : PHP_INT_MAX;
            }
            if ($attempt === ATTEMPTS || $wait > LONGEST_WAIT_SECONDS) {
                throw new RuntimeException($failure);
            }
            sleep($wait);
        }
    }
}

function setting(string $name): string
{
    return getenv("TOKEN_COURIER_$name") ?: throw new RuntimeException("Missing: TOKEN_COURIER_$name");
}

/** The problem document as text, or what of it there is. */
function explain(int $status, string $body): string
{
    $text = "Status $status";
    $problem = json_decode($body, true);
    foreach (['error', 'type', 'title', 'detail', 'errors'] as $name) {
        $value = $problem[$name] ?? null;
        $text .= $value ? "\n$name: " . (is_string($value) ? $value : json_encode($value)) : '';
    }
    return $text;
}

/** Returns whether the person typed the correct code. */
function logIn(TokenCourier $courier, string $userId, string $phoneNumber): bool
{
    $issued = $courier->post('/tokens', ['user_id' => $userId, 'phone_number' => $phoneNumber]);
    $sent = $issued['status'] === 'unknown' ? 'may have been sent' : 'was sent';
    echo "A code $sent to {$issued['destination']}. It is valid for {$issued['expires_in']} seconds.\nCode: ";
    for (; $line = fgets(STDIN); print 'Code: ') {
        if (trim($line) === '') {
            continue;
        }
        $verdict = $courier->post('/tokens/verify', ['user_id' => $userId, 'token' => trim($line)]);
        if ($verdict['verified']) {
            echo "Correct.\n";
            return true;
        }
        $left = $verdict['attempts_remaining'];
        echo match ($verdict['reason']) {
            'mismatch' => "Wrong. Attempts left: $left.\n",
            'locked' => "Locked after too many wrong codes.\n",
            'expired' => "Expired. Ask for a new code.\n",
            'used' => "This code was used before.\n",
            default => "There is no such code.\n",
        };
        if ($left === 0) {
            return false;
        }
    }
    return false;
}

try {
    if ($argc !== 3) {
        throw new RuntimeException("Usage: php $argv[0] USER_ID PHONE_NUMBER");
    }
    exit(logIn(new TokenCourier(), $argv[1], $argv[2]) ? 0 : 1);
} catch (RuntimeException | JsonException $failure) {
    fwrite(STDERR, $failure->getMessage() . "\n");
    exit(2);
}
