package dev.perigee.gateway.mcp;

import java.util.Arrays;
import java.util.Optional;

/// The published versions of MCP, the oldest first.
public enum ProtocolVersion {
    V2024_11_05("2024-11-05", Era.LEGACY),
    V2025_03_26("2025-03-26", Era.LEGACY),
    V2025_06_18("2025-06-18", Era.LEGACY),
    V2025_11_25("2025-11-25", Era.LEGACY),
    V2026_07_28("2026-07-28", Era.MODERN);

    /// How a conversation is held: with a handshake and a session, or without any state.
    public enum Era {
        LEGACY,
        MODERN
    }

    public static final ProtocolVersion LATEST_LEGACY = V2025_11_25;
    public static final ProtocolVersion LATEST = V2026_07_28;

    private final String wireName;
    private final Era era;

    ProtocolVersion(String wireName, Era era) {
        this.wireName = wireName;
        this.era = era;
    }

    public static Optional<ProtocolVersion> of(String wireName) {
        return Arrays.stream(values())
                .filter(version -> version.wireName.equals(wireName))
                .findFirst();
    }

    public String wireName() {
        return wireName;
    }

    public Era era() {
        return era;
    }
}
