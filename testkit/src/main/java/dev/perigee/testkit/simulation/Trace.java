package dev.perigee.testkit.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// What happened in a run: each line goes to `each`, the last ones are kept, and all of them make the hash, which is
/// the same for two runs in which the same things happened.
final class Trace {
    private static final int KEPT = 50;

    private final Consumer<String> each;
    private final Deque<String> last = new ArrayDeque<>();
    private long hash = 1;
    private long lines;

    Trace(Consumer<String> each) {
        this.each = each;
    }

    void note(Duration now, String what) {
        String line = now + "  " + what;
        lines++;
        hash = 31 * hash + line.hashCode();
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(line);
        each.accept(line);
    }

    /// How many lines there were so far.
    long lines() {
        return lines;
    }

    long hash() {
        return hash;
    }

    String lastLines() {
        return String.join("\n", last);
    }
}
