package dev.perigee.protocol.audit;

import java.time.Instant;
import java.util.SortedMap;

/// An entry as it is hashed: its JSON text is kept exactly as it was written.
public record AuditEntry(
        long number, Instant at, String actor, AuditAct act, String subject, SortedMap<String, String> details) {
    public static AuditEntry of(long number, Instant at, Deed deed) {
        return new AuditEntry(number, at, deed.actor(), deed.act(), deed.subject(), deed.details());
    }
}
