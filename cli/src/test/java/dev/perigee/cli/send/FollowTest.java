package dev.perigee.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.support.FakeControlPlane;
import dev.perigee.cli.support.Ran;
import dev.perigee.cli.support.Views;
import dev.perigee.protocol.api.LiveEvent;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.command.StreamName;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.protocol.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FollowTest {
    private static final LiveEvent END = new LiveEvent.End(CommandState.COMPLETED);
    private static final String OUTPUT = "GET /api/v1/commands/" + Views.ID + "/output?stdout=";

    private final FakeControlPlane server = new FakeControlPlane();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCommandThatEndsWithItsSubmissionIsNotFollowed() {
        server.then(Views.ended(Views.completed(0, "quick")));
        assertThat(send().stdout()).isEqualTo("quick");
        assertThat(server.requests()).containsExactly("POST /api/v1/commands?wait=200ms");
    }

    @Test
    void whatCameLiveIsNotPrintedAgainAndTheRestComesFromTheResult() {
        server.then(Views.in(CommandState.ACKNOWLEDGED))
                .thenEvents(out(0, "one "), err(0, "E"), out(4, "two "), END)
                .then(ended("one two three", 13, "Err"));
        Ran ran = send();
        assertThat(ran.stdout()).isEqualTo("one two three");
        assertThat(ran.stderr()).isEqualTo("Err");
        assertThat(ran.exitCode()).isEqualTo(3);
    }

    @Test
    void aStreamThatBreaksGoesOnWhereItBrokeOff() {
        server.then(Views.in(CommandState.ACKNOWLEDGED))
                .thenEvents(out(0, "one "), err(0, "E"))
                .thenCut()
                .then(Problem.of(ProblemType.DRAINING, "draining"))
                .thenEvents(out(2, "e two"), END)
                .then(ended("one two", 7, "E"));
        Ran ran = send();
        assertThat(ran.stdout()).isEqualTo("one two");
        assertThat(ran.stderr()).isEqualTo("E");
        assertThat(server.requests()).contains(OUTPUT + "0&stderr=0", OUTPUT + "4&stderr=1");
    }

    @Test
    void whereNoStreamGetsThroughTheEndAloneIsAwaited() {
        server.then(Views.in(CommandState.ACKNOWLEDGED));
        for (int i = 0; i < 10; i++) {
            server.thenEvents();
        }
        server.then(ended("all", 3, ""));
        assertThat(send().stdout()).isEqualTo("all");
    }

    @Test
    void aGapThatTheResultFillsIsFilledInOrder() {
        server.then(Views.in(CommandState.ACKNOWLEDGED))
                .thenEvents(out(0, "ab"), new LiveEvent.Gap(StreamName.STDOUT, 2, 5), out(5, "fg"), out(7, "h"), END)
                .then(ended("abcdefg", 8, ""));
        Ran ran = send();
        assertThat(ran.stdout()).isEqualTo("abcdefgh");
        assertThat(ran.stderr()).isEmpty();
    }

    @Test
    void whatIsNowhereIsCounted() {
        server.then(Views.in(CommandState.ACKNOWLEDGED))
                .thenEvents(out(0, "ab"), new LiveEvent.Gap(StreamName.STDOUT, 2, 50), out(50, "x"), END)
                .then(ended("abcd", 60, ""));
        Ran ran = send();
        assertThat(ran.stdout()).isEqualTo("abcdx");
        assertThat(ran.stderr()).isEqualTo("perigee: 55 of 60 bytes of stdout were not kept\n");
    }

    @Test
    void behindWhatResultsHoldAGapDoesNotStopThePrinting() {
        PrintedStreamProbe probe = new PrintedStreamProbe();
        probe.stream().write(0, new byte[1024 * 1024]);
        probe.stream().gap(2 * 1024 * 1024);
        probe.stream().write(2 * 1024 * 1024, Views.utf8("on"));
        assertThat(probe.printed()).isEqualTo(1024 * 1024 + 2);
        assertThat(probe.stream().finish(new Output(new byte[1024 * 1024], 2 * 1024 * 1024 + 2)))
                .isEqualTo(1024 * 1024);
    }

    @Test
    void bytesComeThroughUnchanged() {
        byte[] bytes = {0, (byte) 0xc3, '\n', (byte) 0xff};
        server.then(Views.in(CommandState.ACKNOWLEDGED))
                .thenEvents(new LiveEvent.Written(StreamName.STDOUT, 0, bytes), END)
                .then(Views.ended(new Result.Completed(0, Views.output(bytes), Output.EMPTY, 5)));
        assertThat(send().stdoutBytes()).isEqualTo(bytes);
    }

    @Test
    void progressIsForPeopleOnly() {
        server.then(Views.in(CommandState.ACKNOWLEDGED))
                .thenEvents(new LiveEvent.Progress(42, "copying", Instant.EPOCH), END)
                .then(ended("", 0, ""));
        assertThat(send().stderr()).isEmpty();
    }

    @Test
    void jsonIsNotFollowed() {
        server.then(Views.ended(Views.completed(0, "x")));
        var _ = Ran.client(server, "", "send", "local", "-o", "json", "--", "x");
        assertThat(server.requests()).containsExactly("POST /api/v1/commands?wait=200ms");
    }

    @Test
    void anyCommandCanBeFollowedByItsId() {
        server.then(Views.in(CommandState.ACKNOWLEDGED))
                .thenEvents(out(0, "live "), END)
                .then(ended("live and all", 12, ""));
        Ran ran = Ran.client(server, "", "command", Views.ID.value(), "--follow");
        assertThat(ran.stdout()).isEqualTo("live and all");
        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(Ran.client(server, "", "command", Views.ID.value(), "--follow", "-o", "json")
                        .stderr())
                .contains("expected no -o json");
    }

    private static LiveEvent out(long offset, String text) {
        return new LiveEvent.Written(StreamName.STDOUT, offset, text.getBytes(StandardCharsets.UTF_8));
    }

    private static LiveEvent err(long offset, String text) {
        return new LiveEvent.Written(StreamName.STDERR, offset, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Object ended(String stdout, long total, String stderr) {
        return Views.ended(new Result.Completed(3, new Output(Views.utf8(stdout), total), Output.of(stderr), 5));
    }

    private Ran send(String... options) {
        String[] words = Stream.of(Stream.of("send", "local"), Stream.of(options), Stream.of("--", "x"))
                .flatMap(it -> it)
                .toArray(String[]::new);
        return Ran.client(server, "", words);
    }
}
