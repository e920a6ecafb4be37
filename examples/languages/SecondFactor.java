import java.io.IOException;
import java.net.URI;
import java.net.http.*;
import java.time.*;
import java.util.*;
import java.util.regex.Pattern;
import java.util.stream.*;

// Sends a code, asks for it and verifies it, as a login does once the password is right.
// Exit status: 0 if the code was correct, 1 if it was not, 2 if there was no code or no verdict.
public final class SecondFactor {
  private static final int ATTEMPTS = 3;
  private static final int LONGEST_WAIT_SECONDS = 10; // Somebody is waiting: a longer Retry-After is a refusal.
  private static final int SPARE_SECONDS = 120; // An access token has to outlast all attempts of a request.

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private String accessToken;
  private Instant renewAt = Instant.MIN;

  public static void main(String[] args) throws InterruptedException {
    try {
      if (args.length != 2) {
        throw new IllegalArgumentException("Usage: java SecondFactor.java USER_ID PHONE_NUMBER");
      }
      System.exit(new SecondFactor().logIn(args[0], args[1]) ? 0 : 1);
    } catch (IOException | RuntimeException failure) {
      System.err.println(failure.getMessage());
      System.exit(2);
    }
  }

  /** Returns whether the person typed the correct code. */
  private boolean logIn(String user, String phone) throws IOException, InterruptedException {
    var issued = post("/tokens", "{\"user_id\": %s, \"phone_number\": %s}", user, phone);
    System.out.printf("A code %s to %s. It is valid for %s seconds.%nCode: ",
        member(issued, "status").equals("unknown") ? "may have been sent" : "was sent",
        member(issued, "destination"), member(issued, "expires_in"));
    for (var input = new Scanner(System.in); input.hasNextLine(); System.out.print("Code: ")) {
      var code = input.nextLine();
      if (code.isBlank()) {
        continue;
      }
      var verdict = post("/tokens/verify", "{\"user_id\": %s, \"token\": %s}", user, code);
      if (member(verdict, "verified").equals("true")) {
        System.out.println("Correct.");
        return true;
      }
      var left = member(verdict, "attempts_remaining");
      System.out.println(switch (member(verdict, "reason")) {
        case "mismatch" -> "Wrong. Attempts left: " + left + ".";
        case "locked" -> "Locked after too many wrong codes.";
        case "expired" -> "Expired. Ask for a new code.";
        case "used" -> "This code was used before.";
        default -> "There is no such code.";
      });
      if (left.equals("0")) {
        return false;
      }
    }
    return false;
  }

  private String post(String path, String json, String... values) throws IOException, InterruptedException {
    if (Instant.now().isAfter(renewAt)) {
      var client = setting("CLIENT_ID") + ":" + setting("CLIENT_SECRET");
      var answer = send(setting("TOKEN_URL"), "grant_type=client_credentials",
          "Content-Type", "application/x-www-form-urlencoded",
          "Authorization", "Basic " + Base64.getEncoder().encodeToString(client.getBytes()));
      accessToken = member(answer, "access_token");
      renewAt = Instant.now().plusSeconds(Long.parseLong(member(answer, "expires_in")) - SPARE_SECONDS);
    }
    var body = json.formatted(Arrays.stream(values).map(SecondFactor::quoted).toArray());
    return send(setting("API_URL") + path, body, "Content-Type", "application/json",
        "Authorization", "Bearer " + accessToken, "Idempotency-Key", UUID.randomUUID().toString());
  }

  private static String setting(String name) {
    return Objects.requireNonNull(System.getenv("TOKEN_COURIER_" + name), "Missing: TOKEN_COURIER_" + name);
  }

  // Two things are safe to repeat: a request that got no answer, because its Idempotency-Key stays the same,
  // and one whose answer says when to try again.
  private String send(String url, String body, String... headers) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).headers(headers)
        .POST(HttpRequest.BodyPublishers.ofString(body)).build();
    for (var attempt = 1; ; attempt++) {
      IOException failure;
      long wait;
      try {
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 == 2) {
          return answer.body();
        }
        failure = new IOException(explain(answer.statusCode(), answer.body()));
        wait = answer.headers().firstValueAsLong("Retry-After").orElse(Long.MAX_VALUE);
      } catch (IOException noAnswer) {
        failure = new IOException("No answer: " + noAnswer, noAnswer);
        wait = attempt;
      }
      if (attempt == ATTEMPTS || wait > LONGEST_WAIT_SECONDS) {
        throw failure;
      }
      Thread.sleep(1000 * wait);
    }
  }

  private static String explain(int status, String body) {
    return Stream.of("error", "type", "title", "detail", "errors").filter(name -> !member(body, name).isEmpty())
        .map(name -> "\n" + name + ": " + member(body, name)).collect(Collectors.joining("", "Status " + status, ""));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** A member of a JSON object, or "". Java's own library has no JSON parser: in your program, use yours. */
  private static String member(String json, String name) {
    var value = "(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|(\\w+|\\[.*?]))";
    var found = Pattern.compile("\"" + name + "\"\\s*:\\s*" + value).matcher(json);
    return !found.find() ? "" : found.group(1) != null ? found.group(1) : found.group(2);
  }
}
