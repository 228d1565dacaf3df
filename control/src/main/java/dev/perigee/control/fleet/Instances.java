package dev.perigee.control.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The processes that spoke as one satellite lately, at most 8, and whether they do so by turns: pure. A process that
/// takes another's place is a restart; one return after that may be a request that was late. When one has come back
/// twice after another, within the window, both live. It is over when all but one have been silent for the window.
record Instances(
        List<Heard> lately,
        @Nullable String speaker,
        int returns,
        @Nullable Instant since) {
    static final Instances NONE = new Instances(List.of(), null, 0, null);
    private static final int LATELY_MAX = 8;
    private static final int RETURNS_MIN = 3;

    /// A process, and when it was last heard.
    record Heard(String instance, Instant at) {}

    Instances {
        lately = List.copyOf(lately);
    }

    /// What follows from hearing `instance` just `now`.
    Instances heard(String instance, Instant now, Duration window) {
        Instances before = passed(now, window);
        boolean known = before.lately.stream().anyMatch(one -> one.instance().equals(instance));
        boolean returned = known && !instance.equals(before.speaker);
        int next = before.returns + (returned ? 1 : 0);
        List<Heard> others = before.lately.stream()
                .filter(one -> !one.instance().equals(instance))
                .toList();
        List<Heard> all = new ArrayList<>(others.subList(Math.max(0, others.size() - LATELY_MAX + 1), others.size()));
        all.add(new Heard(instance, now));
        Instant began = before.since == null && next >= RETURNS_MIN ? now : before.since;
        return new Instances(all, instance, Math.min(next, RETURNS_MIN), began);
    }

    /// What follows from its being `now`.
    Instances passed(Instant now, Duration window) {
        List<Heard> left = lately.stream()
                .filter(one -> now.isBefore(one.at().plus(window)))
                .toList();
        if (left.size() == lately.size()) {
            return this;
        }
        return left.size() > 1 ? new Instances(left, speaker, returns, since) : new Instances(left, speaker, 0, null);
    }

    boolean duplicate() {
        return since != null;
    }
}
