package dev.perigee.control.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.rollout.FailedSatellite;
import dev.perigee.protocol.rollout.RolloutPlan;
import dev.perigee.protocol.rollout.RolloutState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Compares every cell of the table of rollouts in docs/state-machine.md with what the code decides.
class RolloutLifecycleTableTest {
    private static final Path PAGE = Path.of("..", "docs", "state-machine.md");
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration SETTLE = Duration.ofSeconds(30);
    private static final RolloutPlan PLAN =
            new RolloutPlan(RolloutPlan.waves("10,50%,100%"), SETTLE, Portion.parse("10%"));
    private static final RolloutId ID = RolloutId.create(1, new SplittableRandom(1));
    private static final long NEXT = 1_000;

    /// A rollout that has been as it is for a while, how its satellites fare, and for how long they could say so.
    private record Case(RolloutState state, int wave, Duration age, WaveHealth health, Duration hearing) {
        Case(RolloutState state, WaveHealth health) {
            this(state, 1, Duration.ofSeconds(5), health, Duration.ofHours(1));
        }
    }

    @TestFactory
    Stream<DynamicTest> everyCellOfThePageIsWhatTheCodeDecides() throws IOException {
        List<List<String>> table = table();
        List<String> header = table.getFirst();
        List<DynamicTest> cells = new ArrayList<>();
        for (List<String> row : table.subList(1, table.size())) {
            for (int column = 1; column < row.size(); column++) {
                String event = header.get(column);
                String expected = row.get(column);
                cells.add(DynamicTest.dynamicTest(
                        row.getFirst() + " + " + event + " = " + expected,
                        () -> cases(row.getFirst()).forEach(one -> check(one, event, expected))));
            }
        }
        assertThat(cells).hasSize(14 * 4);
        return cells.stream();
    }

