package dev.perigee.server.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.perigee.http.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpProviderTest {
    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer server;
    private HttpProvider provider;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        answer("/ok", 200, 10);
        answer("/full", 200, HttpProvider.ANSWER_MAX_BYTES);
        answer("/huge", 200, HttpProvider.ANSWER_MAX_BYTES + 1);
        answer("/gone", 404, 10);
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write(new byte[5]);
            exchange.getResponseBody().flush();
            try {
                ended.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        provider = new HttpProvider(TlsFiles.none("oidc"), Duration.ofSeconds(1));
    }

    @AfterEach
    void stop() {
        ended.countDown();
        provider.close();
        server.stop(0);
    }

    @Test
    void anAnswerIsReadUpToItsBound() throws Exception {
        assertThat(provider.get(url("/ok"))).hasSize(10);
        assertThat(provider.get(url("/full"))).hasSize(HttpProvider.ANSWER_MAX_BYTES);
        assertThatThrownBy(() -> provider.get(url("/huge"))).isInstanceOf(IOException.class);
    }

    @Test
    void anAnswerThatDoesNotEndIsGivenUp() {
        assertThatThrownBy(() -> provider.get(url("/slow")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/slow within 1 s");
    }

    @Test
    void anotherStatusIsNoAnswer() {
        assertThatThrownBy(() -> provider.get(url("/gone")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("HTTP status 404: expected 200");
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void answer(String path, int status, int size) {
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, size);
            exchange.getResponseBody().write(new byte[size]);
            exchange.close();
        });
    }
}
