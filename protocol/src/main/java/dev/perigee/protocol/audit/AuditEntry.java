package dev.perigee.protocol.audit;

import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// An entry as it is hashed: its JSON text is kept exactly as it was written. What is null is not in the text, so one
/// without an address is written as all were before there were addresses.
public record AuditEntry(
        long number,
        Instant at,
        String actor,
        AuditAct act,
        String subject,
        SortedMap<String, String> details,
        @Nullable String address) {
    public static AuditEntry of(long number, Instant at, Deed deed) {
        return new AuditEntry(number, at, deed.actor(), deed.act(), deed.subject(), deed.details(), deed.address());
    }
}
