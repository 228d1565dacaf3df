package dev.perigee.control.broadcast;

/// What the lifecycle makes of an event.
public sealed interface BroadcastDecision {
    /// The broadcast goes to `after`, provided that nothing else has changed it.
    record Move(Broadcast before, BroadcastStatus after) implements BroadcastDecision {
        public Broadcast moved() {
            return before.with(after);
        }
    }

    /// The next members get their commands, at most `max` of them, provided that nothing else has changed it.
    record Create(Broadcast broadcast, int max) implements BroadcastDecision {
        /// The change that comes with the commands of the next `count` members.
        Move advance(int count) {
            return new Move(broadcast, broadcast.status().advanced(count));
        }
    }

    /// Its live commands are to be cancelled.
    record Cancel(Broadcast broadcast) implements BroadcastDecision {}

    /// Nothing is to be done now.
    record Stay(Broadcast broadcast) implements BroadcastDecision {}
}
