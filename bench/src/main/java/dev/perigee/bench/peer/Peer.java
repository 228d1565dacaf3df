package dev.perigee.bench.peer;

import java.io.IOException;
import java.nio.file.Path;

/// A message system on this machine, from its start to its end. Used by one thread; whatever it started is gone after
/// `close`, which is called also when `start` failed.
public sealed interface Peer extends AutoCloseable permits GatewayPeer, RoundTripPeer, ThroughputPeer {
    /// The size of each message's payload.
    int PAYLOAD_BYTES = 200;

    /// One word, as it begins the names of its figures.
    String name();

    /// Starts it on a free loopback port with its files under `data`, an empty directory of its own.
    Start start(Path data) throws IOException;

    @Override
    void close();

    /// What came of a start.
    sealed interface Start {
        /// It runs; `how` says what is measured, `durable` whether each answer waits for the disk.
        record Ready(boolean durable, String how) implements Start {}

        /// What it needs is not on this machine.
        record Missing(String why) implements Start {}
    }
}
