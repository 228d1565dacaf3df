package dev.perigee.it;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where clients of MCP come in, by the line that says that a satellite is ready.
final class McpDoor {
    private static final Pattern DOOR = Pattern.compile("\\bmcp=(\\S+)");

    private McpDoor() {}

    static URI of(String readyLine) {
        Matcher door = DOOR.matcher(readyLine);
        if (!door.find()) {
            throw new AssertionError("no mcp= in: " + readyLine);
        }
        return URI.create(door.group(1));
    }
}
