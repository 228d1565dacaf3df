package dev.perigee.protocol.audit;

import java.time.Instant;

/// What a control plane signs: that at this time the newest entry of this chain had this hash.
public record Checkpoint(String chain, long number, String hash, Instant at) {}
