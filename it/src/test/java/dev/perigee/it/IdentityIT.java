package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Who becomes a satellite, and how it changes its key, with the real binary.
final class IdentityIT {
    private static final int COMMANDS = 200;
    private static final Duration ROTATED_MAX = Duration.ofSeconds(45);

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    @Test
    void aTokenLetsOneInAndEachThatDoesNotSaysWhy() throws Exception {
        Apart apart = Apart.in(directory, processes, "", "");
        apart.server().awaitReady();
        String used = apart.client().run("token create").out().strip();
        String revoked =
                apart.client().run("token create", "--team", "blue").out().strip();
        assertThat(used).startsWith("perigee_satellite_global_");
        assertThat(revoked).startsWith("perigee_satellite_team_");

        List<HttpResponse<String>> together = atTheSameMoment(apart, used);
        assertThat(together).filteredOn(answer -> answer.statusCode() == 201).hasSize(1);
        assertThat(together)
                .filteredOn(answer -> answer.statusCode() != 201)
                .allSatisfy(answer -> assertThat(answer.body()).contains("registration_token_used", "used before"));

        String listed = apart.client().run("tokens").out();
        assertThat(listed).contains("used by edge-", "open", "blue").doesNotContain("eyJ");
        String id = listed.lines()
                .filter(line -> line.contains("blue"))
                .map(line -> line.substring(0, 26))
                .findFirst()
                .orElseThrow();
        assertThat(apart.client().run("token revoke", id).out()).isEqualTo("revoked token " + id + "\n");
        assertThat(register(apart, revoked, "late").body()).contains("registration_token_revoked", "was revoked at");

        String[] parts = used.split("\\.", -1);
        String flipped = (parts[2].startsWith("A") ? "B" : "A") + parts[2].substring(1);
        assertThat(register(apart, parts[0] + "." + parts[1] + "." + flipped, "forger")
                        .body())
                .contains("registration_token_invalid", "not signed by this control plane");
        assertThat(register(apart, expired(apart), "late").body())
                .contains("registration_token_expired", "has expired at");

        Ran tooLong = apart.client().run("token create", "--expires", "25h");
        assertThat(tooLong.exitCode()).isEqualTo(125);
        assertThat(tooLong.err()).contains("expires \"25h\": expected 1h to 1d");
    }

    @Test
    void aKeyChangesUnderLoadAndNoCommandIsLost() throws Exception {
        // It is told with the answer to a poll, and may have all that it can run for now.
        Apart apart = Apart.in(directory, processes, "", "link: {poll-wait: 1s}\n");
        apart.start();
        Path key = apart.satelliteData().resolve("key");
        List<String> keys = new ArrayList<>(List.of(Files.readString(key)));
        Path file = directory.resolve("commands.ndjson");
        Files.write(
                file,
                IntStream.range(0, COMMANDS)
                        .mapToObj(_ -> "{\"to\":\"far\",\"run\":[\"sleep\",\"0.2\"]}")
                        .toList());
        RunningPerigee load = apart.client().start("send", "--file", file.toString());
        load.stdin().close();
        for (int round = 0; round < 2; round++) {
            assertThat(apart.client().run("satellite rotate-key", "far").out()).contains("asked far");
            String before = keys.getLast();
            Await.until(
                    "the key is another one",
                    ROTATED_MAX,
                    () -> !Files.readString(key).equals(before));
            keys.add(Files.readString(key));
        }
        Ran ran = load.awaitExit();

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.jsonLines())
                .hasSize(COMMANDS)
                .allSatisfy(line -> assertThat(line.path("state").asString()).isEqualTo("completed"));
        assertThat(keys).doesNotHaveDuplicates();
        assertThat(post(apart, "satellites/far/heartbeat", keys.getFirst().strip(), "{}")
                        .statusCode())
                .as("the first key")
                .isEqualTo(401);
        assertThat(apart.client().run("satellite far").out()).contains("key since:", "capabilities:", "key-rotation");
        assertThat(apart.client().run("satellite rotate-key", "nobody").err()).contains("\"nobody\" is not registered");
    }

    @Test
    void aStolenKeyOnAnotherSatellitesPathIsRefused() throws Exception {
        Apart apart = Apart.in(directory, processes, "", "");
        apart.start();
        String stolen = Files.readString(apart.satelliteData().resolve("key")).strip();
        String token = apart.client().run("token create").out().strip();
        assertThat(register(apart, token, "other").statusCode()).isEqualTo(201);

        HttpResponse<String> answer = post(apart, "satellites/other/key", stolen, "{}");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("forbidden", "other");
    }

    private static List<HttpResponse<String>> atTheSameMoment(Apart apart, String token) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            List<CompletableFuture<HttpResponse<String>>> all = IntStream.range(0, 8)
                    .mapToObj(i -> http.sendAsync(
                            request(apart, "register", token, "{\"satellite\":\"edge-" + i + "\"}"),
                            HttpResponse.BodyHandlers.ofString()))
                    .toList();
            List<HttpResponse<String>> answers = new ArrayList<>();
            for (CompletableFuture<HttpResponse<String>> one : all) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    /// Signed as this control plane would have an hour ago.
    private static String expired(Apart apart) throws Exception {
        String secret = Files.readString(apart.serverData().resolve("registration-tokens.key"))
                .strip();
        long now = Instant.now().getEpochSecond();
        String input = encoded("{\"alg\":\"HS256\"}") + "."
                + encoded("{\"iss\":\"perigee\",\"aud\":\"satellite-registration\",\"exp\":" + (now - 60) + ",\"iat\":"
                        + (now - 3660) + ",\"jti\":\"01arz3ndektsv4rrffq69g5fav\",\"scope\":\"global\","
                        + "\"created_by\":\"operator\"}");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        byte[] signature = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
        return "perigee_satellite_global_" + input + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> register(Apart apart, String token, String id) throws Exception {
        return post(apart, "register", token, "{\"satellite\":\"" + id + "\"}");
    }

    private static HttpResponse<String> post(Apart apart, String path, String credential, String body)
            throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request(apart, path, credential, body), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static HttpRequest request(Apart apart, String path, String credential, String body) {
        return HttpRequest.newBuilder(URI.create(apart.url() + "/perigee/v1/" + path))
                .header("Authorization", "Bearer " + credential)
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
