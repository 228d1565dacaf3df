package dev.perigee.protocol.audit;

import dev.perigee.protocol.signing.KeyChain;
import java.util.List;

/// A part of a chain, its name, and the keys that its checkpoints were signed with. Empty behind the last line.
public record AuditPage(String chain, KeyChain keys, List<AuditLine> lines) {
    public AuditPage {
        lines = List.copyOf(lines);
    }
}
