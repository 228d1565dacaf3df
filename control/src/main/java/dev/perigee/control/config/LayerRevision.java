package dev.perigee.control.config;

import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigScope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a layer says since one moment, by whom and why. The number is unique among all layers' and grows; 0 is of none
/// that is kept. Never changes. Prints without its content, which may be secret.
public record LayerRevision(
        long number,
        ConfigScope layer,
        ConfigDocument document,
        String author,
        Instant createdAt,
        @Nullable String note) {
    /// The same as it is kept under `assigned`.
    public LayerRevision numbered(long assigned) {
        return new LayerRevision(assigned, layer, document, author, createdAt, note);
    }
}
