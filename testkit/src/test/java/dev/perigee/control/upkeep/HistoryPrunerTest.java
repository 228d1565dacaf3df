package dev.perigee.control.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.TestPlane;
import dev.perigee.control.command.CommandQuery;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandState;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryPrunerTest {
    private static final Duration KEPT = Duration.ofDays(2);

    private final TestPlane plane = new TestPlane();
    private final Expirer expirer = new Expirer(plane.store(), plane.desk().transitions(), plane.clock());
    private final HistoryPruner pruner = new HistoryPruner(
            plane.store(),
            plane.clock(),
            Map.of(CommandState.CANCELLED, KEPT.multipliedBy(2), CommandState.EXPIRED, KEPT));

    @Test
    void eachStateHasItsOwnRetention() {
        CommandId expired = plane.submit().id();
        CommandId cancelled = plane.submit().id();
        plane.desk().cancel("ada", cancelled);
        plane.clock().advance(Submission.TTL_DEFAULT);
        expirer.run();
        plane.clock().advance(KEPT.plusMillis(1));

        pruner.run();

        assertThat(plane.store().find(expired)).isEmpty();
        assertThat(plane.store().find(cancelled)).isPresent();
    }

    @Test
    void whatLivesIsNeverPruned() {
        CommandId live = plane.submit().id();
        plane.clock().advance(Duration.ofDays(365));

        pruner.run();

        assertThat(plane.store().find(live)).isPresent();
    }

    @Test
    void moreThanABatchGoesInOneRun() {
        for (int i = 0; i < 2 * HistoryPruner.BATCH + 1; i++) {
            plane.desk().cancel("ada", plane.submit().id());
        }
        plane.clock().advance(KEPT.multipliedBy(2).plusMillis(1));

        pruner.run();

        assertThat(plane.store().list(CommandQuery.newest(10))).isEmpty();
    }
}
