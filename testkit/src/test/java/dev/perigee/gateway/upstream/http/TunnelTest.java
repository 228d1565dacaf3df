package dev.perigee.gateway.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.http.proxy.Proxies;
import dev.perigee.http.tls.TlsFiles;
import dev.perigee.testkit.proxy.ConnectProxy;
import dev.perigee.testkit.tls.TestAuthority;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An MCP server in TLS behind a company's proxy.
class TunnelTest {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    private static final String ANSWER = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path directory;

    private TestAuthority authority;
    private HttpsServer server;

    @BeforeEach
    void serve() throws IOException {
        authority = new TestAuthority(directory, "authority", Instant.now());
        TestAuthority.Issued issued = authority.issue(directory, "localhost");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(new TlsFiles("tls", issued.certificate(), issued.key(), null)
                .read()
                .context()));
        server.createContext("/mcp", call -> {
            call.getRequestBody().readAllBytes();
            call.getResponseHeaders().add("Content-Type", "application/json");
            call.sendResponseHeaders(200, ANSWER.length());
            call.getResponseBody().write(ANSWER.getBytes(StandardCharsets.UTF_8));
            call.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.stop(0);
    }

    @Test
    void theTunnelLeadsToTheServerWhoseOwnAuthoritiesAreTrusted() throws Exception {
        try (ConnectProxy proxy = new ConnectProxy("user", "pw")) {
            Exchange.Event end = ask(proxy, "user:pw");

            assertThat(end)
                    .isInstanceOfSatisfying(
                            Exchange.Event.Answered.class,
                            answered -> assertThat(answered.response().json()).hasToString(ANSWER));
            assertThat(proxy.asked())
                    .containsExactly("CONNECT localhost:" + server.getAddress().getPort());
            assertThat(proxy.heads()).noneMatch(head -> head.contains("t0p"));
        }
    }

    @Test
    void aProxyThatDoesNotKnowTheUserLetsNothingThrough() throws Exception {
        try (ConnectProxy proxy = new ConnectProxy("user", "pw")) {
            assertThat(ask(proxy, "user:other"))
                    .isInstanceOfSatisfying(
                            Exchange.Event.Lost.class,
                            lost -> assertThat(lost.sent()).isFalse());
            assertThat(proxy.heads()).isNotEmpty().noneMatch(head -> head.contains("t0p"));
        }
    }

    private Exchange.Event ask(ConnectProxy proxy, String credentials) throws Exception {
        URI url = URI.create("https://localhost:" + server.getAddress().getPort() + "/mcp");
        Endpoint endpoint = Endpoint.of(url)
                .withHeaders(List.of(new Endpoint.Field("Authorization", "Bearer t0p", true)))
                .withAuthorities(authority.file())
                .withProxies(Proxies.of("", "http://" + credentials + "@127.0.0.1:" + proxy.port(), ""));
        EndpointClient client = new EndpointClient(vertx, endpoint, new Random(7));
        return new StreamableHttpConnection(client, new Deaf())
                .begin(Message.Request.of(RpcId.of(1), "ping", JsonObject.EMPTY))
                .next(ANSWER_MAX)
                .orElseThrow();
    }

    private static final class Deaf implements Connection.Listener {
        @Override
        public void heard(Message.Notification notification) {}

        @Override
        public void asked(Message.Request request) {}

        @Override
        public void lost(Loss why) {}
    }
}
