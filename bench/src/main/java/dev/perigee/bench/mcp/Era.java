package dev.perigee.bench.mcp;

/// Which protocol a client and the server behind the gateway speak.
public enum Era {
    LEGACY("2025-11-25"),
    MODERN("2026-07-28");

    private final String version;

    Era(String version) {
        this.version = version;
    }

    public String version() {
        return version;
    }
}
