package dev.perigee.cli.send;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// A printed stream, and what it printed.
final class PrintedStreamProbe {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintedStream stream = new PrintedStream(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    PrintedStream stream() {
        return stream;
    }

    int printed() {
        return bytes.size();
    }
}
