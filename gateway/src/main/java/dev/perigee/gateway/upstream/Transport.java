package dev.perigee.gateway.upstream;

import java.util.Locale;

/// How a server is reached, and so who keeps it running: what is a process is started, restarted and let go by
/// the gateway.
public enum Transport {
    STDIO,
    HTTP,
    SSE;

    public boolean isProcess() {
        return this == STDIO;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
