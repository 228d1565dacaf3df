package dev.perigee.cli.mcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads server-sent events, one after the other. Confined to one thread; closing ends the stream under the reader.
final class ServerSentEvents implements AutoCloseable {
    private final InputStream in;
    private final BufferedReader lines;

    /// `id` is empty where the event has none.
    record Event(String id, String data) {}

    ServerSentEvents(InputStream in) {
        this.in = in;
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /// Null at the end of the stream. Events without data are passed over.
    @Nullable
    Event next() throws IOException {
        String id = "";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && !data.isEmpty()) {
                return new Event(id, data.toString());
            }
            if (line.startsWith("id:")) {
                id = line.substring(3).strip();
            } else if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(line.substring(5).stripLeading());
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
