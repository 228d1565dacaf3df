package dev.perigee.gateway.upstream;

import java.util.Locale;

/// Where a server is in its life. The names on the wire are those of wire-protocols.md, section 1.
public enum InstanceStatus {
    AWAITING_USER_CONFIG,
    PROVISIONING,
    COMMAND_RECEIVED,
    CONNECTING,
    DISCOVERING_TOOLS,
    SYNCING_TOOLS,
    ONLINE,
    RESTARTING,
    OFFLINE,
    ERROR,
    REQUIRES_REAUTH,
    PERMANENTLY_FAILED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
