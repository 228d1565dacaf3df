package dev.perigee.control.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.broadcast.BroadcastState;
import dev.perigee.protocol.broadcast.Pacing;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Compares every cell of the second table in docs/state-machine.md with what the code decides.
class BroadcastLifecycleTableTest {
    private static final Path PAGE = Path.of("..", "docs", "state-machine.md");
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final int MEMBERS = 100;
    private static final Pacing PACING = new Pacing(Portion.of(10), Portion.of(3));

    /// A broadcast, and how its commands fare.
    private record Case(Broadcast broadcast, Tally tally) {}

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
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(BroadcastEvent.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
    }

    @Test
    void thereIsRoomForAsManyAsMayBeLiveAndAreToCome() {
        assertThat(room(0, 0)).isEqualTo(10);
        assertThat(room(20, 7)).isEqualTo(3);
        assertThat(room(95, 2)).isEqualTo(5);
        Broadcast unbounded = broadcast(BroadcastState.RUNNING, 30, Pacing.NONE);
        assertThat(decide(unbounded, new BroadcastEvent.Counted(tally(30, 0, 0))))
                .isEqualTo(new BroadcastDecision.Create(unbounded, 70));
    }

    @Test
    void anEndKeepsWhatItsCommandsCameTo() {
        Tally tally = tally(0, 98, 2);
        BroadcastDecision decision =
                decide(broadcast(BroadcastState.RUNNING, MEMBERS, PACING), new BroadcastEvent.Counted(tally));

        assertThat(((BroadcastDecision.Move) decision).after())
                .isEqualTo(new BroadcastStatus(BroadcastState.COMPLETED, MEMBERS, NOW, null, tally, 1));
    }

    @Test
    void aStopSaysWhy() {
        BroadcastDecision decision =
                decide(broadcast(BroadcastState.RUNNING, 20, PACING), new BroadcastEvent.Counted(tally(2, 14, 4)));

        assertThat(((BroadcastDecision.Move) decision).after().reason())
                .isEqualTo("4 commands failed, more than the 3 allowed");
    }

    private static int room(int created, int live) {
        Broadcast broadcast = broadcast(BroadcastState.RUNNING, created, PACING);
        return ((BroadcastDecision.Create)
                        decide(broadcast, new BroadcastEvent.Counted(tally(live, created - live, 0))))
                .max();
    }

    private static void check(Case one, String event, String expected) {
        BroadcastDecision decision = decide(one.broadcast(), event(event, one.tally()));
        switch (expected) {
            case "-" -> assertThat(decision).isEqualTo(new BroadcastDecision.Stay(one.broadcast()));
            case "(create)" -> assertThat(decision).isInstanceOf(BroadcastDecision.Create.class);
            case "(cancel)" -> assertThat(decision).isEqualTo(new BroadcastDecision.Cancel(one.broadcast()));
            default -> {
                assertThat(decision).isInstanceOf(BroadcastDecision.Move.class);
                BroadcastStatus after = ((BroadcastDecision.Move) decision).after();
                assertThat(after.state()).isEqualTo(BroadcastState.of(expected));
                assertThat(after.created()).isEqualTo(one.broadcast().status().created());
                assertThat(after.revision()).isEqualTo(1);
            }
        }
    }

    private static BroadcastDecision decide(Broadcast broadcast, BroadcastEvent event) {
        return BroadcastLifecycle.decide(broadcast, event, NOW);
    }

    private static List<Case> cases(String name) {
        return switch (name) {
            case "running" ->
                List.of(in(BroadcastState.RUNNING, 0, tally(0, 0, 0)), in(BroadcastState.RUNNING, 20, tally(9, 8, 3)));
            case "running, no room" -> List.of(in(BroadcastState.RUNNING, 20, tally(10, 10, 0)));
            case "running, too many failures" -> List.of(in(BroadcastState.RUNNING, 20, tally(10, 6, 4)));
            case "running, all created" -> List.of(in(BroadcastState.RUNNING, MEMBERS, tally(1, 99, 0)));
            case "running, all created, too many failures" ->
                List.of(in(BroadcastState.RUNNING, MEMBERS, tally(1, 0, 99)));
            case "running, all created and ended" ->
                List.of(
                        in(BroadcastState.RUNNING, MEMBERS, tally(0, 100, 0)),
                        in(BroadcastState.RUNNING, MEMBERS, tally(0, 0, 100)));
            case "paused" ->
                List.of(
                        in(BroadcastState.PAUSED, 20, tally(0, 20, 0)),
                        in(BroadcastState.PAUSED, MEMBERS, tally(1, 99, 0)));
            case "paused, too many failures" -> List.of(in(BroadcastState.PAUSED, 20, tally(0, 16, 4)));
            case "paused, all created and ended" -> List.of(in(BroadcastState.PAUSED, MEMBERS, tally(0, 100, 0)));
            case "stopping" -> List.of(in(BroadcastState.STOPPING, 20, tally(1, 15, 4)));
            case "stopping, all ended" -> List.of(in(BroadcastState.STOPPING, 20, tally(0, 16, 4)));
            case "aborting" -> List.of(in(BroadcastState.ABORTING, 20, tally(1, 19, 0)));
            case "aborting, all ended" ->
                List.of(
                        in(BroadcastState.ABORTING, 20, tally(0, 10, 10)),
                        in(BroadcastState.ABORTING, 0, tally(0, 0, 0)));
            case "any terminal state" ->
                EnumSet.allOf(BroadcastState.class).stream()
                        .filter(BroadcastState::isTerminal)
                        .map(terminal -> in(terminal, 20, tally(0, 20, 0)))
                        .toList();
            default -> throw new AssertionError("the page has a case that this test does not know: " + name);
        };
    }

    private static BroadcastEvent event(String name, Tally tally) {
        return switch (name) {
            case "Counted" -> new BroadcastEvent.Counted(tally);
            case "PauseRequested" -> new BroadcastEvent.PauseRequested("ada");
            case "ResumeRequested" -> new BroadcastEvent.ResumeRequested("ada");
            case "AbortRequested" -> new BroadcastEvent.AbortRequested("ada");
            default -> throw new AssertionError("the page has an event that this test does not know: " + name);
        };
    }

    private static Case in(BroadcastState state, int created, Tally tally) {
        return new Case(broadcast(state, created, PACING), tally);
    }

    private static Tally tally(int live, int succeeded, int failed) {
        return new Tally(
                Map.of(CommandState.QUEUED, live, CommandState.COMPLETED, succeeded, CommandState.EXPIRED, failed),
                succeeded);
    }

    private static Broadcast broadcast(BroadcastState state, int created, Pacing pacing) {
        return new Broadcast(
                BroadcastId.create(1, new SplittableRandom(1)),
                new Target.All(),
                new CommandSpec.Ping(),
                new Broadcast.Terms(Priority.NORMAL, null, Duration.ofMinutes(1), Duration.ofMinutes(1), 3, true),
                new Broadcast.Origin("ada", null, NOW, null, null),
                pacing,
                MEMBERS,
                new BroadcastStatus(state, created, NOW, null, state.isTerminal() ? Tally.NONE : null, 0));
    }

    private static List<List<String>> table() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith("| broadcast |"))
                .takeWhile(line -> line.startsWith("|"))
                .filter(line -> !line.startsWith("|--"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }
}
