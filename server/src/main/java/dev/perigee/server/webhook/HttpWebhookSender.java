package dev.perigee.server.webhook;

import dev.perigee.control.webhook.WebhookSender;
import dev.perigee.protocol.BadValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Posts over HTTP/1.1, on a connection of its own to the very address that the fence let through: a name cannot lead
/// elsewhere between the look and the connection. Reads at most 4 KiB of the answer, follows no redirect, and is done
/// within `answerMax`, after which the connection is cut. Blocks a virtual thread. Thread-safe.
public final class HttpWebhookSender implements WebhookSender {
    public static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    static final int READ_MAX = 4 * 1024;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: .*)?");

    private final AddressFence fence;
    private final SSLSocketFactory tls;
    private final Duration answerMax;

    public HttpWebhookSender(AddressFence fence, SSLSocketFactory tls, Duration answerMax) {
        this.fence = fence;
        this.tls = tls;
        this.answerMax = answerMax;
    }

    @Override
    public Answer send(URI url, Map<String, String> headers, byte[] body) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        try (Socket socket = new Socket()) {
            Thread.ofVirtual().name("webhook-deadline").start(() -> cutWhenLate(socket, done));
            InetAddress address = fence.resolve(url);
            return read(statusOf(exchange(url, address, socket, request(url, headers, body))));
        } catch (UnknownHostException _) {
            return new Answer.Failed("host \"" + url.getHost() + "\" is not known: expected a name with an address");
        } catch (SocketTimeoutException _) {
            return new Answer.Failed(late());
        } catch (SSLException e) {
            return new Answer.Failed("TLS failed: " + e.getMessage());
        } catch (BadValue e) {
            return new Answer.Failed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("stopped while a webhook was sent to");
            }
            return new Answer.Failed(done.getCount() == 0 ? late() : "no answer: " + e.getMessage());
        } finally {
            done.countDown();
        }
    }

    private String late() {
        return "no answer within " + answerMax.toMillis() + " ms";
    }

    private void cutWhenLate(Socket socket, CountDownLatch done) {
        try {
            if (!done.await(answerMax.toMillis(), TimeUnit.MILLISECONDS)) {
                done.countDown();
                socket.close();
            }
        } catch (InterruptedException | IOException _) {
            // It is over anyway.
        }
    }

    private String exchange(URI url, InetAddress address, Socket plain, byte[] request) throws IOException {
        boolean secure = "https".equals(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
        int millis = (int) answerMax.toMillis();
        plain.connect(new InetSocketAddress(address, port), millis);
        plain.setSoTimeout(millis);
        if (!secure) {
            return talk(plain, request);
        }
        try (SSLSocket socket = (SSLSocket) tls.createSocket(plain, AddressFence.host(url), port, true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            return talk(socket, request);
        }
    }

    /// The first line of the answer.
    private static String talk(Socket socket, byte[] request) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(request);
        out.flush();
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = in.read(); read >= 0 && read != '\n' && line.size() < READ_MAX; read = in.read()) {
            line.write(read);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    private static int statusOf(String line) throws IOException {
        Matcher status = STATUS.matcher(line);
        if (!status.matches()) {
            throw new IOException(line.isEmpty() ? "the connection was closed" : "what came is not HTTP/1.1");
        }
        return Integer.parseInt(status.group(1));
    }

    private static Answer read(int status) {
        return status / 100 == 2 ? new Answer.Taken(status) : new Answer.Refused(status);
    }

    private static byte[] request(URI url, Map<String, String> headers, byte[] body) throws IOException {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String host = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
        StringBuilder head = new StringBuilder("POST " + path + query + " HTTP/1.1\r\nhost: " + host
                + "\r\nuser-agent: perigee\r\nconnection: close\r\ncontent-length: " + body.length + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        bytes.write(body);
        return bytes.toByteArray();
    }
}
