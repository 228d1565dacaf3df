package dev.perigee.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Somebody who follows a command over HTTP with a connection of their own, and reads only when the test does.
final class Follower implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket = new Socket();
    private final BufferedReader lines;

    record Event(String name, JsonNode data) {}

    /// `what` is `output` or `events`; `data` the control plane's directory.
    Follower(Path data, String id, String what) throws IOException {
        URI server = URI.create(JsonMapper.shared()
                .readTree(Files.readString(data.resolve("server.json")))
                .path("url")
                .asString());
        String key = Files.readString(data.resolve("operator.key")).strip();
        socket.setReceiveBufferSize(16 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getByName(server.getHost()), server.getPort()));
        socket.setSoTimeout(PATIENCE_MILLIS);
        String request = "GET /api/v1/commands/" + id + "/" + what + " HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer "
                + key + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /// The next event.
    Event next() throws IOException {
        String name = "";
        while (true) {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("the stream was cut");
            }
            if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                return new Event(name, JsonMapper.shared().readTree(line.substring(6)));
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
