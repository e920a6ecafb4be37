// Sends a code, asks for it and verifies it, as a login does once the password is right.
// Exit status: 0 if the code was correct, 1 if it was not, 2 if there was no code or no verdict.
package main

import (
	"bufio"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

const (
	attempts    = 3
	longestWait = 10 * time.Second // Somebody is waiting, so a longer Retry-After counts as a refusal.
	never       = longestWait + 1
	spare       = 2 * time.Minute // An access token has to outlast every attempt of a request.
)

// tokenCourier keeps its access token until shortly before it expires.
type tokenCourier struct {
	client      http.Client
	accessToken string
	renewAt     time.Time
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "Usage: go run second_factor.go USER_ID PHONE_NUMBER")
		os.Exit(2)
	}
	for _, name := range []string{"API_URL", "TOKEN_URL", "CLIENT_ID", "CLIENT_SECRET"} {
		if os.Getenv("TOKEN_COURIER_"+name) == "" {
			fmt.Fprintln(os.Stderr, "Missing: TOKEN_COURIER_"+name)
			os.Exit(2)
		}
	}
	courier := &tokenCourier{client: http.Client{Timeout: 30 * time.Second}}
	correct, err := courier.logIn(os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if !correct {
		os.Exit(1)
	}
}

// logIn reports whether the person typed the correct code.
func (c *tokenCourier) logIn(userID, phoneNumber string) (bool, error) {
	var issued struct {
		Status, Destination string
		ExpiresIn           int `json:"expires_in"`
	}
	err := c.post("/tokens", map[string]string{"user_id": userID, "phone_number": phoneNumber}, &issued)
	if err != nil {
		return false, err
	}
	sent := "was sent"
	if issued.Status == "unknown" {
		sent = "may have been sent"
	}
	fmt.Printf("A code %s to %s. It is valid for %d seconds.\nCode: ", sent, issued.Destination, issued.ExpiresIn)
	for input := bufio.NewScanner(os.Stdin); input.Scan(); fmt.Print("Code: ") {
		code := strings.TrimSpace(input.Text())
		if code == "" {
			continue
		}
		var verdict struct {
			Verified bool
			Reason   string
			Left     int `json:"attempts_remaining"`
		}
		err := c.post("/tokens/verify", map[string]string{"user_id": userID, "token": code}, &verdict)
		if err != nil {
			return false, err
		}
		switch {
		case verdict.Verified:
			fmt.Println("Correct.")
			return true, nil
		case verdict.Reason == "mismatch":
			fmt.Printf("Wrong. Attempts left: %d.\n", verdict.Left)
		case verdict.Reason == "locked":
			fmt.Println("Locked after too many wrong codes.")
		case verdict.Reason == "expired":
			fmt.Println("Expired. Ask for a new code.")
		case verdict.Reason == "used":
			fmt.Println("This code was used before.")
		default:
			fmt.Println("There is no such code.")
		}
		if verdict.Left == 0 {
			return false, nil
		}
	}
	return false, nil
}

func (c *tokenCourier) post(path string, body map[string]string, answer any) error {
	if time.Now().After(c.renewAt) {
		var token struct {
			AccessToken string `json:"access_token"`
			ExpiresIn   int    `json:"expires_in"`
		}
		basic := os.Getenv("TOKEN_COURIER_CLIENT_ID") + ":" + os.Getenv("TOKEN_COURIER_CLIENT_SECRET")
		header := http.Header{
			"Authorization": {"Basic " + base64.StdEncoding.EncodeToString([]byte(basic))},
			"Content-Type":  {"application/x-www-form-urlencoded"},
		}
		err := c.send(os.Getenv("TOKEN_COURIER_TOKEN_URL"), header, "grant_type=client_credentials", &token)
		if err != nil {
			return err
		}
		c.accessToken = token.AccessToken
		c.renewAt = time.Now().Add(time.Duration(token.ExpiresIn)*time.Second - spare)
	}
	key := make([]byte, 16)
	if _, err := rand.Read(key); err != nil {
		return err
	}
	content, err := json.Marshal(body)
	if err != nil {
		return err
	}
	header := http.Header{
		"Authorization":   {"Bearer " + c.accessToken},
		"Content-Type":    {"application/json"},
		"Idempotency-Key": {fmt.Sprintf("%x", key)},
	}
	return c.send(os.Getenv("TOKEN_COURIER_API_URL")+path, header, string(content), answer)
}

// send repeats what is safe to repeat: a request that got no answer, because its Idempotency-Key stays the
// same, and one whose answer says when to try again. Because of the key, http.Client may repeat one as well.
func (c *tokenCourier) send(url string, header http.Header, body string, answer any) error {
	for attempt := 1; ; attempt++ {
		wait, err := c.attempt(url, header, body, answer)
		if err == nil || attempt == attempts || wait > longestWait {
			return err
		}
		time.Sleep(wait)
	}
}

// attempt returns, with an error, how long to wait before the next attempt.
func (c *tokenCourier) attempt(url string, header http.Header, body string, answer any) (time.Duration, error) {
	request, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return never, err
	}
	request.Header = header
	response, err := c.client.Do(request)
	if err != nil {
		return time.Second, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return time.Second, err
	}
	if response.StatusCode/100 == 2 {
		return never, json.Unmarshal(content, answer)
	}
	wait, err := time.ParseDuration(response.Header.Get("Retry-After") + "s")
	if err != nil {
		wait = never
	}
	return wait, explain(response.StatusCode, content)
}

// explain is the problem document as an error, or what of it there is.
func explain(status int, body []byte) error {
	var problem map[string]any
	_ = json.Unmarshal(body, &problem) // Anything else has no members to print.
	text := fmt.Sprintf("status %d", status)
	for _, name := range []string{"error", "type", "title", "detail", "errors"} {
		if value, found := problem[name]; found {
			text += fmt.Sprintf("\n%s: %v", name, value)
		}
	}
	return errors.New(text)
}
