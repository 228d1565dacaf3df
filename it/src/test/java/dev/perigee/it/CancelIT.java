package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What an operator does to a command that is there, through the real binary: cancels it in every state, asks why it is
/// where it is, and redrives it when it is dead.
final class CancelIT {
    private static final Duration MAX = Duration.ofSeconds(20);

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    private Apart apart;
    private Perigee perigee;
    private RunningPerigee satellite;

    @BeforeEach
    void start() throws Exception {
        apart = Apart.in(
                directory,
                processes,
                "commands:\n  lease: 4s\n",
                "max-concurrent: 1\nexec:\n  allow: any\nlink:\n  poll-wait: 5s\n");
        satellite = apart.start().satellite();
        perigee = apart.client();
    }

    @Test
    void aQueuedCommandIsCancelledBeforeItIsDelivered() throws Exception {
        satellite.terminate();
        String id = perigee.submit("far", "true");
        assertThat(rules(id)).startsWith("no_session");

        Ran ran = perigee.run("cancel", id);

        assertThat(ran.out()).isEqualTo(id + " cancelled before it was delivered\n");
        assertThat(ran.exitCode()).isZero();
        assertThat(rules(id)).containsExactly("cancelled");
        assertThat(perigee.run("commands", "--state", "cancelled").out()).contains(id);
    }

    @Test
    void aHeldCommandSaysSoAndIsCancelled() throws Exception {
        String id = perigee.run(
                        "send", "--no-wait", "--not-before", "1h", "--correlation", "night", "far", "--", "true")
                .out()
                .strip();

        assertThat(rules(id)).startsWith("held_before_its_time");
        assertThat(perigee.run("commands", "--correlation", "night").out()).contains(id);
        assertThat(perigee.run("cancel", id).exitCode()).isZero();
    }

    @Test
    void aRunningCommandIsCancelledThoughNoSlotIsFreeAndTheNextOneRuns() throws Exception {
        String running = submitRunning();
        String waiting = perigee.submit("far", "echo", "next");
        assertThat(rules(running)).startsWith("running");
        assertThat(rules(waiting)).startsWith("no_free_slot");

        assertThat(perigee.run("cancel", running).out()).startsWith(running + " cancelled while it ran, after ");

        perigee.awaitState(waiting, "completed");
        Ran late = perigee.run("cancel", waiting);
        assertThat(late.out()).isEqualTo(waiting + " completed before the cancellation arrived (exit code 0)\n");
        assertThat(late.exitCode()).isEqualTo(1);
        assertThat(rules(waiting)).containsExactly("completed");
    }

    @Test
    void aCommandThatWaitsToRunAgainIsCancelledBeforeItBegins() throws Exception {
        satellite.terminate();
        satellite = restart("max-concurrent: 1", "max-concurrent: 2");
        String first = submitIdempotent();
        String second = submitIdempotent();
        satellite.kill();
        satellite = restart("max-concurrent: 2", "max-concurrent: 1");

        assertThat(perigee.run("cancel", second).out()).isEqualTo(second + " cancelled before it began\n");
        assertThat(perigee.run("cancel", first).out()).startsWith(first + " cancelled while it ran");
    }

    @Test
    void ctrlCInSendCancelsTheCommand() throws Exception {
        RunningPerigee send = perigee.start("send", "far", "--", "sh", "-c", "echo begun; sleep 600");
        Await.until("it runs", MAX, () -> send.stdout().equals("begun\n"));

        Ran ran = send.interrupt();

        assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(130);
        assertThat(ran.err()).contains("cancelling command", "was cancelled");
        assertThat(perigee.commands("cancelled")).hasSize(1);
    }

    @Test
    void aSecondCtrlCLeavesTheCommandToItself() throws Exception {
        RunningPerigee send = perigee.start("send", "far", "--", "sh", "-c", "echo begun; sleep 600");
        Await.until("it runs", MAX, () -> send.stdout().equals("begun\n"));
        String id = perigee.commands("acknowledged").getFirst().path("id").asString();
        signal("STOP");
        Ran.here("kill", "-INT", String.valueOf(send.pid()));
        Await.until(
                "the wish is noted",
                MAX,
                () -> apart.operator().rules(id).getFirst().equals("cancel_requested"));

        Ran ran = send.interrupt();

        assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(130);
        assertThat(ran.err()).contains("left to itself");
        signal("CONT");
        perigee.awaitState(id, "cancelled");
    }

    @Test
    void aDeadLetterIsListedAndRedrivenOnce() throws Exception {
        signal("STOP");
        String dead = perigee.run("send", "--no-wait", "--attempts", "1", "far", "--", "true")
                .out()
                .strip();
        perigee.awaitState(dead, "leased");
        // Not by the binary, whose start may take longer than the lease.
        assertThat(apart.operator().rules(dead)).containsExactly("leased", "last_attempt", "expires");
        perigee.awaitState(dead, "dead_lettered");
        assertThat(rules(dead)).containsExactly("dead_lettered");
        assertThat(perigee.run("dead-letters").out()).contains(dead, "never acknowledged within the lease");
        signal("CONT");

        Ran ran = perigee.run("redrive", "--all");

        assertThat(ran.out()).matches(dead + " -> [0-9a-z]{26}\n");
        String next = ran.out().strip().substring(ran.out().length() - 27);
        assertThat(perigee.run("redrive", dead).out()).isEqualTo(ran.out());
        assertThat(perigee.run("dead-letters").out()).isEqualTo("No dead letters.\n");
        perigee.awaitState(next, "completed");
        assertThat(perigee.command(next).path("redriveOf").asString()).isEqualTo(dead);
    }

    private String submitRunning() throws Exception {
        String id = perigee.submit("far", "sleep", "600");
        perigee.awaitState(id, "acknowledged");
        return id;
    }

    private String submitIdempotent() throws Exception {
        String id = perigee.run("send", "--no-wait", "--idempotent", "far", "--", "sleep", "600")
                .out()
                .strip();
        perigee.awaitState(id, "acknowledged");
        return id;
    }

    /// Starts the satellite again with one line of its configuration changed.
    private RunningPerigee restart(String was, String is) throws Exception {
        Path file = apart.satelliteFile();
        Files.writeString(file, Files.readString(file).replace(was, is));
        RunningPerigee next = apart.satellite();
        next.awaitReady();
        return next;
    }

    private List<String> rules(String id) throws Exception {
        JsonNode why = perigee.run("why", id, "-o", "json").json();
        return StreamSupport.stream(why.path("reasons").spliterator(), false)
                .map(reason -> reason.path("rule").asString())
                .toList();
    }

    private void signal(String name) throws Exception {
        Ran.here("kill", "-" + name, String.valueOf(satellite.pid()));
    }
}
