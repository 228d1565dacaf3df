package dev.perigee.server;

import dev.perigee.protocol.CommandId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads a stream of server-sent events over a connection of its own, only when the test asks for it.
final class EventReader implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final BufferedReader lines;

    record Event(@Nullable String id, String name, String data) {}

    private EventReader(URI server, String path, @Nullable String lastEventId) throws IOException {
        socket.setReceiveBufferSize(16 * 1024);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        socket.setSoTimeout(PATIENCE_MILLIS);
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + RunningServer.OPERATOR_KEY + "\r\n"
                + (lastEventId == null ? "" : "Last-Event-ID: " + lastEventId + "\r\n") + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    static EventReader open(RunningServer server, CommandId id, String what, @Nullable String lastEventId)
            throws IOException {
        EventReader reader = new EventReader(server.app.url(), "/api/v1/commands/" + id + "/" + what, lastEventId);
        String status = reader.line();
        if (!status.equals("HTTP/1.1 200 OK")) {
            throw new IOException(status);
        }
        while (!reader.line().isEmpty()) {
            // the other headers
        }
        return reader;
    }

    /// The next event.
    Event next() throws IOException {
        String id = null;
        String name = "";
        while (true) {
            String line = line();
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                return new Event(id, name, line.substring(6));
            }
        }
    }

    /// Whether the stream has ended as it should.
    boolean atEnd() throws IOException {
        for (String line = line(); !line.equals("0"); line = line()) {
            if (line.startsWith("data: ")) {
                return false;
            }
        }
        return true;
    }

    private String line() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IOException("the stream was cut");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
