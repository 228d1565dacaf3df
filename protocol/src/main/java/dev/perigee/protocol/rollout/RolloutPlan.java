package dev.perigee.protocol.rollout;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.broadcast.Portion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// In which waves a rollout reaches its satellites, how long the satellites of a wave may take to say that they have
/// it, and how many may fail before it is taken back. Each wave takes in the ones before it; the last is all.
public record RolloutPlan(List<Portion> waves, Duration settle, Portion maxFailed) {
    public static final int WAVES_MAX = 20;
    public static final Portion ALL = new Portion(100, true);
    public static final Duration SETTLE_MIN = Duration.ofSeconds(1);
    public static final Duration SETTLE_MAX = Duration.ofHours(1);
    public static final Duration SETTLE_DEFAULT = Duration.ofMinutes(2);

    /// Without a last wave for all, one is added; what is missing is as by default.
    @SuppressWarnings("ConstantValue") // what is read from JSON may be missing
    public RolloutPlan(List<Portion> waves, @Nullable Duration settle, @Nullable Portion maxFailed) {
        if (waves == null || waves.isEmpty() || waves.size() > WAVES_MAX) {
            throw new BadValue(
                    "waves",
                    waves == null ? "" : waves.size() + " of them",
                    "1 to " + WAVES_MAX + ", such as 1,10%,100%");
        }
        for (int i = 0; i < waves.size(); i++) {
            if (waves.get(i).amount() == 0) {
                throw new BadValue("wave", waves.get(i).text(), "at least one satellite");
            }
            if (i > 0 && !grows(waves.get(i - 1), waves.get(i))) {
                throw new BadValue(
                        "wave",
                        waves.get(i).text(),
                        "more than the wave before it, which is "
                                + waves.get(i - 1).text());
            }
        }
        List<Portion> whole = new ArrayList<>(waves);
        if (!waves.getLast().equals(ALL)) {
            whole.add(ALL);
        }
        this.waves = List.copyOf(whole);
        this.settle = Durations.between("settle", settle == null ? SETTLE_DEFAULT : settle, SETTLE_MIN, SETTLE_MAX);
        this.maxFailed = maxFailed == null ? Portion.of(0) : maxFailed;
    }

    /// Reads waves as people write them: `1,10%,100%`.
    public static List<Portion> waves(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(wave -> Portion.parse(wave.strip()))
                .toList();
    }

    /// The waves as people write them.
    public String wavesText() {
        return waves.stream().map(Portion::text).collect(Collectors.joining(","));
    }

    /// What is of two kinds can only be compared when the satellites are known.
    private static boolean grows(Portion before, Portion next) {
        boolean sameKind = before.percent() == next.percent();
        return sameKind ? next.amount() > before.amount() : !before.equals(ALL);
    }
}
