package dev.perigee.control.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.config.ConfigView;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.rollout.FailedSatellite;
import dev.perigee.protocol.rollout.RolloutState;
import dev.perigee.protocol.rollout.RolloutView;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutDeskTest {
    private static final Duration SETTLE = Duration.ofSeconds(30);

    private final RolloutPlane plane = new RolloutPlane(10);

    @Test
    void oneWaveAfterTheOtherHasTheNewRevisionUntilItIsTheLayers() {
        long base = plane.put("old", 0).revision();
        plane.report();
        plane.nudged.clear();

        RolloutView rollout = plane.start("new", base, "1,50%");

        assertThat(rollout.progress()).isEqualTo(new RolloutView.Progress(10, 1, 0, 1, 0, 0));
        List<SatelliteId> first = plane.given("new");
        assertThat(first).hasSize(1).isEqualTo(plane.nudged);
        plane.rollouts.drive();
        assertThat(plane.given("new")).isEqualTo(first);
        plane.report();
        plane.rollouts.drive();
        assertThat(plane.given("new")).hasSize(5).containsAll(first);
        assertThat(plane.desk.layer(RolloutPlane.GLOBAL).revision()).isEqualTo(base);
        plane.report();
        plane.rollouts.drive();
        assertThat(plane.given("new")).hasSize(10);
        assertThat(plane.show(rollout.id()).state()).isEqualTo(RolloutState.RUNNING);
        plane.report();
        plane.rollouts.drive();

        assertThat(plane.show(rollout.id()).state()).isEqualTo(RolloutState.COMPLETED);
        assertThat(plane.desk.layer(RolloutPlane.GLOBAL).revision()).isEqualTo(rollout.revision());
        assertThat(plane.desk.drift(plane.views()).drifted()).isZero();
    }

    @Test
    void whatOneWaveRefusesTheOthersNeverHadAndAllGoBack() {
        long base = plane.put("old", 0).revision();
        plane.report();
        RolloutView rollout = plane.start("bad", base, "2,100%");
        plane.unwilling.addAll(plane.fleet.keySet());
        List<SatelliteId> wave = plane.given("bad");
        long during = revisionOf(wave.getFirst());
        plane.report();
        plane.nudged.clear();
        plane.rollouts.drive();

        RolloutView ended = plane.show(rollout.id());
        assertThat(ended.state()).isEqualTo(RolloutState.ROLLED_BACK);
        assertThat(ended.reason()).isEqualTo("of 2 satellites 2 failed, more than the 0 allowed");
        assertThat(ended.failing())
                .extracting(FailedSatellite::error)
                .containsExactlyElementsOf(
                        wave.stream().map(id -> "no program " + id).toList());
        assertThat(plane.given("old")).hasSize(10);
        assertThat(plane.nudged).isEqualTo(wave);
        // Newer than what they were told before, or they would not take it.
        assertThat(revisionOf(wave.getFirst())).isGreaterThan(during);
        assertThat(plane.desk.history(RolloutPlane.GLOBAL, Long.MAX_VALUE, 10).revisions())
                .extracting(ConfigView.Revision::revision)
                .containsExactly(base);
    }

    @Test
    void whoSaysNothingInTimeHasFailed() {
        RolloutView rollout = plane.start("new", 0, "2");
        plane.mute.addAll(plane.fleet.keySet());
        plane.clock.advance(SETTLE.minusMillis(1));
        plane.rollouts.drive();
        assertThat(plane.show(rollout.id()).state()).isEqualTo(RolloutState.RUNNING);
        plane.clock.advance(Duration.ofMillis(1));
        plane.rollouts.drive();
        RolloutView ended = plane.show(rollout.id());
        assertThat(ended.state()).isEqualTo(RolloutState.ROLLED_BACK);
        assertThat(ended.reason()).contains("2 did not say within 30s");
        assertThat(ended.failing()).hasSize(2);
    }

    @Test
    void afterARestartItGoesOnAndSatellitesHaveTheirTimeAgain() {
        RolloutView rollout = plane.start("new", 0, "1,5,100%");
        List<SatelliteId> first = plane.given("new");
        plane.clock.advance(Duration.ofHours(1));
        plane.restart();
        plane.rollouts.drive();
        assertThat(plane.given("new")).isEqualTo(first);
        plane.report();
        plane.rollouts.drive();
        plane.restart();
        assertThat(plane.given("new")).hasSize(5);
        for (int i = 0; i < 3; i++) {
            plane.report();
            plane.restart();
            plane.rollouts.drive();
        }
        assertThat(plane.show(rollout.id()).state()).isEqualTo(RolloutState.COMPLETED);
    }

    @Test
    void pausedItGoesNoFurtherAndAbortedAllAreOnTheBase() {
        RolloutView rollout = plane.start("new", 0, "3,100%");
        plane.report();
        assertThat(plane.rollouts.pause("ada", rollout.id()).reason()).isEqualTo("paused by ada");
        plane.rollouts.drive();
        assertThat(plane.given("new")).hasSize(3);
        plane.rollouts.resume("ada", rollout.id());
        plane.rollouts.drive();
        assertThat(plane.given("new")).hasSize(10);
        RolloutView aborted = plane.rollouts.abort("bob", rollout.id());
        assertThat(aborted.state()).isEqualTo(RolloutState.ABORTED);
        assertThat(aborted.reason()).isEqualTo("aborted by bob");
        assertThat(plane.given("new")).isEmpty();
        assertThatThrownBy(() -> plane.rollouts.resume("ada", rollout.id()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("is aborted and can no longer be resumed");
    }

    @Test
    void whileItIsUnderWayAnotherChangeOfTheLayerIsRefusedWithItsId() {
        long base = plane.put("old", 0).revision();
        RolloutView rollout = plane.start("new", base, "1");
        assertThatThrownBy(() -> plane.put("other", base)).hasMessageContaining("rollout " + rollout.id());
        assertThatThrownBy(() -> plane.start("other", base, "1")).hasMessageContaining("rollout " + rollout.id());
        plane.rollouts.abort("ada", rollout.id());
        assertThat(plane.put("other", base).revision()).isGreaterThan(rollout.revision());
    }

    @Test
    void whoIsAwayDoesNotCountButSomebodyMustBeWell() {
        plane.fleet.replaceAll((_, _) -> Liveness.STALE);
        RolloutView rollout = plane.start("new", 0, "2,100%");
        plane.clock.advance(Duration.ofHours(2));
        plane.rollouts.drive();
        assertThat(plane.show(rollout.id()).progress()).isEqualTo(new RolloutView.Progress(10, 2, 0, 0, 2, 0));
        plane.fleet.put(plane.given("new").getFirst(), Liveness.LIVE);
        plane.report();
        plane.rollouts.drive();
        assertThat(plane.show(rollout.id()).wave()).isEqualTo(2);
    }

    @Test
    void aWaveIsOfLiveSatellitesAsFarAsThereAreAny() {
        plane.fleet.replaceAll((id, _) -> id.value().equals("s7") ? Liveness.LIVE : Liveness.DEAD);
        plane.start("new", 0, "1,100%");
        assertThat(plane.given("new")).contains(new SatelliteId("s7"));
    }

    @Test
    void oneThatComesLaterHasItsPlaceInAWave() {
        plane.start("new", 0, "50%,100%");
        List<SatelliteId> first = plane.given("new");
        for (int i = 11; i <= 200; i++) {
            plane.fleet.put(new SatelliteId("s" + i), Liveness.LIVE);
        }
        assertThat(plane.given("new")).containsAll(first).hasSizeBetween(50, 150);
    }

    @Test
    void asManyMayFailAsWasSaid() {
        RolloutView rollout = plane.start("new", 0, "4,100%", "25%");
        plane.unwilling.add(plane.given("new").getFirst());
        for (int i = 0; i < 3; i++) {
            plane.report();
            plane.rollouts.drive();
        }
        RolloutView ended = plane.show(rollout.id());
        assertThat(ended.state()).isEqualTo(RolloutState.COMPLETED);
        assertThat(plane.desk.drift(plane.views()).drifted()).isEqualTo(1);
    }

    @Test
    void rolledBackTheLayerSaysOnceMoreWhatItSaidBefore() {
        long first = plane.put("one", 0).revision();
        long second = plane.put("two", first).revision();
        RolloutView failed = plane.start("three", second, "1");
        plane.rollouts.abort("ada", failed.id());

        ConfigView.Revision back = plane.desk.rollback(
                new ConfigDesk.Rollback(RolloutPlane.GLOBAL, null, "ada", "it was better"), second, plane.views());

        assertThat(back.document()).isEqualTo(RolloutPlane.document("one"));
        assertThat(back.revision()).isGreaterThan(failed.revision());
        assertThat(back.note()).isEqualTo("back to revision " + first + ": it was better");
        assertThatThrownBy(() -> plane.desk.rollback(
                        new ConfigDesk.Rollback(RolloutPlane.GLOBAL, 99L, "ada", null), back.revision(), plane.views()))
                .hasMessageContaining("has no revision 99");
    }

    private long revisionOf(SatelliteId id) {
        return plane.views().stream()
                .filter(view -> view.id().equals(id))
                .map(plane.desk::effective)
                .findFirst()
                .orElseThrow()
                .revision();
    }
}
