package dev.perigee.control.upkeep;

import dev.perigee.control.audit.AuditLog;
import java.time.Duration;

/// Signs checkpoints, so that what was recorded before one cannot be changed unseen.
public record AuditSealer(AuditLog log) implements Duty {
    @Override
    public String name() {
        return "audit-sealer";
    }

    @Override
    public Duration period() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void run() {
        log.seal();
    }
}
