package dev.perigee.testkit.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.delivery.Deliveries;
import dev.perigee.protocol.delivery.Poll;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.satellite.link.Link;
import dev.perigee.satellite.link.LinkException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a link does when the other end does not do what it should: it fails with a `LinkException`, and never hangs.
public abstract class LinkContract {
    private static final Poll POLL = Poll.of("contract-session", 1, Duration.ZERO);
    private static final Report NOTHING = new Report(List.of(), List.of());
    private static final long PATIENCE_SECONDS = 20;

    /// A link to whatever listens at `controlPlane`.
    protected abstract Link linkTo(URI controlPlane) throws IOException;

    @Test
    void nobodyListens() throws IOException {
        int port;
        try (ServerSocket free = socket()) {
            port = free.getLocalPort();
        }
        Link link = linkTo(URI.create("http://127.0.0.1:" + port));
        assertThatThrownBy(() -> link.open(POLL).await())
                .isInstanceOf(LinkException.class)
                .hasMessageContaining(":" + port);
        assertThatThrownBy(() -> link.report(NOTHING)).isInstanceOf(LinkException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"deliveries\":[",
                "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nnot json",
                "HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops"
            })
    void thePeerAnswersWithThisAndHangsUp(String answer) throws Exception {
        try (ServerSocket peer = socket()) {
            Thread.ofVirtual().start(() -> serve(peer, answer));
            Link link = linkTo(URI.create("http://127.0.0.1:" + peer.getLocalPort()));
            assertThatThrownBy(() -> link.open(POLL).await()).isInstanceOf(LinkException.class);
        }
    }

    @Test
    void anInterruptionGivesUpTheCall() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ServerSocket peer = socket()) {
            Thread.ofVirtual().start(() -> readAndSayNothing(peer, asked));
            Link link = linkTo(URI.create("http://127.0.0.1:" + peer.getLocalPort()));
            FutureTask<Object> call = new FutureTask<>(() -> link.open(POLL).await());
            Thread calling = Thread.ofVirtual().start(call);
            asked.await();
            calling.interrupt();
            assertThatThrownBy(() -> call.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void abandoningEndsTheWait() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ServerSocket peer = socket()) {
            Thread.ofVirtual().start(() -> readAndSayNothing(peer, asked));
            Link link = linkTo(URI.create("http://127.0.0.1:" + peer.getLocalPort()));
            Link.Held held = link.open(POLL);
            FutureTask<Optional<Deliveries>> waiting = new FutureTask<>(held::await);
            Thread.ofVirtual().start(waiting);
            asked.await();
            held.abandon();
            held.abandon();
            assertThat(waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEmpty();
        }
    }

    private static ServerSocket socket() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private static void serve(ServerSocket peer, String answer) {
        try {
            while (!peer.isClosed()) {
                try (Socket caller = peer.accept()) {
                    byte[] request = new byte[8192];
                    int read = caller.getInputStream().read(request);
                    if (read > 0) {
                        caller.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    }
                }
            }
        } catch (IOException _) {
            // The test is over and has closed the socket.
        }
    }

    private static void readAndSayNothing(ServerSocket peer, CountDownLatch asked) {
        try (Socket caller = peer.accept()) {
            byte[] request = new byte[8192];
            int read = caller.getInputStream().read(request);
            asked.countDown();
            while (read > 0) {
                read = caller.getInputStream().read(request);
            }
        } catch (IOException _) {
            // The caller gave up, which is what it was to do.
        }
    }
}
