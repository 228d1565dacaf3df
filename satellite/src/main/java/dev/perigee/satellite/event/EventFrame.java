package dev.perigee.satellite.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/// What stands in the file of the queue, there and back: length, CRC-32C, kind, number and body.
sealed interface EventFrame {
    int BODY_MAX = 1024 * 1024;
    int HEADER = 2 * Integer.BYTES + 1 + Long.BYTES;
    byte PUT = 1;
    byte LEFT = 2;

    long number();

    /// An event as JSON.
    @SuppressWarnings("ArrayRecordComponent") // handed on and never compared
    record Put(long number, byte[] json) implements EventFrame {}

    /// All up to this number have left, and `dropped` were dropped that were not reported.
    record Left(long number, long dropped) implements EventFrame {}

    default byte[] bytes() {
        return switch (this) {
            case Put(long number, byte[] json) -> bytes(PUT, number, json);
            case Left(long number, long dropped) ->
                bytes(LEFT, number, Long.toString(dropped).getBytes(StandardCharsets.US_ASCII));
        };
    }

    /// The next one, if it is whole.
    static Optional<EventFrame> read(ByteBuffer bytes) {
        if (bytes.remaining() < HEADER) {
            return Optional.empty();
        }
        int length = bytes.getInt();
        int checksum = bytes.getInt();
        if (length < 0 || length > Math.min(BODY_MAX, bytes.remaining() - 1 - Long.BYTES)) {
            return Optional.empty();
        }
        byte kind = bytes.get();
        long number = bytes.getLong();
        byte[] body = new byte[length];
        bytes.get(body);
        if (checksum(kind, number, body) != checksum) {
            return Optional.empty();
        }
        return Optional.of(
                kind == PUT
                        ? new Put(number, body)
                        : new Left(number, Long.parseLong(new String(body, StandardCharsets.US_ASCII))));
    }

    private static byte[] bytes(byte kind, long number, byte[] body) {
        return ByteBuffer.allocate(HEADER + body.length)
                .putInt(body.length)
                .putInt(checksum(kind, number, body))
                .put(kind)
                .putLong(number)
                .put(body)
                .array();
    }

    private static int checksum(byte kind, long number, byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(kind);
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
        crc.update(body);
        return (int) crc.getValue();
    }
}
