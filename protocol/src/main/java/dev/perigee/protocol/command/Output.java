package dev.perigee.protocol.command;

import dev.perigee.protocol.BadValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The first bytes of what a program wrote to one stream, and how many it wrote in all. In JSON
/// `{"text":…,"totalBytes":n}`, or `{"base64":…,"totalBytes":n}` where the bytes are not UTF-8.
@SuppressWarnings("ArrayRecordComponent") // equality is by content; nobody writes into the bytes once they are output
public record Output(byte[] bytes, long totalBytes) {
    public static final Output EMPTY = new Output(new byte[0], 0);

    public Output {
        if (totalBytes < bytes.length) {
            throw new BadValue("totalBytes", totalBytes, "at least the " + bytes.length + " bytes present");
        }
    }

    public static Output of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Output(bytes, bytes.length);
    }

    public boolean truncated() {
        return totalBytes > bytes.length;
    }

    /// The bytes as text, if they are UTF-8.
    public Optional<String> text() {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Output(byte[] theirs, long theirTotal)
                && totalBytes == theirTotal
                && Arrays.equals(bytes, theirs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Output[" + bytes.length + " of " + totalBytes + " bytes]";
    }
}