    @Test
    void thePageHasAColumnForEachEvent() throws IOException {
        assertThat(table().getFirst().stream().skip(1))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(RolloutEvent.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
    }

    @Test
    void aWayBackSaysWhyAndNamesTheFirstThatFailed() {
        RolloutStatus back = moved(decide(new Case(RolloutState.RUNNING, health(20, 17, 0, 3)), "Looked"));
        assertThat(back.reason()).isEqualTo("of 20 satellites 3 failed, more than the 2 allowed");
        assertThat(back.failing()).extracting(FailedSatellite::error).containsOnly("no such program");

        Case silent = new Case(RolloutState.RUNNING, 1, SETTLE, health(20, 15, 4, 1), Duration.ofHours(1));
        RolloutStatus late = moved(decide(silent, "Looked"));
        assertThat(late.reason())
                .isEqualTo("of 20 satellites 1 failed and 4 did not say within 30s, more than the 2 allowed");
        assertThat(late.failing()).extracting(FailedSatellite::error).contains("nothing heard");
    }

    @Test
    void aTenthOfOneSatelliteIsNone() {
        RolloutDecision decision = decide(new Case(RolloutState.RUNNING, health(1, 0, 0, 1)), "Looked");
        assertThat(moved(decision).state()).isEqualTo(RolloutState.ROLLED_BACK);
    }

    @Test
    void resumedTheTimeToSettleBeginsAnew() {
        Case paused =
                new Case(RolloutState.PAUSED, 1, SETTLE.multipliedBy(9), health(20, 1, 19, 0), Duration.ofHours(1));
        assertThat(moved(decide(paused, "ResumeRequested")).since()).isEqualTo(NOW);
    }

    private static void check(Case one, String event, String expected) {
        RolloutDecision decision = decide(one, event);
        switch (expected) {
            case "-" -> assertThat(decision).isEqualTo(new RolloutDecision.Stay());
            case "(release)" -> {
                RolloutStatus next = moved(decision);
                assertThat(next.state()).isEqualTo(RolloutState.RUNNING);
                assertThat(next.wave()).isEqualTo(one.wave() + 1);
                assertThat(next.cutoff()).isEqualTo(NEXT);
                assertThat(next.since()).isEqualTo(NOW);
            }
            default -> {
                RolloutStatus next = moved(decision);
                assertThat(next.state()).isEqualTo(RolloutState.of(expected));
                assertThat(next.wave()).isEqualTo(one.wave());
                assertThat(next.version()).isEqualTo(4);
            }
        }
    }

    private static RolloutStatus moved(RolloutDecision decision) {
        assertThat(decision).isInstanceOf(RolloutDecision.Move.class);
        return ((RolloutDecision.Move) decision).next();
    }

    private static RolloutDecision decide(Case one, String event) {
        RolloutStatus status =
                new RolloutStatus(one.state(), one.wave(), 100, NOW.minus(one.age()), null, List.of(), 3);
        Rollout rollout = new Rollout(ID, new ConfigScope.Global(), 1, 2, PLAN, "ada", NOW, status);
        return RolloutLifecycle.decide(rollout, event(event, one), NOW);
    }

    private static RolloutEvent event(String name, Case one) {
        return switch (name) {
            case "Looked" -> new RolloutEvent.Looked(one.health(), NEXT, NOW.minus(one.hearing()));
            case "PauseRequested" -> new RolloutEvent.PauseRequested("ada");
            case "ResumeRequested" -> new RolloutEvent.ResumeRequested("ada");
            case "AbortRequested" -> new RolloutEvent.AbortRequested("ada");
            default -> throw new AssertionError("the page has an event that this test does not know: " + name);
        };
    }

    private static List<Case> cases(String name) {
        Duration ever = Duration.ofHours(1);
        RolloutState running = RolloutState.RUNNING;
        return switch (name) {
            case "running, some still to say" ->
                List.of(
                        new Case(running, health(20, 19, 1, 0)),
                        new Case(running, 1, SETTLE.minusMillis(1), health(20, 0, 20, 0), ever),
                        new Case(running, 2, Duration.ZERO, health(20, 0, 20, 0), ever));
            case "running, all well" ->
                List.of(
                        new Case(running, health(20, 20, 0, 0)),
                        new Case(running, 0, SETTLE.multipliedBy(9), health(20, 1, 0, 0), ever));
            case "running, all well at the last wave" ->
                List.of(new Case(running, 2, Duration.ZERO, health(20, 20, 0, 0), ever));
            case "running, nobody live" ->
                List.of(
                        new Case(running, health(20, 0, 0, 0)),
                        new Case(running, 2, SETTLE, health(20, 0, 0, 0), ever),
                        new Case(running, health(0, 0, 0, 0)));
            case "running, the layer concerns nobody" ->
                List.of(new Case(running, new WaveHealth(0, 0, 0, 0, 0, 0, List.of(), List.of())));
            case "running, as many failed as may" -> List.of(new Case(running, health(20, 18, 0, 2)));
            case "running, too many failed" ->
                List.of(
                        new Case(running, health(20, 17, 0, 3)),
                        new Case(running, 2, Duration.ZERO, health(20, 0, 17, 3), ever));
            case "running, some silent past the time to settle" ->
                List.of(
                        new Case(running, 1, SETTLE, health(20, 17, 3, 0), ever),
                        new Case(running, 1, ever, health(20, 17, 2, 1), SETTLE));
            case "running, as many silent as may fail" ->
                List.of(new Case(running, 1, SETTLE, health(20, 18, 1, 1), ever));
            case "running, some silent, but it hears only since a moment ago" ->
                List.of(new Case(running, 1, ever, health(20, 0, 20, 0), SETTLE.minusMillis(1)));
            case "paused, all well" -> List.of(new Case(RolloutState.PAUSED, health(20, 20, 0, 0)));
            case "paused, some silent past the time to settle" ->
                List.of(new Case(RolloutState.PAUSED, 1, ever, health(20, 0, 20, 0), ever));
            case "paused, too many failed" -> List.of(new Case(RolloutState.PAUSED, health(20, 17, 0, 3)));
            case "any terminal state" ->
                EnumSet.allOf(RolloutState.class).stream()
                        .filter(RolloutState::isTerminal)
                        .map(terminal -> new Case(terminal, health(20, 0, 0, 20)))
                        .toList();
            default -> throw new AssertionError("the page has a case that this test does not know: " + name);
        };
    }

    /// Of so many released ones; those not counted are away.
    private static WaveHealth health(int released, int well, int waiting, int failed) {
        return new WaveHealth(
                40,
                released,
                well,
                waiting,
                released - well - waiting - failed,
                failed,
                named(failed, "no such program"),
                named(waiting, "nothing heard"));
    }

    private static List<FailedSatellite> named(int count, String error) {
        return Stream.iterate(1, i -> i + 1)
                .limit(Math.min(count, WaveHealth.NAMED_MAX))
                .map(i -> new FailedSatellite(new SatelliteId("s" + i), error))
                .toList();
    }

    private static List<List<String>> table() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith("| rollout |"))
                .takeWhile(line -> line.startsWith("|"))
                .filter(line -> !line.startsWith("|--"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }
}
