package dev.perigee.bench.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Reads the answers on one connection, which may have a length or come in chunks. Not thread-safe.
final class HttpAnswer {
    private static final int FIRST_BUFFER = 8 * 1024;
    private static final int BYTES_MAX = 8 * 1024 * 1024;

    private byte[] buffer = new byte[FIRST_BUFFER];
    private int filled;

    /// An answer with its header lines, in lower case, and its body.
    record Whole(int status, String headers, String body) {
        Optional<String> header(String name) {
            return value(headers, name);
        }
    }

    /// Adds what was read.
    void add(byte[] bytes, int length) throws IOException {
        if (filled + length > BYTES_MAX) {
            throw new IOException("an answer of more than " + BYTES_MAX + " bytes");
        }
        if (filled + length > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, filled + length));
        }
        System.arraycopy(bytes, 0, buffer, filled, length);
        filled += length;
    }

    /// The next answer, when all of it is there; with `headOnly`, when its head is.
    Optional<Whole> next(boolean headOnly) throws IOException {
        int body = bodyStart();
        if (body == 0) {
            return Optional.empty();
        }
        String headers = new String(buffer, 0, body, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        int status = Integer.parseInt(headers.substring(9, 12));
        if (headOnly) {
            return Optional.of(taken(status, headers, "", filled));
        }
        if (value(headers, "transfer-encoding").filter("chunked"::equals).isPresent()) {
            return chunked(status, headers, body);
        }
        int length = value(headers, "content-length").map(Integer::parseInt).orElse(0);
        return filled < body + length
                ? Optional.empty()
                : Optional.of(taken(
                        status, headers, new String(buffer, body, length, StandardCharsets.UTF_8), body + length));
    }

    private Optional<Whole> chunked(int status, String headers, int body) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int at = body;
        while (true) {
            int lineEnd = lineEnd(at);
            if (lineEnd < 0) {
                return Optional.empty();
            }
            String size = new String(buffer, at, lineEnd - at, StandardCharsets.US_ASCII);
            int length = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
            int after = lineEnd + 2 + length + 2;
            if (after > filled) {
                return Optional.empty();
            }
            if (length == 0) {
                return Optional.of(taken(status, headers, text.toString(StandardCharsets.UTF_8), after));
            }
            text.write(buffer, lineEnd + 2, length);
            at = after;
        }
    }

    private Whole taken(int status, String headers, String body, int bytes) {
        System.arraycopy(buffer, bytes, buffer, 0, filled - bytes);
        filled -= bytes;
        return new Whole(status, headers, body);
    }

    private int lineEnd(int from) {
        for (int i = from; i + 1 < filled; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private int bodyStart() {
        for (int i = 3; i < filled; i++) {
            if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    private static Optional<String> value(String headers, String name) {
        int at = headers.indexOf("\r\n" + name + ":");
        if (at < 0) {
            return Optional.empty();
        }
        int from = at + name.length() + 3;
        return Optional.of(headers.substring(from, headers.indexOf('\r', from)).strip());
    }
}
