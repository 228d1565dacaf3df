package dev.perigee.gateway.upstream.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads server-sent events (WHATWG HTML, section 9.2) from bytes that come in pieces of any size. Bounded: an event's
/// data by `dataMax` bytes, every other line by `FIELD_MAX`. Not thread-safe.
final class SseParser {
    static final int FIELD_MAX = 8 * 1024;

    private static final byte[] DATA = ascii("data");
    private static final byte[] EVENT = ascii("event");
    private static final byte[] ID = ascii("id");
    private static final byte[] RETRY = ascii("retry");
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int RETRY_DIGITS_MAX = 9;

    private final int dataMax;
    private final Sink sink;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream(256);
    private final ByteArrayOutputStream data = new ByteArrayOutputStream(256);
    private boolean first = true;
    private boolean returned;
    private boolean hasData;
    private boolean tooLong;
    private String type = "";
    private @Nullable String id;
    private @Nullable String lastId;
    private @Nullable Duration retry;

    /// Takes the events in order. `data` is the taker's own.
    @FunctionalInterface
    interface Sink {
        void event(String type, byte[] data);
    }

    SseParser(int dataMax, Sink sink) {
        this.dataMax = dataMax;
        this.sink = sink;
    }

    /// Reads on. False once a bound was passed: from then on everything is ignored.
    boolean feed(byte[] bytes) {
        int start = 0;
        for (int i = 0; i < bytes.length && !tooLong; i++) {
            byte b = bytes[i];
            if (b != '\n' && b != '\r') {
                returned = false;
                continue;
            }
            boolean secondOfPair = b == '\n' && returned;
            returned = b == '\r';
            if (!secondOfPair) {
                endLine(bytes, start, i);
            }
            start = i + 1;
        }
        keep(bytes, start, bytes.length);
        return !tooLong;
    }

    /// The id of the last complete event, to resume behind it; empty when the server gave none or took it back.
    Optional<String> lastId() {
        return Optional.ofNullable(lastId).filter(known -> !known.isEmpty());
    }

    /// How long the server asked to wait before coming back.
    Optional<Duration> retry() {
        return Optional.ofNullable(retry);
    }

    private void endLine(byte[] bytes, int start, int end) {
        if (partial.size() == 0) {
            line(bytes, start, end);
        } else {
            keep(bytes, start, end);
            byte[] whole = partial.toByteArray();
            partial.reset();
            line(whole, 0, whole.length);
        }
    }

    private void keep(byte[] bytes, int start, int end) {
        if (partial.size() + (end - start) > dataMax + FIELD_MAX) {
            tooLong = true;
        } else if (!tooLong && start < end) {
            partial.write(bytes, start, end - start);
        }
    }

    private void line(byte[] bytes, int from, int end) {
        int start = from;
        if (first) {
            first = false;
            start = startsWith(bytes, start, end, MARK) ? start + MARK.length : start;
        }
        if (start == end) {
            dispatch();
            return;
        }
        int colon = start;
        while (colon < end && bytes[colon] != ':') {
            colon++;
        }
        int value = Math.min(colon + 1, end);
        if (value < end && bytes[value] == ' ') {
            value++;
        }
        field(bytes, start, colon, value, end);
    }

    private void field(byte[] bytes, int name, int nameEnd, int value, int end) {
        if (is(bytes, name, nameEnd, DATA)) {
            append(bytes, value, end);
        } else if (end - name > FIELD_MAX) {
            tooLong = true;
        } else if (is(bytes, name, nameEnd, EVENT)) {
            type = text(bytes, value, end);
        } else if (is(bytes, name, nameEnd, ID)) {
            String given = text(bytes, value, end);
            id = given.indexOf('\0') < 0 ? given : id;
        } else if (is(bytes, name, nameEnd, RETRY)) {
            String given = text(bytes, value, end);
            boolean number = given.length() <= RETRY_DIGITS_MAX && given.matches("[0-9]+");
            retry = number ? Duration.ofMillis(Long.parseLong(given)) : retry;
        }
    }

    private void append(byte[] bytes, int value, int end) {
        if (data.size() + 1 + (end - value) > dataMax) {
            tooLong = true;
            return;
        }
        if (hasData) {
            data.write('\n');
        }
        data.write(bytes, value, end - value);
        hasData = true;
    }

    private void dispatch() {
        lastId = id;
        if (hasData) {
            byte[] whole = data.toByteArray();
            data.reset();
            hasData = false;
            String name = type.isEmpty() ? "message" : type;
            type = "";
            sink.event(name, whole);
        } else {
            type = "";
        }
    }

    private static boolean is(byte[] bytes, int start, int end, byte[] name) {
        return end - start == name.length && startsWith(bytes, start, end, name);
    }

    private static boolean startsWith(byte[] bytes, int start, int end, byte[] with) {
        if (end - start < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if (bytes[start + i] != with[i]) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
