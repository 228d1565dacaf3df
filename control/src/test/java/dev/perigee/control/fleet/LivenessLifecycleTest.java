package dev.perigee.control.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.LivenessChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LivenessLifecycleTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Silence SILENCE = new Silence(Duration.ofSeconds(90), Duration.ofMinutes(5));

    /// Seconds from the start: how it stands and since when, last heard, listening since, now; what it becomes, when.
    @ParameterizedTest
    @CsvSource({
        "LIVE,  0,   0,   0,   89,  ,      ",
        "LIVE,  0,   0,   0,   90,  STALE, 90",
        "LIVE,  0,   0,   0,   999, STALE, 90",
        "LIVE,  0,   50,  0,   139, ,      ",
        "LIVE,  0,   50,  0,   140, STALE, 140",
        "LIVE,  0,   0,   500, 589, ,      ",
        "LIVE,  0,   0,   500, 590, STALE, 590",
        "STALE, 90,  0,   0,   389, ,      ",
        "STALE, 90,  0,   0,   390, DEAD,  390",
        "STALE, 90,  0,   500, 799, ,      ",
        "STALE, 90,  0,   500, 800, DEAD,  800",
        "DEAD,  390, 0,   0,   999, ,      ",
    })
    void timePasses(
            Liveness state,
            long since,
            long heard,
            long listening,
            long now,
            @Nullable Liveness next,
            @Nullable Long at) {
        Standing standing = standing(state, since, heard);

        assertThat(LivenessLifecycle.passed(standing, SILENCE, at(listening), at(now)))
                .map(change -> change.state() + " " + change.at())
                .isEqualTo(Optional.ofNullable(next).map(any -> any + " " + START.plusSeconds(at == null ? 0 : at)));
    }

    @ParameterizedTest
    @CsvSource({"LIVE, ", "STALE, LIVE", "DEAD, LIVE"})
    void aSignOfLifeMakesLive(Liveness state, @Nullable Liveness next) {
        assertThat(LivenessLifecycle.heard(standing(state, 10, 0), at(20), "sent a heartbeat"))
                .isEqualTo(Optional.ofNullable(next)
                        .map(any -> new LivenessChange(any, at(20), "it sent a heartbeat again")));
    }

    @Test
    void theReasonSaysHowLongAndSinceWhen() {
        assertThat(LivenessLifecycle.passed(standing(Liveness.LIVE, 0, 5), SILENCE, at(0), at(200)))
                .map(LivenessChange::why)
                .contains("no sign of life for 90s, last seen 2026-01-01T00:00:05Z");
        assertThat(LivenessLifecycle.passed(standing(Liveness.STALE, 90, 5), SILENCE, at(60), at(500)))
                .map(LivenessChange::why)
                .contains("no sign of life for a further 5m, last seen 2026-01-01T00:00:05Z, and the control plane"
                        + " listens since 2026-01-01T00:01:00Z");
    }

    @Test
    void onlyTheLastChangesAreRemembered() {
        Standing standing = Standing.begin(START, "it registered");
        for (int i = 1; i <= 2 * Standing.CHANGES_MAX; i++) {
            standing = standing.became(new LivenessChange(Liveness.STALE, at(i), "n"));
        }

        assertThat(standing.changes()).hasSize(Standing.CHANGES_MAX);
        assertThat(standing.now().at()).isEqualTo(at(2 * Standing.CHANGES_MAX));
    }

    private static Standing standing(Liveness state, long since, long heard) {
        return new Standing(List.of(new LivenessChange(state, at(since), "why")), at(heard));
    }

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }
}
