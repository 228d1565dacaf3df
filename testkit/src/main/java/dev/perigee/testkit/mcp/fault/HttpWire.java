package dev.perigee.testkit.mcp.fault;

import dev.perigee.testkit.mcp.offer.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/// The answer to one POST, as a stream of events that lasts until its connection is closed. Used by one thread.
final class HttpWire implements Wire {
    private final Socket connection;
    private final OutputStream out;
    private final String headers;
    private boolean begun;

    HttpWire(Socket connection, String headers) throws IOException {
        this.connection = connection;
        this.out = connection.getOutputStream();
        this.headers = headers;
    }

    @Override
    public void send(ObjectNode message) throws IOException {
        begin();
        out.write(event(message));
    }

    @Override
    public void drip(ObjectNode message) throws IOException {
        begin();
        for (byte each : event(message)) {
            out.write(each);
        }
    }

    @Override
    public void flood(String start, long bytes) throws IOException {
        begin();
        out.write(("data: " + start).getBytes(StandardCharsets.UTF_8));
        StdioWire.pour(out, 'x', bytes);
    }

    @Override
    public void babble(long bytes) throws IOException {
        begin();
        out.write(":".getBytes(StandardCharsets.UTF_8));
        StdioWire.pour(out, '?', bytes);
        out.write("\n\n".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void end() throws IOException {
        if (!begun) {
            out.write("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.UTF_8));
        }
        connection.close();
    }

    @Override
    public void die() throws IOException {
        // The other end sees a reset, as when the machine is gone.
        connection.setSoLinger(true, 0);
        connection.close();
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n" + headers + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    private static byte[] event(ObjectNode message) {
        return ("data: " + Json.text(message) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
