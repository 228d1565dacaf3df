package dev.perigee.satellite.link;

import java.time.Duration;
import java.util.List;

/// Brings events to the control plane. One call at a time; it has a deadline of its own.
@FunctionalInterface
public interface EventLink {
    Answer send(List<byte[]> events) throws InterruptedException;

    /// What became of a batch.
    sealed interface Answer {
        /// It is durable there, but for so many that will never be taken.
        record Taken(int refused) implements Answer {}

        /// It will never be taken as it is.
        record Refused(String why) implements Answer {}

        /// Too many requests; the control plane wants to be left alone for `atLeast`.
        record Slower(Duration atLeast) implements Answer {}

        /// Nobody knows, or not now.
        record Later(String why) implements Answer {}
    }
}
