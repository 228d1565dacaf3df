package dev.perigee.cli.mcp;

import dev.perigee.cli.shell.OneLine;
import dev.perigee.protocol.json.Json;
import java.io.PrintStream;
import tools.jackson.databind.JsonNode;

/// Prints lines of a server's logs, each once, and says where some are missing. Confined to one thread.
final class LogPrinter {
    private final PrintStream out;
    private final boolean json;
    private String lastEvent = "";
    private long next = -1;

    LogPrinter(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /// The id of the last event that was printed; empty before the first.
    String lastEvent() {
        return lastEvent;
    }

    void print(JsonNode lines) {
        lines.forEach(this::line);
        out.flush();
    }

    void print(ServerSentEvents.Event event) {
        line(Json.WIRE.read(event.data(), JsonNode.class));
        lastEvent = event.id();
        out.flush();
    }

    private void line(JsonNode line) {
        long offset = line.path("offset").asLong(0);
        if (next >= 0 && offset > next && !json) {
            out.println("(" + (offset - next) + " lines are missing here: they came too fast)");
        }
        next = offset + 1;
        out.println(json ? line.toString() : OneLine.of(line.has("method") ? request(line) : text(line)));
    }

    private static String text(JsonNode line) {
        return word(line, "time") + " " + word(line, "source") + "  " + word(line, "text");
    }

    private static String request(JsonNode line) {
        String subject = line.has("subject") ? " " + word(line, "subject") : "";
        return word(line, "time") + " " + word(line, "outcome") + " " + word(line, "millis") + "ms  "
                + word(line, "method") + subject + "  " + word(line, "client") + "  " + word(line, "params") + " -> "
                + word(line, "answer");
    }

    private static String word(JsonNode line, String name) {
        return line.path(name).asString("");
    }
}
