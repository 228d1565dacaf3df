package dev.perigee.protocol.audit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.signing.Signed;
import org.jspecify.annotations.Nullable;

/// A line of an exported chain: an entry with its hash, or a checkpoint, which stands behind the entry that it is over.
public sealed interface AuditLine {
    /// `entry`: the text of an `AuditEntry`, exactly as it was hashed.
    record Entry(String entry, String hash) implements AuditLine {}

    /// The text of a `Checkpoint`, signed.
    record Seal(Signed checkpoint) implements AuditLine {}

    @JsonCreator
    static AuditLine of(
            @JsonProperty("entry") @Nullable String entry,
            @JsonProperty("hash") @Nullable String hash,
            @JsonProperty("checkpoint") @Nullable Signed checkpoint) {
        if (entry != null && hash != null && checkpoint == null) {
            return new Entry(entry, hash);
        }
        if (checkpoint != null && entry == null && hash == null) {
            return new Seal(checkpoint);
        }
        throw new BadValue("a line of an audit log: expected either entry and hash, or checkpoint");
    }
}
