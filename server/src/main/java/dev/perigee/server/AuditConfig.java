package dev.perigee.server;

import dev.perigee.protocol.Durations;
import java.time.Duration;

/// How long what was recorded is kept (1 d to 100 years). What is older goes up to a checkpoint, from which the rest
/// follows, so some of it stays a little longer.
public record AuditConfig(Duration retention) {
    public static final AuditConfig DEFAULT = new AuditConfig(Duration.ofDays(365));

    public AuditConfig {
        Durations.between("audit.retention", retention, Duration.ofDays(1), Duration.ofDays(36_500));
    }
}
