package dev.perigee.control.why;

import dev.perigee.protocol.api.Explanation.Reason;
import java.util.List;

/// Says why a command is where it is. A pure function of the facts; the most decisive reason comes first, and there is
/// always one.
public final class Why {
    private Why() {}

    public static List<Reason> explain(Facts facts) {
        return switch (facts.command().status().state()) {
            case QUEUED -> new WhyQueued(facts).reasons();
            case LEASED -> new WhyTaken(facts).leased();
            case ACKNOWLEDGED -> new WhyTaken(facts).acknowledged();
            case COMPLETED, FAILED, TIMED_OUT, INTERRUPTED, EXPIRED, CANCELLED, DEAD_LETTERED ->
                new WhyEnded(facts.command()).reasons();
        };
    }
}
