package dev.perigee.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A peer that can be asked for many messages at a time, each submitted and completed durably.
public sealed interface ThroughputPeer extends Peer permits BullMq, GraphileWorker {
    /// All of them; `root` is the checkout.
    static List<ThroughputPeer> all(Path root) {
        return List.of(
                new BullMq(new NodeScript(root, "bullmq.mjs")),
                new GraphileWorker(new NodeScript(root, "graphile-worker.mjs")));
    }

    /// The whole lives a second under a load.
    double perSecond(Load load) throws IOException;
}
