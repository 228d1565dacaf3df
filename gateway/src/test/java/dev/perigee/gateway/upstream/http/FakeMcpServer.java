package dev.perigee.gateway.upstream.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A server on loopback that does to each HTTP request what a script says, down to the byte. Keeps what it received.
final class FakeMcpServer implements AutoCloseable {
    static final long WAIT_MAX_SECONDS = 10;

    private final ServerSocket socket;
    private final Script script;
    private final Thread acceptor;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    interface Script {
        void serve(Received request, Wire wire) throws IOException, InterruptedException;
    }

    record Received(String method, String path, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        boolean calls(String rpcMethod) {
            return body.contains("\"method\":\"" + rpcMethod + "\"");
        }
    }

    FakeMcpServer(Script script) {
        this.script = script;
        try {
            this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.acceptor = Thread.ofVirtual().name("fake-mcp").start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/mcp");
    }

    /// The next request, in the order in which they came.
    Received next() throws InterruptedException {
        return Objects.requireNonNull(received.poll(WAIT_MAX_SECONDS, TimeUnit.SECONDS), "no request came");
    }

    Received next(String method) throws InterruptedException {
        Received next = next();
        while (!next.method().equals(method)) {
            next = next();
        }
        return next;
    }

    /// From here on nothing listens on its port.
    @Override
    public void close() throws IOException {
        socket.close();
        try {
            acceptor.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        for (Socket connection : open) {
            connection.close();
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                open.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            Wire wire = new Wire(connection.getOutputStream());
            String line = line(in);
            while (!line.isEmpty() && !wire.cut) {
                Received request = read(line, in);
                received.add(request);
                script.serve(request, wire);
                line = wire.cut ? "" : line(in);
            }
        } catch (IOException _) {
            // The other end has gone: part of many a script.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Received read(String first, InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] parts = line.split(":", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String[] parts = first.split(" ", -1);
        return new Received(parts[0], parts[1], headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /// What goes back over one TCP connection.
    static final class Wire {
        private final OutputStream out;
        private boolean cut;

        Wire(OutputStream out) {
            this.out = out;
        }

        void json(String body, String... headers) throws IOException {
            answer(200, body, join("Content-Type: application/json", headers));
        }

        void answer(int status, String body, String... headers) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            raw("HTTP/1.1 " + status + " X\r\n" + head(headers) + "Content-Length: " + bytes.length + "\r\n\r\n");
            raw(bytes);
        }

        void stream(String... headers) throws IOException {
            raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n" + head(headers)
                    + "\r\n");
        }

        /// Lines of a stream, as they are.
        void lines(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            raw(Integer.toHexString(bytes.length) + "\r\n");
            raw(bytes);
            raw("\r\n");
        }

        void event(String data) throws IOException {
            lines("data: " + data + "\n\n");
        }

        void endStream() throws IOException {
            raw("0\r\n\r\n");
        }

        void raw(String text) throws IOException {
            raw(text.getBytes(StandardCharsets.UTF_8));
        }

        void raw(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /// Closes the TCP connection once the script returns.
        void cut() {
            cut = true;
        }

        private static String head(String... headers) {
            return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        }

        private static String[] join(String first, String... more) {
            String[] all = new String[more.length + 1];
            all[0] = first;
            System.arraycopy(more, 0, all, 1, more.length);
            return all;
        }
    }
}
