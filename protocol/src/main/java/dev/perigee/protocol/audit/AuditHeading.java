package dev.perigee.protocol.audit;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.signing.KeyChain;

/// The first line of an exported chain: its name, and the keys that the control plane signs with, as it says.
public record AuditHeading(String chain, KeyChain keys) {
    public AuditHeading {
        if (chain == null || keys == null) {
            throw new BadValue("the first line of an audit log: expected its chain and its keys");
        }
    }
}
