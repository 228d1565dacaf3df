package dev.perigee.satellite;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.delivery.Poll;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.SatelliteKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A satellite that registered in an earlier life, and a control plane that says no more than this needs.
class PollWaitTest {
    private static final SatelliteId EDGE = new SatelliteId("edge");
    private static final Duration OWN = Duration.ofSeconds(60);
    private static final Duration WANTED = Duration.ofSeconds(2);
    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<Duration> waits = new LinkedBlockingQueue<>();
    private final CountDownLatch beaten = new CountDownLatch(1);

    @TempDir
    private Path directory;

    @Test
    void aSatelliteThatWasStartedAgainHoldsPollsNoLongerThanTheControlPlaneWants() throws Exception {
        Files.writeString(directory.resolve("key"), new SatelliteKey(EDGE, "0123456789abcdef").reveal());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.setExecutor(threads);
            server.createContext("/", this::answer);
            server.start();
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            try (SatelliteApp _ = SatelliteApp.start(config(url), "test")) {
                assertThat(next()).as("the first is answered at once").isEqualTo(Duration.ZERO);
                assertThat(next()).as("nothing is known yet").isEqualTo(OWN);
                Duration wait = next();
                while (OWN.equals(wait)) {
                    wait = next();
                }
                assertThat(wait).isEqualTo(WANTED);
            } finally {
                server.stop(0);
            }
        }
    }

    private @Nullable Duration next() throws InterruptedException {
        return waits.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private SatelliteConfig config(URI url) {
        SatelliteConfig config = SatelliteConfig.of(url, EDGE, directory);
        SatelliteConfig.Link link = config.link();
        return new SatelliteConfig(
                url,
                EDGE,
                directory,
                null,
                config.maxConcurrent(),
                config.membership(),
                config.exec(),
                new SatelliteConfig.Link(OWN, link.backoffMin(), link.backoffMax(), Duration.ofSeconds(1)),
                null);
    }

    /// Polls that wait are held until the first heartbeat came.
    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        String answer = "{}";
        if (path.endsWith("/deliveries")) {
            Duration wait = Json.WIRE.read(body, Poll.class).waitMax();
            waits.add(wait);
            hold(wait);
        } else if (path.endsWith("/heartbeat")) {
            answer = "{\"interval\":\"30s\",\"rotateKey\":false,\"pollWait\":\"2s\"}";
        }
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(path.endsWith("/config") ? 404 : 200, 0);
        exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
        exchange.close();
        if (path.endsWith("/heartbeat")) {
            beaten.countDown();
        }
    }

    private void hold(Duration wait) {
        try {
            if (wait.isPositive()) {
                boolean _ = beaten.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
