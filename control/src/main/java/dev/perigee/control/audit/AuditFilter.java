package dev.perigee.control.audit;

import dev.perigee.protocol.audit.AuditAct;
import org.jspecify.annotations.Nullable;

/// Which entries are looked for; null fits all.
public record AuditFilter(
        @Nullable AuditAct act,
        @Nullable String actor,
        @Nullable String subject) {
    public static final AuditFilter ALL = new AuditFilter(null, null, null);
}
