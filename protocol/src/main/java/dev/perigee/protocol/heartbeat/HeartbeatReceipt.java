package dev.perigee.protocol.heartbeat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perigee.protocol.BadValue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The answer to a heartbeat: how often the control plane wants one. A satellite comes a little sooner each time, by
/// chance, so that a fleet does not come in step. `rotateKey` says that it is to fetch another key, `pollWait` how long
/// a poll is best held, as far as the control plane says so.
public record HeartbeatReceipt(
        @JsonProperty("interval") Duration interval,
        @JsonProperty("rotateKey") boolean rotateKey,
        @JsonProperty("pollWait") @Nullable Duration pollWait) {
    public static final Duration INTERVAL_MIN = Duration.ofMillis(200);
    public static final Duration INTERVAL_MAX = Duration.ofHours(12);

    public HeartbeatReceipt {
        if (interval == null) {
            throw new BadValue("interval is missing: expected how often a heartbeat is wanted, such as 30s");
        }
    }
}
