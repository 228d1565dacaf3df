package dev.perigee.process;

import java.util.ArrayList;
import java.util.List;

/// Processes that one thread waits to see gone, a bounded number at a time. Confined to that thread.
final class Watch implements AutoCloseable {
    static final int PROCESSES_MAX = 64;

    private final List<PinnedProcess> pinned = new ArrayList<>();
    private int firstPlace;

    /// Watches the first of these that are still there.
    void over(List<ProcessStat> processes) {
        processes.stream()
                .limit(PROCESSES_MAX - pinned.size())
                .forEach(stat -> PinnedProcess.pin(stat).ifPresent(pinned::add));
    }

    boolean isEmpty() {
        return pinned.isEmpty();
    }

    void addTo(PollSet poll) {
        firstPlace = -1;
        for (PinnedProcess process : pinned) {
            int place = poll.add(process.fd());
            firstPlace = firstPlace < 0 ? place : firstPlace;
        }
    }

    void removeEnded(PollSet poll) {
        for (int i = pinned.size() - 1; i >= 0; i--) {
            if (poll.ready(firstPlace + i)) {
                pinned.remove(i).close();
            }
        }
    }

    @Override
    public void close() {
        pinned.forEach(PinnedProcess::close);
        pinned.clear();
    }
}
