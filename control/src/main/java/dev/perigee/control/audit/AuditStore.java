package dev.perigee.control.audit;

import dev.perigee.protocol.audit.AuditLine;
import dev.perigee.protocol.audit.Checkpoint;
import dev.perigee.protocol.audit.Deed;
import dev.perigee.protocol.audit.Head;
import dev.perigee.protocol.signing.Signed;
import java.time.Instant;
import java.util.List;

/// Keeps the chain of one control plane. Every method may be called from any thread and blocks until it is done. Throws
/// `StoreUnavailable` like `CommandStore`.
public interface AuditStore {
    /// The name of the chain, the same for ever.
    String chain();

    /// Appends an entry. It survives the end of this process, and is on disk no later than what is made durable after.
    void append(Deed deed, Instant at);

    Head head();

    /// Keeps the checkpoint that was signed as `seal`, durably; nothing if there is one over that entry.
    void seal(Checkpoint checkpoint, Signed seal);

    /// The number of the entry that the newest checkpoint is over; 0 if there is none.
    long sealed();

    /// The lines of at most `limit` entries behind entry `after`, in order, with the checkpoints among and right
    /// behind them. After 0 it begins with the checkpoint that the oldest entry follows from, if earlier ones were
    /// removed.
    List<AuditLine> after(long after, int limit);

    /// The texts of the newest entries that fit, the newest first.
    List<String> newest(AuditFilter filter, int limit);

    /// Removes entries that are older, `max` at most, up to a checkpoint, which stays. Returns how many.
    int prune(Instant before, int max);
}
