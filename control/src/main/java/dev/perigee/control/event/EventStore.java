package dev.perigee.control.event;

import java.time.Instant;
import java.util.List;

/// Keeps events in the order in which they came. Every method may be called from any thread and blocks until it is
/// done. Throws `StoreUnavailable` like `CommandStore`.
public interface EventStore {
    /// How many numbers a page goes over at most, whether or not their events fit.
    int SCAN_MAX = 2_000;

    /// Adds what is not there yet by source and id; all of it is durable then. A reader sees them all or none, and
    /// nothing ever comes before what it has seen.
    void add(List<NewEvent> events, Instant receivedAt);

    /// Behind the newest.
    EventPosition end();

    /// At most `limit` that fit of those behind `position`, in order.
    EventPage after(EventPosition position, EventFilter filter, int limit);

    /// At most `limit` that fit, the newest first.
    List<KeptEvent> newest(EventFilter filter, int limit);

    /// Removes, of the `max` oldest, those that came before `before` and those that more than `keptMax` came after;
    /// returns how many.
    int prune(Instant before, long keptMax, int max);
}
