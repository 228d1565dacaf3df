package dev.perigee.gateway.upstream.stdio;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Cuts a stream of bytes into lines of a bounded length. Confined to the thread that reads.
final class Lines {
    private static final int KEPT_BUFFER_MAX = 64 << 10;
    private static final int START_MAX = 16 << 10;

    private final int max;
    private final Sink sink;
    private byte[] begun = new byte[0];
    private int size;
    private boolean skipping;

    interface Sink {
        /// A line without its end; nobody else has the bytes.
        void line(byte[] line);

        /// The first bytes of a line that is longer than the bound. Its rest is not told.
        void tooLong(byte[] start);
    }

    Lines(int max, Sink sink) {
        this.max = max;
        this.sink = sink;
    }

    void take(ByteBuffer bytes) {
        byte[] chunk = new byte[bytes.remaining()];
        bytes.get(chunk);
        int start = 0;
        for (int i = 0; i < chunk.length; i++) {
            if (chunk[i] == '\n') {
                finish(chunk, start, i);
                start = i + 1;
            }
        }
        keep(chunk, start, chunk.length);
    }

    /// What came after the last end of a line, at the end of the stream.
    byte[] rest() {
        return Arrays.copyOf(begun, size);
    }

    private void finish(byte[] chunk, int start, int end) {
        byte[] line;
        if (size == 0 && !skipping && end - start <= max) {
            line = Arrays.copyOfRange(chunk, start, end);
        } else {
            keep(chunk, start, end);
            line = rest();
        }
        boolean whole = !skipping;
        skipping = false;
        size = 0;
        if (begun.length > KEPT_BUFFER_MAX) {
            begun = new byte[0];
        }
        if (whole) {
            sink.line(line);
        }
    }

    private void keep(byte[] chunk, int start, int end) {
        int count = end - start;
        if (skipping || count == 0) {
            return;
        }
        int wanted = Math.min(count, max - size);
        if (size + wanted > begun.length) {
            begun = Arrays.copyOf(begun, (int) Math.min(max, Math.max(2L * begun.length, size + wanted)));
        }
        System.arraycopy(chunk, start, begun, size, wanted);
        size += wanted;
        if (wanted < count) {
            skipping = true;
            byte[] kept = Arrays.copyOf(begun, Math.min(size, START_MAX));
            begun = new byte[0];
            size = 0;
            sink.tooLong(kept);
        }
    }
}
