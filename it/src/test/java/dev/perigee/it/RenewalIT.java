package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.http.tls.TlsFiles;
import dev.perigee.testkit.mcp.Era;
import dev.perigee.testkit.mcp.TestMcpServer;
import dev.perigee.testkit.tls.TestAuthority;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Certificates that are exchanged while both ends run, and the connections of before and afterwards.
final class RenewalIT {
    private static final Duration MAX = Duration.ofSeconds(30);
    private static final String IN_USE = "certificates have changed and are in use";
    private static final int CALLERS = 4;
    private static final int CALLS_AFTERWARDS = 10;

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    @Test
    void theDoorShowsItsNewCertificateWhereConnectionsAreNewAndNoCallIsLost() throws Exception {
        TestAuthority authority = new TestAuthority(directory, "authority", Instant.now());
        TestAuthority.Issued issued = authority.issue(directory, "localhost");
        TlsFiles trust = new TlsFiles("client", null, null, authority.file());
        try (TestMcpServer server = TestMcpServer.http(Era.LEGACY, 0);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            RunningPerigee up = up(server.url(), issued);
            URI door = McpDoor.of(up.awaitReady());
            assertThat(door).hasScheme("https");
            List<Caller> callers = Stream.generate(() -> new Caller(trust, door))
                    .limit(CALLERS)
                    .toList();
            try {
                BigInteger before = callers.getFirst().serial();
                List<Future<BigInteger>> ends =
                        callers.stream().map(each -> threads.submit(each::call)).toList();
                for (Caller each : callers) {
                    Await.until("each has called", MAX, () -> each.calls.get() > 0);
                }

                authority.issue(directory, "localhost");
                Await.until(
                        "the new certificate is in use", MAX, () -> up.stderr().contains(IN_USE));
                for (Caller each : callers) {
                    each.until.set(each.calls.get() + CALLS_AFTERWARDS);
                }
                for (Future<BigInteger> each : ends) {
                    assertThat(each.get()).as("of a connection that was open").isEqualTo(before);
                }
                try (Caller after = new Caller(trust, door)) {
                    assertThat(after.serial()).isNotEqualTo(before);
                }
            } finally {
                callers.forEach(Caller::close);
            }
            assertCommandsComeIn(door, authority);
        }
    }

    private void assertCommandsComeIn(URI door, TestAuthority authority) throws Exception {
        Ran listed = processes.run(
                "mcp",
                "servers",
                "--door",
                door.toString(),
                "--ca",
                authority.file().toString());
        assertThat(listed.out()).as(listed.toString()).contains("test");
        Ran refused = processes.run("mcp", "servers", "--door", door.toString());
        assertThat(refused.exitCode()).isEqualTo(125);
        assertThat(refused.err())
                .contains("the server is not trusted", "of an authority that is not known here (CN=authority)");
    }

    @Test
    void aSatelliteShowsItsNewCertificateOnItsNextConnections() throws Exception {
        Secured secured = new Secured(directory, processes, "");
        Path accepted = Files.copy(secured.authority.file(), directory.resolve("accepted.pem"));
        Path config = directory.resolve("server.yaml");
        Files.writeString(
                config,
                Files.readString(config).replace("  ca: " + secured.authority.file(), "  ca: " + accepted)
                        + "  bind-satellites: true\n");
        RunningPerigee server = secured.server();
        RunningPerigee satellite =
                secured.satellite("one", secured.showing("one") + "    reload-every: 1s\n", Map.of());
        satellite.awaitReady();

        TestAuthority next = new TestAuthority(directory, "next", Instant.now());
        Files.writeString(accepted, Files.readString(secured.authority.file()) + Files.readString(next.file()));
        Await.until("both authorities are accepted", MAX, () -> server.stderr().contains(IN_USE));
        next.issue(directory, "one");
        Await.until(
                "the satellite has its new certificate",
                MAX,
                () -> satellite.stderr().contains(IN_USE));
        assertThat(server.terminate().exitCode()).isZero();
        Files.copy(next.file(), accepted, StandardCopyOption.REPLACE_EXISTING);
        secured.server();

        assertThat(secured.run("send", "one", "--", "echo", "hi").out()).isEqualTo("hi\n");
        assertThat(satellite.isAlive()).isTrue();
        RunningPerigee late = secured.satellite("two", secured.showing("two"), Map.of());
        assertThat(late.awaitExit().exitCode()).isNotZero();
        assertThat(late.stderr()).contains("expected a client certificate that is made out to satellite \"two\"");
    }

    private RunningPerigee up(URI server, TestAuthority.Issued issued) throws Exception {
        Path servers = Files.write(
                directory.resolve("servers.json"),
                JsonMapper.shared().writeValueAsBytes(Map.of("mcpServers", Map.of("test", GatewayUp.at(server)))));
        return processes.start(
                Map.of(
                        "PERIGEE_SATELLITE_MCP_TLS_CERTIFICATE",
                        issued.certificate().toString(),
                        "PERIGEE_SATELLITE_MCP_TLS_KEY",
                        issued.key().toString(),
                        "PERIGEE_SATELLITE_MCP_TLS_RELOAD_EVERY",
                        "1s"),
                "up",
                "--port",
                "0",
                "--data",
                directory.resolve("data").toString(),
                "--mcp",
                servers.toString());
    }

    /// Calls over one connection of its own, one after the other.
    private static final class Caller implements AutoCloseable {
        private final HttpClient http;
        private final URI door;
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger until = new AtomicInteger(Integer.MAX_VALUE);

        Caller(TlsFiles trust, URI door) {
            this.http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(trust.read().context())
                    .build();
            this.door = door;
        }

        /// Until it has called so often; then returns which certificate its connection began with.
        BigInteger call() throws Exception {
            McpVisitor visitor = McpVisitor.greeting(http, door, "{}");
            while (calls.get() < until.get()) {
                int call = calls.incrementAndGet();
                assertThat(visitor.call(call, "test__test_simple_text", "").toString())
                        .contains("This is a simple text response");
            }
            return serial();
        }

        BigInteger serial() throws Exception {
            HttpRequest request = HttpRequest.newBuilder(door.resolve("/health/live"))
                    .timeout(MAX)
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            X509Certificate shown =
                    (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
            return shown.getSerialNumber();
        }

        @Override
        public void close() {
            http.shutdownNow();
        }
    }
}
