package dev.perigee.protocol.audit;

import java.util.List;

/// Entries, the newest first.
public record AuditList(List<AuditEntry> entries) {
    public static final int LIMIT_DEFAULT = 50;

    public AuditList {
        entries = List.copyOf(entries);
    }
}
