package dev.perigee.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What a child wrote to one stream: the first bytes up to the limit, and how many there were in all.
/// A value: the bytes are copied in and out, and compared by content.
@SuppressWarnings("ArrayRecordComponent")
public record CapturedOutput(byte[] bytes, long totalBytes) {
    public CapturedOutput {
        bytes = bytes.clone();
        if (totalBytes < bytes.length) {
            throw new IllegalArgumentException(
                    "totalBytes is " + totalBytes + ", expected at least the " + bytes.length + " captured");
        }
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    public boolean truncated() {
        return totalBytes > bytes.length;
    }

    /// The bytes as UTF-8, with U+FFFD for what is not.
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CapturedOutput that
                && totalBytes == that.totalBytes
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + Long.hashCode(totalBytes);
    }

    @Override
    public String toString() {
        return "CapturedOutput[" + bytes.length + " of " + totalBytes + " bytes]";
    }
}
