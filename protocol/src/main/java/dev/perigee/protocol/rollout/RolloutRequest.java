package dev.perigee.protocol.rollout;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigScope;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A wish that a layer, whose newest revision is `expected`, say `document`, one wave of its satellites after the
/// other.
public record RolloutRequest(
        ConfigScope layer,
        ConfigDocument document,
        @Nullable Long expected,
        List<Portion> waves,
        @Nullable Duration settle,
        @Nullable Portion maxFailed,
        @Nullable String note) {
    public RolloutRequest {
        require("layer", layer);
        require("document", document);
        require("expected", expected);
        require("waves", waves);
    }

    public RolloutPlan plan() {
        return new RolloutPlan(waves, settle, maxFailed);
    }

    private static void require(String field, @Nullable Object value) {
        if (value == null) {
            throw new BadValue(field + " of the rollout is missing");
        }
    }
}
