package dev.perigee.protocol.audit;

import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.signing.KeyChain;
import java.util.List;

/// A part of a chain, its name, and the keys that its checkpoints were signed with. Empty behind the last line.
public record AuditPage(String chain, KeyChain keys, List<AuditLine> lines) {
    public AuditPage {
        lines = List.copyOf(lines);
    }

    /// The number of its last entry; 0 without any.
    public long last() {
        long last = 0;
        for (AuditLine line : lines) {
            last = switch (line) {
                case AuditLine.Entry entry ->
                    Json.WIRE.read(entry.entry(), AuditEntry.class).number();
                case AuditLine.Seal _ -> last;
            };
        }
        return last;
    }
}
