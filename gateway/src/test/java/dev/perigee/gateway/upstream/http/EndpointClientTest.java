package dev.perigee.gateway.upstream.http;

import static dev.perigee.gateway.upstream.http.Conversing.answered;
import static dev.perigee.gateway.upstream.http.Conversing.lost;
import static dev.perigee.gateway.upstream.http.Conversing.request;
import static dev.perigee.gateway.upstream.http.Conversing.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.http.proxy.Proxies;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointClientTest {
    private static final Endpoint.Field TOKEN = new Endpoint.Field("Authorization", "Bearer t0p", true);

    private final Conversing client = new Conversing();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void headersAndQueryParametersGoAlong() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((_, wire) -> wire.json(result(1, "{}")))) {
            Endpoint endpoint = Endpoint.of(URI.create(server.url() + "?a=b"))
                    .withHeaders(List.of(TOKEN, new Endpoint.Field("Accept", "text/plain", false)))
                    .withQuery(List.of(new Endpoint.Field("api_key", "ä&=", true)));
            answered(ask(endpoint));

            FakeMcpServer.Received received = server.next();
            assertThat(received.header("Authorization")).isEqualTo("Bearer t0p");
            assertThat(received.header("Accept")).isEqualTo("application/json, text/event-stream");
            assertThat(received.path()).isEqualTo("/mcp?a=b&api_key=%C3%A4%26%3D");
        }
    }

    @Test
    void whatIsSecretDoesNotPrint() {
        Endpoint endpoint = Endpoint.of(URI.create("https://host:1/mcp?key=s3cret"))
                .withHeaders(List.of(TOKEN, new Endpoint.Field("X-Team", "blue", false)))
                .withQuery(List.of(new Endpoint.Field("api_key", "t0p", true)));

        assertThat(endpoint)
                .hasToString("https://host:1/mcp headers=[Authorization=***, X-Team=blue] query=[api_key=***]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.of(URI.create("ftp://user:t0p@host/")))
                .withMessage("url ftp://***@host/: expected http://… or https://…");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Endpoint.Field("Authorization", "t0p\r\nHost: x", true))
                .withMessage("Authorization: expected a value without control characters");
    }

    @Test
    void aRedirectWithinTheOriginIsFollowedWithTheSameBody() throws Exception {
        try (FakeMcpServer server = new FakeMcpServer((request, wire) -> {
            if (request.path().equals("/mcp")) {
                wire.answer(307, "", "Location: /mcp/");
            } else {
                wire.json(result(1, "{}"));
            }
        })) {
            answered(ask(Endpoint.of(server.url()).withHeaders(List.of(TOKEN))));

            FakeMcpServer.Received first = server.next();
            FakeMcpServer.Received second = server.next();
            assertThat(second.path()).isEqualTo("/mcp/");
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(second.header("Authorization")).isEqualTo("Bearer t0p");
        }
    }

    @Test
    void aRedirectToAnotherOriginOrInCirclesIsNotFollowed() throws Exception {
        try (FakeMcpServer other = new FakeMcpServer((_, wire) -> wire.json(result(1, "{}")));
                FakeMcpServer server =
                        new FakeMcpServer((_, wire) -> wire.answer(307, "", "Location: " + other.url()));
                FakeMcpServer circle = new FakeMcpServer((_, wire) -> wire.answer(308, "", "Location: /mcp"))) {
            for (FakeMcpServer from : List.of(server, circle)) {
                Exchange.Event.Lost end = lost(ask(Endpoint.of(from.url())));
                assertThat(end.why().cause()).isEqualTo(Loss.Cause.MISBEHAVED);
                assertThat(end.sent()).isFalse();
            }
        }
    }

    @Test
    void theProxyIsAskedUnlessTheHostIsExempt() throws Exception {
        try (FakeMcpServer proxy = new FakeMcpServer((_, wire) -> wire.json(result(1, "{}")));
                FakeMcpServer direct = new FakeMcpServer((_, wire) -> wire.json(result(1, "{}")))) {
            String at = "http://user:pw@127.0.0.1:" + proxy.url().getPort();
            answered(ask(Endpoint.of(URI.create("http://mcp.invalid/mcp")).withProxies(Proxies.of(at, at, ""))));
            FakeMcpServer.Received received = proxy.next();
            assertThat(received.path()).isEqualTo("http://mcp.invalid/mcp");
            assertThat(received.header("Proxy-Authorization")).isEqualTo("Basic dXNlcjpwdw==");

            answered(ask(Endpoint.of(direct.url()).withProxies(Proxies.of(at, at, "127.0.0.1"))));
            assertThat(direct.next().path()).isEqualTo("/mcp");
        }
    }

    @Test
    void towardsTlsTheProxyIsATunnelAndSeesNoCredentialsOfTheServer() throws Exception {
        try (FakeMcpServer proxy = new FakeMcpServer((_, wire) -> wire.answer(403, ""))) {
            String at = "http://127.0.0.1:" + proxy.url().getPort();
            Exchange.Event.Lost end = lost(ask(Endpoint.of(URI.create("https://mcp.invalid/mcp"))
                    .withHeaders(List.of(TOKEN))
                    .withProxies(Proxies.of("", at, ""))));

            assertThat(end.sent()).isFalse();
            FakeMcpServer.Received received = proxy.next();
            assertThat(received.method() + " " + received.path()).isEqualTo("CONNECT mcp.invalid:443");
            assertThat(received.headers()).doesNotContainKey("authorization");
        }
    }

    @Test
    void withPriorKnowledgeHttp2IsSpokenWithoutTlsAndElseNot() {
        Set<HttpVersion> versions = ConcurrentHashMap.newKeySet();
        HttpServer server = client.vertx().createHttpServer().requestHandler(call -> {
            versions.add(call.version());
            call.response().putHeader("Content-Type", "application/json");
            call.response().end(result(1, "{}"));
        });
        int port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        Endpoint endpoint = Endpoint.of(URI.create("http://127.0.0.1:" + port + "/mcp"));

        assertThat(answering(endpoint.withPriorKnowledge(true))).isTrue();
        assertThat(versions).containsExactly(HttpVersion.HTTP_2);
        versions.clear();
        assertThat(answering(endpoint)).isTrue();
        assertThat(versions).containsExactly(HttpVersion.HTTP_1_1);
    }

    private boolean answering(Endpoint endpoint) {
        try {
            return answered(ask(endpoint)).equals(result(1, "{}"));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void onlyItsOwnAuthoritiesAreTrusted(@TempDir Path dir) throws Exception {
        HttpsServer server = tls(dir);
        try {
            URI url = URI.create("https://localhost:" + server.getAddress().getPort() + "/mcp");
            assertThat(answered(ask(Endpoint.of(url).withAuthorities(dir.resolve("ca.pem")))))
                    .isEqualTo(result(1, "{}"));

            Exchange.Event.Lost end = lost(ask(Endpoint.of(url)));
            assertThat(end.why().cause()).isEqualTo(Loss.Cause.GONE);
            assertThat(end.sent()).isFalse();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void manyCallsShareOneConnectionWhereTheServerSpeaksHttp2(@TempDir Path dir) throws Exception {
        keys(dir);
        Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
        HttpServer server = client.vertx()
                .createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(new PfxOptions()
                                .setPath(dir.resolve("keys.p12").toString())
                                .setPassword("changeit")))
                .requestHandler(call -> {
                    assertThat(call.version()).isEqualTo(HttpVersion.HTTP_2);
                    connections.add(call.connection());
                    call.response().putHeader("Content-Type", "text/event-stream");
                    call.response().end("data: " + result(1, "{}") + "\n\n");
                });
        int port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        EndpointClient endpoint = client.client(
                Endpoint.of(URI.create("https://localhost:" + port + "/mcp")).withAuthorities(dir.resolve("ca.pem")));

        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            exchanges.add(new StreamableHttpConnection(endpoint, client).begin(request(1, "ping")));
        }
        for (Exchange exchange : exchanges) {
            assertThat(answered(exchange)).isEqualTo(result(1, "{}"));
        }
        assertThat(connections).hasSizeLessThanOrEqualTo(4);
    }

    private Exchange ask(Endpoint endpoint) {
        return new StreamableHttpConnection(client.client(endpoint), client).begin(request(1, "ping"));
    }

    /// A certificate of its own making: with its key in `keys.p12`, and in `ca.pem`.
    private static void keys(Path dir) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Path store = dir.resolve("keys.p12");
        run(
                keytool,
                "-genkeypair",
                "-alias",
                "k",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString());
        run(
                keytool,
                "-exportcert",
                "-rfc",
                "-alias",
                "k",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString(),
                "-file",
                dir.resolve("ca.pem").toString());
    }

    private static HttpsServer tls(Path dir) throws Exception {
        keys(dir);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(dir.resolve("keys.p12"))) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/mcp", call -> {
            byte[] body = result(1, "{}").getBytes(StandardCharsets.UTF_8);
            call.getRequestBody().readAllBytes();
            call.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
            call.sendResponseHeaders(200, body.length);
            call.getResponseBody().write(body);
            call.close();
        });
        server.start();
        return server;
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
