package dev.perigee.cli.send;

import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.broadcast.BroadcastRequest;
import dev.perigee.protocol.broadcast.Pacing;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.target.Target;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of `send` that say how a broadcast goes about it.
final class BroadcastOptions {
    @Option(
            names = "--include-stale",
            description = "To many: satellites that are not live too. They have until --ttl to come back.")
    private boolean includeStale;

    @Option(
            names = "--max-concurrent",
            paramLabel = "N|N%",
            description = "To many: so many of them at a time. Default: all.")
    private @Nullable String maxConcurrent;

    @Option(
            names = "--max-failures",
            paramLabel = "N|N%",
            description = "To many: when more than so many have failed, begin no further one. Default: go on.")
    private @Nullable String maxFailures;

    @Option(names = "--whole", description = "To many: the whole output of each, not only its first line.")
    private boolean whole;

    /// Whether any of them was given.
    boolean given() {
        return includeStale || maxConcurrent != null || maxFailures != null || whole;
    }

    boolean whole() {
        return whole;
    }

    BroadcastRequest request(Target to, Submission each) {
        Pacing pacing = new Pacing(
                maxConcurrent == null ? null : Portion.parse(maxConcurrent),
                maxFailures == null ? null : Portion.parse(maxFailures));
        return BroadcastRequest.of(to, each, includeStale, pacing);
    }
}
