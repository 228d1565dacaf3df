package dev.perigee.satellite.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Time that passes when the test says so; what is due runs on the test's thread, in order.
public final class ManualAlarm implements Alarm {
    private final List<Due> dues = new ArrayList<>();
    private long nanos;

    private record Due(long nanos, Runnable action) {}

    @Override
    public void after(Duration delay, Runnable action) {
        dues.add(new Due(nanos + delay.toNanos(), action));
    }

    public long nanos() {
        return nanos;
    }

    /// How many actions wait.
    public int waiting() {
        return dues.size();
    }

    public void pass(Duration time) {
        long end = nanos + time.toNanos();
        while (true) {
            Due next = dues.stream()
                    .filter(due -> due.nanos() <= end)
                    .min(Comparator.comparingLong(Due::nanos))
                    .orElse(null);
            if (next == null) {
                nanos = end;
                return;
            }
            dues.remove(next);
            nanos = Math.max(nanos, next.nanos());
            next.action().run();
        }
    }
}
