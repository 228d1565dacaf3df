package dev.perigee.control.audit;

import dev.perigee.protocol.audit.Deed;

/// Told of what somebody is about to do, before it is done.
@FunctionalInterface
public interface Audit {
    /// Tells nobody.
    Audit NONE = _ -> {};

    /// When this returns the deed is recorded: it is on disk no later than anything that is made durable after. Throws
    /// `StoreUnavailable` when it cannot be recorded; then it must not be done.
    void record(Deed deed);
}
