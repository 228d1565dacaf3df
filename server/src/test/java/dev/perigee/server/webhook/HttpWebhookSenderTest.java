package dev.perigee.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.control.webhook.WebhookSender.Answer;
import dev.perigee.protocol.BadValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sending over real sockets of the loopback.
class HttpWebhookSenderTest {
    private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    private final BlockingQueue<String> requests = new ArrayBlockingQueue<>(10);
    private ServerSocket server;
    private volatile String answer = "HTTP/1.1 204 No Content\r\n\r\n";

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void aBodyIsPostedWithItsHeadersAndTakenByAny2xx() throws Exception {
        assertThat(send("/in?a=b")).isEqualTo(new Answer.Taken(204));
        assertThat(requests.poll(10, TimeUnit.SECONDS))
                .startsWith("POST /in?a=b HTTP/1.1\r\n")
                .contains("webhook-id: 1\r\n", "content-length: 7\r\n")
                .endsWith("\r\n\r\n{\"a\":1}");
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        answer = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:" + server.getLocalPort() + "/\r\n\r\n";
        assertThat(send("/")).isEqualTo(new Answer.Refused(302));
        assertThat(requests).hasSize(1);
    }

    @Test
    void whoSaysNothingIsCutOff() throws Exception {
        answer = "";
        assertThat(send("/")).isEqualTo(new Answer.Failed("no answer within 500 ms"));
    }

    @Test
    void anEndlessFirstLineIsNotReadToItsEnd() throws Exception {
        answer = "x".repeat(1024 * 1024);
        assertThat(send("/")).isEqualTo(new Answer.Failed("no answer: what came is not HTTP/1.1"));
    }

    @Test
    void whereNobodyListensItSaysSo() throws Exception {
        server.close();
        assertThat(send("/"))
                .isInstanceOfSatisfying(
                        Answer.Failed.class, it -> assertThat(it.why()).contains("no answer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest",
                "https://[fe80::1]/",
                "https://0.0.0.0/",
                "https://100.100.100.200/",
                "https://224.0.0.1/",
                "https://[::ffff:169.254.169.254]/"
            })
    void addressesThatTellSecretsAreRefused(String url) {
        assertThatThrownBy(() -> new AddressFence(true, false).check(URI.create(url)))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining(url)
                .hasMessageContaining("webhooks.allow-link-local");
        new AddressFence(true, true).check(URI.create(url));
    }

    @Test
    void withoutTlsOnlyThisMachineIsReached() {
        AddressFence fence = new AddressFence(false, false);
        fence.check(URI.create("http://127.0.0.1:1/"));
        fence.check(URI.create("https://192.0.2.1/"));
        assertThatThrownBy(() -> fence.check(URI.create("http://192.0.2.1/")))
                .hasMessageContaining("http://192.0.2.1/")
                .hasMessageContaining("webhooks.allow-http");
    }

    @Test
    void anAddressThatIsRefusedIsNotConnectedTo() throws Exception {
        assertThat(sender().send(URI.create("http://169.254.169.254/"), Map.of(), BODY))
                .isInstanceOf(Answer.Failed.class);
    }

    private Answer send(String path) throws InterruptedException {
        URI url = URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
        return sender().send(url, Map.of("webhook-id", "1"), BODY);
    }

    private static HttpWebhookSender sender() {
        return new HttpWebhookSender(
                new AddressFence(false, false),
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                Duration.ofMillis(500));
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                InputStream in = socket.getInputStream();
                StringBuilder request = new StringBuilder();
                while (request.indexOf("{\"a\":1}") < 0) {
                    request.append((char) in.read());
                }
                requests.add(request.toString());
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                if (answer.isEmpty()) {
                    // Until the other end has had enough.
                    int _ = in.read();
                }
            } catch (IOException _) {
                // The next one, if there is one.
            }
        }
    }
}
