package dev.perigee.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;

/// A peer that can be asked for one message at a time: published, delivered to a consumer that waits for it, and
/// acknowledged.
public sealed interface RoundTripPeer extends Peer
        permits Beanstalkd, GraphileWorker, NatsJetStream, RabbitMq, RedisStreams {
    /// All of them; `root` is the checkout.
    static List<RoundTripPeer> all(Path root) {
        return List.of(
                new RedisStreams(),
                new Beanstalkd(),
                new RabbitMq(),
                new NatsJetStream(),
                new GraphileWorker(new NodeScript(root, "graphile-worker.mjs")));
    }

    /// The nanoseconds from before the publish until the publisher has its confirmation, the consumer its message, and
    /// the acknowledgement its answer.
    Histogram roundTrips(Rounds rounds) throws IOException;
}
