package dev.perigee.testkit.mcp;

/// The eras of the protocol.
public enum Era {
    /// 2025-11-25 and before: sessions.
    LEGACY,
    /// 2026-07-28: no sessions.
    MODERN
}
