package dev.perigee.cli.send;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Splits a stream into numbered lines, holding one of at most `LINE_MAX` bytes in memory at a time; blank lines are
/// passed over. One thread reads; any may ask for `consumed`.
final class LineReader {
    static final int LINE_MAX = 1024 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int end;
    private int number;
    private final AtomicLong consumed = new AtomicLong();

    LineReader(InputStream in) {
        this.in = in;
    }

    /// A line and its number, counted from 1. A `tooLong` one has no bytes.
    @SuppressWarnings("ArrayRecordComponent") // handed on once and never compared
    record Line(int number, byte[] bytes, boolean tooLong) {
        boolean blank() {
            for (byte b : bytes) {
                if (b != ' ' && b != '\t' && b != '\r') {
                    return false;
                }
            }
            return !tooLong;
        }
    }

    /// The next line that is not blank; empty at the end of the stream.
    Optional<Line> next() throws IOException {
        while (true) {
            Optional<Line> line = read();
            if (line.isEmpty() || !line.get().blank()) {
                return line;
            }
        }
    }

    /// How many bytes have been read.
    long consumed() {
        return consumed.get();
    }

    private Optional<Line> read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        boolean any = false;
        while (position < end || fill()) {
            any = true;
            int from = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            if (line.size() + position - from > LINE_MAX) {
                tooLong = true;
            } else if (!tooLong) {
                line.writeBytes(Arrays.copyOfRange(buffer, from, position));
            }
            if (position < end) {
                position++;
                break;
            }
        }
        if (!any) {
            return Optional.empty();
        }
        number++;
        return Optional.of(new Line(number, tooLong ? new byte[0] : line.toByteArray(), tooLong));
    }

    private boolean fill() throws IOException {
        position = 0;
        end = Math.max(0, in.read(buffer));
        consumed.addAndGet(end);
        return end > 0;
    }
}
