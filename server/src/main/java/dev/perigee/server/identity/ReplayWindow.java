package dev.perigee.server.identity;

import java.util.BitSet;

/// Which numbers of a session were there already: of the newest 1,024 each counts once, and what is older never again.
/// Not thread-safe.
final class ReplayWindow {
    static final int SIZE = 1_024;

    private final BitSet seen = new BitSet(SIZE);
    private long newest = -1;

    /// Whether `count`, from 0 on, was not there before.
    boolean take(long count) {
        if (count <= newest - SIZE) {
            return false;
        }
        if (count > newest) {
            forget(Math.max(newest + 1, count - SIZE + 1), count);
            newest = count;
        }
        int place = (int) (count % SIZE);
        if (seen.get(place)) {
            return false;
        }
        seen.set(place);
        return true;
    }

    private void forget(long from, long to) {
        for (long count = from; count <= to; count++) {
            seen.clear((int) (count % SIZE));
        }
    }
}
