package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What happens behind a satellite and on the control plane is known to whoever asks, follows, or has a webhook.
final class EventsIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    private Apart apart;
    private Apart.Lives lives;

    @BeforeEach
    void start() throws Exception {
        apart = Apart.in(directory, processes, "webhooks: {backoff-min: 1s}\n", "mcp: {port: 0, anonymous: true}\n");
        lives = apart.start();
    }

    @Test
    void whatBecomesOfAServerIsListed() throws Exception {
        spawn("gone");
        Await.until("the events are there", SOON, () -> !statuses().isEmpty());
        assertThat(lives.satellite().terminate().exitCode()).isZero();

        JsonNode newest = events("--type", "mcp.*").path("events").path(0);
        assertThat(newest.path("satellite").asString()).isEqualTo("far");
        assertThat(newest.path("event").path("source").asString()).isEqualTo("/satellites/far");
        assertThat(newest.path("event").path("subject").asString()).isEqualTo("gone");
        assertThat(events("--type", "webhook.*").path("events")).isEmpty();
        assertThat(apart.client().run("events").out()).contains("mcp.server.status_changed", "gone");
        assertThat(events("--type", "satellite.registered", "--since", "10m").path("events"))
                .hasSize(1);
    }

    @Test
    void followersGoOnWhereTheyWereWhenTheControlPlaneComesBack() throws Exception {
        RunningPerigee follower = apart.client().start("events", "--follow", "--type", "token.*");
        tokenUntilSeen(follower, 1);
        lives.server().kill();
        lives.server().awaitExit();
        apart.server().awaitReady();
        int before = lines(follower);
        apart.client().run("token create");
        Await.until("it follows on", SOON, () -> lines(follower) > before);
        assertThat(follower.stdout().lines().distinct().count()).isEqualTo(lines(follower));
        assertThat(follower.isAlive()).isTrue();
        follower.kill();
    }

    @Test
    void whoIsOfAnotherTeamSeesNothing() throws Exception {
        String key = apart.client()
                .run("operator create", "bob", "--role", "viewer", "--team", "blue")
                .out()
                .strip();
        Ran none = apart.client().run("events", "--key", key);
        assertThat(none.exitCode()).isZero();
        assertThat(none.out()).doesNotContain("far");
        Ran refused = apart.client().run("events", "--team", "red", "--key", key);
        assertThat(refused.exitCode()).isEqualTo(125);
        assertThat(refused.err()).contains("blue");
        Ran webhooks = apart.client().run("webhooks", "--key", key);
        assertThat(webhooks.exitCode()).isEqualTo(125);
        assertThat(webhooks.err()).contains("admin");
    }

    @Test
    void wrongInputIsNamed() throws Exception {
        assertThat(apart.client().run("events", "--type", "mcp*").err()).contains("mcp*", "mcp.server.crashed");
        assertThat(apart.client().run("events", "--since", "noon").err()).contains("noon");
        assertThat(apart.client().run("webhook create", "ftp://example.org").err())
                .contains("ftp://example.org", "https");
        assertThat(apart.client()
                        .run("webhook create", "http://169.254.169.254/")
                        .err())
                .contains("169.254.169.254", "webhooks.allow-link-local");
        assertThat(apart.client()
                        .run("webhook test", "00000000000000000000000000")
                        .err())
                .contains("00000000000000000000000000", "perigee webhooks");
    }

    @Test
    void aWebhookGetsWhatHappensSignedAlsoAfterItWasAway() throws Exception {
        BlockingQueue<Received> received = new LinkedBlockingQueue<>();
        AtomicInteger refusals = new AtomicInteger(1);
        HttpServer receiver = receiver(received, refusals);
        try {
            String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
            String[] made = apart.client()
                    .run("webhook create", url, "--type", "operator.*")
                    .out()
                    .strip()
                    .split(" ", -1);
            apart.client().run("operator create", "eve");
            Received first = next(received);
            Received again = next(received);
            assertThat(again.id()).isEqualTo(first.id());
            assertThat(again.body()).isEqualTo(first.body()).contains("operator.created", "eve");
            for (Received one : List.of(first, again)) {
                assertThat(MessageDigest.isEqual(
                                one.signature().getBytes(StandardCharsets.UTF_8),
                                signature(made[1], one).getBytes(StandardCharsets.UTF_8)))
                        .isTrue();
            }
            assertThat(apart.client().run("webhook test", made[0]).out()).contains("delivered (HTTP status 204)");
            Await.until(
                    "both are known as delivered",
                    SOON,
                    () -> apart.client()
                                    .run("webhook deliveries", made[0])
                                    .out()
                                    .split("delivered", -1)
                                    .length
                            == 3);
            assertThat(apart.client().run("webhooks").out()).contains(url).doesNotContain(made[1]);
            assertThat(apart.client().run("webhook delete", made[0]).exitCode()).isZero();
            assertThat(apart.client().run("webhooks").out()).contains("No webhooks");
        } finally {
            receiver.stop(0);
        }
    }

    private record Received(String id, String timestamp, String signature, String body) {}

    private static HttpServer receiver(BlockingQueue<Received> received, AtomicInteger refusals) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/hook", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    body));
            exchange.sendResponseHeaders(refusals.getAndDecrement() > 0 ? 503 : 204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static Received next(BlockingQueue<Received> received) throws InterruptedException {
        Received next = received.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).as("what the webhook is sent").isNotNull();
        return Objects.requireNonNull(next);
    }

    /// As a receiver does it with the secret that it was given.
    private static String signature(String secret, Received received) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        String signed = received.id() + "." + received.timestamp() + "." + received.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    /// The follower may not be there yet when the first are made.
    private void tokenUntilSeen(RunningPerigee follower, int seen) throws Exception {
        Await.until("it follows", SOON, () -> {
            apart.client().run("token create");
            return lines(follower) >= seen;
        });
    }

    private static int lines(RunningPerigee follower) throws IOException {
        return (int) follower.stdout().lines().count();
    }

    private void spawn(String server) throws Exception {
        apart.client()
                .run(
                        "send",
                        "far",
                        "--type",
                        "spawn",
                        "--payload",
                        "{\"server\":{\"name\":\"" + server + "\",\"command\":\"false\"}}");
    }

    private List<String> statuses() throws Exception {
        return apart.operator().statuses("mcp.server.status_changed");
    }

    private JsonNode events(String... more) throws Exception {
        String[] arguments =
                Stream.concat(Stream.of("--output", "json"), Stream.of(more)).toArray(String[]::new);
        return apart.client().run("events", arguments).json();
    }
}
