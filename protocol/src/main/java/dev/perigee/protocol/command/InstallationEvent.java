package dev.perigee.protocol.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a `configure` command says has happened to an MCP server, by its name in wire-protocols.md, section 1.
public enum InstallationEvent {
    MCP_INSTALLATION_CREATED,
    MCP_INSTALLATION_UPDATED,
    MCP_INSTALLATION_DELETED,
    TEAM_MEMBER_REMOVED,
    MCP_RECOVERY,
    MCP_REDEPLOY;

    @JsonCreator
    public static InstallationEvent of(String name) {
        return Arrays.stream(values())
                .filter(event -> event.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadValue(
                        "event",
                        name,
                        Arrays.stream(values()).map(InstallationEvent::wireName).collect(Collectors.joining(", "))));
    }

    /// Whether the satellite is to ask for its configuration; otherwise it is to look at the server that it is about.
    public boolean refreshes() {
        return switch (this) {
            case MCP_INSTALLATION_CREATED, MCP_INSTALLATION_UPDATED, MCP_INSTALLATION_DELETED, TEAM_MEMBER_REMOVED ->
                true;
            case MCP_RECOVERY, MCP_REDEPLOY -> false;
        };
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
