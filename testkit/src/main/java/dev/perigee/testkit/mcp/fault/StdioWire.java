package dev.perigee.testkit.mcp.fault;

import dev.perigee.testkit.mcp.offer.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.node.ObjectNode;

/// A message on each line of the output. Used by one thread.
record StdioWire(OutputStream out, OutputStream errors) implements Wire {
    private static final int PIECE = 64 * 1024;

    @Override
    public void send(ObjectNode message) throws IOException {
        out.write(line(message));
    }

    @Override
    public void drip(ObjectNode message) throws IOException {
        for (byte each : line(message)) {
            out.write(each);
        }
    }

    @Override
    public void flood(String start, long bytes) throws IOException {
        out.write(start.getBytes(StandardCharsets.UTF_8));
        pour(out, 'x', bytes);
    }

    @Override
    public void babble(long bytes) throws IOException {
        pour(errors, '?', bytes);
    }

    @Override
    public void end() {}

    @Override
    public void die() {
        Runtime.getRuntime().halt(1);
    }

    static void pour(OutputStream out, char what, long bytes) throws IOException {
        byte[] piece = new byte[PIECE];
        Arrays.fill(piece, (byte) what);
        for (long left = bytes; left > 0; left -= piece.length) {
            out.write(piece, 0, (int) Math.min(left, piece.length));
        }
    }

    private static byte[] line(ObjectNode message) {
        return (Json.text(message) + '\n').getBytes(StandardCharsets.UTF_8);
    }
}
