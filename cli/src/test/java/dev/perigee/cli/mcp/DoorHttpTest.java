package dev.perigee.cli.mcp;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.cli.shell.CliException;
import dev.perigee.http.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DoorHttpTest {
    @Test
    void anAnswerThatBeginsAndDoesNotGoOnEndsInTime() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> beginToAnswer(server, end));
            URI door = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/mcp");
            try (DoorHttp http =
                    new DoorHttp(new DoorAddress(door, null, TlsFiles.none("client")), Duration.ofMillis(100))) {
                assertThatExceptionOfType(CliException.class)
                        .isThrownBy(() -> new DoorListings(http).servers())
                        .withMessage(door + " began to answer and did not go on in time");
            }
        } finally {
            end.countDown();
        }
    }

    private static void beginToAnswer(ServerSocket server, CountDownLatch end) {
        try (Socket client = server.accept()) {
            client.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
            end.await();
        } catch (IOException _) {
            // The test has ended.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
