package dev.perigee.testkit.mcp.fault;

import dev.perigee.testkit.mcp.offer.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.ObjectNode;

/// The server over HTTP, on plain sockets, so that it can do with their bytes what no HTTP server would. A connection
/// carries one request.
final class FaultyHttp implements AutoCloseable {
    private static final int HEAD_MAX = 64 * 1024;
    private static final int BODY_MAX = 16 * 1024 * 1024;

    private final ServerSocket listening;
    private final FaultyTools tools;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<String, ObjectNode> capabilities = new ConcurrentHashMap<>();
    private final AtomicInteger sessions = new AtomicInteger();

    FaultyHttp(FaultyTools tools) throws IOException {
        this.tools = tools;
        this.listening = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/mcp");
    }

    @Override
    public void close() {
        close(listening);
        open.forEach(FaultyHttp::close);
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket connection = listening.accept();
                open.add(connection);
                threads.execute(() -> serve(connection));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    /// The connection stays open when the tool says nothing: whoever called ends it.
    private void serve(Socket connection) {
        try {
            InputStream in = connection.getInputStream();
            String head = head(in);
            if (head.startsWith("POST ")) {
                int length =
                        header(head, "content-length").map(Integer::parseInt).orElse(0);
                answer((ObjectNode) Json.parse(in.readNBytes(Math.min(length, BODY_MAX))), head, connection);
            } else {
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 405 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                connection.close();
            }
        } catch (IOException _) {
            // The caller has gone.
            close(connection);
        }
        open.removeIf(Socket::isClosed);
    }

    private void answer(ObjectNode message, String head, Socket connection) throws IOException {
        String session = header(head, "mcp-session-id").orElse("");
        String headers = "";
        if (message.path("method").asString("").equals("initialize")) {
            session = "f" + sessions.incrementAndGet();
            headers = "Mcp-Session-Id: " + session + "\r\n";
            capabilities.put(session, Json.member(Json.member(message, "params"), "capabilities"));
        }
        tools.take(message, capabilities.getOrDefault(session, Json.object()), new HttpWire(connection, headers));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < HEAD_MAX && head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the head ended early");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static Optional<String> header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    private static void close(AutoCloseable what) {
        try {
            what.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
