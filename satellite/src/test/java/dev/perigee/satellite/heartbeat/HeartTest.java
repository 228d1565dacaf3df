package dev.perigee.satellite.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.heartbeat.Condition;
import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.heartbeat.HeartbeatReceipt;
import dev.perigee.protocol.heartbeat.ProcessStatus;
import dev.perigee.protocol.heartbeat.ProcessStatus.Kind;
import dev.perigee.protocol.heartbeat.SystemMetrics;
import dev.perigee.satellite.link.LinkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeartTest {
    private static final SystemMetrics SYSTEM = new SystemMetrics(1.0, 2L, 3L, 4.0, 5L, 6L, 7L);

    private final List<Heartbeat> sent = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final Set<Integer> lost = new HashSet<>();
    private List<Running> running = List.of();
    private long errors;
    private Duration interval = Duration.ofSeconds(30);

    @Test
    void itBeatsAsOftenAsIsWantedALittleSoonerEachTime() {
        interval = Duration.ofMinutes(1);

        beat(200);

        assertThat(pauses.getFirst()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        List<Duration> later = pauses.subList(1, pauses.size());
        assertThat(later).allMatch(one -> !one.minusSeconds(50).isNegative() && one.compareTo(interval) <= 0);
        assertThat(new HashSet<>(later)).hasSizeGreaterThan(100);
    }

    @Test
    void anIntervalOutOfBoundsIsNotObeyed() {
        interval = Duration.ofDays(2);
        beat(1);
        assertThat(pauses.getLast()).isBetween(Duration.ofHours(10), Duration.ofHours(12));

        interval = Duration.ofMillis(1);
        beat(1);
        assertThat(pauses.getLast()).isBetween(Duration.ofMillis(166), Duration.ofMillis(200));
    }

    @Test
    void theUrlIsToldUntilItHasArrivedAndErrorsAreToldOnce() {
        errors = 3;
        lost.add(0);

        beat(3);

        assertThat(sent).extracting(Heartbeat::publicUrl).containsExactly("https://far", "https://far", null);
        assertThat(sent).extracting(Heartbeat::errors).containsExactly(3L, 3L, 0L);
    }

    @Test
    void whatRunsIsToldWithWhatItsTreesUse() {
        running = List.of(
                new Running(Kind.MCP_SERVER, "web", "online", false, List.of(1, 2), 7, new TeamName("blue")),
                new Running(Kind.MCP_SERVER, "resting", "dormant", false, List.of(), null, new TeamName("blue")),
                new Running(Kind.COMMAND, "gone", "running", false, List.of(9), null, null));

        beat(1);

        assertThat(sent.getFirst().processes())
                .containsExactly(
                        new ProcessStatus(Kind.MCP_SERVER, "web", "online", 4, 30.0, 3_000L, null, 7),
                        new ProcessStatus(Kind.MCP_SERVER, "resting", "dormant", 0, null, null, null, null),
                        new ProcessStatus(Kind.COMMAND, "gone", "running", 0, null, null, null, null));
        assertThat(sent.getFirst().condition()).isEqualTo(Condition.ACTIVE);
        assertThat(sent.getFirst().serversByTeam()).isEqualTo(Map.of(new TeamName("blue"), 2));
        assertThat(sent.getFirst().commandsByTeam()).isEmpty();
        assertThat(sent.getFirst().system()).isEqualTo(SYSTEM);
    }

    @Test
    void whatFailsMakesItDegradedAndWhatIsTooMuchIsCounted() {
        running = IntStream.range(0, Heartbeat.PROCESSES_MAX + 5)
                .mapToObj(i -> new Running(
                        Kind.MCP_SERVER, "server-" + i, "offline", i == 0, List.of(), null, new TeamName("team-" + i)))
                .toList();

        beat(1);

        assertThat(sent.getFirst().condition()).isEqualTo(Condition.DEGRADED);
        assertThat(sent.getFirst().processes()).hasSize(Heartbeat.PROCESSES_MAX);
        assertThat(sent.getFirst().processesLeftOut()).isEqualTo(5);
        assertThat(sent.getFirst().serversByTeam()).hasSize(Heartbeat.TEAMS_MAX);
    }

    /// So many times.
    private void beat(int times) {
        sent.clear();
        Heart.Body body = new Heart.Body(FakeMeasuring::new, () -> running, () -> errors, "1", "https://far");
        new Heart(body, new FakeChannel(), new SplittableRandom(1), Heart.INTERVAL_DEFAULT, length -> {
                    pauses.add(length);
                    if (sent.size() >= times) {
                        throw new InterruptedException();
                    }
                })
                .run();
    }

    private final class FakeChannel implements Heart.Channel {
        @Override
        public boolean awaitConnected(Duration max) {
            return true;
        }

        @Override
        public HeartbeatReceipt send(Heartbeat heartbeat) throws LinkException {
            sent.add(heartbeat);
            if (lost.contains(sent.size() - 1)) {
                throw new LinkException("nobody answers");
            }
            return new HeartbeatReceipt(interval, false, null);
        }
    }

    /// Trees 1 and 2 are there.
    private static final class FakeMeasuring implements Measuring {
        private static final Map<Integer, Usage> TREES = Map.of(1, new Usage(1, 10, 1_000), 2, new Usage(3, 20, 2_000));

        @Override
        public SystemMetrics system() {
            return SYSTEM;
        }

        @Override
        public Map<Integer, Usage> trees(Collection<Integer> leaders) {
            return TREES;
        }
    }
}
