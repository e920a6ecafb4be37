// Sends a code, asks for it and verifies it, as a login does once the password is right.
// Exit status: 0 if the code was correct, 1 if it was not, 2 if there was no code or no verdict.

using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

const int attempts = 3;
var longestWait = TimeSpan.FromSeconds(10); // Somebody is waiting, so a longer Retry-After counts as a refusal.
var spare = TimeSpan.FromMinutes(2); // An access token has to outlast every attempt of a request.

using var http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) });
http.Timeout = TimeSpan.FromSeconds(30);
string accessToken = "";
DateTime renewAt = DateTime.MinValue;

if (args.Length != 2)
{
    Console.Error.WriteLine("Usage: SecondFactor USER_ID PHONE_NUMBER");
    return 2;
}
try
{
    return await LogIn(args[0], args[1]) ? 0 : 1;
}
catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or JsonException)
{
    Console.Error.WriteLine(failure.Message);
    return 2;
}

// Returns whether the person typed the correct code.
async Task<bool> LogIn(string userId, string phoneNumber)
{
    var issued = await Post("/tokens", new JsonObject { ["user_id"] = userId, ["phone_number"] = phoneNumber });
    var sent = (string?)issued["status"] == "unknown" ? "may have been sent" : "was sent";
    Console.WriteLine($"A code {sent} to {issued["destination"]}. It is valid for {issued["expires_in"]} seconds.");
    while (true)
    {
        Console.Write("Code: ");
        var code = Console.ReadLine();
        if (code is null)
        {
            return false;
        }
        if (string.IsNullOrWhiteSpace(code))
        {
            continue;
        }
        var verdict = await Post("/tokens/verify", new JsonObject { ["user_id"] = userId, ["token"] = code });
        if ((bool)verdict["verified"]!)
        {
            Console.WriteLine("Correct.");
            return true;
        }
        var left = (int)verdict["attempts_remaining"]!;
        Console.WriteLine((string?)verdict["reason"] switch
        {
            "mismatch" => $"Wrong. Attempts left: {left}.",
            "locked" => "Locked after too many wrong codes.",
            "expired" => "Expired. Ask for a new code.",
            "used" => "This code was used before.",
            _ => "There is no such code.",
        });
        if (left == 0)
        {
            return false;
        }
    }
}

async Task<JsonNode> Post(string path, JsonObject body)
{
    if (DateTime.UtcNow >= renewAt)
    {
        var url = Setting("TOKEN_URL");
        var client = Encoding.UTF8.GetBytes($"{Setting("CLIENT_ID")}:{Setting("CLIENT_SECRET")}");
        var answer = await Send(() => new HttpRequestMessage(HttpMethod.Post, url)
        {
            Headers = { { "Authorization", $"Basic {Convert.ToBase64String(client)}" } },
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials" }),
        });
        accessToken = (string)answer["access_token"]!;
        renewAt = DateTime.UtcNow.AddSeconds((int)answer["expires_in"]!) - spare;
    }
    var route = Setting("API_URL") + path;
    var key = Guid.NewGuid().ToString();
    return await Send(() => new HttpRequestMessage(HttpMethod.Post, route)
    {
        Headers = { { "Authorization", $"Bearer {accessToken}" }, { "Idempotency-Key", key } },
        Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
    });
}

// Two things are safe to repeat: a request that got no answer, because its Idempotency-Key stays the same, and
// one whose answer says when to try again.
async Task<JsonNode> Send(Func<HttpRequestMessage> newRequest)
{
    for (var attempt = 1; ; attempt++)
    {
        Exception failure;
        TimeSpan? wait;
        try
        {
            using var request = newRequest();
            using var answer = await http.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode)
            {
                return JsonNode.Parse(body)!;
            }
            failure = new HttpRequestException(Explain(answer.StatusCode, body));
            wait = answer.Headers.RetryAfter?.Delta;
        }
        catch (Exception noAnswer) when (noAnswer is HttpRequestException or TaskCanceledException)
        {
            failure = noAnswer;
            wait = TimeSpan.FromSeconds(attempt);
        }
        if (attempt == attempts || wait is null || wait > longestWait)
        {
            throw failure;
        }
        await Task.Delay(wait.Value);
    }
}

// The problem document as text, or what of it there is.
static string Explain(HttpStatusCode status, string body)
{
    var text = $"Status {(int)status}";
    try
    {
        var problem = JsonNode.Parse(body);
        foreach (var name in new[] { "error", "type", "title", "detail", "errors" })
        {
            text += problem?[name] is JsonNode value ? $"\n{name}: {value}" : "";
        }
    }
    catch (JsonException)
    {
        // A proxy's page, for example.
    }
    return text;
}

static string Setting(string name) =>
    Environment.GetEnvironmentVariable($"TOKEN_COURIER_{name}")
    ?? throw new HttpRequestException($"Missing: TOKEN_COURIER_{name}");
