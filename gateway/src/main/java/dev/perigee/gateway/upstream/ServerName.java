package dev.perigee.gateway.upstream;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.command.McpServerEntry;

/// What a server is called: in paths, and in front of the names of what it offers. Its form keeps `server__tool`
/// readable in one way only.
public record ServerName(String value) implements Comparable<ServerName> {
    public ServerName {
        if (!McpServerEntry.NAME.matcher(value).matches()) {
            throw new BadValue("server name", value, McpServerEntry.NAME_FORM);
        }
    }

    @Override
    public int compareTo(ServerName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
